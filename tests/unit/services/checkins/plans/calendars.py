"""Calendars that know what a test lets them know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.checkins.plans.calendar import ChineseCalendar, Day


@dataclass(frozen=True)
class KnownUntil:
    """As on a day on which this was the last announced year."""

    year: int

    def day(self, day: date) -> Day:
        return ChineseCalendar().day(day) if day.year <= self.year else Day(day.weekday() < 5, False)
