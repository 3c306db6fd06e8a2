help-plans = Study plans of a unit: what is studied when, and who is expected.
help-plans-list = List the plans of a unit and those below it, with their versions.
help-plans-new = Make a plan of your own.
help-plans-template = Make the usual plans of a unit; without a unit, list the templates.
help-plans-set-term = Set the first and the last day of a school term for a unit and all below it.
help-plans-copy = Copy the plans of one term onto another, week by week.
help-plans-edit = Change one occurrence, that and those after it, or all that have not opened.
help-plans-cancel = Cancel one occurrence, or all that have not opened; those concerned are told.
help-plans-unit = Id of the unit
help-plans-plan = Id of the plan; see “zhixing plans list”
help-plans-version = The version you saw; without it, the one that is there now
help-plans-slot = The day that the rule names, whatever it was moved to (2026-11-15)
help-plans-credit = Minutes that a check-in earns
help-plans-grace = Minutes after closing in which a check-in still counts, as late
help-plans-clock = Time of day, such as 19:00
help-plans-days-later = It closes so many days after it opened
help-plans-json = Print JSON
help-plans-title = What members read
help-plans-kind = Such as theme-day, online-course, branch-meeting, party-lecture
help-plans-first-day = First day (2026-09-01)
help-plans-last-day = Last day (2027-01-22)
help-plans-rule = RFC 5545 rule, such as FREQ=MONTHLY;BYMONTHDAY=15; without it, once
help-plans-mover = What becomes of a day off: as-is, next-working-day, previous-working-day, skip
help-plans-late-credit = How much of the minutes a late check-in earns, in per cent
help-plans-position = Only members in this position; may be given again
help-plans-subject = What it is about: party-spirit, theory, discipline, professional, other
help-plans-template-key = Which template
help-plans-term = Name of the term, such as 2026-autumn
help-plans-extent = this, following or all
help-plans-day = The day that one occurrence moves to
help-plans-reason = What those concerned are told
plans-column-plan = Id
plans-column-version = Version
plans-column-title = Title
plans-column-kind = Kind
plans-column-units = Units
plans-column-days = Days
plans-column-state = State
plans-state-active = active
plans-state-cancelled = cancelled
plans-done = { $plan } is at version { $version } now. { $title }
plans-term-set = The term { $term } is set.
plans-conflict = Somebody else ({ $by }) changed it meanwhile: it is at version { $version } now. Look at it again and repeat your change.
plans-unknown-template = There is no template { $template }; “zhixing plans template” lists them.
plans-needs-first-day = Say from when: --first-day, or a term that is set.
plan-refused-unknown-plan = There is no such plan; “zhixing plans list” shows those there are.
plan-refused-unknown-unit = One of the units is not known.
plan-refused-unknown-term = There is no such term for this unit; set it with “zhixing plans term”.
plan-refused-unknown-occurrence = The plan has no such occurrence, or this kind of change is not for it: name with --slot a day of its rule.
plan-refused-bad-rule = This rule is none that a plan can have: RFC 5545 without COUNT, UNTIL and hours, and only one.
plan-refused-never-happens = A plan with this rule would have no day at all.
plan-refused-closes-before-it-opens = It would close before it opens.
plan-refused-ends-before-it-begins = The last day is before the first.
plan-refused-is-cancelled = It is cancelled already.
plan-refused-is-open = It has opened already and stays as it is; it can only be cancelled.
plan-refused-is-over = It is over already and stays in the record.
plan-refused-nothing-to-copy = That term has no plans that the other term has days for.
plan-refused-id-is-taken = There is another plan with this id.
study-unknown-unit = There is no unit { $unit }.
study-bad-day = { $day } is no day such as 2026-11-15.
study-bad-value = { $field } cannot be “{ $value }”.
plans-not-of-one = Kind and subjects are of the whole plan: choose --extent following or all.
plans-unnamed = unnamed
help-plans-evidence = What a check-in must give: none, minutes, note, photo, attendance-code or quiz
help-plans-least = At least so many minutes, characters of a note, or right answers
help-plans-quiz = A YAML or JSON file of questions: [{ "{" }"text": "...", "choices": ["...", "..."], "right": 0{ "}" }], the right choice counted from 0, or a list where several are right and all of them are asked for; “zhixing plans quiz” shows that of a plan
help-plans-show-quiz = Show the quiz of a plan, or of one of its sessions, with the right answers: a file for “--quiz”.
plans-bad-quiz = { $file } is no YAML or JSON file of questions.
quiz-bad-question = Question { $number } cannot be so: { $field ->
    [text] “text” is a question of 1 to 200 characters.
    [choices] “choices” are 2 to 8, each a text.
   *[right] “right” is the right one of its choices, counted from 0, or a list of all that are right.
}
quiz-is-not-asked = A quiz goes with --evidence quiz only; here it is { $kind }.
quiz-needs-questions = A quiz needs questions: name their file with --quiz.
quiz-too-many-right = { $least } right answers cannot be had: the quiz has { $count ->
    [one] one question
   *[other] { $count } questions
}. Give --least.
