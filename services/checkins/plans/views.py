"""What is asked about plans."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from pymongo.database import Database

from services.checkins.model import Occurrence, Planning, planning_of, session_day
from services.checkins.plans.documents import occurrence_of, person_of
from services.checkins.plans.expected import Person, concerns
from services.checkins.plans.realising import published
from services.checkins.plans.repository import MongoPlans
from shared.access.policy import is_within
from shared.events import Command
from shared.events.plans import CancelTask, ChangeSeries, CopyPlans, Evidence, LateRule, PlanCommand, PlanStudy, SetTerm
from shared.paths import at_or_above, at_or_below


class PlanViews:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._db = database
        self._plans = MongoPlans(database, None)

    def unit_path(self, unit_id: str) -> str | None:
        return self._plans.path_of(unit_id)

    def paths_of(self, plan_id: str) -> list[str]:
        """Where a plan is for; nothing for one that is not known."""
        found = self._plans.plan(plan_id)
        return self._paths(found.scope.unit_ids) if found else []

    def path_of_occurrence(self, occurrence_id: str) -> str | None:
        found = self._db.occurrences.find_one({"_id": occurrence_id}, {"unit_path": 1})
        return found["unit_path"] if found else None

    def paths_touched(self, asked: Command) -> list[str]:
        """Every unit that a command about plans is about, or takes something from; those that are known."""
        unit_ids = [asked.unit_id] if isinstance(asked, SetTerm | CopyPlans) else []
        if isinstance(asked, PlanStudy):
            unit_ids = asked.scope.unit_ids
        if isinstance(asked, ChangeSeries) and asked.changes.scope is not None:
            unit_ids = asked.changes.scope.unit_ids
        paths = self._paths(unit_ids)
        if isinstance(asked, CancelTask):
            paths = self._paths_of_task(asked.occurrence_id)
        if isinstance(asked, PlanCommand | PlanStudy):
            paths += self.paths_of(asked.plan_id)
        return paths

    def _paths_of_task(self, occurrence_id: str) -> list[str]:
        """Of one that was cancelled, too."""
        collections = (self._db.occurrences, self._db.withdrawn)
        found = (each.find_one({"_id": occurrence_id}, {"unit_id": 1, "unit_path": 1}) for each in collections)
        # It may have been set before plans heard of its unit.
        return [self._plans.path_of(row["unit_id"]) or row["unit_path"] for row in found if row]

    def _paths(self, unit_ids: Iterable[str]) -> list[str]:
        return [path for unit_id in unit_ids if (path := self._plans.path_of(unit_id)) is not None]

    def term(self, unit_id: str, term_id: str) -> dict[str, Any] | None:
        path = self._plans.path_of(unit_id)
        found = self._plans.term(term_id, path) if path else None
        return found.model_dump(mode="json") if found else None

    def terms(self, unit_id: str) -> list[dict[str, Any]]:
        path = self._plans.path_of(unit_id)
        found = self._plans.terms(path) if path else []
        return [term.model_dump(mode="json") for term in sorted(found, key=lambda term: term.first_day)]

    def plans(self, unit_path: str) -> list[dict[str, Any]]:
        """The plans for units at the path or below, as ``plan.published.v1`` tells them."""
        return [published(plan).model_dump(mode="json") for plan in self._plans.plans_within(unit_path)]

    def plan(self, plan_id: str, zone: ZoneInfo) -> dict[str, Any] | None:
        """A plan as ``plan.published.v1`` tells it, with ``occurrences``: those that are there, see ``occurrences``."""
        found = self._plans.plan(plan_id)
        if found is None:
            return None
        rows = self._db.occurrences.find({"plan.plan_id": plan_id}).sort("opens_at")
        return {**published(found).model_dump(mode="json"), "occurrences": [_line(row, zone) for row in rows]}

    def plan_to_change(self, plan_id: str, zone: ZoneInfo) -> dict[str, Any] | None:
        """As ``plan``, for who may change it: with the right answers of a quiz, and with ``evidence``, ``late`` and
        ``grace_minutes`` of each occurrence, which may have its own."""
        found = self._plans.plan(plan_id)
        if found is None:
            return None
        rows = list(self._db.occurrences.find({"plan.plan_id": plan_id}).sort("opens_at"))
        return {
            **published(found).model_dump(mode="json"),
            "evidence": found.evidence.model_dump(mode="json"),
            "occurrences": [{**_line(row, zone), **conditions_of(planning_of(occurrence_of(row)))} for row in rows],
        }

    def occurrences(
        self,
        unit_path: str,
        first: date,
        last: date,
        zone: ZoneInfo,
        *,
        above: bool = False,
        under_way: bool = False,
    ) -> list[dict[str, Any]]:
        """The occurrences at or below a path that count on days of the zone, both included, by time; with ``above``,
        also those of units above it that ask its members; with ``under_way``, also those that opened before these days
        and have not closed then.

        ``{"occurrence_id", "plan_id", "slot", "day", "provisional", "title", "kind", "unit_path", "opens_at",
        "closes_at", "credit_minutes", "state"}``; days and times ISO 8601, times in UTC; state is scheduled, opening or
        open. A task that was set by itself has no plan and no slot.
        """
        there = at_or_below("unit_path", unit_path)["$or"]
        if above:
            there.append({"unit_path": {"$in": at_or_above(unit_path)[:-1]}})
        begins, ends = (datetime.combine(each, time.min, zone) for each in (first, last + timedelta(days=1)))
        planned = {"plan.day": {"$gte": first.isoformat(), "$lte": last.isoformat()}}
        single = {"plan": None, "opens_at": {"$gte": begins, "$lt": ends}}
        on_them = [planned, single]
        if under_way:
            on_them.append({"opens_at": {"$lt": begins}, "closes_at": {"$gt": begins}})
        rows = list(self._db.occurrences.find({"$and": [{"$or": there}, {"$or": on_them}]}))
        people = cache(lambda: self._active(unit_path))
        return [
            _line(row, zone)
            for row in sorted(rows, key=lambda row: (row["opens_at"], row["_id"]))
            if is_within(row["unit_path"], unit_path) or self._asks(occurrence_of(row), unit_path, people)
        ]

    def _asks(self, occurrence: Occurrence, unit_path: str, people: Callable[[], list[Person]]) -> bool:
        """Whether somebody of a unit is on the list, or would be if it opened now. ``people`` are its active ones."""
        if occurrence.state != "scheduled":
            query = {"occurrence_id": occurrence.occurrence_id, "standing": {"$ne": "withdrawn"}}
            return self._db.expected.find_one({**at_or_below("unit_path", unit_path), **query}, {"_id": 1}) is not None
        return any(concerns(occurrence, person) for person in people())

    def _active(self, unit_path: str) -> list[Person]:
        found = self._db.plan_people.find({**at_or_below("unit_path", unit_path), "status": "active"})
        return [person_of(row) for row in found]

    def expected(self, occurrence_id: str) -> list[dict[str, Any]]:
        """Who is on the list of an occurrence that has opened, with why: ``{"member_id", "unit_path", "positions",
        "standing", "adjustments": [{"on", "reason"}]}``; standing is expected, excused or withdrawn."""
        return [
            {
                "member_id": each.member_id,
                "unit_path": each.unit_path,
                "positions": list(each.positions),
                "standing": each.standing,
                "adjustments": [{"on": one.on.isoformat(), "reason": one.reason} for one in each.adjustments],
            }
            for each in self._plans.everyone_at(occurrence_id)
        ]


def conditions_of(planning: Planning) -> dict[str, Any]:
    """``evidence`` with right answers, ``late`` and ``grace_minutes``, as a plan has them."""
    questions = list(planning.questions)
    evidence = Evidence(kind=planning.evidence, least=planning.least, questions=questions)
    late = LateRule(accepted=planning.late_accepted, credit_percent=planning.late_credit_percent)
    return {
        "evidence": evidence.model_dump(mode="json"),
        "late": late.model_dump(mode="json"),
        "grace_minutes": planning.grace_minutes,
    }


def _line(row: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    occurrence = occurrence_of(row)
    planning = occurrence.plan
    return {
        "occurrence_id": occurrence.occurrence_id,
        "plan_id": planning.plan_id if planning else None,
        "slot": planning.slot.isoformat() if planning else None,
        "day": session_day(occurrence, zone).isoformat(),
        "provisional": planning is not None and planning.provisional,
        "title": occurrence.title,
        "kind": occurrence.kind,
        "unit_path": occurrence.unit_path,
        "opens_at": occurrence.opens_at.isoformat(),
        "closes_at": occurrence.closes_at.isoformat(),
        "credit_minutes": occurrence.credit_minutes,
        "state": occurrence.state,
    }
