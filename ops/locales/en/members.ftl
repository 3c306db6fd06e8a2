help-members-group = Look members up and change what is known of them.
help-members-list = List members; phones are masked.
help-members-show = Show one member, with what is past.
help-members-register = Register a member, or change what is given and leave the rest as it is.
help-members-contacts = Show a member's contacts in the clear.
help-members-as = The member in whose name they are looked at; the operator, if not given
members-contacts-unreadable = No key in ZHIXING_DATA_KEYS opens the contacts of { $member }.
help-members-set-status = Set a member's status; who has left holds no role any more.
help-members-grant = Give a member a role at a unit and below it.
help-members-revoke = Take a role at a unit away again.
help-members-pending = What waits for a member's decision.
help-members-unit = The member's unit; needed for a new member
help-members-name = The member's name; needed for a new member
help-members-kind = full, probationary, activist or staff
help-members-status = active, retired, unreachable or left
help-members-zone = The time zone they live by, such as Asia/Urumqi; without one, the district's
help-members-locale = The language for them: zh-CN or en
help-members-role = The role
help-members-roles = A role at their own unit; may be given several times
help-members-position = A position in the unit
help-members-phone = Phone number, however written
help-members-email = Mail address
help-members-number = Employee number
help-members-joined = Day they joined: 2011-07-01
help-members-part = A part of the name
help-members-limit = The most members to list
help-members-grant-unit = The unit at which the role is held
members-more = Only the first { $limit } are shown: narrow the search or raise --limit.
members-registered = Member { $member } is registered at { $unit }.
members-status-set = Member { $member } is now: { $status }.
members-granted = { $member } now is { $role } at { $unit }.
members-revoked = { $member } no longer is { $role } at { $unit }.
members-unchanged = Nothing to change: it is so already.
members-nothing-pending = Nothing waits for this member's decision.
members-bad-field = The field { $field } is missing or not usable: { $error }
members-refused = { $reason ->
    [unknown-member] There is no member { $member }; see "zhixing members list".
    [unknown-unit] There is no unit { $unit }.
    [closed-unit] Unit { $unit } is closed.
    [no-such-zone] There is no such time zone; write it as Asia/Shanghai.
    [employee-number-taken] Another member has this employee number.
    [unusable-phone] This is not a phone number.
    [has-left] Member { $member } has left and cannot hold a role; set the status first.
   *[other] Refused: { $reason }
}
member-kind = { $kind ->
    [full] full member
    [probationary] probationary
    [activist] activist
   *[staff] staff
}
member-status = { $status ->
    [active] active
    [retired] retired
    [unreachable] unreachable
   *[left] has left
}
role = { $role ->
    [secretary] secretary
    [reporter] reporter
    [school-admin] school admin
    [duty-officer] duty officer
    [district-admin] district admin
    [auditor] auditor
    [ops] operations
   *[member] member
}
position = { $position ->
    [secretary] secretary
    [deputy-secretary] deputy secretary
    [organiser] organiser
    [propagandist] propagandist
    [discipline-officer] discipline officer
    [group-leader] group leader
   *[instructor] instructor
}
column-kind = Kind
column-status = Status
column-positions = Positions
column-phone = Phone
column-email = Mail
column-joined-on = Joined on
column-employee-number = Employee number
column-leaves = Leave
column-before = Before
column-what = What
column-value = Value
help-people-rotate-keys = Encrypt contacts that are under old keys anew, and say how many are left.
people-rotating = Encrypting
people-rotated = { $renewed } encrypted anew; { $left } left under old keys.
people-unreadable = { $count } cannot be opened by any key in ZHIXING_DATA_KEYS: put the key back that they were encrypted under.
