checkin-declined-minutes-missing = Not recorded: “{ $task }” asks how long you studied, at least { $least } minutes. Please send “check in” and give the minutes.
checkin-declined-minutes-too-few = Not recorded: “{ $task }” asks for at least { $least } minutes, and you gave { $given }. Please check in when you have studied that long.
checkin-declined-note-missing = Not recorded: “{ $task }” asks for a note on what you learnt{ $least ->
        [0] { "" }
       *[other] , at least { $least } characters
    }. Please send “check in” and write one.
checkin-declined-note-too-short = Not recorded: the note for “{ $task }” has { $given } characters and needs at least { $least }. Please write more and check in again.
checkin-declined-photo-missing = Not recorded: “{ $task }” asks for a photo. Please send “check in”, then the photo.
checkin-declined-code-missing = Not recorded: “{ $task }” asks for the code shown on the spot. Please look for the six digits on the screen there.
checkin-declined-code-wrong = Not recorded: that is not the code of “{ $task }”. Please look at the six digits on the screen there and check in again.
checkin-declined-code-expired = Not recorded: that code is out of date, it changes every 30 seconds. Please give the newest six digits on the screen of “{ $task }”.
checkin-declined-code-too-many-tries = Not recorded: too many wrong codes for “{ $task }”; codes of yours are not taken any more. Please ask the secretary there to call you up.
checkin-declined-quiz-missing = Not recorded: “{ $task }” has a short quiz, and every question needs an answer. Please send “check in” and answer them.
checkin-declined-quiz-too-few-right = Not recorded: the quiz of “{ $task }” needs at least { $least } right answers, and you had { $given }. Please study again and check in once more.
checkin-declined-taken-back = Not recorded: your secretary took your check-in to “{ $task }” back. If you have questions, please talk to your branch secretary.
roll-call-taken = Roll call recorded: { $marked } present at “{ $task }”.{ $done ->
        [0] { "" }
       *[other] {" "}{ $done } more had checked in themselves.
    }{ $strangers ->
        [0] { "" }
       *[other] {" "}{ $strangers } not on the list were not marked.
    }{ $back ->
        [0] { "" }
       *[other] {" "}{ $back } whose check-in was taken back were not marked.
    }
roll-call-refused-unknown-task = There is no such session; nobody was marked. Please open the roll call again.
roll-call-refused-not-yet-open = Too early: “{ $task }” opens at { $at }. Please call the roll then.
roll-call-refused-too-late = Too late: the roll of “{ $task }” could be called until { $at }. Please have those who are missing ask for a make-up.
make-up-requested = { $deciders ->
        [0] Your request to make up “{ $task }” is noted. There is no secretary who could decide; please talk to the level above.
       *[other] Your request to make up “{ $task }” is noted; your secretary should answer by { $until }.
    }
make-up-asked = { $name } asks to make up “{ $task }”. Reason: { $reason }. Please answer by { $until }: do you agree?
make-up-accepted = Made up: “{ $task }”, { $minutes } minutes.{ $said ->
        [yes] {" "}Your secretary says: { $why }
       *[no] { "" }
    }
make-up-refused = Not made up: “{ $task }”. { $said ->
        [yes] Reason: { $why }
       *[no] If you have questions, please talk to your branch secretary.
    }
make-up-expired = Nobody answered your request to make up “{ $task }” in time; it has lapsed. Please talk to your branch secretary.
make-up-expired-of = The request of { $name } to make up “{ $task }” was not answered in time; it has lapsed.
make-up-you-decided = { $state ->
        [accepted] You agreed that { $name } makes up “{ $task }”.
       *[refused] You did not agree that { $name } makes up “{ $task }”.
    }
make-up-not-possible-unknown-task = There is no such study task to make up.
make-up-not-possible-not-on-the-list = You are not on the list of “{ $task }”; there is nothing to make up.
make-up-not-possible-already-checked-in = Nothing to make up: there is a check-in to “{ $task }”.
make-up-not-possible-taken-back = Not possible: the check-in to “{ $task }” was taken back by the secretary. Please talk to your branch secretary.
make-up-not-possible-still-open = Nothing to make up: “{ $task }” is open until { $at }. Please check in.
make-up-rule = { $rule ->
        [unit] by the rule of { $unit }
       *[default] by the general rule
    }
make-up-not-possible-too-late = { $rule ->
        [none] Too late: “{ $task }” could be made up until { $at }.
       *[default] { $days ->
            [0] Not possible: { make-up-rule } nothing is made up.
           *[other] Too late: { make-up-rule } a make-up may be asked for within { $days } { $days ->
                [one] day
               *[other] days
            } of the end; for “{ $task }” that was until { $at }.
        }
    }
make-up-not-possible-too-many-this-month = { $most ->
        [0] Not possible: { make-up-rule } nothing is made up. In a special case, please talk to your branch secretary.
       *[other] No more this month: { make-up-rule } everyone may ask for { $most } { $most ->
            [one] make-up
           *[other] make-ups
        } a month. In a special case, please talk to your branch secretary.
    }
make-up-not-possible-already-requested = You have asked to make up “{ $task }”; please wait for your secretary's answer.
make-up-not-possible-unknown-request = There is no such request to make up.
make-up-not-possible-over = This request to make up “{ $task }” was decided or has lapsed; nothing changed.
make-up-not-possible-own-request = You cannot decide your own request; please ask the secretary of the level above.
checkin-questioned = Your secretary has a question about your check-in to “{ $task }”: “{ $reason }” Please talk to them; until it is corrected the check-in counts.
checkin-corrected = Your secretary corrected your check-in to “{ $task }”; it now counts { $minutes } minutes. Reason: { $reason }
checkin-taken-back = Your secretary took your check-in to “{ $task }” back. Reason: “{ $reason }” If you have questions, please talk to them.
checkin-you-questioned = { $name } is asked about the check-in to “{ $task }”.
checkin-you-corrected = The check-in of { $name } to “{ $task }” is corrected; they are told.
correction-refused-unknown-check-in = There is no such check-in; nothing changed.
correction-refused-conflict = Somebody else has just changed this check-in; nothing changed. Please look at it again first.
correction-refused-nothing-changes = That is what is recorded already; nothing changed.
correction-refused-too-long = These are more minutes than the task earns; nothing changed.
correction-refused-own-check-in = You cannot correct your own check-in; please ask the secretary of the level above.
button-make-up-accept = Agree
button-make-up-refuse = Do not agree
