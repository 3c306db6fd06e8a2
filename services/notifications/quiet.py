"""Times of the day as they are kept and written."""

from __future__ import annotations

from datetime import time


def clock(minutes: int) -> time:
    """A time of the day from minutes after midnight."""
    return time(minutes // 60, minutes % 60)


def parse(text: str) -> tuple[time, time]:
    """``21:30-07:30``. Raises ValueError."""
    starts, _, ends = text.partition("-")
    return time.fromisoformat(starts), time.fromisoformat(ends)
