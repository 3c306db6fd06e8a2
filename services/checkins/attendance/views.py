"""What is asked about a meeting: who is on its list, and what became of each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pymongo.database import Database

from services.checkins.model import Occurrence
from services.checkins.plans.repository import MongoPlans
from services.checkins.repository import MongoCheckIns
from shared.access.policy import is_within
from shared.away import absence_of, is_away
from shared.paths import at_or_below, below

#: More meetings than these are not offered.
MOST = 20


class AttendanceViews:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._db = database

    def task(self, occurrence_id: str) -> Occurrence | None:
        return MongoCheckIns(self._db, None).occurrences({occurrence_id}).get(occurrence_id)

    def paths(self, member_ids: list[str]) -> list[str]:
        """Where they are, of those who are known."""
        return list(MongoCheckIns(self._db, None).member_paths(member_ids).values())

    def callable(self, scopes: list[str], now: datetime, within: timedelta) -> list[dict[str, Any]]:
        """The tasks of the scopes or below whose roll can be called now, the latest first: ``{"occurrence_id", "title",
        "kind", "unit_path", "opens_at", "closes_at", "evidence"}``."""
        if not scopes:
            return []
        query = {**at_or_below("unit_path", *scopes), "opens_at": {"$lte": now}, "closes_at": {"$gt": now - within}}
        found = self._db.occurrences.find(query, {"_id": 1}).sort([("opens_at", -1), ("_id", 1)]).limit(MOST)
        ids = [row["_id"] for row in found]
        tasks = MongoCheckIns(self._db, None).occurrences(ids)
        return [_line(tasks[key]) for key in ids]

    def roll(self, task: Occurrence, scopes: list[str]) -> list[dict[str, Any]]:
        """Who is on the list of a task in the scopes, by path and id: ``{"member_id", "unit_path", "state", "how",
        "late", "version", "absent"}``; state is done, taken-back, excused or missing; ``absent`` is the reason that was
        given, if one was."""
        people = MongoPlans(self._db, None).people_after(task.unit_path, None, 2000)
        if task.plan is not None:
            rows = self._db.expected.find(below("_id", task.occurrence_id), {"member_id": 1})
            asked = list(dict.fromkeys([each.member_id for each in people] + [row["member_id"] for row in rows]))
            found = MongoPlans(self._db, None).listed([task], asked)
            listed = {key: (listing.unit_path, listing.excused) for (_, key), listing in found.items()}
        else:
            copies = self._db.members.find(at_or_below("unit_path", task.unit_path))
            day = task.opens_at.date()
            listed = {row["_id"]: (row["unit_path"], is_away(*absence_of(row), day)) for row in copies}
        listed = {key: each for key, each in listed.items() if any(is_within(each[0], scope) for scope in scopes)}
        done = MongoCheckIns(self._db, None).check_ins({(task.occurrence_id, key) for key in listed})
        reasons = {
            row["member_id"]: row["reason"]
            for row in self._db.absences.find({"_id": {"$in": [f"{task.occurrence_id}/{key}" for key in listed]}})
        }
        told = []
        for member_id, (path, excused) in sorted(listed.items(), key=lambda each: (each[1][0], each[0])):
            check_in = done.get((task.occurrence_id, member_id))
            state = "excused" if excused else "missing"
            if check_in is not None:
                state = "done" if check_in.counts else "taken-back"
            told.append(
                {
                    "member_id": member_id,
                    "unit_path": path,
                    "state": state,
                    "how": check_in.how if check_in else None,
                    "late": check_in.late if check_in else False,
                    "version": check_in.version if check_in else 0,
                    "absent": reasons.get(member_id),
                }
            )
        return told


def _line(task: Occurrence) -> dict[str, Any]:
    return {
        "occurrence_id": task.occurrence_id,
        "title": task.title,
        "kind": task.kind,
        "unit_path": task.unit_path,
        "opens_at": task.opens_at.isoformat(),
        "closes_at": task.closes_at.isoformat(),
        "evidence": task.plan.evidence if task.plan else "none",
    }
