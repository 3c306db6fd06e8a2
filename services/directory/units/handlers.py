"""Units are registered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from services.directory.units.changing import keep_and_tell, tell_refused, tell_unit
from services.directory.units.model import TreeRefused, Unit, UnknownUnit, When, fits, path_of
from services.directory.units.ports import Tree
from shared.events import Message
from shared.events.directory import RegisterUnit

Emit = Callable[..., None]


def register_unit(command: Message[RegisterUnit], directory: Tree, emit: Emit, when: When | None = None) -> None:
    """Register or change a unit; the same again is only told again. A refusal is told.

    Raises UnknownUnit while the parent is not registered, so that the command is tried again later.
    """
    now = datetime.now(UTC)
    try:
        _register(command, directory, emit, when or When(now, now.date()))
    except TreeRefused as refused:
        tell_refused(command, refused, emit)


def _register(command: Message[RegisterUnit], directory: Tree, emit: Emit, when: When) -> None:
    asked = command.data
    before = directory.unit(asked.unit_id)
    parent = _parent(asked, directory)
    unit = _asked_for(asked, before, parent)
    if unit == before:
        tell_unit(before, emit)
        return
    if before is not None and not before.is_open:
        raise TreeRefused(asked.unit_id, "is-closed")
    _check_kind(unit, before, parent, directory)
    if unit.code is not None:
        check_code(unit.code, unit.unit_id, directory)
    if before is None and parent is not None:
        if not parent.is_open:
            raise TreeRefused(parent.unit_id, "is-closed")
        directory.hold_unit(parent.unit_id)
    keep_and_tell(unit, before, directory, emit, cause=command, when=when)


def check_code(code: str, unit_id: str, directory: Tree) -> None:
    holder = directory.unit_with_code(code)
    if holder is not None and holder.unit_id != unit_id:
        raise TreeRefused(unit_id, "code-taken")


def _parent(asked: RegisterUnit, directory: Tree) -> Unit | None:
    if asked.parent_id is None:
        return None
    parent = directory.unit(asked.parent_id)
    if parent is None:
        raise UnknownUnit(asked.parent_id)
    return parent


def _asked_for(asked: RegisterUnit, before: Unit | None, parent: Unit | None) -> Unit:
    """The unit as it would be. What is not given stays as it is."""
    if before is None:
        path = path_of(asked.unit_id, parent)
        unit = Unit(asked.unit_id, asked.kind, asked.name, asked.parent_id, path)
        return replace(unit, code=asked.code, opened_on=asked.opened_on)
    if before.parent_id != asked.parent_id:
        raise TreeRefused(asked.unit_id, "other-parent")
    return replace(
        before,
        kind=asked.kind,
        name=asked.name,
        code=asked.code or before.code,
        opened_on=asked.opened_on or before.opened_on,
    )


def _check_kind(unit: Unit, before: Unit | None, parent: Unit | None, directory: Tree) -> None:
    below = directory.children(unit.unit_id) if before and before.kind != unit.kind else []
    if not fits(unit.kind, parent.kind if parent else None) or not all(fits(each.kind, unit.kind) for each in below):
        raise TreeRefused(unit.unit_id, "wrong-kind")
