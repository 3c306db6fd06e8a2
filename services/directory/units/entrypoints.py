"""Entrypoints about units as they are and as they were; those that change the tree are in services.directory.tree."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from nameko.rpc import rpc

from services.directory.base import Base
from services.directory.units import handlers
from services.directory.units.model import When
from services.directory.units.views import UnitViews
from shared.events import Message
from shared.events.directory import RegisterUnit
from shared.messaging.entrypoints import on_command
from shared.messaging.mongo import Views


class UnitEntrypoints(Base):
    unit_views = Views(UnitViews)

    @on_command(RegisterUnit, queue="directory.register-unit")
    def register_unit(self, command: Message[RegisterUnit]) -> None:
        self.work.once(command, lambda c, store, emit: handlers.register_unit(c, store, emit, self._when()))

    @rpc
    def units(self, unit_path: str) -> list[dict[str, Any]]:
        return self.views.units(unit_path)  # type: ignore[no-any-return]

    @rpc
    def unit(self, unit_id: str) -> dict[str, Any]:
        return self.unit_views.unit(unit_id)  # type: ignore[no-any-return]

    @rpc
    def tree(self, unit_id: str | None = None, closed: bool = False) -> list[dict[str, Any]]:
        return self.unit_views.tree(unit_id, closed)  # type: ignore[no-any-return]

    @rpc
    def unit_history(self, unit_id: str) -> list[dict[str, Any]]:
        return self.unit_views.history(unit_id)  # type: ignore[no-any-return]

    @rpc
    def unit_on(self, unit_id: str, day: str) -> dict[str, Any] | None:
        """``day`` is ISO 8601. Raises ValueError for what is no day."""
        return self.unit_views.unit_on(unit_id, date.fromisoformat(day), self._zone)  # type: ignore[no-any-return]

    @rpc
    def tree_on(self, unit_path: str, day: str) -> list[dict[str, Any]]:
        """``day`` is ISO 8601. Raises ValueError for what is no day."""
        return self.unit_views.tree_on(unit_path, date.fromisoformat(day), self._zone)  # type: ignore[no-any-return]

    def _when(self) -> When:
        return When.at(datetime.now(UTC), self._zone)

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.config["settings"].zone)
