"""Units are moved, merged, split and closed: the units at once, their members after them (following.py)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from services.directory.duties.handlers import tell_chains_again
from services.directory.tree.following import members_follow, put_members, send_members
from services.directory.tree.ports import Grove
from services.directory.units.changing import Emit, keep_and_tell, keep_and_tell_all, tell_refused
from services.directory.units.handlers import check_code
from services.directory.units.model import TreeRefused, Unit, When, fits, path_of, put_below
from shared.access.policy import is_within
from shared.events import Message
from shared.events.base import Command
from shared.events.units import (
    CloseUnit,
    MergeUnits,
    MoveUnit,
    NewUnit,
    SplitUnit,
    UnitClosed,
    UnitMoved,
    UnitsMerged,
    UnitSplit,
)

C = TypeVar("C", bound=Command)
Handler = Callable[[Message[C], Grove, Emit, When], None]


def refusing(handler: Handler[C]) -> Handler[C]:
    """Tell a refusal instead of raising it. Whatever refuses does so before anything is written."""

    def handle(command: Message[C], directory: Grove, emit: Emit, when: When) -> None:
        try:
            handler(command, directory, emit, when)
        except TreeRefused as refused:
            tell_refused(command, refused, emit)

    handle.__doc__ = handler.__doc__
    return handle


@refusing
def move_unit(command: Message[MoveUnit], directory: Grove, emit: Emit, when: When) -> None:
    """Put the unit and all below it under another parent; nothing where it is there already."""
    asked = command.data
    unit, parent = _open(asked.unit_id, directory), _open(asked.parent_id, directory)
    if is_within(parent.path, unit.path):
        raise TreeRefused(unit.unit_id, "would-be-a-cycle")
    if not fits(unit.kind, parent.kind):
        raise TreeRefused(unit.unit_id, "wrong-kind")
    if unit.parent_id == parent.unit_id:
        return
    moved = _relocate(unit, parent, directory, emit, command, when)
    emit(
        UnitMoved(unit_id=unit.unit_id, old_path=unit.path, new_path=moved.path, reason=asked.reason),
        subject=unit.unit_id,
        unit_path=moved.path,
    )
    members_follow(unit.unit_id, emit, when)


@refusing
def merge_units(command: Message[MergeUnits], directory: Grove, emit: Emit, when: When) -> None:
    """Close units; what is below them and their members go to the one that stays."""
    asked = command.data
    into = _open(asked.into_id, directory)
    sources = [_open(unit_id, directory) for unit_id in dict.fromkeys(asked.unit_ids)]
    for source in sources:
        if source.unit_id == into.unit_id:
            raise TreeRefused(source.unit_id, "would-be-a-cycle")
        if source.kind != into.kind:
            raise TreeRefused(source.unit_id, "wrong-kind")
    directory.hold_unit(into.unit_id)
    for source in sources:
        for child in directory.children(source.unit_id):
            if child.is_open:
                _relocate(child, into, directory, emit, command, when)
                members_follow(child.unit_id, emit, when)
        closed = replace(source, status="closed", closed_on=when.today, merged_into=into.unit_id)
        keep_and_tell(closed, source, directory, emit, cause=command, when=when)
        send_members(source.unit_id, into.unit_id, emit, when)
    emit(
        UnitsMerged(
            unit_ids=[source.unit_id for source in sources],
            into_id=into.unit_id,
            into_path=into.path,
            reason=asked.reason,
        ),
        subject=into.unit_id,
        unit_path=into.path,
    )


@refusing
def split_unit(command: Message[SplitUnit], directory: Grove, emit: Emit, when: When) -> None:
    """Make new units beside one, and let members of it go there."""
    asked = command.data
    unit = _open(asked.unit_id, directory)
    parent = directory.unit(unit.parent_id) if unit.parent_id else None
    _check_parts(unit, parent, asked.parts, directory)
    if parent:
        directory.hold_unit(parent.unit_id)
    for part in asked.parts:
        path = path_of(part.unit_id, parent)
        new = Unit(part.unit_id, part.kind, part.name, unit.parent_id, path, code=part.code, opened_on=when.today)
        keep_and_tell(new, None, directory, emit, cause=command, when=when)
        put_members(part.member_ids, unit.unit_id, part.unit_id, emit)
    part_ids = [part.unit_id for part in asked.parts]
    emit(
        UnitSplit(unit_id=unit.unit_id, part_ids=part_ids, reason=asked.reason),
        subject=unit.unit_id,
        unit_path=unit.path,
    )


@refusing
def close_unit(command: Message[CloseUnit], directory: Grove, emit: Emit, when: When) -> None:
    """Close a unit that nobody belongs to, and below which nothing is open."""
    asked = command.data
    unit = _open(asked.unit_id, directory)
    if any(child.is_open for child in directory.children(unit.unit_id)):
        raise TreeRefused(unit.unit_id, "still-has-units")
    if directory.has_members(unit.unit_id):
        raise TreeRefused(unit.unit_id, "still-has-members")
    closed = replace(unit, status="closed", closed_on=when.today)
    keep_and_tell(closed, unit, directory, emit, cause=command, when=when)
    emit(
        UnitClosed(unit_id=unit.unit_id, path=unit.path, reason=asked.reason),
        subject=unit.unit_id,
        unit_path=unit.path,
    )


def _relocate(unit: Unit, parent: Unit, directory: Grove, emit: Emit, command: Message[Any], when: When) -> Unit:
    """Put a unit with all below it under the parent: every path is kept and told anew, chains of duties with them."""
    directory.hold_unit(parent.unit_id)
    path = path_of(unit.unit_id, parent)
    changes = [(put_below(each, unit.path, path), each) for each in directory.units_within(unit.path)]
    changes = [
        (replace(after, parent_id=parent.unit_id) if before.unit_id == unit.unit_id else after, before)
        for after, before in changes
    ]
    keep_and_tell_all(changes, directory, emit, cause=command, when=when)
    tell_chains_again([after for after, _ in changes], directory, emit)
    return replace(unit, parent_id=parent.unit_id, path=path)


def _check_parts(unit: Unit, parent: Unit | None, parts: list[NewUnit], directory: Grove) -> None:
    theirs = set(directory.member_ids_at(unit.unit_id))
    ids: set[str] = set()
    codes: set[str] = set()
    gone: set[str] = set()
    for part in parts:
        if part.unit_id in ids or directory.unit(part.unit_id) is not None:
            raise TreeRefused(part.unit_id, "id-taken")
        if not fits(part.kind, parent.kind if parent else None):
            raise TreeRefused(part.unit_id, "wrong-kind")
        if part.code is not None:
            if part.code in codes:
                raise TreeRefused(part.unit_id, "code-taken")
            check_code(part.code, part.unit_id, directory)
            codes.add(part.code)
        if not theirs.issuperset(part.member_ids):
            raise TreeRefused(part.unit_id, "unknown-member")
        if gone.intersection(part.member_ids):
            raise TreeRefused(part.unit_id, "member-twice")
        ids.add(part.unit_id)
        gone.update(part.member_ids)


def _open(unit_id: str, directory: Grove) -> Unit:
    unit = directory.unit(unit_id)
    if unit is None:
        raise TreeRefused(unit_id, "unknown-unit")
    if not unit.is_open:
        raise TreeRefused(unit_id, "is-closed")
    return unit
