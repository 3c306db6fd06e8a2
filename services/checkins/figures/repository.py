"""Figures in MongoDB: ``member_figures`` (a member's year, with its facts), ``unit_figures`` (a unit's year: counters
by month and ISO week), ``session_figures`` (a session as one unit sees it), ``figure_adjustments`` of closed months and
``figure_snapshots`` of what they were before, ``figure_rosters`` (of whom there are facts in a unit)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from pymongo import ReplaceOne, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.checkins.figures.documents import (
    adjustment_documents,
    session_fields,
    session_of,
    year_document,
    year_id,
    year_of,
)
from services.checkins.figures.model import MemberYear, Session, ancestors
from services.checkins.figures.ports import Adjustment
from services.checkins.figures.tally import Counter, Key, Tally, UnitYear, rolled_up
from services.checkins.plans.documents import occurrence_of
from services.checkins.portions import portions
from shared.away import absence_of
from shared.events.directory import LeaveOfAbsence

Document = dict[str, Any]


class MongoFigures:
    def __init__(self, database: Database[Document], session: ClientSession | None) -> None:
        self._db = database
        self._session = session

    @staticmethod
    def indexes(database: Database[Document]) -> None:
        # Who has facts in a unit: an index of units on the members' years would make storing them three times as long
        # (measured on the embedded database).
        database.figure_rosters.create_index([("units", 1), ("year", 1)])
        database.session_figures.create_index([("unit_id", 1), ("d", 1)])
        database.figure_adjustments.create_index([("units", 1), ("month", 1)])

    def sessions(self, occurrence_ids: Collection[str], zone: ZoneInfo) -> dict[str, Session]:
        found: dict[str, Session] = {}
        for collection in ("occurrences", "withdrawn"):
            for document in self._by_id(collection, [each for each in occurrence_ids if each not in found]):
                found[document["_id"]] = session_of(occurrence_of(document), zone)
        return found

    def member_years(self, keys: Collection[tuple[str, int]]) -> dict[tuple[str, int], MemberYear]:
        found = map(year_of, self._by_id("member_figures", [year_id(*key) for key in keys]))
        return {(year.member_id, year.year): year for year in found}

    def keep_member_years(self, new: Sequence[MemberYear], changed: Sequence[MemberYear]) -> None:
        # Apart, because an upsert takes ten times as long as an insert on the embedded database (measured).
        if new:
            self._db.member_figures.insert_many([year_document(year) for year in new], session=self._session)
        if changed:
            writes = [ReplaceOne({"_id": each["_id"]}, each) for each in map(year_document, changed)]
            self._db.member_figures.bulk_write(writes, ordered=False, session=self._session)

    def enrol(self, members: Mapping[tuple[str, int], Collection[str]]) -> None:
        writes = [
            UpdateOne(
                {"_id": f"{path}:{year}"},
                {
                    "$push": {"members": {"$each": sorted(ids)}},
                    "$setOnInsert": {"year": year, "units": ancestors(path)},
                },
                upsert=True,
            )
            for (path, year), ids in sorted(members.items())
        ]
        if writes:
            self._db.figure_rosters.bulk_write(writes, ordered=False, session=self._session)

    def add_up(self, tally: Tally, closed: Collection[str]) -> None:
        changes = tally.settled()
        if not changes:
            return
        before = {
            (row["unit_id"], row["o"]): row.get("done", 0)
            for row in self._by_id("session_figures", [_session_id(key) for key in changes])
        }
        sessions = [
            UpdateOne(
                {"_id": _session_id(key)}, {"$inc": counts, "$setOnInsert": _session_row(key, tally)}, upsert=True
            )
            for key, counts in sorted(changes.items())
        ]
        self._db.session_figures.bulk_write(sessions, ordered=False, session=self._session)
        counters = rolled_up(tally, before)
        self._put_aside({key: own for key, own in counters.items() if closed}, closed)
        years = [
            UpdateOne(
                {"_id": year_id(unit_id, year)},
                {
                    "$inc": {".".join(path): number for path, number in sorted(own.items())},
                    "$setOnInsert": {"unit_id": unit_id, "year": year},
                },
                upsert=True,
            )
            for (unit_id, year), own in sorted(counters.items())
        ]
        if years:
            self._db.unit_figures.bulk_write(years, ordered=False, session=self._session)

    def _put_aside(self, counters: Mapping[UnitYear, Mapping[Counter, int]], closed: Collection[str]) -> None:
        wanted = {
            f"{unit_id}:{month}": (unit_id, year, month)
            for (unit_id, year), own in counters.items()
            for month in sorted(closed)
            if month[:4] == f"{year:04d}" and any(path[:2] == ("months", month[5:]) for path in own)
        }
        there = {row["_id"] for row in self._by_id("figure_snapshots", list(wanted), {"_id": 1})}
        missing = {key: each for key, each in wanted.items() if key not in there}
        ids = sorted({year_id(unit_id, year) for unit_id, year, _ in missing.values()})
        known = {row["_id"]: row.get("months", {}) for row in self._by_id("unit_figures", ids, {"months": 1})}
        snapshots = [
            {
                "_id": key,
                "unit_id": unit_id,
                "month": month,
                "sums": known.get(year_id(unit_id, year), {}).get(month[5:], {}),
            }
            for key, (unit_id, year, month) in missing.items()
        ]
        if snapshots:
            self._db.figure_snapshots.insert_many(snapshots, session=self._session)

    def adjust(self, adjustments: Sequence[Adjustment]) -> None:
        if adjustments:
            self._db.figure_adjustments.insert_many(adjustment_documents(adjustments), session=self._session)

    def leaves(self, member_ids: Collection[str]) -> dict[str, tuple[LeaveOfAbsence, ...]]:
        found = self._by_id("members", list(member_ids), {"status": 1, "leaves": 1})
        return {member["_id"]: leaves for member in found if (leaves := absence_of(member)[1])}

    def _by_id(self, collection: str, ids: list[str], fields: Document | None = None) -> Iterator[Document]:
        for portion in portions(ids):
            yield from self._db[collection].find({"_id": {"$in": portion}}, fields, session=self._session)


def _session_id(key: Key) -> str:
    unit_id, occurrence_id = key
    return f"{unit_id}/{occurrence_id}"


def _session_row(key: Key, tally: Tally) -> Document:
    unit_id, occurrence_id = key
    return {"unit_id": unit_id, "o": occurrence_id, **session_fields(tally.sessions[occurrence_id])}
