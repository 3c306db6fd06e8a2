"""What the tree needs kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from services.directory.units.model import Entry, Unit


class Units(Protocol):
    def unit(self, unit_id: str) -> Unit | None: ...
    def keep_unit(self, unit: Unit) -> None: ...


class Tree(Units, Protocol):
    def hold_unit(self, unit_id: str) -> None:
        """Let nobody else change the unit, or what stands directly below it, at the same moment."""
        ...

    def unit_with_code(self, code: str) -> Unit | None: ...
    def units_within(self, path: str) -> list[Unit]:
        """The unit with this path and all below it, by path."""
        ...

    def children(self, unit_id: str) -> list[Unit]: ...
    def keep_units(self, units: Sequence[Unit]) -> None: ...
    def last_entries(self, unit_ids: Collection[str]) -> Mapping[str, Entry]:
        """By unit, what the history says of it now; nothing where it says nothing yet."""
        ...

    def keep_entries(self, entries: Sequence[Entry]) -> None:
        """The identity of each is the unit and its version."""
        ...
