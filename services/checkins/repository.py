"""Check-ins in MongoDB: units and members (copies), occurrences, check_ins.

The natural key of a check-in is its ``_id``: it is unique, and the inbox of its command, without a second index
(a second unique index costs a factor of three on insert, measured on the embedded database).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import BulkWriteError

from services.checkins.model import Changed, CheckIn, Home, Occurrence
from services.checkins.plans.documents import document_of, occurrence_of
from services.checkins.portions import portions
from services.checkins.ports import AlreadyThere
from services.checkins.then import moved
from shared.access.copies import rows
from shared.access.policy import Grant
from shared.away import absence, absence_of, is_away
from shared.events.directory import LeaveOfAbsence, MemberStatus
from shared.paths import beginning_with, below

Document = dict[str, Any]

_HOME = {"unit_path": 1, "status": 1, "zone": 1}

#: MongoDB's code of a key that is there already.
DUPLICATE = 11000


#: Check-ins that were not taken back.
COUNTS: Document = {"counts": {"$ne": False}}


class MongoCheckIns:
    def __init__(self, database: Database[Document], session: ClientSession | None) -> None:
        self._db = database
        self._session = session

    @staticmethod
    def indexes(database: Database[Document]) -> None:
        database.occurrences.create_index([("unit_path", 1), ("closes_at", 1)])
        database.members.create_index([("unit_path", 1), ("_id", 1)])
        database.units.create_index("path")

    def unit_path(self, unit_id: str) -> str | None:
        found = self._db.units.find_one({"_id": unit_id}, session=self._session)
        return found["path"] if found else None

    def keep_unit(self, unit_id: str, path: str, version: int, closed: bool, at: datetime) -> None:
        found = self._db.units.find_one({"_id": unit_id}, session=self._session)
        if found and found.get("version", 0) > version:
            return
        past = moved(found, path, at, "path") if found else {}
        copy = {"path": path, "version": version, "closed": closed, **past}
        self._db.units.replace_one({"_id": unit_id}, copy, upsert=True, session=self._session)
        if found and found["path"] != path:
            before = {"path": found["path"], "until": at}
            self._db.occurrences.update_many(
                {"unit_id": unit_id, "closes_at": {"$gt": at}},
                {"$set": {"unit_path": path}, "$push": {"past": before}},
                session=self._session,
            )

    def keep_member(
        self,
        member_id: str,
        unit_path: str,
        version: int,
        status: MemberStatus = "active",
        leaves: Sequence[LeaveOfAbsence] = (),
        grants: Sequence[Grant] = (),
        zone: str | None = None,
        *,
        at: datetime,
    ) -> None:
        found = self._db.members.find_one({"_id": member_id}, session=self._session)
        if found is None or found["version"] <= version:
            copy = {
                "unit_path": unit_path,
                "version": version,
                **absence(status, leaves),
                "grants": rows(grants),
                "zone": zone,
            }
            if found:
                copy.update(moved(found, unit_path, at))
            self._db.members.replace_one({"_id": member_id}, copy, upsert=True, session=self._session)

    def keep_occurrence(self, occurrence: Occurrence) -> bool:
        there = {"_id": occurrence.occurrence_id}
        if any(
            each.find_one(there, {"_id": 1}, session=self._session)
            for each in (self._db.occurrences, self._db.withdrawn)
        ):
            return False
        self._db.occurrences.insert_one(document_of(occurrence), session=self._session)
        return True

    def occurrences(self, ids: Collection[str]) -> dict[str, Occurrence]:
        found = self._db.occurrences.find({"_id": {"$in": list(ids)}}, session=self._session)
        return {document["_id"]: occurrence_of(document) for document in found}

    def member_paths(self, ids: Collection[str]) -> dict[str, str]:
        found = self._db.members.find({"_id": {"$in": list(ids)}}, session=self._session)
        return {document["_id"]: document["unit_path"] for document in found if document.get("status") != "left"}

    def homes(self, ids: Collection[str]) -> dict[str, Home]:
        found = [self._db.members.find({"_id": {"$in": portion}}, _HOME) for portion in portions(list(ids))]
        return _homes(row for rows in found for row in rows)

    def homes_within(self, unit_path: str, limit: int) -> dict[str, Home]:
        found = list(self._db.members.find({"unit_path": unit_path}, _HOME).limit(limit))
        if len(found) < limit:
            found += self._db.members.find(below("unit_path", unit_path), _HOME).limit(limit - len(found))
        return _homes(found)

    def away(self, ids: Collection[str], day: date) -> set[str]:
        found = self._db.members.find({"_id": {"$in": list(ids)}}, session=self._session)
        return {document["_id"] for document in found if is_away(*absence_of(document), day)}

    def check_ins(self, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], CheckIn]:
        found: dict[tuple[str, str], CheckIn] = {}
        for portion in portions([check_in_id(*key) for key in keys]):
            for document in self._db.check_ins.find({"_id": {"$in": portion}}, session=self._session):
                check_in = check_in_of(document)
                found[check_in.key] = check_in
        return found

    def members_after(self, unit_path: str, after: tuple[str, str] | None, limit: int) -> list[tuple[str, str]]:
        path, member_id = after or (unit_path, "")
        further = {"$gt": path, **beginning_with(unit_path)}
        found = self._members({"unit_path": path, "_id": {"$gt": member_id}}, limit)
        return found + (self._members({"unit_path": further}, limit - len(found)) if len(found) < limit else [])

    def checked_in(self, occurrence_id: str, member_ids: Collection[str]) -> set[str]:
        ids = [check_in_id(occurrence_id, member_id) for member_id in member_ids]
        query = {"_id": {"$in": ids}, **COUNTS}
        found = self._db.check_ins.find(query, {"member_id": 1}, session=self._session)
        return {document["member_id"] for document in found}

    def add(self, check_ins: Sequence[CheckIn]) -> None:
        if not check_ins:
            return
        try:
            self._db.check_ins.insert_many(
                [check_in_document(check_in) for check_in in check_ins], session=self._session
            )
        except BulkWriteError as error:
            if any(each.get("code") == DUPLICATE for each in error.details.get("writeErrors", ())):
                raise AlreadyThere from None
            raise

    def _members(self, query: Document, limit: int) -> list[tuple[str, str]]:
        found = self._db.members.find(query, {"unit_path": 1}, session=self._session)
        ordered = found.sort([("unit_path", 1), ("_id", 1)]).limit(limit)
        return [(document["unit_path"], document["_id"]) for document in ordered]


def _homes(rows: Iterable[Document]) -> dict[str, Home]:
    return {row["_id"]: Home(row["unit_path"], row.get("zone")) for row in rows if row.get("status") != "left"}


def check_in_id(occurrence_id: str, member_id: str) -> str:
    # No id may contain the separator. Text, because the embedded database finds embedded documents by reading them all.
    return f"{occurrence_id}/{member_id}"


def key_of(check_in_id: str) -> tuple[str, str]:
    """The occurrence and the member."""
    occurrence_id, _, member_id = check_in_id.partition("/")
    return occurrence_id, member_id


def check_in_document(check_in: CheckIn) -> Document:
    changed = vars(check_in.changed) if check_in.changed else None
    return {
        "_id": check_in_id(*check_in.key),
        **vars(check_in),
        "day": check_in.day.isoformat() if check_in.day else None,
        "changed": changed,
    }


def check_in_of(document: Document) -> CheckIn:
    fields = {key: value for key, value in document.items() if key not in ("_id", "standing")}
    fields["photo_ids"] = tuple(document.get("photo_ids", ()))
    fields["changed"] = Changed(**document["changed"]) if document.get("changed") else None
    fields["day"] = date.fromisoformat(document["day"]) if document.get("day") else None
    return CheckIn(**fields)
