"""What the tree needs kept."""

from __future__ import annotations

from typing import Protocol

from services.directory.units.model import Unit


class Units(Protocol):
    def unit(self, unit_id: str) -> Unit | None: ...
    def keep_unit(self, unit: Unit) -> None: ...
