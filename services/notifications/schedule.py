"""When those who are missing are reminded of a task.

- ``lead`` before it closes; a task that is open for less than twice that, at half of its time.
- Where that is quiet by the default quiet hours: ``MARGIN`` before they begin, if the task is open by then; else when
  they end, if ``NOTICE`` is left until it closes; else not at all (``quiet-hours``).
- A task that is open for less than ``SHORTEST`` is not reminded of (``too-short``).

A member's own quiet hours are looked at when the reminder is due.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from services.notifications.model import QuietHours

SHORTEST = timedelta(minutes=30)
MARGIN = timedelta(minutes=10)
NOTICE = timedelta(minutes=15)

NoReminder = Literal["too-short", "quiet-hours"]


@dataclass(frozen=True)
class Never:
    reason: NoReminder


def reminder_time(opens_at: datetime, closes_at: datetime, quiet: QuietHours, lead: timedelta) -> datetime | Never:
    """In UTC."""
    if closes_at - opens_at < SHORTEST:
        return Never("too-short")
    wanted = max(closes_at - lead, opens_at + (closes_at - opens_at) / 2).astimezone(UTC)
    before = quiet.last_decent(wanted, MARGIN)
    if before is not None and before >= opens_at:
        return before
    return later(wanted, closes_at, quiet) or Never("quiet-hours")


def later(moment: datetime, closes_at: datetime, quiet: QuietHours) -> datetime | None:
    """The next decent moment, if one comes with ``NOTICE`` left."""
    after = quiet.next_decent(moment)
    return after if after <= closes_at - NOTICE else None
