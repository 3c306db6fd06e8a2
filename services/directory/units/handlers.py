"""Units are registered."""

from __future__ import annotations

from collections.abc import Callable

from services.directory.units.model import Unit, UnknownUnit, path_of
from services.directory.units.ports import Units
from shared.events import Message
from shared.events.directory import RegisterUnit, UnitRegistered

Emit = Callable[..., None]


def register_unit(command: Message[RegisterUnit], directory: Units, emit: Emit) -> None:
    """Raises UnknownUnit while the parent is not registered, so that the command is tried again later."""
    asked = command.data
    parent = directory.unit(asked.parent_id) if asked.parent_id else None
    if asked.parent_id and parent is None:
        raise UnknownUnit(asked.parent_id)
    unit = Unit(asked.unit_id, asked.kind, asked.name, asked.parent_id, path_of(asked.unit_id, parent))
    directory.keep_unit(unit)
    emit(
        UnitRegistered(unit_id=unit.unit_id, kind=unit.kind, name=unit.name, parent_id=unit.parent_id, path=unit.path),
        subject=unit.unit_id,
        unit_path=unit.path,
    )
