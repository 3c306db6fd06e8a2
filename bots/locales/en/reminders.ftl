# Reminders: which, and when not.

## Words that are understood
words-reminders = reminders|reminder|reminder settings|notifications
words-quiet = quiet|quiet hours|do not disturb

## Buttons
choice-reminders = Reminders
choice-reminders-study = { $to ->
        [on] Remind me of study tasks
       *[off] No reminders of study tasks
    }
choice-reminders-shifts = { $to ->
        [on] Remind me of shifts
       *[off] No reminders of shifts
    }
choice-quiet = Quiet hours { $hours }
choice-quiet-none = No quiet hours

## Replies
reminders-shown =
    Reminders of study tasks you have not done: { $study ->
        [on] on
       *[off] off
    }
    Reminders of volunteer shifts: { $shifts ->
        [on] on
       *[off] off
    }
    { $quiet ->
        [some] Quiet hours: { $starts } to { $ends }
       *[none] No quiet hours
    }
    For other quiet hours send, for example, "quiet 22:00-07:00".
reminders-received = Received, keeping it ...
reminders-again = That choice is no longer offered. Please open the settings again.
reminders-hours-how = Quiet hours look like this: "quiet 22:00-07:00".
