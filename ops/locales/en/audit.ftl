help-audit = Check the books.
help-audit-due = Check that every message that was due was sent, failed or was suppressed; exit code 1 if not, or if something waits too long.
help-audit-since = How far back: 90m, 12h, 7d, or a date and time
help-audit-minutes = Minutes that something may wait
help-audit-json = Print JSON
column-audit-lane = Lane
column-audit-kind = Message
column-audit-planned = Planned
column-audit-sent = Sent
column-audit-failed = Failed
column-audit-suppressed = Suppressed
column-audit-waiting = Waiting
column-audit-oldest = Oldest waiting
column-audit-reasons = Reasons
audit-bad-since = "{ $since }" is no time span such as 12h and no date and time such as 2026-11-22T08:00.
audit-stuck = { $what ->
        [message] Queued and not sent
        [postponed] Postponed and not taken up again
        [task] Nobody was asked who is missing
       *[timer] Timer not sent
    } for { $minutes } min: { $kind } ({ $id })
audit-more-stuck = ... and { $count } more
audit-balanced = The books balance: planned = sent + failed + suppressed + waiting.
audit-not-balanced = The books do not balance: in the lines in red, messages that were planned are not accounted for.
