"""Entrypoints about responsibility chains."""

from __future__ import annotations

from typing import Any

from nameko.rpc import rpc

from services.directory.base import Base
from services.directory.duties import handlers
from services.directory.duties.views import DutyViews
from shared.events import Message
from shared.events.units import SetDuties
from shared.messaging.entrypoints import on_command
from shared.messaging.mongo import Views


class DutyEntrypoints(Base):
    duty_views = Views(DutyViews)

    @on_command(SetDuties, queue="directory.set-duties")
    def set_duties(self, command: Message[SetDuties]) -> None:
        self.work.once(command, handlers.set_duties)

    @rpc
    def duties(self, unit_id: str) -> list[dict[str, Any]]:
        return self.duty_views.duties(unit_id)  # type: ignore[no-any-return]
