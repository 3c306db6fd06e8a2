# Study plans of a unit

plans-link = Study plans
plans-title = Study plans of { $unit }
plans-turn = Pages about plans
plans-heading = Plans ({ $count })
plans-none = There is no plan yet. Make one, or the usual month from a template.
plans-cancelled = Cancelled plans ({ $count })
plan-about = { $kind } · { $opens }–{ $closes } · { $minutes } minutes of credit
plan-version = version { $version }
plan-next = Next:
plan-next-none = Nothing of it in the next two months.
plan-list-comma = ,{" "}
plan-sessions = Sessions to come ({ $count })
plan-sessions-none = No session in the next two months.
session-open = open now
plan-more = ... and { $count } more; choose a unit below to see them.
plan-terms = Terms ({ $count })
plan-terms-none = No term is set.
plan-new = New plan
plan-terms-link = Terms and templates
plan-edit = Change
plan-edit-label = Change the plan { $title }
plan-cancel = Cancel the plan
plan-cancel-label = Cancel the plan { $title }
session-edit-label = Change { $title } on { $day }
session-cancel = Cancel this one
session-cancel-label = Cancel { $title } on { $day }
task-cancel = Cancel the task
plan-somebody = somebody

## What was done
done-made = The plan is made; its sessions appear below within a moment.
done-changed = The change is made; sessions that moved follow within a moment, and those concerned are told.
done-cancelled = It is cancelled; those concerned are told.
done-term = The term is set.
done-copied = { $made ->
        [one] One plan is there in the new term now.
       *[other] { $made } plans are there in the new term now.
    }
done-template = Made from the template: { $made }; there already: { $already }; not possible: { $refused }.

## Rules in words
rule-once = once, on { $day }
rule-weekly = every { $weekday }
rule-fortnightly = every second { $weekday }
rule-monthly-day = every month on { $monthday }
rule-monthly-weekday = every month on the { $nth } { $weekday }
rule-term-weeks = { $weekday }s in weeks { $weeks } of term
rule-yearly-day = every year on { $monthday } of months { $months }
rule-as-it-is = by the rule { $rule }
rule-moved = { $mover ->
        [next-working-day] a day off moves to the next working day
        [previous-working-day] a day off moves to the working day before
       *[skip] days off are left out
    }
rule-from = from { $first }
rule-from-to = { $first } to { $last }
rule-term = term { $term }
plan-weekday = { $day ->
        [MO] Monday
        [TU] Tuesday
        [WE] Wednesday
        [TH] Thursday
        [FR] Friday
        [SA] Saturday
       *[SU] Sunday
    }
plan-nth = { $nth ->
        [first] first
        [second] second
        [third] third
        [fourth] fourth
       *[last] last
    }
plan-month-day = { $day ->
        [last] the last day
       *[other] day { $day }
    }
plan-mover = { $mover ->
        [next-working-day] it moves to the next working day
        [previous-working-day] it moves to the working day before
        [skip] it is left out
       *[as-is] it stays as it is
    }
plan-kind = { $kind ->
        [first-agenda-item] First item of the agenda
        [study-group] Study group
        [branch-meeting] Branch meeting
        [committee-meeting] Branch committee meeting
        [group-meeting] Group meeting
        [party-lecture] Party lecture
        [theme-day] Theme day
        [online-course] Online course
        [warning-education] Warning education
        [micro-lecture] Micro-lecture
        [contest] Contest
        [self-study] Self-study
        [training] Training
       *[other] Study
    }
plan-subject = { $subject ->
        [party-spirit] Party spirit
        [theory] Theory
        [discipline] Discipline
        [professional] Profession
       *[other] Other
    }
plan-member-kind = { $kind ->
        [full] Full members
        [probationary] Probationary members
        [activist] Activists
       *[staff] Staff
    }
plan-position = { $position ->
        [secretary] Secretary
        [deputy-secretary] Deputy secretary
        [organiser] Organisation
        [propagandist] Publicity
        [discipline-officer] Discipline
        [group-leader] Group leader
       *[instructor] Instructor
    }
plan-evidence = { $evidence ->
        [minutes] Minutes studied
        [note] A note
        [photo] A photo
        [attendance-code] The code shown on the spot
        [quiz] A short quiz
       *[none] Nothing
    }
plan-extent = { $extent ->
        [this] This session only
        [following] This one and all after it
       *[all] All that have not opened
    }
plan-term-option = { $term } ({ $first } to { $last })
plan-no-term = No term

## The form
plan-new-title = New plan
plan-edit-title = Change { $title }
session-edit-title = Change { $title } of { $day }
plan-all-hint = This changes all sessions that have not opened; those that have stay as they are. To change one, choose it in the list of sessions.
plan-part-time = Time of day
plan-part-days = Days
plan-part-who = Who
plan-part-evidence = Evidence and lateness
plan-not-of-one = Kind, subjects, days and who are of the whole plan: they cannot be changed for this session only.
plan-make = Make the plan
plan-save = Save the change
plan-give-up = Back without saving
plan-now = As it is now (version { $version }):
plan-now-how = What you typed is still below; send it again to put it in place of this, or
plan-begin-anew = begin from what is there now
field-title = Title
field-kind = Kind
field-subjects = What it is about
field-extent = What to change
field-day = Day
hint-day = The day to which this session moves.
field-opens = Opens
field-closes = Closes
field-closes-after-days = Closes so many days later
hint-closes-after-days = 0: on the same day.
field-grace-minutes = Grace, in minutes
hint-grace = So long after it closed a check-in still counts, as late.
field-credit-minutes = Minutes of credit
field-repeat = How often
hint-repeat = Of the fields below only those that this choice names count.
repeat-once = Once, on the first day
repeat-weekly = Every week on the weekday
repeat-fortnightly = Every second week on the weekday
repeat-monthly-day = Every month on the day of the month
repeat-monthly-weekday = Every month on the first, second ... weekday
repeat-term-weeks = In weeks of term on the weekday
repeat-as-it-is = As it is now
field-weekday = Weekday
field-month-day = Day of the month
field-nth = Which one in the month
field-weeks = Weeks of term
hint-weeks = Such as 1-8, 10
field-mover = If it is a day off
field-term = Term
hint-term = With a term, the plan ends with it; its first day may then be left empty.
field-first-day = First day
field-last-day = Last day
hint-last-day = Empty: it goes on, or ends with the term.
field-kinds = Members
hint-kinds = None ticked: all.
field-positions = Positions
hint-positions = None ticked: whatever their position.
field-evidence = To be given with a check-in
field-evidence-least = At least
hint-least = Minutes, or characters of the note.
quiz-heading = Questions of the quiz
quiz-hint = Each question has 2 to 6 choices, of which you mark the right one, or all that are right: then all of them are asked for, and no other. Leave the others empty. A question that is left empty does not count. Members answer one question after the other in chat, and may try again.
quiz-question = Question { $number }
quiz-text = Question
quiz-choice-label = Choice { $letter }
quiz-right-label = Choice { $letter } is right
quiz-more = Add a question
quiz-drop = Remove question { $number }
field-quiz-least = Right answers to pass
hint-quiz-least = 0: it is enough to answer.
field-late-accepted = Check-ins within the grace are accepted
field-late-percent = Credit for a late check-in, in per cent
field-reason = Reason
hint-reason = Everybody concerned reads it.

## Cancelling
plan-cancel-title = Cancel the plan { $title }
session-cancel-title = Cancel { $title } of { $day }
plan-cancel-how = Everything of it that has not opened is cancelled; what is over stays in the record.
session-cancel-how = Only this session is cancelled; check-ins that were made stay in the record.
task-cancel-title = Cancel { $title } of { $day }
task-cancel-how = Everybody whom the task asks is told; check-ins that were made stay in the record.
task-gone-title = This task is not in the list any more
plan-keep = Keep it

## Terms and templates
term-set-title = Set the days of a term
term-set = Set the term
field-term-id = Name of the term
hint-term-id = Letters, digits and hyphens, such as 2027-spring. The same name again changes its days for plans to come.
term-copy-title = Copy a term's plans
term-copy-how = Each plan is made anew on the same weekday of the same week of the other term.
term-copy-needs-two = Set two terms first: the one to copy from and the one to copy to.
term-copy = Copy the plans
field-from-term = From
field-to-term = To
template-title = The usual month
template-how = Makes the usual plans for this unit. Sent again, it makes none twice.
template-plans = { $name }: { $count } plans
template-from-now = From this month on, without a term
template-use = Make these plans
field-template = Template
field-for-term = For

## What cannot be taken
wrong-title = Please give a title of at most 120 characters.
wrong-kind = Please choose the kind.
wrong-subjects = Please choose from the list of subjects.
wrong-extent = Please choose whether to change this session, this and those after it, or all.
wrong-day = Please give the day as in 2026-11-15.
wrong-opens = Please give the time of opening as in 15:00.
wrong-closes = Please give the time of closing as in 17:00.
wrong-closes_after_days = It can close 0 to 100 days later.
wrong-grace_minutes = The grace is at most 44640 minutes (31 days).
wrong-credit_minutes = Please give the minutes of credit, at most 1440.
wrong-evidence = Please choose the evidence.
wrong-evidence_least = Please give how much is asked at least, at most 10000.
wrong-quiz-empty = Please give at least one question.
wrong-quiz-text = Please give question { $number } in one line of at most { $most } characters.
wrong-quiz-choice = Choice { $letter } of question { $number } is one line of at most { $most } characters.
wrong-quiz-choices = Question { $number } needs at least two choices.
wrong-quiz-same = Question { $number } has the same choice twice.
wrong-quiz-right = Please mark the right choice of question { $number }.
wrong-quiz_least = Please give how many right answers are needed, from 0 to { $count }: no more than there are questions.
wrong-late_percent = The credit of a late check-in is 0 to 100 per cent.
wrong-kinds = Please choose the kinds of members from the list.
wrong-positions = Please choose the positions from the list.
wrong-repeat = Please choose how often it is.
wrong-weekday = Please choose a weekday.
wrong-month_day = Please choose a day of the month.
wrong-nth = Please choose which weekday of the month.
wrong-weeks = Please give weeks of term from 1 to 60, such as 1-8, 10.
wrong-weeks-need-a-term = Weeks of term need a term: please choose one, or set one first.
wrong-mover = Please choose what becomes of a day off.
wrong-first_day = Please give the first day as in 2026-11-15.
wrong-last_day = Please give the last day as in 2026-11-15.
wrong-version = This form is not complete; please open it again.
wrong-reason = Please give a reason of at most 500 characters, in one line.
wrong-not-of-one = Kind, subjects, days and who are of the whole plan: choose this and all after it, or all.
wrong-only-of-one = Only one session can move to another day: choose this session only.
wrong-nothing-changed = Nothing is different from what is there.
wrong-term_id = A term's name has letters, digits and hyphens only, at most 64.
wrong-from_term = Please choose the term to copy from.
wrong-to_term = Please choose the term to copy to.
wrong-same-term = Please choose two different terms.
wrong-template = Please choose a template.

## Refused
refused-conflict = { $who } changed it meanwhile; nothing of yours is saved yet.
refused-conflict-own = You changed it already, in this page or another; nothing more was changed.
refused-unknown-plan = This plan is not there any more.
refused-unknown-unit = This unit is not known to the check-in service yet; please try again in a moment.
refused-unknown-term = There is no such term for this unit; please set it first.
refused-unknown-occurrence = There is no such session, or it cannot be changed so.
refused-bad-rule = A plan cannot have this rule; please choose another recurrence.
refused-never-happens = With these days there would be no session at all.
refused-closes-before-it-opens = It would close before it opens.
refused-ends-before-it-begins = The last day is before the first.
refused-is-cancelled = It is cancelled already.
refused-is-open = It is open already; it can only be cancelled.
refused-is-over = It is over, and stays in the record.
refused-nothing-to-copy = The first term has no plan that could be copied to the second.
refused-id-is-taken = This form was sent before and its plan is there already: please look in the list, or open a new form.
refused-no-answer = No answer came. Please send it again: nothing is made twice.
