leave-reason = { $reason ->
        [sick] sick leave
        [maternity] maternity leave
        [study] study
        [business-trip] business trip
        [personal] personal
       *[other] other
    }
chat-linked-elsewhere = A new chat was just linked to your account ({ $channel ->
        [telegram] Telegram
       *[web] web page
    }, { $at }). If it was not you, unlink it now with the button below and tell your branch secretary.
leave-requested = { $deciders ->
        [0] Your request for leave is on record ({ leave-reason }, { $first } to { $last }). Nobody can approve it at present; please ask the unit above yours.
       *[other] Your request for leave is on record ({ leave-reason }, { $first } to { $last }) and waits for your branch secretary.
    }
leave-asked = { $name } asks for leave: { leave-reason }, { $first } to { $last }, { $days ->
        [one] one day
       *[other] { $days } days
    }. Do you approve?
leave-approved = Your leave holds: { $first } to { $last }. No check-in is expected and you are not reminded meanwhile.
leave-refused = Your leave was not approved: { $first } to { $last }. Please ask your branch secretary.
leave-cancelled = Your leave was cancelled: { $first } to { $last }.
leave-cut-short = Your leave ended early (on { $last }); from today on you are expected again.
leave-withdrawn = { $name } took the request for leave back: { $first } to { $last }. Nothing is left to decide.
leave-you-decided = { $state ->
        [approved] Approved: leave of { $name }, { $first } to { $last }.
        [refused] Refused: leave of { $name }, { $first } to { $last }.
       *[cancelled] Cancelled: leave of { $name }, { $first } to { $last }.
    }
leave-not-possible-unknown-member = There is no such member; no leave was put down.
leave-not-possible-unknown-leave = There is no such leave.
leave-not-possible-overlaps = These days overlap with leave that you have already. See "My leave".
leave-not-possible-too-long = That leave is too long. Please ask your branch secretary.
leave-not-possible-too-far-back = That is too long ago. Please ask your branch secretary.
leave-not-possible-ends-before-it-begins = The leave would end before it begins.
leave-not-possible-over = This leave was decided or is over already; nothing changed.
leave-not-possible-not-permitted = You may not do that with this leave.
transfer-requested = Your move from { $from } to { $to } was asked for; they are to answer by { $until }.
transfer-asked = { $name } asks to move from { $from } to { $to }: { $text }. Please answer by { $until }. Do you accept?
transfer-accepted = { $to } accepted you; you have moved there from { $from }.
transfer-refused = { $to } did not accept your move from { $from }. { $spoken ->
        [yes] Reason: { $text }
       *[no] { "" }
    }
transfer-cancelled = The request to move you from { $from } to { $to } was withdrawn.
transfer-expired = The request to move you from { $from } to { $to } was not answered in time and has lapsed.
transfer-accepted-of = { $name } has moved from { $from } to { $to }.
transfer-refused-of = { $to } did not accept { $name } from { $from }. { $spoken ->
        [yes] Reason: { $text }
       *[no] { "" }
    }
transfer-cancelled-of = The request to move { $name } from { $from } to { $to } was withdrawn.
transfer-expired-of = The request to move { $name } from { $from } to { $to } was not answered in time and has lapsed.
transfer-not-possible-unknown-member = There is no such member.
transfer-not-possible-unknown-unit = There is no such unit.
transfer-not-possible-unknown-transfer = There is no such transfer.
transfer-not-possible-same-unit = The member is in that unit already.
transfer-not-possible-under-way = A transfer of this member is under way already.
transfer-not-possible-over = This transfer was decided already; nothing changed.
transfer-not-possible-not-permitted = You may not do that with this transfer.
transfer-not-possible-closed-unit = That unit is closed.
button-chat-not-me = Not me, unlink it
button-leave-approve = Approve
button-leave-refuse = Refuse
button-transfer-accept = Accept
button-transfer-refuse = Do not accept
