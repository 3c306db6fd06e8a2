# Policies and make-up limits

policies-link = Policies
policies-title = Policies at { $unit }
policies-heading = What is asked ({ $count })
policies-how = Policies hold for the whole district. Before a change is saved you see which units it would have judged otherwise.
policies-how-not = Policies hold for the whole district; who administers it changes them.
policies-others = Not asked here, or switched off ({ $count })
policies-origin = { $origin ->
        [shipped] default
        [changed] changed by the district
       *[own] the district's own
    }
policies-off = switched off
policies-version = version { $version }
policies-new = New policy
policies-edit-label = Change the policy { $name }
policies-reset = Back to the default
policies-reset-label = Back to the default: { $name }
policies-edit-title = Change { $name }
policies-metric = { $metric ->
        [sessions] Sessions held
        [participation] Participation
        [minutes-share] Share of all minutes
        [member-coverage] Share of members reached
       *[unit-coverage] Share of units reached
    }
policies-window = { $window ->
        [month] each month
        [quarter] each quarter
       *[year] each year
    }
policies-least = { $unit ->
        [sessions] { $metric }: at least { $least }
       *[share] { $metric }: at least { $least } %
    }
policies-covered = counted: { $kind }
policies-least-minutes = { $minutes } minutes or more each time
policies-applies = asked of: { $kinds }
unit-kind = { $kind ->
        [district] district
        [zone] zone
        [school] school
        [branch] branch
        [group] group
       *[other] unit
    }

## The form
policies-form-how = Saving is the second step: first the effect is shown.
policies-part-filter = What counts
policies-part-source = Where it is written
policies-effect = Show the effect
policies-save = Save this policy
policies-now-how = What you typed is still below; show its effect again to put it in place of this, or
field-name-zh = Name in Chinese
field-name-en = Name in English
hint-english = Empty: as in Chinese.
field-metric = What is measured
field-threshold = At least
hint-threshold = A number of sessions; of a share, per cent such as 90.
field-window = How often
field-applies-to = Asked of
field-covered = Units that are counted
hint-covered = Only where the share of units is measured.
field-study-kinds = Kinds of study
hint-all = None ticked: all.
field-least-minutes = Minutes of credit, at least
hint-least-minutes = 0: however many. Sessions with fewer do not count.
field-source-zh = Source in Chinese
field-source-en = Source in English
hint-source = Such as the plan or the rule that asks for it.
field-enabled = In force (not ticked: it is asked of nobody any more, and stays in the record)

## Its effect
effect-title = Effect on { $first } to { $last }
effect-changed = { $count ->
        [one] One unit would have been judged otherwise.
       *[other] { $count } units would have been judged otherwise.
    }
effect-none = No unit would have been judged otherwise.
effect-unsaved = Nothing is saved yet.
effect-unseen = The form was changed after its effect was shown. This is the effect of what it says now; please save again.
effect-counts = Units by how they were judged, before and after the change
effect-units = Units
effect-before = Before
effect-after = After
effect-so-far = No unit was in the system in the time before; this is what has happened so far in the time under way.
effect-nobody = In these days nothing was asked of any unit: before the change, or after it.
effect-same = Judged as before ({ $count })
effect-state = { $state ->
        [met] met
        [can-still] can still be met
        [not-met] not met
        [nothing-asked] nothing to judge
       *[not-asked] not asked
    }

## Make-up limits
limits-link = Make-up limits
limits-title = Make-up limits of { $unit }
limits-holds = What holds here
limits-whose = { $whose ->
        [own] Set by this unit itself.
        [above] Set by a unit above ({ $kind }).
       *[settings] The system's default; no unit here or above has set limits.
    }
limits-numbers = { $days ->
        [0] Nothing can be made up.
       *[other] A make-up can be asked for until { $days } days after a task closed, { $count } times per member and month; a request lapses after { $decide } days without an answer.
    }
limits-set = What units set, here, above and below ({ $count })
limits-above = A unit above ({ $kind })
limits-taken-back = taken back: what is set above holds
limits-change = Change the limits
limits-how = They hold for this unit and those below it that have none of their own, for requests made from then on.
limits-how-not = Who administers the unit changes its limits.
limits-take-back-title = Without limits of its own
limits-take-back = Take this unit's own limits back
field-ask-within-days = Days after a task closed in which a make-up can be asked for
hint-ask-within-days = 0 to 60; 0: nothing can be made up.
field-decide-within-days = Days in which a request is to be answered
hint-decide-within-days = 1 to 60; then it lapses.
field-per-month = Requests per member and month
hint-per-month = 0 to 100, for the tasks of one month.

## Done
done-policy = The policy is saved; the month's report goes by it from now on.
done-limits = The limits are set; they hold for requests made from now on.
done-limits-taken-back = The unit's own limits are taken back; what is set above holds.

## What cannot be taken
wrong-name_zh = Please give the name in one line of at most 300 characters.
wrong-name_en = The English name is one line of at most 300 characters.
wrong-metric = Please choose what is measured.
wrong-window = Please choose how often.
wrong-threshold = Please give the number of sessions, from 0 to 1000.
wrong-threshold-share = Please give the share in per cent, from 0 to 100, such as 90.
wrong-applies_to = Please choose at least one kind of unit that it is asked of.
wrong-covered = Please choose the kind of unit that is counted.
wrong-study_kinds = Please choose the kinds of study from the list.
wrong-least_minutes = The minutes of credit are a number from 0 to 1440.
wrong-source_zh = Please say in one line of at most 300 characters where it is written.
wrong-source_en = The English source is one line of at most 300 characters.
wrong-ask_within_days = Please give the days from 0 to 60.
wrong-decide_within_days = Please give the days from 1 to 60.
wrong-per_month = Please give the number of requests from 0 to 100.

## Refused
rules-not-allowed = Your role may not change this here; nothing was saved.
rules-conflict = { $who } changed it meanwhile; nothing of yours is saved yet.
rules-conflict-own = You changed it meanwhile, in this page or another; nothing more is saved yet.
refused-needs-a-filter = A share of minutes needs something that is counted: please choose kinds, subjects or minutes.
refused-not-a-share = A share is at most 100 per cent.
refused-unknown-district = The check-in service does not know this district yet; please try again in a moment.
