"""Figures as the RPCs answer them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.checkins.figures.model import Figures
from services.checkins.figures.ports import Adjustment
from services.checkins.figures.windows import Window


def told(window: Window, figures: Figures) -> dict[str, Any]:
    """``{"window", "first", "last", "sessions", "expected", "done", "on_time", "late", "made_up", "excused", "minutes",
    "participation", "kinds", "subjects"}``; days ISO 8601, minutes of credit, participation 0 to 1 or None; kinds and
    subjects hold the sums of each, those that are not 0."""
    days = {"first": window.first.isoformat(), "last": window.last.isoformat()}
    return {"window": window.key, **days, **figures.document()}


def adjusted(
    figures: Figures, before: Figures | None, adjustments: Sequence[Adjustment], *, closed: bool, named: bool
) -> dict[str, Any]:
    """``{"closed", "at_close", "adjustments": [{"month", "at", "reason", "occurrence_id", "member_id", "counts"}]}``:
    whether the window is closed, what its sums were when its months were (None while it is open), and what was changed
    since; whose it was is None unless they may be ``named``."""
    rows = [
        {
            "month": each.month,
            "at": each.at.isoformat(),
            "reason": each.reason,
            "occurrence_id": each.occurrence_id,
            "member_id": each.member_id if named else None,
            "counts": dict(each.counts),
        }
        for each in adjustments
    ]
    return {"closed": closed, "at_close": (before or figures).document() if closed else None, "adjustments": rows}
