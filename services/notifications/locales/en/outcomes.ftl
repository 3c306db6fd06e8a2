checkin-recorded = Recorded: “{ $task }”, { $minutes } minutes.
    { $streak ->
        [one] First day of a new streak
       *[other] { $streak } days in a row
    }; this month { $month_checkins ->
        [one] one check-in
       *[other] { $month_checkins } check-ins
    }, { $month_minutes } minutes.
checkin-refused-not-yet-open = Not open yet: “{ $task }” opens at { $at }. Please check in then.
checkin-refused-closed = Closed: “{ $task }” ended at { $at }. To make it up, please talk to your branch secretary.
checkin-refused-already-checked-in = Already done: you checked in to “{ $task }” at { $at }.
checkin-refused-not-on-the-list = You are not on the list of “{ $task }”. If that is wrong, please talk to your branch secretary.
checkin-refused-unknown-task = There is no such study task; it may have been cancelled. Send “tasks” to see the current ones.
