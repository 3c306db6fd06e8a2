"""Read queries about leave."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

from services.directory.leave.model import Leave
from services.directory.leave.repository import leave_of


class LeaveViews:
    _db: Database[dict[str, Any]]

    def leaves_of(self, member_id: str) -> list[dict[str, Any]]:
        """The latest first: ``{"leave_id", "member_id", "name", "first_day", "last_day", "reason", "state",
        "cut_short", "asked_by", "asked_at", "decided_by", "decided_at"}``; days and moments are ISO 8601."""
        found = self._db.leaves.find({"member_id": member_id}).sort([("first_day", -1), ("_id", 1)])
        return self._shown_leaves([leave_of(row) for row in found])

    def _shown_leaves(self, leaves: list[Leave]) -> list[dict[str, Any]]:
        member_ids = sorted({each.member_id for each in leaves})
        names = {row["_id"]: row["name"] for row in self._db.members.find({"_id": {"$in": member_ids}}, {"name": 1})}
        return [
            {
                "leave_id": each.leave_id,
                "member_id": each.member_id,
                "name": names.get(each.member_id, each.member_id),
                "first_day": each.first_day.isoformat(),
                "last_day": each.last_day.isoformat(),
                "reason": each.reason,
                "state": each.state,
                "cut_short": each.cut_short,
                "asked_by": each.asked_by,
                "asked_at": each.asked_at.isoformat(),
                "decided_by": each.decided_by,
                "decided_at": each.decided_at.isoformat() if each.decided_at else None,
            }
            for each in leaves
        ]
