"""Figures as they are read: the port ``FigureReader`` on MongoDB, and what the RPCs answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.checkins.figures.documents import adjustment_of, year_id, year_of
from services.checkins.figures.model import Fact, Figures, MemberYear, ancestors, figures_of, total
from services.checkins.figures.ports import Adjustment
from services.checkins.figures.windows import Window
from services.checkins.portions import portions

Document = dict[str, Any]


class MongoFigureReader:
    def __init__(self, database: Database[Document], session: ClientSession | None = None) -> None:
        self._db = database
        self._session = session

    def of_unit(self, unit_path: str, window: Window) -> Figures:
        return self.of_units([unit_path], window).get(unit_path, total(()))

    def of_units(self, unit_paths: Sequence[str], window: Window) -> dict[str, Figures]:
        known = {row["_id"]: row["path"] for row in self._units(unit_paths)}
        years = {year_id(unit_id, window.year): unit_id for unit_id in known}
        found: dict[str, Figures] = {}
        fields = dict.fromkeys(_places(window), 1)
        for portion in portions(list(years)):
            for row in self._db.unit_figures.find({"_id": {"$in": portion}}, fields):
                found[known[years[row["_id"]]]] = total(_figures(part) for part in _parts(row, window))
        return found

    def of_member(self, member_id: str, window: Window) -> Figures:
        return figures_of(self.facts(member_id, window.first, window.last))

    def of_members(self, unit_path: str, window: Window) -> dict[str, Figures]:
        facts = self.facts_of_members(unit_path, window.first, window.last)
        return {member_id: figures_of(own) for member_id, own in facts.items()}

    def facts(self, member_id: str, first: date, last: date) -> list[Fact]:
        ids = [year_id(member_id, year) for year in range(first.year, last.year + 1)]
        return sorted(_between(self._years(ids), first, last), key=_by_day)

    def facts_of_members(self, unit_path: str, first: date, last: date) -> dict[str, list[Fact]]:
        """By member, those that count in the unit, by day."""
        return self.facts_in([row["_id"] for row in self._units([unit_path])], first, last)

    def facts_in(self, unit_ids: Sequence[str], first: date, last: date) -> dict[str, list[Fact]]:
        """By member, those that count in one of the units, by day."""
        years = list(range(first.year, last.year + 1))
        known: set[str] = set()
        for portion in portions(unit_ids):
            query = {"units": {"$in": portion}, "year": {"$in": years}}
            for row in self._db.figure_rosters.find(query, session=self._session):
                known |= {year_id(member_id, row["year"]) for member_id in row["members"]}
        wanted, here = sorted(known), set(unit_ids)
        found: dict[str, list[Fact]] = {}
        for year in self._years(wanted):
            own = [fact for fact in _between([year], first, last) if not here.isdisjoint(ancestors(fact.unit_path))]
            if own:
                found.setdefault(year.member_id, []).extend(own)
        return {member_id: sorted(own, key=_by_day) for member_id, own in sorted(found.items())}

    def at_close(self, unit_path: str, window: Window) -> Figures | None:
        unit_ids = [row["_id"] for row in self._units([unit_path])]
        ids = [f"{unit_id}:{month}" for unit_id in unit_ids for month in window.month_keys]
        aside = {row["month"]: row["sums"] for row in self._db.figure_snapshots.find({"_id": {"$in": ids}})}
        if not aside:
            return None
        now = self._db.unit_figures.find_one({"_id": year_id(unit_ids[0], window.year)}) or {}
        months = [now.get("months", {}).get(month[5:], {}) for month in window.month_keys if month not in aside]
        return total(_figures(part) for part in (*aside.values(), *months))

    def adjustments(self, unit_path: str, months: Sequence[str]) -> list[Adjustment]:
        unit_ids = [row["_id"] for row in self._units([unit_path])]
        query = {"units": {"$in": unit_ids}, "month": {"$in": list(months)}}
        return [adjustment_of(row) for row in self._db.figure_adjustments.find(query).sort([("at", 1), ("_id", 1)])]

    def _years(self, ids: Sequence[str]) -> Iterable[MemberYear]:
        for portion in portions(ids):
            yield from map(year_of, self._db.member_figures.find({"_id": {"$in": portion}}, session=self._session))

    def _units(self, unit_paths: Sequence[str]) -> Iterable[Document]:
        # Whoever may see a path must not see another unit by it.
        for portion in portions(list(unit_paths)):
            yield from self._db.units.find({"path": {"$in": portion}}, {"path": 1}, session=self._session)


def _places(window: Window) -> list[str]:
    if window.week is not None:
        return [f"weeks.{window.week:02d}"]
    return [f"months.{month:02d}" for month in window.months]


def _parts(row: Document, window: Window) -> Iterable[Document]:
    for place in _places(window):
        group, _, key = place.partition(".")
        yield row.get(group, {}).get(key, {})


def _figures(part: Document) -> Figures:
    counts = {name: number for name, number in part.items() if name not in ("kinds", "subjects")}
    return Figures(counts, part.get("kinds", {}), part.get("subjects", {}))


def _between(years: Iterable[MemberYear], first: date, last: date) -> Iterable[Fact]:
    return (fact for year in years for fact in year.facts.values() if first <= fact.session.day <= last)


def _by_day(fact: Fact) -> tuple[date, str]:
    return fact.session.day, fact.session.occurrence_id
