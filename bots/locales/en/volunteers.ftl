# Volunteer activity: shifts, places, attendance, publishing.

## Words that are understood
words-volunteer = volunteer|volunteers|volunteering|shifts
words-my-shifts = my shifts|my volunteering
words-attend = attend|attendance|arrived
words-organised = organised|organized|show code|code to show
words-publish = publish|publish activity
words-today = today
words-tomorrow = tomorrow

## Buttons
choice-volunteer = Volunteer
choice-publish = Publish an activity
choice-my-shifts = My shifts and hours
choice-here = I am here
choice-organised = Shifts I organise
choice-sign-up = Sign up: { $title } { $starts }
choice-give-back = Withdraw: { $title } { $starts }
choice-show-code = Show code: { $title } { $starts }
choice-code-again = Show the current code
choice-activity-cancel = Cancel activity: { $title }
choice-activity-cancel-yes = Yes, cancel the activity
choice-publish-yes = Publish it
choice-publish-cancel = Do not publish

## Shifts
shifts-none = There are no volunteer shifts to sign up for at the moment.
shifts-list = { $count ->
        [0] Volunteer shifts (none has a place for you right now):
        [one] Volunteer shifts. One has a place for you; tap its button to sign up:
       *[other] Volunteer shifts. { $count } have a place for you; tap a button to sign up:
    }
shift-line = • { $title }, { $starts } to { $ends }, { $place }: { $state ->
        [free] { $free ->
            [one] one place left
           *[other] { $free } places left
        }
        [full] full
        [collides] collides with a shift of yours
        [signed-up] you are signed up
        [attended] you are there
       *[started] has begun
    }
shifts-more = … and { $count } more
shift-list-again = The list of shifts has changed. Please open it again.
my-shifts = { $count ->
        [0] You are not signed up for any shift.
        [one] You are signed up for one shift.
       *[other] You are signed up for { $count } shifts.
    } Volunteer time: { $total } minutes in all.
shift-held = • { $title }, { $starts } to { $ends }, { $place }{ $state ->
        [attended] {" "}(you are there)
       *[signed-up] { "" }
    }
shift-credited = ✓ { $title }, { $starts }: { $minutes } minutes ({ $kind ->
        [scanned] by the code on the spot
       *[other] { $kind }
    })
sign-up-received = Received; asking for a place …
give-back-received = Received; giving the place back …

## Being there
attend-ask = Please send the 6-digit code that is shown on the spot.
attend-not-a-code = The code has six digits, for example: attend 482913. Please look at the one shown on the spot.
attend-received = Received; recording that you are there …

## Organisers
organised-not-allowed = Only secretaries and administrators organise activities.
organised-none = There are no shifts to come that you organise.
organised-list = { $count ->
        [one] One shift to come.
       *[other] { $count } shifts to come.
    } Show the code where the shift takes place:
shift-organised = • { $title }, { $starts } to { $ends }, { $place }: { $taken } of { $capacity } places taken
code-shown = { $title }: { $code }
    Good for { $seconds ->
        [one] one more second
       *[other] { $seconds } more seconds
    }, then { $next }. Do not forward it; it changes every 30 seconds.
code-unknown-shift = There is no such shift.
code-not-allowed = Only the organisers of an activity can show its code.
code-closed = This shift is over or cancelled; no code is needed any more.
activity-cancel-ask = Cancel the activity with all its shifts to come? Everybody who is signed up will be told.
activity-cancel-received = Received; cancelling the activity …

## Publishing
publish-not-allowed = Only secretaries and administrators can publish activities. Please talk to your branch secretary.
publish-title = What is the activity called?
publish-place = Where does it take place?
publish-when = When? A date and two times, for example: 11-28 14:00-17:00, or: tomorrow 9:00-11:30
publish-when-again = I did not understand the time. Please write a date and two times, for example: 11-28 14:00-17:00 (at most 16 hours).
publish-in-the-past = That time has passed. Please choose a time to come.
publish-capacity = How many people can sign up?
publish-capacity-again = Please send a number from 1 to { $most }.
publish-look = Please check:
    { $title }
    { $starts } to { $ends }
    { $place }
    { $capacity ->
        [one] one place
       *[other] { $capacity } places
    }
    Members of your unit and below can sign up. Publish it?
publish-received = Received; publishing …
publish-left = Nothing was published.
publish-over = This activity was sent or left already. To publish another, tap "Publish an activity".
publish-too-long = Please send one line of at most { $most } characters.
