"""What time it is, for handlers: tests say it themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Moment:
    zone: str
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def today(self) -> date:
        """The day in the zone."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()
