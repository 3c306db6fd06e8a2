"""What decisions depend on besides the incident itself: clocks, zone, the time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from services.incidents.clocks import Clocks, Deadline
from shared.events.incidents import Category


def utc_now() -> datetime:
    # MongoDB keeps milliseconds; what an event tells must be what is stored.
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


@dataclass(frozen=True)
class Policy:
    clocks: Clocks
    zone: ZoneInfo
    late_after: timedelta
    now: Callable[[], datetime] = utc_now

    def deadline(self, category: Category, severity: int, start: datetime) -> Deadline:
        return self.clocks.deadline(category, severity, start, self.zone)

    def repeat(self, category: Category, severity: int, start: datetime) -> Deadline:
        return self.clocks.repeat(category, severity, start, self.zone)

    @property
    def repeats(self) -> int:
        return self.clocks.unanswered.repeats
