"""What plans need kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from services.checkins.model import Occurrence, OccurrenceState
from services.checkins.plans.expected import Expectation, Person
from services.checkins.plans.model import Plan
from shared.events.plans import CancelReason, Term


class Plans(Protocol):
    def plan(self, plan_id: str) -> Plan | None: ...
    def keep_plan(self, plan: Plan) -> None: ...
    def plans_within(self, unit_path: str) -> list[Plan]:
        """The plans for a unit at the path or below, by id."""
        ...

    def term(self, term_id: str, unit_path: str) -> Term | None:
        """As the nearest unit says, from the one at the path upwards."""
        ...

    def keep_term(self, unit_id: str, term: Term) -> None: ...


class Occurrences(Protocol):
    def occurrences(self, ids: Collection[str]) -> Mapping[str, Occurrence]: ...
    def put_occurrence(self, occurrence: Occurrence) -> None: ...
    def set_state(self, occurrence_id: str, state: OccurrenceState) -> None: ...
    def scheduled(self, plan_ids: Collection[str]) -> list[Occurrence]:
        """The occurrences of plans that have not opened."""
        ...

    def settled(self, series_id: str) -> set[str]:
        """The ids of those of a series that have opened, also when they were cancelled then."""
        ...

    def withdraw(self, occurrence: Occurrence, reason: CancelReason, why: str | None, at: datetime) -> None:
        """Put it aside; nobody is asked for it any more, and what was checked in stays in the record."""
        ...

    def withdrawn_occurrence(self, occurrence_id: str) -> Occurrence | None: ...
    def opened_since(self, unit_ids: Collection[str], since: datetime) -> list[Occurrence]:
        """The planned occurrences of units that have opened and close after a moment."""
        ...

    def move_occurrences(self, unit_id: str, path: str, now: datetime) -> None:
        """Give those of a unit that are not over its new path."""
        ...


class People(Protocol):
    def path_of(self, unit_id: str) -> str | None: ...
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
        """Keep the copy with the highest version, and when it was first told of (``at``). Whether the path is another
        than before."""
        ...

    def person(self, member_id: str) -> Person | None: ...
    def keep_person(self, person: Person) -> None: ...
    def people_after(self, unit_path: str, after: tuple[str, str] | None, limit: int) -> Sequence[Person]:
        """The members of a unit and of all below it, by path and id, after the one given."""
        ...

    def expectations(self, occurrence_ids: Collection[str], member_id: str) -> Mapping[str, Expectation]:
        """A member's, by occurrence."""
        ...

    def everyone_at(self, occurrence_id: str) -> Sequence[Expectation]:
        """The whole list of an occurrence that has opened."""
        ...

    def fix(self, expectations: Sequence[Expectation]) -> None:
        """Add those that are not there."""
        ...

    def keep_expectation(self, expectation: Expectation) -> None: ...


class PlanStore(Plans, Occurrences, People, Protocol):
    pass
