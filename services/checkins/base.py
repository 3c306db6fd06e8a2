"""What every entrypoint of the check-ins service has at hand."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from nameko.dependency_providers import Config

from services.checkins.attendance.rules import Rules
from services.checkins.plans.desk import Desk
from services.checkins.settings import CheckinsSettings
from services.checkins.store import MongoStore
from services.checkins.views import CheckInViews
from shared.messaging.access import Asking
from shared.messaging.mongo import Views
from shared.messaging.work import UnitOfWork


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

    @property
    def _attendance_rules(self) -> Rules:
        settings: CheckinsSettings = self.config["settings"]
        return settings.attendance_rules

    @property
    def _day_begins(self) -> timedelta:
        return timedelta(hours=self.config["settings"].own_day_begins)
