"""Which days are worked, by the State Council's holiday notices (chinesecalendar, with its days made up for)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

import chinese_calendar

_SATURDAY = 5


@dataclass(frozen=True)
class Day:
    working: bool
    #: False when the year's notice is not known yet: then the weekday decides.
    announced: bool


class Calendar(Protocol):
    def day(self, day: date) -> Day: ...


class ChineseCalendar:
    """The announced days; beyond the last announced year, provisional ones."""

    def day(self, day: date) -> Day:
        try:
            return Day(chinese_calendar.is_workday(day), True)
        except NotImplementedError:
            return Day(day.weekday() < _SATURDAY, False)


@dataclass(frozen=True)
class Moved:
    """Where a day came to be. ``day`` is None where it is left out; provisional when a day that decided it is not
    announced."""

    day: date | None
    provisional: bool


def moved(day: date, mover: str, calendar: Calendar) -> Moved:
    """``day`` itself, or where ``mover`` (see ``shared.events.plans.Mover``) puts it when it is no working day."""
    if mover == "as-is":
        return Moved(day, False)
    known = calendar.day(day)
    if known.working:
        return Moved(day, not known.announced)
    if mover == "skip":
        return Moved(None, not known.announced)
    step = timedelta(days=1 if mover == "next-working-day" else -1)
    provisional = not known.announced
    while not known.working:
        day += step
        known = calendar.day(day)
        provisional = provisional or not known.announced
    return Moved(day, provisional)
