"""Quiet hours: when nobody is disturbed who did not ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class QuietHours:
    """From ``starts`` (included) to ``ends`` (not included) of the day in a zone, over midnight where ``starts`` is the
    later one. Equal: never quiet. Moments that are asked about are aware; those that are answered are in UTC."""

    starts: time
    ends: time
    zone: str

    def hold(self, moment: datetime) -> bool:
        local = moment.astimezone(ZoneInfo(self.zone)).time()
        if self.starts <= self.ends:
            return self.starts <= local < self.ends
        return local >= self.starts or local < self.ends

    def next_decent(self, moment: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours it lies in."""
        if not self.hold(moment):
            return moment.astimezone(UTC)
        return min(end for end in self._around(self.ends, moment) if end > moment and not self.hold(end))

    def last_decent(self, moment: datetime, margin: timedelta) -> datetime | None:
        """The moment itself, or ``margin`` before the quiet hours it lies in; None when it is quiet then too."""
        if not self.hold(moment):
            return moment.astimezone(UTC)
        before = max(start for start in self._around(self.starts, moment) if start <= moment) - margin
        return None if self.hold(before) else before

    def next_quiet(self, moment: datetime) -> datetime | None:
        """When quiet hours begin after this moment; None when there are none."""
        if self.starts == self.ends:
            return None
        return min(start for start in self._around(self.starts, moment) if start > moment)

    def _around(self, clock: time, moment: datetime) -> Iterator[datetime]:
        zone = ZoneInfo(self.zone)
        today = moment.astimezone(zone).date()
        for days in (-1, 0, 1, 2):
            # Where clocks are set back, an hour of the day comes twice.
            for fold in (0, 1):
                local = datetime.combine(today + timedelta(days=days), clock.replace(fold=fold), tzinfo=zone)
                yield local.astimezone(UTC)


def clock(minutes: int) -> time:
    """A time of the day from minutes after midnight."""
    return time(minutes // 60, minutes % 60)


def parse(text: str) -> tuple[time, time]:
    """``21:30-07:30``. Raises ValueError."""
    starts, _, ends = text.partition("-")
    return time.fromisoformat(starts), time.fromisoformat(ends)
