# The console

title = Zhixing console
tagline = Participation, incidents and shifts on one page
skip = Skip to the content
switch-language = 中文
switch-language-label = Switch to Chinese (切换到中文)
logout = Log out
no-script = Without JavaScript this page does not update by itself; please reload it.
as-of = as of { $time }

## Login
login-title = Log in
login-how = Send "console" in the Zhixing chat for a login code of 8 digits. It is good for 10 minutes and works once.
login-code = Login code
login-enter = Enter
login-not-a-code = A login code has eight digits. Please check it and try again.
login-unknown-code = That code is not right or was used before. Check it, or get a new one.
login-expired-code = That code has expired. Please get a new one.
login-too-many-attempts = Too many attempts. Please try again in 10 minutes.
login-not-allowed = Your present role may not see figures, so the console is not open to you; ask the district's administrator if you need it.

## Participation today
panel-participation = Participation today
away-participation = The check-in service does not answer just now; it will be asked again shortly.
participation-none = There is no study task today.
participation-unit-none = no task today
participation-count = { $done } of { $expected } expected check-ins
participation-own = { $unit } (itself)
participation-all = all done
participation-missing = { $count } { $count ->
        [one] person is
       *[other] people are
    } not done yet
participation-more = ... and { $count } more

## Open incidents
panel-incidents = Open incidents
away-incidents = The incident service does not answer just now; it will be asked again shortly. If it is urgent, please telephone.
incidents-none = No open incident needs your attention.
incident-reported = reported { $time }
incident-due = acknowledge by { $time }
incident-category = { $category ->
        [food_safety] food safety
        [traffic] traffic at the gate
        [bullying] bullying
        [teacher_conduct] staff conduct
        [fees] fees
        [admissions] admissions
        [facilities] buildings and facilities
        [natural_hazard] natural hazard
        [health_epidemic] health and epidemics
        [mental_health] mental health
        [security] campus security
        [rumour] online rumour
        [exam_discipline] exam discipline
        [staff_pay] staff pay
        [teaching_load] teaching load
        [out_of_school_training] out-of-school training
       *[other] other
    }
incident-severity = { $severity ->
        [4] severity 4
        [3] severity 3
        [2] severity 2
       *[1] severity 1
    }
incident-state = { $state ->
        [reported] to be acknowledged
        [acknowledged] being handled
        [resolved] resolved
       *[closed] closed
    }

## Next volunteer shifts
panel-shifts = Next volunteer shifts
away-shifts = The volunteer service does not answer just now; it will be asked again shortly.
shifts-none = No shifts that you organise or oversee are ahead.
shift-places = { $taken } of { $capacity } places taken

## The page's script
script-reconnecting = Connection lost. Reconnecting ...
script-offline = You are offline. The page updates once you are back.
script-left = { $time } left
script-over = { $time } overdue

## Faults
fault-no-answer = The system is busy and cannot look that up just now. Please try again shortly.
fault-logged-out = You are not logged in any more. Please log in again.
fault-foreign = This request came from another site and was refused.
fault-no-such-page = There is no such page.
fault-not-allowed = Your role may not plan for this unit.
fault-unexpected = Something went wrong and was noted. Please try again shortly.
fault-back = Back to the start
