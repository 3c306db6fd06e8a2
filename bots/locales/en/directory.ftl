# Leave, decisions, linked chats.

## Words that are understood
words-leave = leave|ask for leave|absence
words-my-leaves = my leave|my leaves
words-pending = pending|approvals|to decide
words-chats = chats|my chats|devices|my devices
words-day-after-tomorrow = day after tomorrow|the day after tomorrow
words-weekday-1 = monday|mon
words-weekday-2 = tuesday|tue
words-weekday-3 = wednesday|wed
words-weekday-4 = thursday|thu
words-weekday-5 = friday|fri
words-weekday-6 = saturday|sat
words-weekday-7 = sunday|sun
words-next-week = next
words-two = two
words-days = days|day
words-day-of-month = st|nd|rd|th
words-weeks = weeks|week

## Buttons
choice-leave = Ask for leave
choice-my-leaves = My leave
choice-pending = To decide
choice-chats = My devices
choice-leave-yes = Yes, ask for it
choice-leave-cancel = No leave
choice-leave-reason = { leave-reason }
choice-leave-from = { $when ->
        [today] Today
        [tomorrow] Tomorrow
       *[monday] Next Monday
    } ({ $day })
choice-leave-to = { $count ->
        [1] One day
        [7] One week
       *[other] { $count } days
    } (until { $day })
choice-leave-off = Cancel leave: { $first }
choice-leave-off-yes = Yes, cancel it
choice-decide = { $kind ->
        [lv-yes] Approve { $number }
        [lv-no] Refuse { $number }
        [tr-yes] Accept { $number }
       *[tr-no] Do not accept { $number }
    }
choice-chat-off = Unlink number { $number }
choice-chat-off-yes = Yes, unlink it

## Leave
leave-reason = { $reason ->
        [sick] sick leave
        [maternity] maternity leave
        [study] study
        [business-trip] business trip
        [personal] personal
       *[other] other
    }
leave-why = What kind of leave?
leave-from = From which day? Tap a button or send a date, such as 3-5, 2026-03-05, next Wednesday.
leave-to = From { $first } until which day? Tap a button or send a date or a number of days, such as 3-7 or 5 days.
leave-day-again = I did not understand the date. Write it like this: 3-5, 2026-03-05, tomorrow, next Monday.
leave-ends-before = The last day cannot be before { $first }. Please send it again.
leave-look = Please check: { leave-reason }, { $first } to { $last }, { $days ->
        [one] one day
       *[other] { $days } days
    }. Ask for this leave?
leave-received = Received. Putting your request down ...
leave-left = All right, no leave.
leave-over = This request was sent or dropped already. To ask for leave, tap "Ask for leave".
leaves-none = You have no leave on record.
leaves-mine = Your leave:
leave-line = • { $first } to { $last }, { leave-reason } ({ $state ->
        [requested] waits for approval
        [approved] approved
        [refused] refused
       *[cancelled] cancelled
    })
leave-off-ask = Cancel this leave? One that has begun ended yesterday; from today on you are expected again.
leave-off-received = Received. Cancelling your leave ...

## Decisions
pending-none = Nothing waits for your decision.
pending-list = { $count ->
    [one] One request waits for your decision:
   *[other] { $count } requests wait for your decision:
}
pending-leave = { $number }. { $name } asks for leave: { leave-reason }, { $first } to { $last }, { $days ->
        [one] one day
       *[other] { $days } days
    }
pending-transfer = { $number }. { $name } asks to move from { $from } to { $to }: { $reason }
pending-more = ... and { $count } more, shown once these are decided
pending-again = This choice is no longer good. Please open the list again.
transfer-why-not = Please say why not. To drop it, send "cancel".
decision-left = All right, nothing was decided.
decision-too-long = A reason has { $most } characters at most. Please shorten it.
decision-received = Received. Putting your decision down ...

## Linked chats
chats-list = { $count ->
    [one] One chat is linked to your account:
   *[other] { $count } chats are linked to your account:
}
chat-line = { $number }. { $channel ->
        [telegram] Telegram
       *[web] Web page
    }{ $here ->
        [yes] { " " }(this chat)
       *[no] { "" }
    }{ $known ->
        [yes] , linked { $at }
       *[no] { "" }
    }
chats-more = ... and { $count } more
chat-off-ask = Once unlinked, that chat can no longer check in or receive notices. Unlink it?
chat-off-done = Unlinked. If it was not you who linked it, tell your branch secretary.
chat-off-gone = That chat is no longer yours.
