"""Where a unit, a member or a task was at a moment: what moves stays where it was in the figures of before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

Copy = Mapping[str, Any]


def path_at(copy: Copy, moment: datetime, field: str = "unit_path") -> str:
    """``past`` of a copy holds the paths of before, the oldest first: ``{"path", "until"}``."""
    past: Sequence[Copy] = copy.get("past", ())
    return str(next((each["path"] for each in past if each["until"] > moment), copy[field]))


def moved(copy: Copy, path: str, moment: datetime, field: str = "unit_path") -> dict[str, Any]:
    """What the copy keeps of its past when it comes to a path at a moment; nothing before it ever moved."""
    past = [*copy.get("past", ())]
    if copy[field] != path:
        past.append({"path": copy[field], "until": moment})
    return {"past": past} if past else {}
