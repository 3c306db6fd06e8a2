"""Check-ins in MongoDB: units and members (copies), occurrences, check_ins, member_months.

The natural key of a check-in is its ``_id``: it is unique, and the inbox of its command, without a second index
(a second unique index costs a factor of three on insert, measured on the embedded database).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from pymongo import UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.checkins.model import CheckIn, Entry, Occurrence, Standing, months_back
from services.checkins.model import standing as standing_of

Document = dict[str, Any]


class MongoCheckIns:
    def __init__(self, database: Database[Document], session: ClientSession | None) -> None:
        self._db = database
        self._session = session

    @staticmethod
    def indexes(database: Database[Document]) -> None:
        database.occurrences.create_index([("unit_path", 1), ("closes_at", 1)])
        database.units.create_index("path")
        database.members.create_index("unit_path")
        # For questions by task: the index of _id compares whole keys only. Not unique, which is what costs.
        database.check_ins.create_index([("_id.o", 1), ("_id.m", 1)])

    def unit_path(self, unit_id: str) -> str | None:
        found = self._db.units.find_one({"_id": unit_id}, session=self._session)
        return found["path"] if found else None

    def keep_unit(self, unit_id: str, path: str) -> None:
        self._db.units.replace_one({"_id": unit_id}, {"path": path}, upsert=True, session=self._session)

    def keep_member(self, member_id: str, unit_path: str, version: int) -> None:
        found = self._db.members.find_one({"_id": member_id}, session=self._session)
        if found is None or found["version"] < version:
            copy = {"unit_path": unit_path, "version": version}
            self._db.members.replace_one({"_id": member_id}, copy, upsert=True, session=self._session)

    def keep_occurrence(self, occurrence: Occurrence) -> bool:
        if self._db.occurrences.find_one({"_id": occurrence.occurrence_id}, session=self._session):
            return False
        document = {key: value for key, value in vars(occurrence).items() if key != "occurrence_id"}
        self._db.occurrences.insert_one({"_id": occurrence.occurrence_id, **document}, session=self._session)
        return True

    def occurrences(self, ids: Collection[str]) -> dict[str, Occurrence]:
        found = self._db.occurrences.find({"_id": {"$in": list(ids)}}, session=self._session)
        return {document["_id"]: occurrence_of(document) for document in found}

    def member_paths(self, ids: Collection[str]) -> dict[str, str]:
        found = self._db.members.find({"_id": {"$in": list(ids)}}, session=self._session)
        return {document["_id"]: document["unit_path"] for document in found}

    def check_ins(self, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], CheckIn]:
        found = self._db.check_ins.find({"_id": {"$in": [check_in_id(*key) for key in keys]}}, session=self._session)
        return {check_in.key: check_in for check_in in map(_check_in_of, found)}

    def add(self, check_ins: Sequence[CheckIn], entries: Mapping[str, Sequence[Entry]]) -> None:
        if not check_ins:
            return
        self._db.check_ins.insert_many([_document(check_in) for check_in in check_ins], session=self._session)
        self._db.member_months.bulk_write(
            [
                UpdateOne(
                    {"_id": f"{member_id}:{entry.day:%Y-%m}"},
                    {
                        "$addToSet": {
                            "entries": {"o": entry.occurrence_id, "d": entry.day.isoformat(), "m": entry.minutes}
                        }
                    },
                    upsert=True,
                )
                for member_id, added in entries.items()
                for entry in added
            ],
            ordered=False,
            session=self._session,
        )

    def entries(self, days: Mapping[str, date]) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {member: [] for member in days}
        wanted = dict(days)
        reach = 2
        while wanted:
            ids = {
                f"{member}:{month}": member for member, day in wanted.items() for month in months_back(day, reach)[-2:]
            }
            for document in self._db.member_months.find({"_id": {"$in": list(ids)}}, session=self._session):
                member = ids[document["_id"]]
                found[member] = list({*found[member], *map(_entry_of, document["entries"])})
            # A streak longer than the months read so far may go on before them.
            wanted = {
                member: day
                for member, day in wanted.items()
                if standing_of(found[member], day).streak_days > 28 * (reach - 1)
            }
            reach += 2
        return found


def occurrence_of(document: Document) -> Occurrence:
    fields = {key: value for key, value in document.items() if key != "_id"}
    return Occurrence(occurrence_id=document["_id"], **fields)


def check_in_id(occurrence_id: str, member_id: str) -> Document:
    # An embedded document, because either id may contain any separator; field order is part of its identity.
    return {"o": occurrence_id, "m": member_id}


def _entry_of(document: Document) -> Entry:
    return Entry(document["o"], date.fromisoformat(document["d"]), document["m"])


def _document(check_in: CheckIn) -> Document:
    fields = {
        key: value for key, value in vars(check_in).items() if key not in ("occurrence_id", "member_id", "standing")
    }
    return {"_id": check_in_id(*check_in.key), **fields, "standing": vars(check_in.standing)}


def _check_in_of(document: Document) -> CheckIn:
    fields = {key: value for key, value in document.items() if key not in ("_id", "standing")}
    key = document["_id"]
    return CheckIn(occurrence_id=key["o"], member_id=key["m"], standing=Standing(**document["standing"]), **fields)
