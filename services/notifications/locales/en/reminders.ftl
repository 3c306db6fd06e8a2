task-closing-soon = “{ $task }” closes at { $closes }, and you have not checked in yet. Tap the button, or send “check in”.
button-check-in = Check in
preferences-kept = Kept. Reminders of study tasks: { $study ->
        [on] on
       *[off] off
    }; of volunteer shifts: { $shifts ->
        [on] on
       *[off] off
    }. { $quiet ->
        [none] No quiet hours.
       *[some] Quiet hours: { $starts } to { $ends }; what you ask for and urgent incidents still come through.
    }
preferences-not-yours = This chat is no longer linked to that member, so nothing was changed. Send a new 6-digit code to link it again.
preferences-no-such-zone = There is no time zone “{ $zone }”; nothing was changed.
