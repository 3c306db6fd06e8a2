"""Transfers are asked for by the member or the side they leave, and decided by the side that receives them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from services.directory.members.deciding import (
    ADMINISTER,
    DECIDE_TRANSFER,
    REQUEST_TRANSFER,
    may_do,
    may_themselves,
    nearest,
)
from services.directory.members.model import Member
from services.directory.members.telling import move_member
from services.directory.moment import Moment
from services.directory.transfers.model import NotPossible, Transfer
from services.directory.transfers.ports import Transfers
from services.directory.units.model import Unit
from shared.access import consultation
from shared.events.timers import CancelTimer, ScheduleTimer, keep
from shared.events.transfers import (
    CancelTransfer,
    DecideTransfer,
    ExpireTransfer,
    RequestTransfer,
    TransferEnded,
    TransferRequested,
)
from shared.failures import PermanentFailure

Emit = Callable[..., None]


def request(asked: RequestTransfer, directory: Transfers, emit: Emit, moment: Moment, waits: timedelta) -> None:
    """It may be decided for as long as ``waits``. Raises NotPossible."""
    if _is_repeated(asked, directory):
        consultation.nothing_to_decide()
        return
    member, left = _member(asked.member_id, directory)
    to = directory.unit(asked.to_unit_id)
    if to is None:
        raise NotPossible("unknown-unit")
    if to.unit_id == left.unit_id:
        raise NotPossible("same-unit")
    if not to.is_open:
        raise NotPossible("closed-unit")
    if not _may_ask(asked.actor_id, member, left, directory):
        raise NotPossible("not-permitted")
    if directory.requested_transfer(member.member_id) is not None:
        raise NotPossible("under-way")
    transfer = Transfer(
        asked.transfer_id,
        member.member_id,
        left.unit_id,
        to.unit_id,
        asked.reason,
        asked.actor_id,
        moment.now,
        moment.now + waits,
    )
    directory.keep_transfer(transfer)
    expire = keep(ExpireTransfer(transfer_id=transfer.transfer_id), subject=transfer.transfer_id, unit_path=to.path)
    emit(ScheduleTimer(key=_key(transfer), due_at=transfer.expires_at, send=expire), subject=_key(transfer))
    emit(
        TransferRequested(
            transfer_id=transfer.transfer_id,
            member_id=transfer.member_id,
            from_unit_id=left.unit_id,
            to_unit_id=to.unit_id,
            to_unit_path=to.path,
            reason=transfer.reason,
            expires_at=transfer.expires_at,
            decider_ids=to_be_asked(member.member_id, to.unit_id, directory, moment),
        ),
        subject=transfer.transfer_id,
        unit_path=to.path,
    )


def decide(asked: DecideTransfer, directory: Transfers, emit: Emit, moment: Moment) -> None:
    """Raises NotPossible; PermanentFailure where it is refused without a reason."""
    transfer = _transfer(asked.transfer_id, directory)
    to, actor = directory.unit(transfer.to_unit_id), directory.member(asked.actor_id)
    if to is None:
        raise NotPossible("unknown-unit")
    # Nobody lets themselves in.
    if actor is None or actor.member_id == transfer.member_id or not may_do(actor, DECIDE_TRANSFER, to.path, directory):
        raise NotPossible("not-permitted")
    if not transfer.open_at(moment.now):
        raise NotPossible("over")
    if not asked.accepted:
        if not (asked.reason or "").strip():
            raise PermanentFailure(f"transfer {transfer.transfer_id} is refused without a reason")
        _end(replace(transfer, state="refused", answer=asked.reason), actor.member_id, directory, emit, moment)
        return
    if not to.is_open:
        raise NotPossible("closed-unit")
    member, left = _member(transfer.member_id, directory)
    if member.status == "left":
        raise NotPossible("over")
    if member.unit_id == to.unit_id:
        raise NotPossible("same-unit")
    cause = f"transfer:{transfer.transfer_id}"
    move_member(member, to, cause=cause, directory=directory, emit=emit, now=moment.now)
    # Where the member really leaves from: the unit may have been merged meanwhile.
    accepted = replace(transfer, state="accepted", from_unit_id=left.unit_id)
    _end(accepted, actor.member_id, directory, emit, moment)


def cancel(asked: CancelTransfer, directory: Transfers, emit: Emit, moment: Moment) -> None:
    """By whoever asked for it, or who administers the unit that is left. Raises NotPossible."""
    transfer = _transfer(asked.transfer_id, directory)
    left, actor = directory.unit(transfer.from_unit_id), directory.member(asked.actor_id)
    administers = actor is not None and left is not None and may_do(actor, ADMINISTER, left.path, directory)
    if asked.actor_id != transfer.asked_by and not administers:
        raise NotPossible("not-permitted")
    if not transfer.open_at(moment.now):
        raise NotPossible("over")
    _end(replace(transfer, state="cancelled"), asked.actor_id, directory, emit, moment)


def expire(asked: ExpireTransfer, directory: Transfers, emit: Emit, moment: Moment) -> None:
    """Nothing where it was decided in time."""
    transfer = directory.transfer(asked.transfer_id)
    if transfer is not None and transfer.state == "requested":
        _end(replace(transfer, state="expired"), None, directory, emit, moment)


def to_be_asked(member_id: str, to_unit_id: str, directory: Transfers, moment: Moment) -> list[str]:
    """Who is asked whether a member may come to a unit; nobody where there is no such unit."""
    to = directory.unit(to_unit_id)
    if to is None:
        return []
    found = nearest(DECIDE_TRANSFER, to.path, directory, apart_from=(member_id,), day=moment.today)
    return [each.member_id for each in found]


def _end(transfer: Transfer, actor_id: str | None, directory: Transfers, emit: Emit, moment: Moment) -> None:
    ended = replace(transfer, ended_at=moment.now, ended_by=actor_id)
    directory.keep_transfer(ended)
    if actor_id is not None:
        emit(CancelTimer(key=_key(ended)), subject=_key(ended))
    emit(
        TransferEnded(
            transfer_id=ended.transfer_id,
            member_id=ended.member_id,
            from_unit_id=ended.from_unit_id,
            to_unit_id=ended.to_unit_id,
            state=ended.state,
            reason=ended.answer,
            actor_id=actor_id,
            told_ids=_to_be_told(ended, actor_id, directory, moment),
        ),
        subject=ended.transfer_id,
    )


def _to_be_told(transfer: Transfer, actor_id: str | None, directory: Transfers, moment: Moment) -> list[str]:
    """Whoever asked and the side that the member leaves; the side that was asked, where it is not asked any more."""
    concerned = [transfer.asked_by]
    sides = [transfer.from_unit_id]
    if transfer.state in ("cancelled", "expired"):
        sides.append(transfer.to_unit_id)
    for unit_id in sides:
        unit = directory.unit(unit_id)
        if unit is not None:
            apart_from = (transfer.member_id,)
            found = nearest(DECIDE_TRANSFER, unit.path, directory, apart_from=apart_from, day=moment.today)
            concerned += [each.member_id for each in found]
    return [each for each in dict.fromkeys(concerned) if each not in (transfer.member_id, actor_id)]


def _may_ask(actor_id: str, member: Member, left: Unit, directory: Transfers) -> bool:
    if actor_id == member.member_id:
        return may_themselves(member, REQUEST_TRANSFER, directory)
    actor = directory.member(actor_id)
    return actor is not None and may_do(actor, REQUEST_TRANSFER, left.path, directory)


def _is_repeated(asked: RequestTransfer, directory: Transfers) -> bool:
    """Whether whoever asks, whose id it is, asked for just this before. Raises NotPossible for an id in use."""
    known = directory.transfer(asked.transfer_id)
    if known is not None and (known.member_id, known.asked_by) != (asked.member_id, asked.actor_id):
        raise NotPossible("under-way")
    return known is not None


def _transfer(transfer_id: str, directory: Transfers) -> Transfer:
    transfer = directory.transfer(transfer_id)
    if transfer is None:
        raise NotPossible("unknown-transfer")
    return transfer


def _member(member_id: str, directory: Transfers) -> tuple[Member, Unit]:
    member = directory.member(member_id)
    unit = directory.unit(member.unit_id) if member else None
    if member is None or unit is None:
        raise NotPossible("unknown-member")
    return member, unit


def _key(transfer: Transfer) -> str:
    return f"directory:transfer:{transfer.transfer_id}"
