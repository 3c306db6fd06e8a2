"""Entrypoints about units."""

from __future__ import annotations

from typing import Any

from services.directory.base import Base
from services.directory.units import handlers
from shared.access.permission import At
from shared.events import Message
from shared.events.directory import RegisterUnit
from shared.messaging.access import ask
from shared.messaging.entrypoints import on_command


class UnitEntrypoints(Base):
    @on_command(RegisterUnit, queue="directory.register-unit", permission=At("change-tree"))
    def register_unit(self, command: Message[RegisterUnit]) -> None:
        self.places.registering_unit(command.data, self.asker)
        self.work.once(command, handlers.register_unit)

    @ask(permission=At("see-figures"))
    def units(self, unit_path: str) -> list[dict[str, Any]]:
        """Raises Forbidden."""
        self.asker.require("see-figures", unit_path)
        return self.views.units(unit_path)  # type: ignore[no-any-return]
