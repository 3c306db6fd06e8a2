"""Figures made anew from what is stored, a portion at a time, while events go on being counted.

First the facts: check-ins and lists are told to the projection again, occurrence by occurrence; what it knows changes
nothing, and what it missed is added to the counters. Then the counters, unit by unit: they are the sums of the facts.
Only what differs is written, and only in a transaction that nothing else came between.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypedDict

from services.checkins.figures.documents import session_fields, session_of, year_id
from services.checkins.figures.model import Asked, Fact, Presence, Session
from services.checkins.figures.projection import AT_ONCE, News, Rules, apply, keep
from services.checkins.figures.repository import MongoFigures
from services.checkins.figures.tally import Tally, rolled_up
from services.checkins.figures.views import MongoFigureReader
from services.checkins.model import own_day
from services.checkins.plans.documents import expectation_of, occurrence_of
from services.checkins.plans.opening import FOR_GOOD
from services.checkins.repository import check_in_of
from shared.paths import below

Document = dict[str, Any]

#: A check-in that is younger than this is left to its event, which also tells the member.
YOUNG = timedelta(hours=1)


class Portion(TypedDict):
    """``different`` of those ``checked`` were not as they should be; ``next`` is what to go on after, None at the
    end."""

    checked: int
    different: int
    next: str | None


class MongoRebuilding(MongoFigures):
    def facts_again(self, after: str | None, rules: Rules, *, write: bool) -> Portion:
        """The facts of the first occurrence after this one."""
        found = self._occurrence_after(after)
        if found is None:
            return Portion(checked=0, different=0, next=None)
        cancelled = "withdrawn_at" in found
        session = session_of(occurrence_of(found), rules.zone)
        news = list(self._news(session, rules, cancelled=cancelled))
        # What a rebuild finds is no change of what was true: it is no adjustment.
        never = replace(rules, closes_after=10**6)
        different = 0
        for start in range(0, len(news), AT_ONCE):
            changed = apply(news[start : start + AT_ONCE], {session.occurrence_id: session}, self, never)
            different += changed.facts
            if write:
                keep(changed, self)
        return Portion(checked=len(news), different=different, next=session.occurrence_id)

    def unit_again(self, after: str | None, *, write: bool) -> Portion:
        """The counters of the first unit after this one."""
        query = {"_id": {"$gt": after}} if after else {}
        units = self._db.units.find(query, {"path": 1}, session=self._session).sort("_id").limit(1)
        unit = next(iter(units), None)
        if unit is None:
            return Portion(checked=0, different=0, next=None)
        wanted = self._counters(unit["_id"], unit["path"])
        different = 0
        for collection, rows in wanted.items():
            for row in rows:
                known = self._db[collection].find_one({"_id": row["_id"]}, session=self._session)
                if _settled(known or {}) != _settled(row):
                    different += 1
                    if write:
                        self._db[collection].replace_one({"_id": row["_id"]}, row, upsert=True, session=self._session)
        return Portion(checked=sum(map(len, wanted.values())), different=different, next=unit["_id"])

    def _occurrence_after(self, after: str | None) -> Document | None:
        query = {"_id": {"$gt": after}} if after else {}
        found = [
            each
            for name in ("occurrences", "withdrawn")
            for each in self._db[name].find(query, session=self._session).sort("_id").limit(1)
        ]
        return min(found, key=lambda each: str(each["_id"]), default=None)

    def _news(self, session: Session, rules: Rules, *, cancelled: bool) -> Iterator[News]:
        occurrence_id = session.occurrence_id
        own = below("_id", occurrence_id)
        for row in map(expectation_of, self._db.expected.find(own, session=self._session)):
            standing = "withdrawn" if cancelled else row.standing
            version = FOR_GOOD if cancelled else len(row.adjustments)
            # Of an erased person, why and when it changed is gone.
            asked = Asked(version or 1, row.unit_path, standing)
            yield News(occurrence_id, row.member_id, asked, "rebuilt")
        for each in map(check_in_of, self._db.check_ins.find(own, session=self._session)):
            if each.recorded_at > rules.now() - YOUNG:
                continue
            day = each.day or own_day(each.checked_in_at, rules.zone, rules.day_begins)
            made_up = each.how == "made-up"
            presence = Presence(each.version, each.unit_path, each.counts, each.credit_minutes, each.late, made_up, day)
            yield News(occurrence_id, each.member_id, presence, "rebuilt")

    def _counters(self, unit_id: str, path: str) -> dict[str, list[Document]]:
        """What ``session_figures`` and ``unit_figures`` should hold of a unit, zeros for what should not be there."""
        reader = MongoFigureReader(self._db, self._session)
        tally = Tally()
        for facts in reader.facts_of_members(path, date(2000, 1, 1), date(2100, 12, 31)).values():
            for fact in facts:
                tally.add(Fact(fact.session), fact)
        sums = {key: counts for key, counts in tally.settled().items() if key[0] == unit_id}
        tally.changes = sums
        sessions = [
            {"_id": f"{key}/{occurrence}", "unit_id": key, "o": occurrence}
            | session_fields(tally.sessions[occurrence])
            | counts
            for (key, occurrence), counts in sums.items()
        ]
        known = {row["_id"] for row in sessions}
        gone = [
            {name: value for name, value in row.items() if not isinstance(value, int) or name == "c"}
            for row in self._db.session_figures.find({"unit_id": unit_id}, session=self._session)
            if row["_id"] not in known
        ]
        years = {year_id(unit_id, year): (year, own) for (_, year), own in rolled_up(tally, {}).items()}
        rows = [_year_row(unit_id, year, own) for year, own in years.values()]
        rows += [
            _year_row(unit_id, row["year"], {})
            for row in self._db.unit_figures.find({"unit_id": unit_id}, {"year": 1}, session=self._session)
            if row["_id"] not in years
        ]
        return {"session_figures": sessions + gone, "unit_figures": rows}


def _year_row(unit_id: str, year: int, counters: Any) -> Document:
    row: Document = {"_id": year_id(unit_id, year), "unit_id": unit_id, "year": year}
    for path, number in counters.items():
        place = row
        for part in path[:-1]:
            place = place.setdefault(part, {})
        place[path[-1]] = number
    return row


def _settled(row: Document) -> Document:
    """Without what is 0, and what is empty then."""
    found = {key: _settled(value) if isinstance(value, dict) else value for key, value in row.items()}
    return {key: value for key, value in found.items() if value not in (0, {}, [])}
