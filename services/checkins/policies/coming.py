"""The sessions that have not opened yet, and whom they are going to ask: what a forecast is made of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from pymongo.database import Database

from services.checkins.figures.documents import session_of
from services.checkins.figures.model import Session, ancestors
from services.checkins.model import Occurrence
from services.checkins.plans.documents import occurrence_of, person_of
from services.checkins.plans.expected import Person, at_opening
from services.checkins.policies.ports import SessionSum
from shared.events.directory import Position
from shared.events.policies import Filter
from shared.paths import at_or_above, at_or_below, below

Positions = frozenset[Position]


class Coming:
    """As the unit at ``scope`` and those below it see them. Good for one answer."""

    def __init__(self, database: Database[dict[str, Any]], scope: str, zone: ZoneInfo, now: datetime) -> None:
        self._db = database
        self._scope = scope
        self._zone = zone
        self._now = now
        self._asked: dict[tuple[str, Positions], Mapping[str, int]] = {}

    def sessions(self, unit_id: str, first: date, last: date, filter: Filter) -> Iterator[SessionSum]:
        """Those that are going to ask members of a unit."""
        for session, occurrence in self._scheduled:
            if first <= session.day <= last and is_such(session, filter):
                asked = self._numbers(occurrence, frozenset(filter.positions)).get(unit_id, 0)
                if asked:
                    closes = session.closes_on or session.day
                    yield SessionSum(session.occurrence_id, session.day, closes, False, asked, 0)

    @cached_property
    def people(self) -> list[Person]:
        """The active members of the scope, by id."""
        found = self._db.plan_people.find({**at_or_below("unit_path", self._scope), "status": "active"}).sort("_id")
        return [person_of(row) for row in found]

    @cached_property
    def _by_unit(self) -> Mapping[str, list[Person]]:
        found: dict[str, list[Person]] = defaultdict(list)
        for person in self.people:
            for unit_id in ancestors(person.unit_path):
                found[unit_id].append(person)
        return found

    @cached_property
    def _scheduled(self) -> list[tuple[Session, Occurrence]]:
        # Above the unit, too: a task of the school asks its branches.
        above = {"unit_path": {"$in": at_or_above(self._scope)}}
        there = {"$or": [above, below("unit_path", self._scope)]}
        year_ends = datetime.combine(date(self._now.year + 1, 1, 1), time.min, self._zone) + timedelta(days=1)
        query = {**there, "opens_at": {"$gt": self._now, "$lt": year_ends}}
        found = [occurrence_of(row) for row in self._db.occurrences.find(query)]
        return [(session_of(each, self._zone), each) for each in found]

    def _numbers(self, occurrence: Occurrence, positions: Positions) -> Mapping[str, int]:
        """By unit, how many would be expected if it opened now."""
        key = (occurrence.occurrence_id, positions)
        if key not in self._asked:
            numbers: Counter[str] = Counter()
            for person in self._by_unit.get(occurrence.unit_id, ()):
                if positions and positions.isdisjoint(person.positions):
                    continue
                row = at_opening(occurrence, person, self._zone)
                if row is not None and row.standing == "expected":
                    numbers.update(ancestors(person.unit_path))
            self._asked[key] = numbers
        return self._asked[key]


def is_such(session: Session, filter: Filter) -> bool:
    return (
        (not filter.kinds or session.kind in filter.kinds)
        and (not filter.subjects or bool(set(filter.subjects) & set(session.subjects)))
        and session.credit_minutes >= filter.least_minutes
    )
