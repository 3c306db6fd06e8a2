"""Minutes of the working day, on the calendar of the State Council's holiday notices (chinesecalendar)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar

_SATURDAY = 5


@dataclass(frozen=True)
class Day:
    working: bool
    #: False when the year's notice is not known yet: then the weekday decides.
    announced: bool


def day_of(day: date) -> Day:
    try:
        return Day(chinese_calendar.is_workday(day), True)
    except NotImplementedError:
        return Day(day.weekday() < _SATURDAY, False)


@dataclass(frozen=True)
class WorkingHours:
    begins: time
    ends: time
    zone: ZoneInfo

    def after(self, start: datetime, minutes: float) -> tuple[datetime, bool]:
        """The moment (UTC) at which so many working minutes have passed since ``start``, and whether it is
        provisional because it rests on a day of a year that is not announced."""
        left = timedelta(minutes=minutes)
        day = start.astimezone(self.zone).date()
        provisional = False
        while True:
            known = day_of(day)
            provisional = provisional or not known.announced
            if known.working:
                begin = max(start.astimezone(UTC), self._moment(day, self.begins))
                room = self._moment(day, self.ends) - begin
                if left <= room:
                    return begin + left, provisional
                left -= max(room, timedelta())
            day += timedelta(days=1)

    def _moment(self, day: date, at: time) -> datetime:
        # In UTC, because local times of one zone subtract as if the clocks never changed.
        return datetime.combine(day, at, self.zone).astimezone(UTC)
