"""The figures that policies are judged by, read from the projections: sums of sessions as each unit sees them, and
members' years where somebody has to be named. Nothing is counted here.

A question about positions is about those who hold them now: what members were when a session was is not kept with the
figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from pymongo.database import Database

from services.checkins.figures.documents import session_in, session_of
from services.checkins.figures.model import Fact, Session, added, ancestors
from services.checkins.figures.views import MongoFigureReader
from services.checkins.plans.documents import occurrence_of
from services.checkins.policies.ports import PersonSum, SessionSum
from services.checkins.portions import portions
from shared.access.policy import is_within
from shared.events.directory import Position
from shared.events.policies import Filter
from shared.paths import at_or_above, at_or_below, below

Document = dict[str, Any]
Days = tuple[date, date]


class ProjectedFigures:
    """Of the unit at ``scope`` and all below it. What was read once is not read again, so that it is good for one
    answer."""

    def __init__(self, database: Database[Document], scope: str, zone: ZoneInfo, now: datetime) -> None:
        self._db = database
        self._scope = scope
        self._zone = zone
        self._now = now
        self._rows: dict[Days, Mapping[str, list[Document]]] = {}
        self._facts: dict[tuple[str, date, date], Mapping[str, Mapping[str, list[Fact]]]] = {}

    @cached_property
    def tree(self) -> dict[str, tuple[str, str]]:
        """By id, kind and path of the units."""
        found = self._db.plan_units.find(at_or_below("path", self._scope))
        return {unit["_id"]: (unit["kind"], unit["path"]) for unit in found}

    def sessions(self, unit_path: str, first: date, last: date, filter: Filter) -> list[SessionSum]:
        unit_id = unit_path.rpartition("/")[2]
        if filter.positions:
            held = self._of_positions(unit_path, first, last, filter)
        else:
            rows = ((session_in(row), row) for row in self._sessions(first, last).get(unit_id, []))
            held = [_sum(session, row) for session, row in rows if _is_such(session, filter)]
        asked = [each for each in held if each.expected]
        return sorted([*asked, *self._to_come(unit_path, first, last, filter)], key=lambda each: each.day)

    def people(self, unit_path: str, first: date, last: date, filter: Filter) -> list[PersonSum]:
        return [
            PersonSum(member_id, own["expected"], own.get("done", 0), own.get("minutes", 0))
            for member_id, facts in sorted(self._of_members(unit_path, first, last, filter).items())
            if (own := added(*(fact.counts() for fact in facts if _is_such(fact.session, filter)))).get("expected")
        ]

    def members(self, unit_path: str, positions: Collection[Position]) -> list[str]:
        return [
            member_id
            for member_id, (path, held) in self._everyone.items()
            if is_within(path, unit_path) and (not positions or set(positions) & set(held))
        ]

    def units(self, unit_path: str, kind: str) -> dict[str, str]:
        return {key: path for key, (own, path) in self.tree.items() if own == kind and is_within(path, unit_path)}

    @cached_property
    def _everyone(self) -> dict[str, tuple[str, Sequence[Position]]]:
        found = self._db.plan_people.find({**at_or_below("unit_path", self._scope), "status": "active"}).sort("_id")
        return {person["_id"]: (person["unit_path"], person["positions"]) for person in found}

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
        for member_id, facts in MongoFigureReader(self._db).facts_of_members(unit_path, first, last).items():
            for fact in facts:
                for unit_id in ancestors(fact.unit_path):
                    found[unit_id][member_id].append(fact)
        self._facts[unit_path, first, last] = found
        return found

    def _of_positions(self, unit_path: str, first: date, last: date, filter: Filter) -> list[SessionSum]:
        sums: dict[Session, dict[str, int]] = defaultdict(dict)
        for facts in self._of_members(unit_path, first, last, filter).values():
            for fact in facts:
                if _is_such(fact.session, filter):
                    sums[fact.session] = added(sums[fact.session], fact.counts())
        return [_sum(session, counts) for session, counts in sums.items()]

    def _to_come(self, unit_path: str, first: date, last: date, filter: Filter) -> Iterable[SessionSum]:
        for session, path in self._scheduled:
            concerned = is_within(path, unit_path) or is_within(unit_path, path)
            if concerned and first <= session.day <= last and _is_such(session, filter):
                closes = session.closes_on or session.day
                yield SessionSum(session.occurrence_id, session.day, closes, False, 0, 0)

    @cached_property
    def _scheduled(self) -> list[tuple[Session, str]]:
        """Those that have not opened, with their units' paths."""
        # Above the unit, too: a task of the school asks its branches.
        above = {"unit_path": {"$in": at_or_above(self._scope)}}
        there = {"$or": [above, below("unit_path", self._scope)]}
        year_ends = datetime.combine(date(self._now.year + 1, 1, 1), time.min, self._zone) + timedelta(days=1)
        query = {**there, "opens_at": {"$gt": self._now, "$lt": year_ends}}
        found = [occurrence_of(row) for row in self._db.occurrences.find(query)]
        return [(session_of(each, self._zone), each.unit_path) for each in found]


def _sum(session: Session, counts: Mapping[str, Any]) -> SessionSum:
    closes = session.closes_on or session.day
    return SessionSum(
        session.occurrence_id, session.day, closes, True, counts.get("expected", 0), counts.get("done", 0)
    )


def _is_such(session: Session, filter: Filter) -> bool:
    return (
        (not filter.kinds or session.kind in filter.kinds)
        and (not filter.subjects or bool(set(filter.subjects) & set(session.subjects)))
        and session.credit_minutes >= filter.least_minutes
    )
