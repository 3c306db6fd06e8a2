"""The members follow when the tree has changed.

A unit may have thousands of members, each of whom is told again: too much for one transaction, and for one document of
the outbox. So they follow by commands that the directory sends to itself, a portion at a time; each portion is one
transaction, which also asks for the next. What a crash interrupts is delivered again, and what was done is done once.

A member who was being registered at the very moment of the change may have been told with the path from before it: a
second look, when every such transaction has long ended, finds who came to the units at that time.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from services.directory.members.model import Member
from services.directory.members.telling import move_member, tell_member
from services.directory.tree.ports import Grove
from services.directory.units.changing import Emit
from services.directory.units.model import Unit, When
from shared.events import Message
from shared.events.base import Command
from shared.events.timers import ScheduleTimer, keep
from shared.events.units import ResettleMembers, RetellMembers

PORTION = 500
#: Of members who change units: each of them is read, kept, and remembered where they were.
MOVED_AT_ONCE = 100

#: Longer than a transaction may take.
SECOND_LOOK = timedelta(seconds=60)


def members_follow(unit_id: str, emit: Emit, when: When) -> None:
    """The unit has a new path: everybody at it or below it, and who holds a role there, is told again."""
    emit(RetellMembers(unit_id=unit_id), subject=unit_id)
    _look_again(RetellMembers(unit_id=unit_id, arrived_since=when.now - SECOND_LOOK), unit_id, emit, when)


def send_members(from_id: str, to_id: str, emit: Emit, when: When) -> None:
    """Everybody at one unit goes to another."""
    everybody = ResettleMembers(from_id=from_id, to_id=to_id, cause="merge")
    emit(everybody, subject=from_id)
    _look_again(everybody, from_id, emit, when)


def put_members(member_ids: list[str], from_id: str, to_id: str, emit: Emit) -> None:
    """Those named go from one unit to another."""
    for start in range(0, len(member_ids), MOVED_AT_ONCE):
        some = member_ids[start : start + MOVED_AT_ONCE]
        asked = ResettleMembers(from_id=from_id, to_id=to_id, member_ids=some, cause="split")
        # One cause tells each subject once: the portions are subjects of their own.
        emit(asked, subject=f"{to_id}:{start}")


def retell_members(command: Message[RetellMembers], directory: Grove, emit: Emit) -> None:
    asked = command.data
    unit = directory.unit(asked.unit_id)
    if unit is None:
        return
    ids = [each.unit_id for each in directory.units_within(unit.path)]
    if asked.arrived_since is not None:
        _tell_again(directory.members_arrived(ids, asked.arrived_since), directory, emit)
        return
    portion = directory.members_concerned(ids, asked.after, PORTION)
    _tell_again(portion, directory, emit)
    if len(portion) == PORTION:
        emit(RetellMembers(unit_id=asked.unit_id, after=portion[-1].member_id), subject=asked.unit_id)


def resettle_members(command: Message[ResettleMembers], directory: Grove, emit: Emit, when: When) -> None:
    """Nobody is moved who is elsewhere by now, or into a unit that was closed for good meanwhile."""
    asked = command.data
    to = _stands_for(asked.to_id, directory)
    if to is None or to.unit_id == asked.from_id:
        return
    portion = asked.member_ids
    if portion is None:
        portion = directory.member_ids_at(asked.from_id, MOVED_AT_ONCE)
    for member_id in portion:
        member = directory.member(member_id)
        if member is not None and member.unit_id == asked.from_id:
            cause = f"{asked.cause}:{asked.from_id}"
            move_member(member, to, cause=cause, directory=directory, emit=emit, now=when.now)
    if asked.member_ids is None and len(portion) == MOVED_AT_ONCE:
        emit(asked, subject=asked.from_id)


def _tell_again(members: list[Member], directory: Grove, emit: Emit) -> None:
    """As the next version though nothing of them changed: the path of a unit did."""
    kept = [replace(member, version=member.version + 1) for member in members]
    directory.keep_members(kept)
    for member in kept:
        tell_member(member, directory, emit)


def _stands_for(unit_id: str, directory: Grove) -> Unit | None:
    """The unit, or the one that it was merged into since; None where it was closed otherwise."""
    unit = directory.unit(unit_id)
    while unit is not None and not unit.is_open:
        unit = directory.unit(unit.merged_into) if unit.merged_into else None
    return unit


def _look_again(command: Command, unit_id: str, emit: Emit, when: When) -> None:
    key = f"directory:follow:{unit_id}"
    kept = keep(command, subject=unit_id)
    emit(ScheduleTimer(key=key, due_at=when.now + SECOND_LOOK, send=kept, lane="digest"), subject=key)
