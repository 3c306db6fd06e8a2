"""Volunteers in MongoDB: units and members (copies), activities, shifts, code_secrets, sign_ups, timetables, hours,
decisions.

A sign-up changes three documents in one transaction: the shift (its places), the member's timetable (a version only)
and the sign-up. The first two are written on condition of the version that was read, so two commands about one shift
or one member never decide on the same state, wherever they are handled.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pymongo import InsertOne, ReplaceOne, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import BulkWriteError, PyMongoError

from services.volunteers.model import Activity, Hours, Member, Shift, SignUp
from services.volunteers.ports import Changes, Decision
from shared.access.copies import grants_in, rows
from shared.events import payload_class
from shared.events.volunteers import Answer, Provenance

Document = dict[str, Any]

#: Days for which a repeated command is known for one.
DECISION_DAYS = 30

_DUPLICATE_KEY = 11000


class Conflict(PyMongoError):
    """Somebody else wrote first. Its label has the transaction tried again, on what is there now."""

    def __init__(self, what: str) -> None:
        super().__init__(what, error_labels=["TransientTransactionError"])


class MongoVolunteers:
    def __init__(self, database: Database[Document], session: ClientSession | None) -> None:
        self._db = database
        self._session = session

    @staticmethod
    def indexes(database: Database[Document]) -> None:
        database.shifts.create_index([("unit_path", 1), ("ends_at", 1)])
        database.sign_ups.create_index([("member_id", 1), ("ends_at", 1)])
        database.sign_ups.create_index("shift_id")
        database.hours.create_index("member_id")
        database.decisions.create_index("decided_at", expireAfterSeconds=DECISION_DAYS * 24 * 3600)

    def keep_unit(self, unit_id: str, path: str, version: int, at: datetime) -> None:
        found = self._db.units.find_one({"_id": unit_id}, session=self._session)
        if found and found.get("version", 0) > version:
            return
        copy = {"path": path, "version": version}
        self._db.units.replace_one({"_id": unit_id}, copy, upsert=True, session=self._session)
        if found and found["path"] != path:
            moved = {"$set": {"unit_path": path}}
            self._db.activities.update_many({"unit_id": unit_id}, moved, session=self._session)
            not_over = {"unit_path": found["path"], "ends_at": {"$gt": at}}
            self._db.shifts.update_many(not_over, moved, session=self._session)

    def unit_paths(self, ids: Collection[str]) -> dict[str, str]:
        return {row["_id"]: row["path"] for row in self._by_id("units", ids)}

    def keep_member(self, member: Member) -> None:
        found = self._db.members.find_one({"_id": member.member_id}, session=self._session)
        if found is None or found["version"] <= member.version:
            copy = {
                "unit_id": member.unit_id,
                "unit_path": member.unit_path,
                "roles": list(member.roles),
                "version": member.version,
                "grants": rows(member.grants),
            }
            self._db.members.replace_one({"_id": member.member_id}, copy, upsert=True, session=self._session)

    def members(self, ids: Collection[str]) -> dict[str, Member]:
        return {row["_id"]: member_of(row) for row in self._by_id("members", ids)}

    def decisions(self, command_ids: Collection[str]) -> dict[str, Decision]:
        return {row["_id"]: _decision_of(row) for row in self._by_id("decisions", command_ids)}

    def activities(self, ids: Collection[str]) -> dict[str, Activity]:
        return {row["_id"]: _activity_of(row) for row in self._by_id("activities", ids)}

    def shifts(self, ids: Collection[str]) -> dict[str, Shift]:
        return {row["_id"]: shift_of(row) for row in self._by_id("shifts", ids)}

    def secrets(self, shift_ids: Collection[str]) -> dict[str, bytes]:
        return {row["_id"]: bytes(row["secret"]) for row in self._by_id("code_secrets", shift_ids)}

    def timetables(self, member_ids: Collection[str]) -> dict[str, int]:
        found = {row["_id"]: row["version"] for row in self._by_id("timetables", member_ids)}
        return {**dict.fromkeys(member_ids, 0), **found}

    def sign_ups_of(self, member_ids: Collection[str], shift_ids: Collection[str], since: datetime) -> list[SignUp]:
        query = {
            "member_id": {"$in": list(member_ids)},
            "$or": [{"ends_at": {"$gt": since}}, {"shift_id": {"$in": list(shift_ids)}}],
        }
        return [sign_up_of(row) for row in self._db.sign_ups.find(query, session=self._session)]

    def sign_ups_for(self, shift_ids: Collection[str]) -> list[SignUp]:
        query = {"shift_id": {"$in": list(shift_ids)}, "state": {"$ne": "cancelled"}}
        return [sign_up_of(row) for row in self._db.sign_ups.find(query, session=self._session)]

    def minutes(self, member_ids: Collection[str]) -> dict[str, int]:
        total = dict.fromkeys(member_ids, 0)
        query = {"member_id": {"$in": list(member_ids)}}
        for row in self._db.hours.find(query, {"member_id": 1, "minutes": 1}, session=self._session):
            total[row["member_id"]] += row["minutes"]
        return total

    def save(self, changes: Changes) -> None:
        self._save_shifts(changes.shifts.values())
        self._save_timetables(changes.timetables)
        self._write(
            "code_secrets", [InsertOne({"_id": key, "secret": secret}) for key, secret in changes.secrets.items()]
        )
        self._write(
            "activities",
            [ReplaceOne({"_id": key}, _activity(each), upsert=True) for key, each in changes.activities.items()],
        )
        self._write(
            "sign_ups",
            [ReplaceOne({"_id": _key(*key)}, asdict(each), upsert=True) for key, each in changes.sign_ups.items()],
        )
        self._write("hours", [InsertOne(_hours(each)) for each in changes.hours])
        self._write("decisions", [InsertOne(_decision(each)) for each in changes.decisions])

    def _save_shifts(self, shifts: Iterable[Shift]) -> None:
        written = list(shifts)
        old = [shift for shift in written if shift.version]
        self._write("shifts", [InsertOne(_shift(shift)) for shift in written if not shift.version])
        self._write(
            "shifts",
            [
                UpdateOne(
                    {"_id": shift.shift_id, "version": shift.version},
                    {"$set": {"taken": shift.taken, "cancelled": shift.cancelled}, "$inc": {"version": 1}},
                )
                for shift in old
            ],
            must_match=len(old),
        )

    def _save_timetables(self, versions: dict[str, int]) -> None:
        new = [InsertOne({"_id": member_id, "version": 1}) for member_id, version in versions.items() if not version]
        old = {member_id: version for member_id, version in versions.items() if version}
        self._write("timetables", new)
        self._write(
            "timetables",
            [UpdateOne({"_id": key, "version": version}, {"$inc": {"version": 1}}) for key, version in old.items()],
            must_match=len(old),
        )

    def _write(self, collection: str, operations: list[Any], *, must_match: int = 0) -> None:
        if not operations:
            return
        try:
            result = self._db[collection].bulk_write(operations, ordered=False, session=self._session)
        except BulkWriteError as error:
            if any(fault.get("code") == _DUPLICATE_KEY for fault in error.details.get("writeErrors", ())):
                raise Conflict(collection) from None
            raise
        if must_match and result.matched_count < must_match:
            raise Conflict(collection)

    def _by_id(self, collection: str, ids: Collection[str]) -> Iterable[Document]:
        return self._db[collection].find({"_id": {"$in": list(ids)}}, session=self._session) if ids else ()


def member_of(row: Document) -> Member:
    return Member(row["_id"], row["unit_id"], row["unit_path"], tuple(row["roles"]), row["version"], grants_in(row))


def shift_of(row: Document) -> Shift:
    return Shift(shift_id=row["_id"], **{key: value for key, value in row.items() if key != "_id"})


def sign_up_of(row: Document) -> SignUp:
    return SignUp(**{key: value for key, value in row.items() if key != "_id"})


def hours_of(row: Document) -> Hours:
    fields = {key: value for key, value in row.items() if key not in ("_id", "provenance")}
    return Hours(**fields, provenance=Provenance.model_validate(row["provenance"]))


def _key(shift_id: str, member_id: str) -> Document:
    # An embedded document, because either id may contain any separator; field order is part of its identity.
    return {"s": shift_id, "m": member_id}


def _shift(shift: Shift) -> Document:
    fields = asdict(shift)
    del fields["shift_id"]
    return {"_id": shift.shift_id, **fields, "version": 1}


def _activity(activity: Activity) -> Document:
    fields = asdict(activity)
    del fields["activity_id"]
    return {**fields, "shift_ids": list(activity.shift_ids)}


def _activity_of(row: Document) -> Activity:
    fields = {key: value for key, value in row.items() if key != "_id"}
    return Activity(row["_id"], **{**fields, "shift_ids": tuple(row["shift_ids"])})


def _hours(hours: Hours) -> Document:
    fields = {**vars(hours), "provenance": hours.provenance.model_dump()}
    return {"_id": _key(hours.shift_id, hours.member_id), **fields}


def _decision(decision: Decision) -> Document:
    return {
        "_id": decision.command_id,
        "type": decision.event.type,
        "data": decision.event.model_dump(mode="json"),
        "decided_at": decision.decided_at,
        "subject": decision.subject,
        "unit_path": decision.unit_path,
    }


def _decision_of(row: Document) -> Decision:
    cls = payload_class(row["type"])
    if cls is None or not issubclass(cls, Answer):
        raise ValueError(f"a stored decision is of an unknown type: {row['type']}")
    event = cls.model_validate(row["data"])
    return Decision(row["_id"], event, row["decided_at"], row["subject"], row["unit_path"])
