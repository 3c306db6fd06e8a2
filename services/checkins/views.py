"""Read queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pymongo.database import Database

from services.checkins.figures.repository import MongoFigures
from services.checkins.figures.standing import standings
from services.checkins.model import Occurrence, UnknownUnit, own_day
from services.checkins.plans.documents import occurrence_of
from services.checkins.plans.expected import Listing
from services.checkins.plans.repository import MongoPlans
from services.checkins.repository import COUNTS, MongoCheckIns, check_in_id, key_of
from services.checkins.then import path_at
from shared.access.policy import is_within
from shared.away import absence_of, is_away
from shared.paths import at_or_above, at_or_below, below

#: How far ahead a member sees tasks that are not open yet.
AHEAD = timedelta(days=3)
#: Up to so many members are named in a query for check-ins; of more it asks for everybody's.
_NAMED = 100


class CheckInViews:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._db = database

    def unit_path(self, unit_id: str) -> str:
        """Raises UnknownUnit."""
        path = MongoCheckIns(self._db, None).unit_path(unit_id)
        if path is None:
            raise UnknownUnit(unit_id)
        return path

    def member_path(self, member_id: str) -> str | None:
        """None for a member who is not known here."""
        found = self._db.members.find_one({"_id": member_id}, {"unit_path": 1})
        return found["unit_path"] if found else None

    def open_tasks(self, member_id: str, now: datetime | None = None) -> list[dict[str, Any]]:
        """The member's tasks that are open or open soon, the first to close first.

        ``{"occurrence_id", "title", "kind", "opens_at", "closes_at", "credit_minutes", "state", "late", "evidence",
        "least", "questions"}``; times ISO 8601 UTC; state is open, upcoming or done; late is whether a check-in now
        would be; questions, of a quiz, without their right answers. Of planned tasks, those on whose list the member
        is.
        """
        moment = now or datetime.now(UTC)
        member = self._db.members.find_one({"_id": member_id})
        if member is None:
            return []
        found = self._db.occurrences.find(
            {
                "unit_path": {"$in": at_or_above(member["unit_path"])},
                "$or": [{"closes_at": {"$gt": moment}}, {"taken_until": {"$gt": moment}}],
                "opens_at": {"$lt": moment + AHEAD},
            }
        ).sort("closes_at")
        tasks = [occurrence_of(document) for document in found]
        listed = MongoPlans(self._db, None).listed(tasks, [member_id])
        tasks = [task for task in tasks if task.plan is None or (task.occurrence_id, member_id) in listed]
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
                "late": task.is_late(moment),
                **evidence_asked(task),
            }
            for task in tasks
        ]

    def standing(
        self, member_id: str, zone: ZoneInfo, day_begins: timedelta = timedelta(), now: datetime | None = None
    ) -> dict[str, int]:
        """``{"streak_days", "month_checkins", "month_minutes"}`` as of the member's own today."""
        today = own_day(now or datetime.now(UTC), self._zone_of(member_id) or zone, day_begins)
        figures = MongoFigures(self._db, None)
        known = figures.member_years([(member_id, today.year)])
        found = standings([(member_id, today)], known, figures.leaves([member_id]), figures.member_years)
        return dict(vars(found[member_id, today]))

    def _zone_of(self, member_id: str) -> str | None:
        found = self._db.members.find_one({"_id": member_id}, {"zone": 1})
        return found.get("zone") if found else None

    def participation(self, unit_path: str, day: date, zone: ZoneInfo) -> list[dict[str, Any]]:
        """How far the units directly below ``unit_path`` are with what the day asks of them, by path.

        ``{"unit_id", "unit_path", "expected", "done", "missing": [member_id], "missing_count"}``. The day asks for
        every task that is open at some time between its midnights in the zone (``opens_at`` before the one that ends
        it, ``closes_at`` after the one that begins it), on whichever level it was set. ``expected`` counts a member
        once for each such
        task; ``done`` those of them that are checked in by now, on whichever day that was; ``missing`` are the members
        who lack at least one, each once. Nothing is expected of who is away on the day (on leave, retired, left, not to
        be reached); what they checked in nevertheless counts on both sides. Members are counted where they were when
        the day ended, or are now, with the unit directly below which that is. A closed unit has a line where something
        was expected in it. Those who are in ``unit_path`` itself make a line of its own, which comes first; so does a
        unit with nothing below it. Nothing is found for a path that is not known. The path may be the present
        one of a unit that was elsewhere then; the lines have the paths of then.
        """
        begins, ends = (datetime.combine(each, time.min, zone) for each in (day, day + timedelta(days=1)))
        over = ends <= datetime.now(UTC)
        if over and (scope := self._db.units.find_one({"path": unit_path})):
            unit_path = path_at(scope, ends, "path")

        def within(field: str) -> dict[str, Any]:
            now = at_or_below(field, unit_path)
            return {"$or": [*now["$or"], *at_or_below("past.path", unit_path)["$or"]]} if over else now

        def then(copy: Mapping[str, Any], field: str) -> str:
            return path_at(copy, ends, field) if over else str(copy[field])

        rows: dict[str, Any] = {}
        closed: set[str] = set()
        for unit in sorted(self._db.units.find(within("path")), key=lambda unit: then(unit, "path")):
            path = then(unit, "path")
            if _directly_below(unit_path, path) == path and is_within(path, unit_path):
                rows[path] = {"unit_id": unit["_id"], "unit_path": path, "expected": 0, "done": 0, "missing": []}
                closed |= {path} if unit.get("closed") else set()
        members: dict[str, str] = {}
        away: set[str] = set()
        for member in self._db.members.find(within("unit_path")).sort("_id"):
            path = then(member, "unit_path")
            if not is_within(path, unit_path):
                continue
            members[member["_id"]] = path
            if is_away(*absence_of(member), day):
                away.add(member["_id"])
        above = [{"unit_path": {"$in": at_or_above(unit_path)}}]
        if over:
            above.append({"past.path": {"$in": at_or_above(unit_path)}})
        tasks = [
            occurrence_of({**document, "unit_path": then(document, "unit_path")})
            for document in self._db.occurrences.find(
                {
                    "$or": [*above, *within("unit_path")["$or"]],
                    "closes_at": {"$gt": begins},
                    "opens_at": {"$lt": ends},
                }
            )
        ]
        listed = MongoPlans(self._db, None).listed(tasks, list(members))
        expected = {
            member_id: [task.occurrence_id for task in tasks if _is_expected(task, member_id, path, listed)]
            for member_id, path in members.items()
        }
        done = self._checked_in([task.occurrence_id for task in tasks], list(members))
        for member_id, ids in expected.items():
            row = rows.get(_directly_below(unit_path, members[member_id]))
            if row is None:
                # Its unit is not in this service's copy yet.
                continue
            kept = sum((task_id, member_id) in done for task_id in ids)
            asked = kept if member_id in away else len(ids)
            row["expected"] += asked
            row["done"] += kept
            if kept < asked:
                row["missing"].append(member_id)
        shown = {path: row for path, row in rows.items() if path not in closed or row["expected"]}
        return _without_empty_own(shown, unit_path, members.values())

    def _checked_in(self, task_ids: list[str], member_ids: list[str]) -> set[tuple[str, str]]:
        """The (occurrence, member) that are checked in; where there are many members, others' among them."""
        keys: list[dict[str, Any]]
        if len(member_ids) <= _NAMED:
            keys = [{"_id": {"$in": [check_in_id(task_id, each) for task_id in task_ids for each in member_ids]}}]
        else:
            keys = [below("_id", task_id) for task_id in task_ids]
        return {key_of(row["_id"]) for key in keys for row in self._db.check_ins.find({**key, **COUNTS}, {"_id": 1})}


def evidence_asked(task: Occurrence) -> dict[str, Any]:
    """``{"evidence", "least", "questions": [{"text", "choices", "several"}]}``; several: all right choices are asked
    for, and no other."""
    plan = task.plan
    if plan is None:
        return {"evidence": "none", "least": 0, "questions": []}
    questions = [{"text": each.text, "choices": each.choices, "several": each.several} for each in plan.questions]
    return {"evidence": plan.evidence, "least": plan.least, "questions": questions}


def _is_expected(task: Occurrence, member_id: str, path: str, listed: Mapping[tuple[str, str], Listing]) -> bool:
    if task.plan is None:
        return task.expects(path)
    found = listed.get((task.occurrence_id, member_id))
    return found is not None and not found.excused


def _directly_below(scope: str, path: str) -> str:
    """The unit directly below the scope that the path leads through; the scope itself where it ends there."""
    return "/".join(path.split("/")[: scope.count("/") + 2])


def _without_empty_own(rows: dict[str, Any], scope: str, paths: Iterable[str]) -> list[dict[str, Any]]:
    if len(rows) > 1 and scope not in set(paths):
        rows.pop(scope, None)
    return [{**row, "missing_count": len(row["missing"])} for row in rows.values()]
