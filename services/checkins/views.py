"""Read queries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pymongo.database import Database

from services.checkins.model import standing
from services.checkins.repository import MongoCheckIns, occurrence_of

#: How far ahead a member sees tasks that are not open yet.
AHEAD = timedelta(days=3)


class CheckInViews:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._db = database

    def open_tasks(self, member_id: str, now: datetime | None = None) -> list[dict[str, Any]]:
        """The member's tasks that are open or open soon, the first to close first.

        ``{"occurrence_id", "title", "kind", "opens_at", "closes_at", "credit_minutes", "state"}``; times ISO 8601 UTC;
        state is open, upcoming or done.
        """
        moment = now or datetime.now(UTC)
        member = self._db.members.find_one({"_id": member_id})
        if member is None:
            return []
        found = self._db.occurrences.find(
            {
                "unit_path": {"$in": _ancestors(member["unit_path"])},
                "closes_at": {"$gt": moment},
                "opens_at": {"$lt": moment + AHEAD},
            }
        ).sort("closes_at")
        tasks = [occurrence_of(document) for document in found]
        done = MongoCheckIns(self._db, None).check_ins({(task.occurrence_id, member_id) for task in tasks})
        return [
            {
                "occurrence_id": task.occurrence_id,
                "title": task.title,
                "kind": task.kind,
                "opens_at": task.opens_at.isoformat(),
                "closes_at": task.closes_at.isoformat(),
                "credit_minutes": task.credit_minutes,
                "state": "done"
                if (task.occurrence_id, member_id) in done
                else "open"
                if task.opens_at <= moment
                else "upcoming",
            }
            for task in tasks
        ]

    def standing(self, member_id: str, zone: ZoneInfo, now: datetime | None = None) -> dict[str, int]:
        """``{"streak_days", "month_checkins", "month_minutes"}`` as of today in the zone."""
        today = (now or datetime.now(UTC)).astimezone(zone).date()
        entries = MongoCheckIns(self._db, None).entries({member_id: today})[member_id]
        return dict(vars(standing(entries, today)))


def _ancestors(path: str) -> list[str]:
    parts = path.split("/")[1:]
    return ["/" + "/".join(parts[: index + 1]) for index in range(len(parts))]
