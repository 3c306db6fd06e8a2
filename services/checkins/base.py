"""What every entrypoint of the check-ins service has at hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from nameko.dependency_providers import Config

from services.checkins.attendance.rules import Rules
from services.checkins.plans.desk import Desk
from services.checkins.settings import CheckinsSettings
from services.checkins.store import MongoStore
from services.checkins.views import CheckInViews
from shared.access.consultation import nothing_to_decide
from shared.access.policy import Action
from shared.events import Message, Payload, compose
from shared.messaging.access import Asking
from shared.messaging.mongo import Views
from shared.messaging.work import UnitOfWork

_SOURCE = "/zhixing/checkins"

M = TypeVar("M", bound=Payload)


class Base:
    config = Config()
    work = UnitOfWork(MongoStore)
    views = Views(CheckInViews)
    asker = Asking()

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.config["settings"].zone)

    @property
    def _desk(self) -> Desk:
        settings: CheckinsSettings = self.config["settings"]
        return Desk(self._zone, timedelta(days=settings.plan_ahead_days))

    def _require(self, action: Action, path: str | None) -> None:
        """Raises Forbidden. What is not there is found nowhere, and nobody is refused it."""
        if path is None:
            nothing_to_decide()
        else:
            self.asker.require(action, path)

    def _signed(self, command: Message[M]) -> Message[M]:
        """The command in the name of whoever signed it, whomever it names as ``actor_id``."""
        return replace(command, data=command.data.model_copy(update={"actor_id": self.asker.actor.id}))

    def _compose(self, data: M) -> Message[M]:
        """What is asked by RPC, as the command that it is by message."""
        return compose(data, source=_SOURCE)

    @property
    def _attendance_rules(self) -> Rules:
        settings: CheckinsSettings = self.config["settings"]
        return settings.attendance_rules

    @property
    def _day_begins(self) -> timedelta:
        return timedelta(hours=self.config["settings"].own_day_begins)
