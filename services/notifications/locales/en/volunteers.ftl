activity-published = Published: “{ $title }” ({ $place }), { $shifts ->
        [one] one shift
       *[other] { $shifts } shifts
    }, { $places ->
        [one] one place
       *[other] { $places } places
    } in all.
activity-refused-not-allowed = { $wanted ->
        [cancel] You may not cancel this activity: only its organiser, or a secretary or administrator of its unit or above, can.
       *[publish] You may not publish “{ $title }” for that unit. Please talk to your branch secretary or school administrator.
    }
activity-refused-already-published = “{ $title }” is published already; there is no need to do it again.
activity-refused-shift-already-published = The shift ids of “{ $title }” are taken. Please publish it anew.
activity-refused-in-the-past = “{ $title }” was not published: a shift would have begun already. Please choose a time to come.
activity-refused-unknown-activity = There is no such activity.
activity-refused-already-cancelled = “{ $title }” is cancelled already.
activity-refused-already-over = “{ $title }” is over and cannot be cancelled any more.
activity-cancelled = Cancelled: “{ $title }” ({ $place }). { $members ->
        [0] Nobody had signed up.
        [one] The one member who had signed up is told.
       *[other] The { $members } members who had signed up are told.
    }
activity-cancelled-for-you = “{ $title }” ({ $place }) is cancelled. { $shifts ->
        [one] Your shift from { $starts } does not take place.
       *[other] Your { $shifts } shifts, the first from { $starts }, do not take place.
    }
signup-confirmed = You are signed up: “{ $title }”, { $starts } to { $ends }, at { $place }. When you are there, send “attend” and the 6-digit code shown on the spot.
signup-refused-full = No place: “{ $title }” ({ $starts }) is full. If somebody withdraws you can try again.
signup-refused-collides = No place: “{ $title }” ({ $starts }) collides with your “{ $other }” ({ $other_starts }).
signup-refused-started = No place: “{ $title }” began at { $starts }.
signup-refused-ended = No place: “{ $title }” ended at { $ends }.
signup-refused-cancelled = No place: “{ $title }” ({ $starts }) is cancelled.
signup-refused-not-invited = No place: this shift is not for members of your unit.
signup-refused-already-signed-up = You are signed up for “{ $title }” ({ $starts }) already.
signup-refused-unknown-shift = There is no such shift. Send “volunteer” to see the current ones.
signup-cancelled = You have withdrawn from “{ $title }” ({ $starts }); the place is free again.
cancel-refused-not-signed-up = You are not signed up for this shift.
cancel-refused-too-late = It is too late to withdraw from “{ $title }” ({ $starts }): that was possible until { $until }. If you cannot come, please tell the organiser.
attendance-recorded = Recorded: you were at “{ $title }”, { $minutes } minutes. Your volunteer time is { $total } minutes in all.
attendance-refused-wrong-code = That code is not right. Please look at the one that is shown now and send it again.
attendance-refused-expired-code = That code has expired: it changes every 30 seconds. Please send the one that is shown now.
attendance-refused-not-signed-up = You have no shift to attend. Send “volunteer” to sign up.
attendance-refused-outside-the-shift = Not now: attendance at “{ $title }” is recorded from { $opens } to { $closes }.
attendance-refused-already-recorded = Your attendance is recorded already.
attendance-refused-too-many-attempts = Too many wrong codes; they are not accepted any more. Please talk to the organiser.
shift-reminder = Reminder: your shift “{ $title }” is from { $starts } to { $ends }, at { $place }.
