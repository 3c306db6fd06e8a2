"""Entrypoints about units."""

from __future__ import annotations

from typing import Any

from nameko.rpc import rpc

from services.directory.base import Base
from services.directory.units import handlers
from shared.events import Message
from shared.events.directory import RegisterUnit
from shared.messaging.entrypoints import on_command


class UnitEntrypoints(Base):
    @on_command(RegisterUnit, queue="directory.register-unit")
    def register_unit(self, command: Message[RegisterUnit]) -> None:
        self.work.once(command, handlers.register_unit)

    @rpc
    def units(self, unit_path: str) -> list[dict[str, Any]]:
        return self.views.units(unit_path)  # type: ignore[no-any-return]
