help-leave = Leave of absence: who is on it is neither expected nor reminded.
help-leave-list = The leaves of a member, the latest first.
help-leave-request = Ask for leave, or record it as the member's secretary.
help-leave-approve = Approve a leave.
help-leave-refuse = Refuse a leave.
help-leave-cancel = Take a leave back; one that has begun ends, and the member is back today.
help-leave-id = The leave's id; see "zhixing leave list"
help-leave-first = First day: 2026-03-02
help-leave-last = Last day, part of the leave
help-leave-reason = sick, maternity, study, business-trip, personal or other
leave-none = There is no leave of { $member }.
leave-bad-day = "{ $day }" is not a day such as 2026-03-02.
leave-requested = Leave { $id } is noted; see "zhixing leave list" for whether it waits for approval.
leave-approved = Leave { $id } is approved.
leave-refused = Leave { $id } is refused.
leave-cancelled = Leave { $id } is cancelled.
leave-not-possible = { $reason ->
    [unknown-member] There is no such member.
    [unknown-leave] There is no such leave.
    [overlaps] Some of these days are leave already, or asked for.
    [too-long] This is longer than a leave may be (ZHIXING_LEAVE_LONGEST_DAYS).
    [too-far-back] This begins further back than a leave may (ZHIXING_LEAVE_DAYS_BACK).
    [ends-before-it-begins] The last day is before the first.
    [over] This leave is past, or was decided or cancelled.
   *[not-permitted] This member may not do that: nobody decides about their own leave, and whoever leads a unit has theirs decided above it.
}
leave-reason = { $reason ->
    [sick] sick
    [maternity] maternity
    [study] study
    [business-trip] business trip
    [personal] personal
   *[other] other
}
leave-state = { $state ->
    [requested] waiting
    [approved] approved
    [refused] refused
    [cut-short] ended early
   *[cancelled] cancelled
}
column-leave = Leave
column-first-day = First day
column-last-day = Last day
