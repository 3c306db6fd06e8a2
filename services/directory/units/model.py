"""The tree of units."""

from __future__ import annotations

from dataclasses import dataclass

from shared.events.directory import UnitKind


class UnknownUnit(LookupError):
    """The unit is not registered (yet)."""


@dataclass(frozen=True)
class Unit:
    unit_id: str
    kind: UnitKind
    name: str
    parent_id: str | None
    path: str


def path_of(unit_id: str, parent: Unit | None) -> str:
    return f"{parent.path if parent else ''}/{unit_id}"
