"""The figures that policies are judged by, read from the projections: sums of sessions as each unit sees them, and
members' years where somebody has to be named. Nothing is counted here.

A question about positions is about those who hold them now: what members were when a session was is not kept with the
figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from pymongo.database import Database

from services.checkins.figures.documents import session_in
from services.checkins.figures.model import Fact, Session, added, ancestors
from services.checkins.figures.views import MongoFigureReader
from services.checkins.plans.documents import occurrence_of
from services.checkins.policies.coming import Coming, is_such
from services.checkins.policies.ports import PersonSum, SessionSum
from services.checkins.portions import portions
from shared.access.policy import is_within
from shared.events.directory import Position
from shared.events.policies import Filter
from shared.paths import at_or_below

Document = dict[str, Any]
Days = tuple[date, date]


@dataclass(frozen=True)
class Unit:
    """Days are ISO 8601, None where there is none. ``since``: when it was first told of here; what it did before that
    nobody can know."""

    kind: str
    path: str
    opened_on: str | None = None
    closed_on: str | None = None
    since: str | None = None

    def is_open(self, on: date) -> bool:
        day = on.isoformat()
        begins = max(self.opened_on or "", self.since or "")
        return begins <= day and (self.closed_on is None or day < self.closed_on)


class ProjectedFigures:
    """Of the unit at ``scope`` and all below it. What was read once is not read again, so that it is good for one
    answer."""

    def __init__(self, database: Database[Document], scope: str, zone: ZoneInfo, now: datetime) -> None:
        self._db = database
        self._scope = scope
        self._now = now
        self._zone = zone
        self._today = now.astimezone(zone).date()
        self._coming = Coming(database, scope, zone, now)
        self._rows: dict[Days, Mapping[str, list[Document]]] = {}
        self._facts: dict[tuple[str, date, date], Mapping[str, Mapping[str, list[Fact]]]] = {}
        self._over: dict[str, bool] = {}

    @cached_property
    def tree(self) -> dict[str, Unit]:
        """By id."""
        found = self._db.plan_units.find(at_or_below("path", self._scope))
        return {
            unit["_id"]: Unit(
                unit["kind"], unit["path"], unit.get("opened_on"), unit.get("closed_on"), self._day(unit.get("since"))
            )
            for unit in found
        }

    def sessions(self, unit_path: str, first: date, last: date, filter: Filter) -> list[SessionSum]:
        unit_id = unit_path.rpartition("/")[2]
        if filter.positions:
            held = self._of_positions(unit_path, first, last, filter)
        else:
            rows = ((session_in(row), row) for row in self._sessions(first, last).get(unit_id, []))
            held = [self._sum(session, row) for session, row in rows if is_such(session, filter)]
        asked = [each for each in held if each.expected]
        coming = self._coming.sessions(unit_id, first, last, filter)
        return sorted([*asked, *coming], key=lambda each: each.day)

    def people(self, unit_path: str, first: date, last: date, filter: Filter) -> list[PersonSum]:
        return [
            PersonSum(member_id, own["expected"], own.get("done", 0), own.get("minutes", 0))
            for member_id, facts in sorted(self._of_members(unit_path, first, last, filter).items())
            if (own := added(*(fact.counts() for fact in facts if is_such(fact.session, filter)))).get("expected")
        ]

    def members(self, unit_path: str, positions: Collection[Position]) -> list[str]:
        return [
            person.member_id
            for person in self._coming.people
            if is_within(person.unit_path, unit_path) and (not positions or set(positions) & set(person.positions))
        ]

    def units(self, unit_path: str, kind: str, on: date) -> dict[str, str]:
        return {
            key: unit.path
            for key, unit in self.tree.items()
            if unit.kind == kind and is_within(unit.path, unit_path) and unit.is_open(on)
        }

    def _day(self, moment: datetime | None) -> str | None:
        return moment.astimezone(self._zone).date().isoformat() if moment else None

    def _sessions(self, first: date, last: date) -> Mapping[str, list[Document]]:
        if (first, last) not in self._rows:
            found: dict[str, list[Document]] = defaultdict(list)
            days = {"$gte": first.isoformat(), "$lte": last.isoformat()}
            for portion in portions(sorted(self.tree)):
                for row in self._db.session_figures.find({"unit_id": {"$in": portion}, "d": days}):
                    found[row["unit_id"]].append(row)
            self._rows[first, last] = found
        return self._rows[first, last]

    def _of_members(self, unit_path: str, first: date, last: date, filter: Filter) -> Mapping[str, list[Fact]]:
        found = self._by_unit(unit_path, first, last).get(unit_path.rpartition("/")[2], {})
        if not filter.positions:
            return found
        held = set(self.members(self._scope, filter.positions))
        return {member_id: facts for member_id, facts in found.items() if member_id in held}

    def _by_unit(self, unit_path: str, first: date, last: date) -> Mapping[str, Mapping[str, list[Fact]]]:
        for (path, *days), known in self._facts.items():
            if days == [first, last] and is_within(unit_path, path):
                return known
        found: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
        # By ids: what counts in a unit stays with it when the unit moves in the tree.
        within = [key for key, unit in self.tree.items() if is_within(unit.path, unit_path)]
        for member_id, facts in MongoFigureReader(self._db).facts_in(within, first, last).items():
            for fact in facts:
                for unit_id in ancestors(fact.unit_path):
                    found[unit_id][member_id].append(fact)
        self._facts[unit_path, first, last] = found
        return found

    def _of_positions(self, unit_path: str, first: date, last: date, filter: Filter) -> list[SessionSum]:
        sums: dict[Session, dict[str, int]] = defaultdict(dict)
        for facts in self._of_members(unit_path, first, last, filter).values():
            for fact in facts:
                if is_such(fact.session, filter):
                    sums[fact.session] = added(sums[fact.session], fact.counts())
        return [self._sum(session, counts) for session, counts in sums.items()]

    def _sum(self, session: Session, counts: Mapping[str, Any]) -> SessionSum:
        closes = session.closes_on or session.day
        over = self._is_over(session.occurrence_id) if closes == self._today else closes < self._today
        expected, done = counts.get("expected", 0), counts.get("done", 0)
        return SessionSum(session.occurrence_id, session.day, closes, True, expected, done, over)

    def _is_over(self, occurrence_id: str) -> bool:
        """Of one that closes today, by the clock."""
        if occurrence_id not in self._over:
            found = self._db.occurrences.find_one({"_id": occurrence_id})
            self._over[occurrence_id] = found is None or occurrence_of(found).taken_until <= self._now
        return self._over[occurrence_id]
