"""What decisions about plans depend on besides the plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.checkins.plans.calendar import Calendar, ChineseCalendar

#: Plans are looked at anew each day at this hour of the unit's zone, when nobody waits for anything.
_NIGHT = time(3)


def utc_now() -> datetime:
    # MongoDB keeps milliseconds; what an event tells must be what is stored.
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


@dataclass(frozen=True)
class Desk:
    zone: ZoneInfo
    #: So far ahead occurrences are made.
    ahead: timedelta
    calendar: Calendar = ChineseCalendar()  # noqa: RUF009 - it holds nothing
    now: Callable[[], datetime] = utc_now

    def today(self) -> date:
        return self.now().astimezone(self.zone).date()

    def next_night(self) -> datetime:
        """The next time to look at plans anew, in UTC."""
        tonight = datetime.combine(self.today(), _NIGHT, self.zone)
        late = tonight <= self.now()
        return (tonight + timedelta(days=1) if late else tonight).astimezone(UTC)
