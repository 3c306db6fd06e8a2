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
help-audit-log = Show who changed what: the latest entries of a service's audit log.
help-audit-verify = Check that no entry of the audit logs was changed, left out or cut off; exit code 1 if one was.
help-audit-checkpoint = Write down how far the audit logs go, to be kept elsewhere and given to "verify" later.
help-audit-service = Only this service's log
help-audit-subject = Only about this member, unit or other id
help-audit-actor = Only what this member or process did
help-audit-kind = Only this collection, such as members
help-audit-action = Only this action, such as directory.register-member.v1
help-audit-limit = At most so many
help-audit-against = A file that "checkpoint" wrote: what it names must still be there
help-audit-out = The file to write
audit-bad-checkpoint = { $path } is no checkpoint: give a file that "zhixing audit checkpoint" wrote.
audit-checkpoint-written = Written to { $path }: keep it where nobody who runs the database can change it.
audit-log-whole = { $service }: the audit log is whole ({ $checked } entries; personal values of { $erased } were erased).
audit-log-broken = { $service }: the audit log is not whole: { $faults } faults in { $checked } entries.
audit-fault-changed = { $service }: entry { $seq } was changed after it was written.
audit-fault-missing = { $service }: entry { $seq } is missing.
audit-fault-reordered = { $service }: entry { $seq } is not in its place.
audit-fault-unlinked = { $service }: entry { $seq } does not follow from the entry before it.
audit-fault-truncated = { $service }: the log was cut off: entry { $seq } and what followed are gone.
audit-fault-beyond-head = { $service }: entry { $seq } and what follows were put in from outside.
audit-fault-personal-changed = { $service }: the personal values of entry { $seq } were changed.
audit-fault-personal-missing = { $service }: the personal values of entry { $seq } are gone though nobody's erasure is recorded.
audit-fault-checkpoint = { $service }: entry { $seq } is not the one that the checkpoint names.
audit-removed = removed
audit-values-erased = erased: { $fields }
column-audit-seq = No.
column-audit-at = At (UTC)
column-audit-actor = By
column-audit-action = Action
column-audit-subject = What
column-audit-change = Change
column-audit-reason = Reason
