"""Who is expected on a day, from what ``member.registered`` tells; the same in every service that keeps a copy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from shared.events.directory import LeaveOfAbsence, MemberStatus


def is_away(status: MemberStatus, leaves: Iterable[LeaveOfAbsence], day: date) -> bool:
    """Whether nothing is expected of the member on a day of the unit's zone: retired, left, not to be reached, or on
    leave."""
    return status != "active" or any(leave.first_day <= day <= leave.last_day for leave in leaves)


def absence(status: MemberStatus, leaves: Iterable[LeaveOfAbsence]) -> dict[str, Any]:
    """What a copy of a member keeps for ``absence_of`` to read; dates as ISO 8601, so that they can be compared in
    the database."""
    return {"status": status, "leaves": [leave.model_dump(mode="json") for leave in leaves]}


def absence_of(copy: Mapping[str, Any]) -> tuple[MemberStatus, tuple[LeaveOfAbsence, ...]]:
    """Also of a copy that was made before there was leave."""
    leaves = tuple(LeaveOfAbsence.model_validate(leave) for leave in copy.get("leaves", ()))
    return copy.get("status", "active"), leaves
