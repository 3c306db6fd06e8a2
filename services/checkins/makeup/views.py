"""What is asked about make-ups. Times are ISO 8601 in UTC."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pymongo.database import Database

from services.checkins.figures.model import ancestors
from services.checkins.makeup.limits import limits_at, nearest
from services.checkins.makeup.model import Limits, MakeUp
from services.checkins.makeup.repository import MongoMakeUps, make_up_of
from services.checkins.plans.documents import occurrence_of
from services.checkins.plans.repository import MongoPlans
from services.checkins.repository import MongoCheckIns
from shared.events.policies import MOST_MAKE_UP_DAYS, MakeUpRule
from shared.paths import at_or_above, at_or_below

#: More are not listed at once.
MOST = 50


class MakeUpViews:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._db = database

    def unit_path(self, make_up_id: str) -> str | None:
        found = self._db.make_ups.find_one({"_id": make_up_id}, {"unit_path": 1})
        return found["unit_path"] if found else None

    def path_of(self, unit_id: str) -> str | None:
        return MongoPlans(self._db, None).path_of(unit_id)

    def waiting(self, scopes: list[str], now: datetime, apart_from: str) -> list[dict[str, Any]]:
        """Requests in the scopes that can be decided, the first to expire first: ``{"make_up_id", "member_id",
        "occurrence_id", "task_title", "reason", "asked_at", "expires_at", "state"}``."""
        if not scopes:
            return []
        query = {"state": "requested", **at_or_below("unit_path", *scopes), "expires_at": {"$gt": now}}
        found = self._db.make_ups.find({**query, "member_id": {"$ne": apart_from}}).sort("expires_at").limit(MOST)
        return [_shown(make_up_of(row)) for row in found]

    def missed(self, member_id: str, now: datetime, otherwise: MakeUpRule) -> list[dict[str, Any]]:
        """The member's tasks that are over, without a check-in, and can still be made up, the latest first:
        ``{"occurrence_id", "title", "closed_at", "until", "requested"}``. ``otherwise`` holds where no
        unit has set a rule."""
        person = self._db.members.find_one({"_id": member_id})
        if person is None:
            return []
        # The longest grace reaches back so far.
        since = now - timedelta(days=MOST_MAKE_UP_DAYS + 31)
        query = {"unit_path": {"$in": at_or_above(person["unit_path"])}, "closes_at": {"$lte": now, "$gt": since}}
        tasks = [occurrence_of(row) for row in self._db.occurrences.find(query).sort([("closes_at", -1), ("_id", 1)])]
        tasks = [task for task in tasks if task.taken_until <= now]
        listed = MongoPlans(self._db, None).listed(tasks, [member_id])
        paths: dict[str, str] = {}
        for task in tasks:
            own = listed.get((task.occurrence_id, member_id))
            if task.plan is None or (own is not None and not own.excused):
                paths[task.occurrence_id] = own.unit_path if own else person["unit_path"]
        rules = MongoMakeUps(self._db, None)
        within = {path: limits_at(path, rules, otherwise).ask_within for path in set(paths.values())}
        until = {
            task.occurrence_id: task.taken_until + within[paths[task.occurrence_id]]
            for task in tasks
            if task.occurrence_id in paths
        }
        tasks = [task for task in tasks if task.occurrence_id in until and now < until[task.occurrence_id]]
        done = MongoCheckIns(self._db, None).check_ins({(task.occurrence_id, member_id) for task in tasks})
        asked = {row["occurrence_id"] for row in self._db.make_ups.find({"member_id": member_id, "state": "requested"})}
        return [
            {
                "occurrence_id": task.occurrence_id,
                "title": task.title,
                "closed_at": task.taken_until.isoformat(),
                "until": until[task.occurrence_id].isoformat(),
                "requested": task.occurrence_id in asked,
            }
            for task in tasks
            if (task.occurrence_id, member_id) not in done
        ][:MOST]

    def rules(self, unit_path: str, otherwise: MakeUpRule) -> dict[str, Any]:
        """``{"holds": {"unit_id", "kind", "rule"}, "above": {...}, "set": [{"unit_id", "unit_path", "kind", "rule",
        "version", "changed_by"}]}``: what holds at a unit, by whose rule (None: the settings), and what would without a
        rule of its own; and what was set there, above and below, a rule that was taken back as None. The highest units
        first."""
        below = self._db.plan_units.find(at_or_below("path", unit_path), {"path": 1})
        paths = {row["_id"]: row["path"] for row in below}
        paths |= dict(zip(ancestors(unit_path), at_or_above(unit_path), strict=True))
        found = MongoMakeUps(self._db, None).make_up_rules(paths)
        units = ancestors(unit_path)
        setters = self._db.plan_units.find({"_id": {"$in": [kept.unit_id for kept in found]}}, {"kind": 1})
        kinds = {row["_id"]: row["kind"] for row in setters}

        def told(limits: Limits) -> dict[str, Any]:
            kind = kinds.get(limits.unit_id) if limits.unit_id else None
            return {"unit_id": limits.unit_id, "kind": kind, "rule": limits.rule.model_dump()}

        return {
            "holds": told(nearest(units, found, otherwise)),
            "above": told(nearest(units[:-1], found, otherwise)),
            "set": [
                {
                    **vars(kept),
                    "unit_path": paths[kept.unit_id],
                    "kind": kinds.get(kept.unit_id),
                    "rule": kept.rule.model_dump() if kept.rule else None,
                }
                for kept in sorted(found, key=lambda kept: paths[kept.unit_id])
            ],
        }


def _shown(make_up: MakeUp) -> dict[str, Any]:
    return {
        "make_up_id": make_up.make_up_id,
        "member_id": make_up.member_id,
        "occurrence_id": make_up.occurrence_id,
        "task_title": make_up.task_title,
        "reason": make_up.reason,
        "asked_at": make_up.asked_at.isoformat(),
        "expires_at": make_up.expires_at.isoformat(),
        "state": make_up.state,
    }
