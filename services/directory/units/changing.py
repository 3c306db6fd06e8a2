"""A unit changes: it is kept with the next version, remembered as it was, and told as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from services.directory.units.model import Entry, TreeRefused, Unit, When
from services.directory.units.ports import Tree
from shared.events import Message
from shared.events.base import Command
from shared.events.directory import UnitRegistered
from shared.events.units import TreeChangeRefused

Emit = Callable[..., None]


def keep_and_tell(
    unit: Unit, before: Unit | None, directory: Tree, emit: Emit, *, cause: Message[Command], when: When
) -> None:
    """Keep ``unit`` as the version after ``before``, with its history, and tell it."""
    keep_and_tell_all([(unit, before)], directory, emit, cause=cause, when=when)


def keep_and_tell_all(
    changes: Sequence[tuple[Unit, Unit | None]],
    directory: Tree,
    emit: Emit,
    *,
    cause: Message[Command],
    when: When,
) -> None:
    """The same of many units at once: a large subtree must not need a round to the database for each of its units."""
    last = directory.last_entries([unit.unit_id for unit, _ in changes])
    kept, entries = [], []
    for unit, before in changes:
        after = replace(unit, version=before.version + 1 if before else 1)
        kept.append(after)
        entries += _history(after, before, last.get(unit.unit_id), cause.data.unversioned(), when)
    directory.keep_units(kept)
    directory.keep_entries(entries)
    for unit in kept:
        tell_unit(unit, emit)


def tell_unit(unit: Unit, emit: Emit) -> None:
    emit(
        UnitRegistered(
            unit_id=unit.unit_id,
            kind=unit.kind,
            name=unit.name,
            parent_id=unit.parent_id,
            path=unit.path,
            code=unit.code,
            status=unit.status,
            opened_on=unit.opened_on,
            closed_on=unit.closed_on,
            version=unit.version,
        ),
        subject=unit.unit_id,
        unit_path=unit.path,
    )


def tell_refused(command: Message[Command], refused: TreeRefused, emit: Emit) -> None:
    emit(
        TreeChangeRefused(
            command_id=command.id, command_type=command.type, unit_id=refused.unit_id, reason=refused.reason
        ),
        subject=refused.unit_id,
    )


def _history(unit: Unit, before: Unit | None, last: Entry | None, cause: str, when: When) -> list[Entry]:
    if last is None and before is not None:
        # Registered before there was a history.
        last = Entry(before, None, None, "directory.register-unit")
    # Clocks of two processes may differ by a little; a time never ends before it begins.
    since = max(when.now, last.valid_from) if last and last.valid_from else when.now
    ended = [replace(last, valid_until=since)] if last is not None else []
    return [*ended, Entry(unit, since, None, cause)]
