# A month of a unit

month-link = This month's study
month-title = Study in { $month }
month-turn = Other months
month-home = Home
month-sums = Participation
month-count = { $expected } expected, { $done } done, { $missing } not (yet)
month-ways = { $late } of them late, { $madeup } made up; { $excused } excused; { $minutes } minutes of credit
month-nothing-asked = Nothing was asked this month.
month-below = Units below ({ $count })
month-sessions = Sessions ({ $count })
month-no-sessions = Nothing is planned this month.
month-policies = Policies
month-no-policies = No policy applies here, or the unit was not in the system yet.
session-credit = { $minutes } minutes of credit
session-provisional = the day depends on holidays still to be announced
policy-state = { $state ->
        [met] Met
        [can-still] Can still be met
        [not-met] Not met
       *[nothing-asked] Nothing to judge
    }
policy-source = Source: { $source }
policy-missing = { $metric ->
        [participation] Who lacks a check-in ({ $count })
        [minutes-share] Who is below the share ({ $count })
        [member-coverage] Who did not take part ({ $count })
       *[unit-coverage] Units not reached ({ $count })
    }
policy-more = and { $count } more
export-file = { $kind ->
        [roster] Download the roster
        [policies] Download the policies
       *[summary] Download the figures
    }
policy-window = { $first } to { $last }.
session-single = single task
session-from-above = set by a unit above
month-closed = The month is closed; what was changed since is listed apart.
month-at-close = When it was closed: { $expected } expected, { $done } done.
month-adjusted = Changed since it was closed ({ $count })
adjusted-comma = ,{" "}
adjusted-count = { $name ->
        [expected] expected
        [done] done
        [late] late
        [made_up] made up
        [excused] excused
       *[minutes] minutes of credit
    }
adjusted-because = { $reason ->
        [chat] a check-in that came late
        [code] a check-in that came late
        [roll-call] roll call
        [made-up] made up
        [opened] the list was fixed
        [cancelled] the session was cancelled
        [joined] joined
        [transferred-in] transferred in
        [transferred-out] transferred out
        [scope-changed] whom it is for was changed
        [leave] leave
        [leave-ended] leave was cancelled
        [left] left
        [retired] retired
        [unreachable] out of reach
        [returned] came back
       *[other] { $reason }
    }
month-not-begun = Nothing of this month has begun.
