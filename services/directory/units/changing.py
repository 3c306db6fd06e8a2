"""A unit changes: it is kept with the next version, remembered as it was, and told as a whole."""

from __future__ import annotations

from collections.abc import Callable
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
) -> Unit:
    """Keep ``unit`` as the version after ``before``, with its history, and tell it."""
    kept = replace(unit, version=before.version + 1 if before else 1)
    directory.keep_unit(kept)
    _remember(kept, before, directory, cause.data.unversioned(), when)
    tell_unit(kept, emit)
    return kept


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


def _remember(unit: Unit, before: Unit | None, directory: Tree, cause: str, when: When) -> None:
    last = directory.last_entry(unit.unit_id)
    if last is None and before is not None:
        # Registered before there was a history.
        last = Entry(before, None, None, "directory.register-unit")
    # Clocks of two processes may differ by a little; a time never ends before it begins.
    since = max(when.now, last.valid_from) if last and last.valid_from else when.now
    if last is not None:
        directory.keep_entry(replace(last, valid_until=since))
    directory.keep_entry(Entry(unit, since, None, cause))
