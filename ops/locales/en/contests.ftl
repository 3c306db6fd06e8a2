help-contests = Contests: rules for points, and boards.
help-contests-list = The contests held for a unit or one above it.
help-contests-hold = Hold a contest: among the branches below the unit, by the rules that are shipped, unless said otherwise.
help-contests-cancel = Cancel a contest.
help-contests-end = Fix the result of a contest whose time has come; before, arrange that it be fixed then.
help-contests-board = The boards.
help-contests-show = Put a member on the board of individuals, as they ask.
help-contests-hide = Take a member off the board of individuals.
help-contest-id = The contest's id; see "zhixing contests list"
help-contest-title = What it is called
help-contest-of = Which units take part: zone, school, branch or group
help-contest-teams = Teams in place of units: a YAML file with group_id, name and member_ids under teams
help-contest-rules = A YAML file with the rules for points under rules
help-contest-per-member = Rank by points per member
help-contest-individuals = Offer a board of individuals; only members who ask for it stand there
help-contest-name = The name on the board
contests-column-contest = Contest
contests-column-title = Title
contests-column-first = From
contests-column-last = Until
contests-column-version = Version
contests-column-state = State
contests-column-rank = Rank
contests-column-name = Name
contests-column-points = Points
contests-column-members = Members
contest-held = held
contest-cancelled = cancelled
contest-ended = final
contest-final = The result is final since { $at }.
contest-to-be-final = The result will be final on { $at }.
contest-nobody = There is no { $kind } in this unit.
contest-announced = The contest is announced: { $contest }
contest-is-cancelled = The contest is cancelled: { $contest }
contest-shown = On the board of individuals: { $contest }
contest-hidden = Off the board of individuals: { $contest }
contest-refused = { $reason ->
    [unknown-unit] There is no such unit.
    [ends-before-it-begins] The last day is before the first.
    [begins-in-the-past] The first day must not be before today.
    [has-begun] The contest has begun; its rules stay.
    [is-cancelled] The contest was cancelled.
    [has-ended] The contest has ended; its result stays.
    [conflict] The contest was changed meanwhile and is now version { $version }.
    [no-such-group] A group is not within the unit that holds the contest.
    [group-twice] A unit, a team or a member is named twice.
    [no-individuals] This contest has no board of individuals.
    [not-taking-part] The member does not take part in this contest.
   *[unknown-contest] There is no such contest.
}
