"""Units in MongoDB: units, unit_history. Days are kept as ISO 8601 text: BSON has moments only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from pymongo import ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.directory.collections import Collections
from services.directory.units.model import Entry, Unit
from shared.paths import at_or_below


class MongoUnits(Collections):
    def __init__(self, database: Database[dict[str, Any]], session: ClientSession | None) -> None:
        super().__init__(database, session)
        #: What this transaction has read: it sees one state, and hundreds of members are told with few units.
        self._read: dict[str, Unit | None] = {}

    @staticmethod
    def indexes(database: Database[dict[str, Any]]) -> None:
        database.units.create_index("path")
        database.units.create_index("parent_id")
        # The handlers refuse a code that is taken; this is for two that come at the same moment.
        database.units.create_index("code", unique=True, sparse=True)
        database.unit_history.create_index([("unit_id", 1), ("version", 1)])
        database.unit_history.create_index("path")

    def unit(self, unit_id: str) -> Unit | None:
        if unit_id not in self._read:
            found = self._db.units.find_one({"_id": unit_id}, session=self._session)
            self._read[unit_id] = unit_of(found) if found else None
        return self._read[unit_id]

    def keep_unit(self, unit: Unit) -> None:
        self.keep_units([unit])

    def keep_units(self, units: Sequence[Unit]) -> None:
        self._read.update((unit.unit_id, unit) for unit in units)
        self._replace_all("units", {unit.unit_id: _facts(unit) for unit in units})

    def hold_unit(self, unit_id: str) -> None:
        # Transactions that write the same document exclude each other.
        self._db.units.update_one({"_id": unit_id}, {"$inc": {"held": 1}}, session=self._session)

    def unit_with_code(self, code: str) -> Unit | None:
        found = self._db.units.find_one({"code": code}, session=self._session)
        return unit_of(found) if found else None

    def units_within(self, path: str) -> list[Unit]:
        return [
            unit_of(row) for row in self._db.units.find(at_or_below("path", path), session=self._session).sort("path")
        ]

    def children(self, unit_id: str) -> list[Unit]:
        found = self._db.units.find({"parent_id": unit_id}, session=self._session).sort("_id")
        return [unit_of(row) for row in found]

    def last_entries(self, unit_ids: Collection[str]) -> dict[str, Entry]:
        query = {"unit_id": {"$in": list(unit_ids)}, "valid_until": None}
        return {row["unit_id"]: entry_of(row) for row in self._db.unit_history.find(query, session=self._session)}

    def keep_entries(self, entries: Sequence[Entry]) -> None:
        self._replace_all(
            "unit_history", {f"{each.unit.unit_id}/{each.unit.version}": _entry(each) for each in entries}
        )

    def _replace_all(self, collection: str, documents: dict[str, dict[str, Any]]) -> None:
        replacing = [ReplaceOne({"_id": key}, document, upsert=True) for key, document in documents.items()]
        if replacing:
            self._db[collection].bulk_write(replacing, ordered=False, session=self._session)


def unit_of(document: dict[str, Any]) -> Unit:
    return Unit(
        document["_id"],
        document["kind"],
        document["name"],
        document["parent_id"],
        document["path"],
        code=document.get("code"),
        status=document.get("status", "active"),
        opened_on=_day(document.get("opened_on")),
        closed_on=_day(document.get("closed_on")),
        merged_into=document.get("merged_into"),
        version=document.get("version", 0),
    )


def entry_of(document: dict[str, Any]) -> Entry:
    unit = unit_of({**document, "_id": document["unit_id"]})
    return Entry(unit, document["valid_from"], document["valid_until"], document["cause"])


def _entry(entry: Entry) -> dict[str, Any]:
    facts = {"unit_id": entry.unit.unit_id, **_facts(entry.unit)}
    return {**facts, "valid_from": entry.valid_from, "valid_until": entry.valid_until, "cause": entry.cause}


def _facts(unit: Unit) -> dict[str, Any]:
    facts = {
        "kind": unit.kind,
        "name": unit.name,
        "parent_id": unit.parent_id,
        "path": unit.path,
        "status": unit.status,
        "opened_on": unit.opened_on.isoformat() if unit.opened_on else None,
        "closed_on": unit.closed_on.isoformat() if unit.closed_on else None,
        "merged_into": unit.merged_into,
        "version": unit.version,
    }
    # A sparse index leaves out what is not there, and not what is null.
    return {**facts, "code": unit.code} if unit.code is not None else facts


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
