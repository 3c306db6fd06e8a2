task-moved = “{ $task }” was moved: not at { $was } but from { $opens } to { $closes }.
task-cancelled = “{ $task }” at { $was } is cancelled. { $given ->
        [some] Reason: { $why }
       *[none] You need not do anything.
    }
plan-made = “{ $title }” is planned. Send “plans” to see its next sessions.
plan-session-cancelled = The session of “{ $title }” is cancelled; those concerned are told.
plan-cancelled = The plan “{ $title }” is cancelled; what had opened stays.
plan-changed = The plan “{ $title }” is changed.
plan-term-set = The days of the term are set.
plan-copied = The plans are copied for the new term; send “plans” to see them.
plan-refused-unknown-plan = This plan is not there any more; nothing changed. Please send “plans” and choose from the list.
plan-refused-unknown-unit = { $given ->
        [yes] “{ $title }” was not planned: its unit is not known.
       *[no] Nothing changed: the unit is not known.
    } Please ask your school administrator to check your unit.
plan-refused-unknown-term = This unit has no such term; nothing changed. Please have the term's days set in the console first.
plan-refused-unknown-occurrence = There is no such session any more; nothing changed. Please send “plans” and choose from the list.
plan-refused-conflict = { $given ->
        [yes] “{ $title }” was changed meanwhile; nothing was done.
       *[no] The plan was changed meanwhile; nothing was done.
    } Please send “plans”, look at it again, and repeat it if it is still wanted.
plan-refused-bad-rule = Nothing changed: how often it repeats cannot be understood. Please plan it in the console.
plan-refused-never-happens = Nothing changed: it would have no day at all. Please look at its first and last day and how often it repeats, in the console.
plan-refused-closes-before-it-opens = Nothing changed: it would close before it opens. Please look at the hours in the console.
plan-refused-ends-before-it-begins = Nothing changed: the last day is before the first. Please look at the days in the console.
plan-refused-is-cancelled = { $given ->
        [yes] “{ $title }” is cancelled already; you need not do anything.
       *[no] It is cancelled already; you need not do anything.
    }
plan-refused-is-open = { $given ->
        [yes] “{ $title }” has opened and stays as it is; nothing changed.
       *[no] It has opened and stays as it is; nothing changed.
    } To call it off, send “plans” and cancel the session.
plan-refused-is-over = { $given ->
        [yes] “{ $title }” is over and stays in the record; nothing changed.
       *[no] It is over and stays in the record; nothing changed.
    } Send “plans” to see what is to come.
plan-refused-nothing-to-copy = Nothing was copied: that term has no plans with a day in the other term. Please look at both terms in the console.
plan-refused-id-is-taken = { $given ->
        [yes] “{ $title }” was planned before and may have been changed or cancelled since; it stays as it is.
       *[no] This was planned before; it stays as it is.
    } Please send “plans” to look at it, or change it in the console.
