# Evidence of check-ins, make-ups, roll calls.
words-make-up = make-up|makeup|make up
words-roll-call = roll call|rollcall|roll-call

choice-make-up = Make up
choice-roll-call = Roll call

## What a check-in asks for
proof-minutes = “{ $title }” asks how long you studied, at least { $least } minutes. Tap, or send the minutes, such as: 90
proof-minutes-again = I did not understand that. Please send how many minutes you studied, such as: 90
proof-minutes-too-few = It takes at least { $least } minutes; please check in when you have studied that long.
proof-note = “{ $title }” asks for a note on what you learnt{ $least ->
        [0] { "" }
       *[other] , at least { $least } characters
    }. Please send it:
proof-note-too-short = A note of at least { $least } characters, please; yours has { $given }.
proof-photo = “{ $title }” asks for a photo from the spot; please send it. Place, time and device are removed from it.
proof-code = “{ $title }” asks for the code shown on the spot; please send the six digits on the screen:
proof-code-again = The code has six digits. Please look at the screen there and send them.
proof-quiz = Quiz of “{ $title }”, question { $number } of { $count }: { $text }
proof-quiz-several = Quiz of “{ $title }”, question { $number } of { $count } (several may be right): { $text }
    Tap all that are right, then “Done”; or send their letters, such as AC.
proof-quiz-marked = Question { $number }: { $some ->
        [yes] marked { $letters }. Tap “Done” when these are all; a marked one is taken back by a tap.
       *[no] nothing is marked.
    }
proof-left = All right, not checked in.
proof-over = That check-in was sent or given up. Please open the tasks again.
choice-proof-minutes = { $minutes } minutes
choice-proof-answer = { $letter }. { $text }
choice-proof-letter = { $letter }
choice-proof-answer-marked = ✓ { $letter }. { $text }
choice-proof-letter-marked = ✓ { $letter }
choice-proof-done = Done
choice-proof-cancel = Not now

## Make-ups
make-up-none = There is no task to make up.
make-up-list = Tasks you can make up: { $count }. Tap one to ask:
make-up-line = • { $title } (until { $until }){ $requested ->
        [yes] {" "}asked for, waiting for an answer
       *[no] { "" }
    }
make-up-why = Why did you not check in to “{ $title }” in time? Your secretary reads it when deciding:
make-up-reason-too-long = At most { $most } characters, please.
make-up-received = Your request is received and being noted...
make-up-left = All right, nothing was asked for.
make-up-again = That choice is out of date. Please open the make-ups again.
make-up-why-not = Please say why not; the member reads it. To leave it, send “cancel”.
pending-make-up = { $number }. { $name } asks to make up “{ $task }”: { $reason }
choice-make-up-task = Make up: { $title }
choice-make-up-cancel = Do not ask

## Roll calls
roll-none = There is no session whose roll could be called now.
roll-which = Call the roll of which session?
roll-meeting = • { $title } (from { $opens })
roll-list = “{ $title }”: { $count } expected, { $done } checked in, { $present } ticked. Tap the numbers of those present, then “Submit”:
roll-line = { $number }. { $name }{ $mark ->
        [here] {" "}| ✓ present
        [done] {" "}| checked in
        [excused] {" "}| on leave
        [taken-back] {" "}| taken back
       *[missing] { "" }
    }
roll-nobody = Nobody is ticked yet.
roll-received = Roll call received, { $count } present; being recorded...
roll-left = All right, no roll was called.
roll-again = That roll call was submitted or given up. Please open it again.
roll-code = Code of “{ $title }”: { $code } (until { $until }), then { $next }. Please show it there.
roll-code-closed = There is no code for this session now.
choice-roll-meeting = Call: { $title }
choice-roll-code = Code: { $title }
choice-roll-code-again = New code
choice-roll-member = { $here ->
        [yes] ✓ { $number }
       *[no] { $number }
    }
choice-roll-page = Page { $number }
choice-roll-all = All present
choice-roll-submit = Submit
choice-roll-cancel = Give up
