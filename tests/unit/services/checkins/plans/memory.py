"""The ports of plans, in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from services.checkins.model import Occurrence, OccurrenceState
from services.checkins.plans.expected import Expectation, Listing, Person, concerns
from services.checkins.plans.model import Plan
from shared.events.plans import CancelReason, Term
from tests.unit.services.checkins.memory import MemoryCheckIns


class MemoryPlans(MemoryCheckIns):
    def __init__(self) -> None:
        super().__init__()
        self.plans: dict[str, Plan] = {}
        self.terms: dict[tuple[str, str], Term] = {}
        self.withdrawn: dict[str, tuple[Occurrence, CancelReason, str | None]] = {}
        self.paths: dict[str, tuple[str, int]] = {}
        self.people: dict[str, Person] = {}
        self.expected: dict[tuple[str, str], Expectation] = {}

    def plan(self, plan_id: str) -> Plan | None:
        return self.plans.get(plan_id)

    def keep_plan(self, plan: Plan) -> None:
        self.plans[plan.plan_id] = plan

    def plans_within(self, unit_path: str) -> list[Plan]:
        within = {key for key, (path, _) in self.paths.items() if f"{path}/".startswith(f"{unit_path}/")}
        return [plan for _, plan in sorted(self.plans.items()) if within & set(plan.scope.unit_ids)]

    def term(self, term_id: str, unit_path: str) -> Term | None:
        found = [self.terms.get((unit_id, term_id)) for unit_id in reversed(unit_path.split("/"))]
        return next((term for term in found if term), None)

    def keep_term(self, unit_id: str, term: Term) -> None:
        self.terms[(unit_id, term.term_id)] = term

    def put_occurrence(self, occurrence: Occurrence) -> None:
        self.tasks[occurrence.occurrence_id] = occurrence

    def keep_occurrence(self, occurrence: Occurrence) -> bool:
        return occurrence.occurrence_id not in self.withdrawn and super().keep_occurrence(occurrence)

    def set_state(self, occurrence_id: str, state: OccurrenceState) -> None:
        self.tasks[occurrence_id] = replace(self.tasks[occurrence_id], state=state)

    def scheduled(self, plan_ids: Collection[str]) -> list[Occurrence]:
        return [
            each
            for each in self.tasks.values()
            if each.plan and each.plan.plan_id in plan_ids and each.state == "scheduled"
        ]

    def settled(self, series_id: str) -> set[str]:
        known = [*self.tasks.values(), *(each for each, _, _ in self.withdrawn.values())]
        return {
            each.occurrence_id
            for each in known
            if each.plan and each.plan.series_id == series_id and each.state != "scheduled"
        }

    def withdraw(self, occurrence: Occurrence, reason: CancelReason, why: str | None, at: datetime) -> None:
        del self.tasks[occurrence.occurrence_id]
        self.withdrawn[occurrence.occurrence_id] = (occurrence, reason, why)

    def withdrawn_occurrence(self, occurrence_id: str) -> Occurrence | None:
        found = self.withdrawn.get(occurrence_id)
        return found[0] if found else None

    def opened_since(self, unit_ids: Collection[str], since: datetime) -> list[Occurrence]:
        return [
            each
            for each in self.tasks.values()
            if each.state != "scheduled" and each.unit_id in unit_ids and each.closes_at > since
        ]

    def move_occurrences(self, unit_id: str, path: str, now: datetime) -> None:
        for key, each in self.tasks.items():
            if each.unit_id == unit_id and each.plan and each.closes_at > now:
                self.tasks[key] = replace(each, unit_path=path)

    def path_of(self, unit_id: str) -> str | None:
        return self.paths.get(unit_id, (None, 0))[0]

    def keep_path(
        self,
        unit_id: str,
        kind: str,
        path: str,
        version: int,
        opened_on: date | None = None,
        closed_on: date | None = None,
        *,
        at: datetime,
    ) -> bool:
        before = self.paths.get(unit_id)
        if before and before[1] > version:
            return False
        self.paths[unit_id] = (path, version)
        return before is not None and before[0] != path

    def person(self, member_id: str) -> Person | None:
        return self.people.get(member_id)

    def keep_person(self, person: Person) -> None:
        self.people[person.member_id] = person

    def people_after(self, unit_path: str, after: tuple[str, str] | None, limit: int) -> Sequence[Person]:
        within = [each for each in self.people.values() if f"{each.unit_path}/".startswith(f"{unit_path}/")]
        ordered = sorted(within, key=lambda each: (each.unit_path, each.member_id))
        return [each for each in ordered if after is None or (each.unit_path, each.member_id) > after][:limit]

    def expectations(self, occurrence_ids: Collection[str], member_id: str) -> Mapping[str, Expectation]:
        return {key: self.expected[key, member_id] for key in occurrence_ids if (key, member_id) in self.expected}

    def everyone_at(self, occurrence_id: str) -> list[Expectation]:
        return [row for (key, _), row in sorted(self.expected.items()) if key == occurrence_id]

    def fix(self, expectations: Sequence[Expectation]) -> None:
        for each in expectations:
            self.expected.setdefault((each.occurrence_id, each.member_id), each)

    def keep_expectation(self, expectation: Expectation) -> None:
        self.expected[expectation.occurrence_id, expectation.member_id] = expectation

    def listed(
        self, occurrences: Collection[Occurrence], member_ids: Collection[str]
    ) -> Mapping[tuple[str, str], Listing]:
        found: dict[tuple[str, str], Listing] = {}
        for each in occurrences:
            for member_id in member_ids:
                key = (each.occurrence_id, member_id)
                if each.state == "open":
                    row = self.expected.get(key)
                    if row is not None and row.standing != "withdrawn":
                        found[key] = Listing(row.unit_path, row.standing == "excused")
                elif each.plan and (person := self.people.get(member_id)) and concerns(each, person):
                    found[key] = Listing(person.unit_path)
        return found
