"""Leave is asked for by the member and decided by who leads them, or recorded by these at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from services.directory.leave.model import Leave, NotPossible, Rules, overlaps
from services.directory.leave.ports import Leaves
from services.directory.members.deciding import DECIDE_LEAVE, RECORD_LEAVE, above, may_do, may_themselves, nearest
from services.directory.members.model import Member
from services.directory.members.telling import keep_and_tell
from services.directory.moment import Moment
from services.directory.units.model import Unit
from shared.access import consultation
from shared.access.policy import Action
from shared.events.directory import LeaveOfAbsence
from shared.events.leave import CancelLeave, DecideLeave, LeaveDecided, LeaveRequested, RequestLeave

Emit = Callable[..., None]


def request(asked: RequestLeave, directory: Leaves, emit: Emit, rules: Rules, moment: Moment) -> None:
    """Raises NotPossible."""
    if _is_repeated(asked, directory):
        consultation.nothing_to_decide()
        return
    member, unit = _member(asked.member_id, directory)
    for_themselves = asked.actor_id == member.member_id and may_themselves(member, RECORD_LEAVE, directory)
    if member.status == "left" or not (for_themselves or _leads(asked.actor_id, RECORD_LEAVE, member, unit, directory)):
        raise NotPossible("not-permitted")
    refusal = rules.refusal(asked.first_day, asked.last_day, moment.today)
    if refusal is not None:
        raise NotPossible(refusal)
    if overlaps(asked, [*member.leaves, *directory.requested_leaves(member.member_id)]):
        raise NotPossible("overlaps")
    leave = Leave(
        asked.leave_id,
        member.member_id,
        unit.unit_id,
        asked.first_day,
        asked.last_day,
        asked.reason,
        "requested",
        asked.actor_id,
        moment.now,
    )
    if not for_themselves:
        _approve(leave, asked.actor_id, asked.chat_id, member, directory, emit, moment)
    elif not rules.must_be_approved(leave.reason, leave.first_day, leave.last_day):
        _approve(leave, None, asked.chat_id, member, directory, emit, moment)
    else:
        directory.keep_leave(leave)
        emit(
            LeaveRequested(
                leave_id=leave.leave_id,
                member_id=member.member_id,
                unit_id=unit.unit_id,
                first_day=leave.first_day,
                last_day=leave.last_day,
                reason=leave.reason,
                decider_ids=to_be_asked(member.member_id, directory, moment),
                chat_id=asked.chat_id,
            ),
            subject=leave.leave_id,
            unit_path=unit.path,
        )


def decide(asked: DecideLeave, directory: Leaves, emit: Emit, moment: Moment) -> None:
    """Raises NotPossible."""
    leave = _leave(asked.leave_id, directory)
    member, unit = _member(leave.member_id, directory)
    if not _leads(asked.actor_id, DECIDE_LEAVE, member, unit, directory):
        raise NotPossible("not-permitted")
    if leave.state != "requested" or member.status == "left":
        raise NotPossible("over")
    if not asked.approved:
        refused = _decided(leave, "refused", asked.actor_id, moment)
        directory.keep_leave(refused)
        _tell(refused, asked.chat_id, emit)
        return
    # Two that were asked for at the very same moment do not see each other.
    if overlaps(leave, member.leaves):
        raise NotPossible("overlaps")
    _approve(leave, asked.actor_id, asked.chat_id, member, directory, emit, moment)


def cancel(asked: CancelLeave, directory: Leaves, emit: Emit, moment: Moment) -> None:
    """By the member, whoever asked for it or who may decide about it; what has begun ends yesterday, so that the
    member counts as back today. Raises NotPossible."""
    leave = _leave(asked.leave_id, directory)
    member, unit = _member(leave.member_id, directory)
    own = asked.actor_id == member.member_id and may_themselves(member, RECORD_LEAVE, directory)
    leads = not own and _leads(asked.actor_id, DECIDE_LEAVE, member, unit, directory)
    if not (own or leads or asked.actor_id == leave.asked_by):
        raise NotPossible("not-permitted")
    over = leave.state not in ("requested", "approved") or (leave.state == "approved" and leave.last_day < moment.today)
    if over:
        raise NotPossible("over")
    cancelled = _decided(leave, "cancelled", asked.actor_id, moment)
    if leave.state == "approved" and leave.first_day < moment.today:
        cancelled = replace(cancelled, last_day=moment.today - timedelta(days=1), cut_short=True)
    directory.keep_leave(cancelled)
    if leave.state == "approved":
        others = [each for each in member.leaves if each.leave_id != leave.leave_id]
        remaining = [cancelled.granted] if cancelled.cut_short else []
        _keep(member, others + remaining, directory, emit, moment)
    asked_about = [leave.decided_by] if leave.decided_by else to_be_asked(member.member_id, directory, moment)
    told = [each for each in asked_about if each not in (asked.actor_id, member.member_id)]
    _tell(cancelled, asked.chat_id, emit, told)


def decides(actor: Member, member: Member, unit: Unit, action: Action, directory: Leaves) -> bool:
    """Whether ``actor`` may do ``action`` about a leave of this member of ``unit``: nobody decides for themselves, and
    whoever leads a unit has their leave decided above it."""
    where = above(member, DECIDE_LEAVE, unit.path, directory)
    return actor.member_id != member.member_id and may_do(actor, action, where, directory)


def to_be_asked(member_id: str, directory: Leaves, moment: Moment) -> list[str]:
    """Who is asked about the leave of a member; nobody where there is no such member."""
    try:
        member, unit = _member(member_id, directory)
    except NotPossible:
        return []
    where = above(member, DECIDE_LEAVE, unit.path, directory)
    found = nearest(DECIDE_LEAVE, where, directory, apart_from=(member.member_id,), day=moment.today)
    return [each.member_id for each in found]


def _approve(
    leave: Leave,
    actor_id: str | None,
    chat_id: str | None,
    member: Member,
    directory: Leaves,
    emit: Emit,
    moment: Moment,
) -> None:
    approved = _decided(leave, "approved", actor_id, moment)
    directory.keep_leave(approved)
    _keep(member, [*member.leaves, approved.granted], directory, emit, moment)
    _tell(approved, chat_id, emit)


def _decided(leave: Leave, state: str, actor_id: str | None, moment: Moment) -> Leave:
    return replace(leave, state=state, decided_by=actor_id, decided_at=moment.now)  # type: ignore[arg-type]


def _keep(member: Member, leaves: list[LeaveOfAbsence], directory: Leaves, emit: Emit, moment: Moment) -> None:
    ordered = tuple(sorted(leaves, key=lambda leave: leave.first_day))
    keep_and_tell(replace(member, leaves=ordered), directory, emit, before=member, now=moment.now)


def _tell(leave: Leave, chat_id: str | None, emit: Emit, told_ids: Sequence[str] = ()) -> None:
    emit(
        LeaveDecided(
            leave_id=leave.leave_id,
            member_id=leave.member_id,
            unit_id=leave.unit_id,
            first_day=leave.first_day,
            last_day=leave.last_day,
            state=leave.state,
            cut_short=leave.cut_short,
            actor_id=leave.decided_by,
            chat_id=chat_id,
            told_ids=list(told_ids),
        ),
        subject=leave.leave_id,
    )


def _leads(actor_id: str, action: Action, member: Member, unit: Unit, directory: Leaves) -> bool:
    actor = directory.member(actor_id)
    return actor is not None and decides(actor, member, unit, action, directory)


def _is_repeated(asked: RequestLeave, directory: Leaves) -> bool:
    """Whether whoever asks, whose id it is, asked for just this before. Raises NotPossible for an id in use."""
    known = directory.leave(asked.leave_id)
    if known is not None and (known.member_id, known.asked_by) != (asked.member_id, asked.actor_id):
        raise NotPossible("overlaps")
    return known is not None


def _leave(leave_id: str, directory: Leaves) -> Leave:
    leave = directory.leave(leave_id)
    if leave is None:
        raise NotPossible("unknown-leave")
    return leave


def _member(member_id: str, directory: Leaves) -> tuple[Member, Unit]:
    member = directory.member(member_id)
    unit = directory.unit(member.unit_id) if member else None
    if member is None or unit is None:
        raise NotPossible("unknown-member")
    return member, unit
