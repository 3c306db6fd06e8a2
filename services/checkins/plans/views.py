"""What is asked about plans."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from pymongo.database import Database

from services.checkins.model import Planning, planning_of
from services.checkins.plans.documents import occurrence_of
from services.checkins.plans.realising import published
from services.checkins.plans.repository import MongoPlans
from shared.events import Command
from shared.events.plans import ChangeSeries, CopyPlans, Evidence, LateRule, PlanCommand, PlanStudy, SetTerm
from shared.paths import at_or_below


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
        if isinstance(asked, PlanCommand | PlanStudy):
            paths += self.paths_of(asked.plan_id)
        return paths

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

    def plan(self, plan_id: str) -> dict[str, Any] | None:
        """A plan as ``plan.published.v1`` tells it, with ``occurrences``: those that are there, see ``occurrences``."""
        found = self._plans.plan(plan_id)
        if found is None:
            return None
        rows = self._db.occurrences.find({"plan.plan_id": plan_id}).sort("opens_at")
        return {**published(found).model_dump(mode="json"), "occurrences": [_line(row) for row in rows]}

    def plan_to_change(self, plan_id: str) -> dict[str, Any] | None:
        """As ``plan``, for who may change it: with the right answers of a quiz, and with ``evidence``, ``late`` and
        ``grace_minutes`` of each occurrence, which may have its own."""
        found = self._plans.plan(plan_id)
        if found is None:
            return None
        rows = list(self._db.occurrences.find({"plan.plan_id": plan_id}).sort("opens_at"))
        return {
            **published(found).model_dump(mode="json"),
            "evidence": found.evidence.model_dump(mode="json"),
            "occurrences": [{**_line(row), **conditions_of(planning_of(occurrence_of(row)))} for row in rows],
        }

    def occurrences(self, unit_path: str, first: date, last: date) -> list[dict[str, Any]]:
        """The planned occurrences at or below a path on days of the unit's zone, both included, by time.

        ``{"occurrence_id", "plan_id", "slot", "day", "provisional", "title", "kind", "unit_path", "opens_at",
        "closes_at", "credit_minutes", "state"}``; days and times ISO 8601, times in UTC; state is scheduled, opening or
        open.
        """
        query = {
            **at_or_below("unit_path", unit_path),
            "plan.day": {"$gte": first.isoformat(), "$lte": last.isoformat()},
        }
        return [_line(row) for row in self._db.occurrences.find(query).sort([("opens_at", 1), ("_id", 1)])]

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


def _line(row: dict[str, Any]) -> dict[str, Any]:
    occurrence = occurrence_of(row)
    planning = row["plan"]
    return {
        "occurrence_id": occurrence.occurrence_id,
        **{name: planning[name] for name in ("plan_id", "slot", "day", "provisional")},
        "title": occurrence.title,
        "kind": occurrence.kind,
        "unit_path": occurrence.unit_path,
        "opens_at": occurrence.opens_at.isoformat(),
        "closes_at": occurrence.closes_at.isoformat(),
        "credit_minutes": occurrence.credit_minutes,
        "state": occurrence.state,
    }
