"""What a member is marked with at a session."""

from __future__ import annotations

from typing import Literal

from services.checkins.figures.model import Fact

#: ``open``: they are expected, and may still come.
Mark = Literal["on-time", "late", "made-up", "excused", "missing", "open"]

_PRESENT: dict[str, Mark] = {"made_up": "made-up", "late": "late", "on_time": "on-time"}


def mark_of(fact: Fact, over: bool) -> Mark | None:
    """None where nothing is counted. ``over``: nobody can check in any more."""
    counts = fact.counts()
    present = next((mark for way, mark in _PRESENT.items() if way in counts), None)
    if present is not None:
        return present
    if "excused" in counts:
        return "excused"
    if "expected" in counts:
        return "missing" if over else "open"
    return None
