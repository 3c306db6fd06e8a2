help-checkins = Check-ins: roll calls, attendance codes, questions and corrections, make-ups.
help-checkins-rolls = The sessions whose roll can be called now.
help-checkins-roll = Who is on the list of a session, and what became of each.
help-checkins-roll-call = Mark those who were there, a whole meeting at once; called again it adds, and takes nobody back.
help-checkins-code = The attendance code of the moment, to be shown on the spot.
help-checkins-history = Every version of a check-in.
help-checkins-question = Ask a member about a check-in; it counts until it is corrected.
help-checkins-correct = Correct a check-in, or take it back; what it was stays to be read.
help-checkins-make-ups = Requests to make a task up that wait for a member's decision.
help-checkins-make-up = Decide a request to make a task up.
help-checkins-session = The session's id; see "zhixing checkins rolls" and "zhixing tasks list"
help-checkins-request = The request's id; see "zhixing checkins make-ups"
help-checkins-as = The member in whose name this is done; you yourself, as operator, if not given
help-checkins-version = The version that you have seen; see "zhixing checkins history"
help-checkins-reason = Told to the member
help-checkins-present = Those who were there
help-checkins-all = Everybody on the list who is missing, but for those named as absent
help-checkins-absent = Somebody who was not there, and why
help-checkins-minutes = Minutes that it earns
help-checkins-late = Whether it was late
help-checkins-counts = Whether it counts
help-checkins-accept = The decision
checkins-column-session = session
checkins-column-title = title
checkins-column-unit = unit
checkins-column-opens = opens
checkins-column-evidence = evidence
checkins-column-member = member
checkins-column-state = state
checkins-column-how = how
checkins-column-version = version
checkins-column-absent = absent because
checkins-column-counts = counts
checkins-column-minutes = minutes
checkins-column-late = late
checkins-column-time = checked in
checkins-column-change = change
checkins-column-reason = reason
checkins-column-request = request
checkins-column-until = until
checkins-state = { $state ->
    [done] checked in
    [taken-back] taken back
    [excused] on leave
   *[missing] missing
}
checkins-yes-or-no = { $answer ->
    [yes] yes
   *[no] no
}
checkins-change = { $kind ->
    [questioned] questioned
    [corrected] corrected
    [taken-back] taken back
    [made-up] made up
   *[recorded] recorded
}
checkins-unknown-session = There is no session { $session }.
checkins-no-check-in = { $member } has no check-in there.
checkins-roll-called = Present: { $count }.
checkins-not-marked = { $member } { $reason ->
    [not-on-the-list] is not on the list.
    [already-checked-in] had checked in already.
   *[taken-back] has a check-in that was taken back.
}
checkins-roll-call-refused = { $reason ->
    [unknown-task] There is no such session.
    [not-yet-open] Too early: it opens at { $at }.
   *[too-late] Too late: the roll could be called until { $at } (ZHIXING_ROLL_CALL_DAYS).
}
checkins-code = { $title }: { $code } until { $until }, then { $next }
checkins-no-code = { $reason ->
    [unknown-task] There is no such session.
    [no-code] This session asks for no code.
   *[closed] This session is over.
}
checkins-questioned = The member is asked; the check-in is version { $version } now.
checkins-corrected = Corrected; the check-in is version { $version } now.
checkins-correction-refused = { $reason ->
    [unknown-check-in] There is no such check-in.
    [conflict] Somebody else ({ $by }) changed it; it is version { $version } now. Look at it again.
    [nothing-changes] That is what is recorded already.
    [too-long] These are more minutes than the task earns.
   *[own-check-in] Nobody corrects their own check-in.
}
checkins-decided = { $accepted ->
    [yes] The task counts for the member.
   *[no] The request is refused.
}
checkins-make-up-refused = { $reason ->
    [unknown-request] There is no such request.
    [unknown-task] The task was cancelled.
    [already-checked-in] There is a check-in already.
    [taken-back] The check-in was taken back.
    [over] This request was decided or has lapsed.
    [too-late] This request has lapsed.
   *[own-request] Nobody decides their own request.
}
