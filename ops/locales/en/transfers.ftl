help-transfers = Members who move to another unit.
help-transfers-list = The transfers of a member, the newest first.
help-transfers-request = Ask for a transfer; the receiving side decides.
help-transfers-accept = Accept a member, for the receiving side.
help-transfers-refuse = Refuse a member, for the receiving side.
help-transfers-cancel = Take a request back.
help-transfer-id = The transfer's id; see "zhixing members pending"
help-transfer-to = The unit they move to
help-transfer-reason = Why
help-transfer-why-not = Why not
help-as = The member in whose name this is done
help-as-member = The member in whose name this is done; the member concerned, if not given
transfers-none = There is no transfer of { $member }.
transfer-requested = Transfer { $id } waits for the receiving side.
transfer-accepted = Transfer { $id } is accepted: the member belongs to the new unit now.
transfer-refused = Transfer { $id } is refused.
transfer-cancelled = Transfer { $id } is taken back.
transfer-needs-reason = Please say why: --reason must not be empty.
transfer-not-possible = { $reason ->
    [unknown-member] There is no such member.
    [unknown-unit] There is no such unit.
    [unknown-transfer] There is no such transfer.
    [same-unit] The member belongs to this unit already.
    [under-way] Another transfer of this member waits for its decision: cancel it first.
    [over] This transfer was decided, taken back, or waited too long.
    [not-permitted] This member may not do that: the member or the secretary of the unit that is left asks, and the receiving side decides.
   *[closed-unit] This unit is closed.
}
transfer-state = { $state ->
    [requested] waiting
    [accepted] accepted
    [refused] refused
    [cancelled] taken back
   *[expired] expired
}
column-transfer = Transfer
column-from = From
column-to = To
column-reason = Reason
column-until = Waits until
