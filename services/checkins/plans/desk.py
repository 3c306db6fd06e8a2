"""What decisions about plans depend on besides the plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.checkins.plans.calendar import Calendar, ChineseCalendar

#: Plans are looked at anew each day at this hour of the unit's zone: what moves then is told to members.
_MORNING = time(8, 30)


def milliseconds(moment: datetime) -> datetime:
    # MongoDB keeps milliseconds; what an event tells, and tells again, must be what is stored.
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def utc_now() -> datetime:
    return milliseconds(datetime.now(UTC))


@dataclass(frozen=True)
class Desk:
    zone: ZoneInfo
    #: So far ahead occurrences are made.
    ahead: timedelta
    calendar: Calendar = ChineseCalendar()  # noqa: RUF009 - it holds nothing
    now: Callable[[], datetime] = utc_now

    def today(self) -> date:
        return self.now().astimezone(self.zone).date()

    def next_look(self) -> datetime:
        """The next time to look at plans anew, in UTC."""
        morning = datetime.combine(self.today(), _MORNING, self.zone)
        over = morning <= self.now()
        return (morning + timedelta(days=1) if over else morning).astimezone(UTC)
