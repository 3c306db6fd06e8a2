"""Questions about the tree, as it is and as it was."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pymongo.database import Database

from services.directory.units.model import Entry, Unit, UnknownUnit
from services.directory.units.repository import entry_of, unit_of
from shared.paths import at_or_below

Shown = dict[str, Any]


class UnitViews:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._db = database

    def unit(self, unit_id: str) -> Shown:
        """``{"unit_id", "kind", "name", "parent_id", "path", "code", "status", "opened_on", "closed_on",
        "merged_into", "version"}``; days ISO 8601. Raises UnknownUnit."""
        return _shown(self._unit(unit_id))

    def tree(self, unit_id: str | None, closed: bool) -> list[Shown]:
        """A unit and all below it, or every unit, by path and so each below its parent: that of ``unit`` and
        ``members``, the number of those who belong to the unit itself. Without ``closed``, open units only.
        Raises UnknownUnit."""
        query = at_or_below("path", self._unit(unit_id).path) if unit_id else {}
        units = [unit_of(row) for row in self._db.units.find(query)]
        shown = sorted((unit for unit in units if closed or unit.is_open), key=lambda unit: unit.path.split("/"))
        belong = {"$match": {"unit_id": {"$in": [unit.unit_id for unit in shown]}, "status": {"$ne": "left"}}}
        count = {"$group": {"_id": "$unit_id", "members": {"$sum": 1}}}
        members = {row["_id"]: row["members"] for row in self._db.members.aggregate([belong, count])}
        return [{**_shown(unit), "members": members.get(unit.unit_id, 0)} for unit in shown]

    def history(self, unit_id: str) -> list[Shown]:
        """What the unit was, the oldest first: that of ``unit`` and ``valid_from``, ``valid_until`` (ISO 8601 UTC;
        None: since before this was kept, and still so) and ``cause``. Raises UnknownUnit."""
        unit = self._unit(unit_id)
        found = self._db.unit_history.find({"unit_id": unit_id}).sort("version")
        entries = [entry_of(row) for row in found]
        return [_entry(entry) for entry in entries or [Entry(unit, None, None, "directory.register-unit")]]

    def unit_on(self, unit_id: str, day: date, zone: ZoneInfo) -> Shown | None:
        """What the unit was when the day ended in the zone: that of ``unit``; None before it was registered.
        Raises UnknownUnit."""
        unit = self._unit(unit_id)
        found = self._db.unit_history.find_one({"unit_id": unit_id, **_when(day, zone)})
        if found is None and self._db.unit_history.find_one({"unit_id": unit_id}) is None:
            return _shown(unit)
        return _shown(entry_of(found).unit) if found else None

    def tree_on(self, unit_path: str, day: date, zone: ZoneInfo) -> list[Shown]:
        """The units that were open with this path or below it when the day ended in the zone, by path."""
        found = self._db.unit_history.find({"$and": [at_or_below("path", unit_path), _when(day, zone)]})
        units = {row["unit_id"]: entry_of(row).unit for row in found}
        for row in self._db.units.find(at_or_below("path", unit_path)):
            if row["_id"] not in units and self._db.unit_history.find_one({"unit_id": row["_id"]}) is None:
                units[row["_id"]] = unit_of(row)
        shown = sorted(units.values(), key=lambda unit: unit.path.split("/"))
        return [_shown(unit) for unit in shown if unit.is_open]

    def _unit(self, unit_id: str) -> Unit:
        found = self._db.units.find_one({"_id": unit_id})
        if found is None:
            raise UnknownUnit(unit_id)
        return unit_of(found)


def _when(day: date, zone: ZoneInfo) -> dict[str, Any]:
    end = datetime.combine(day + timedelta(days=1), time.min, zone)
    begun = {"$or": [{"valid_from": None}, {"valid_from": {"$lt": end}}]}
    lasting = {"$or": [{"valid_until": None}, {"valid_until": {"$gte": end}}]}
    return {"$and": [begun, lasting]}


def _shown(unit: Unit) -> Shown:
    days = {
        "opened_on": unit.opened_on.isoformat() if unit.opened_on else None,
        "closed_on": unit.closed_on.isoformat() if unit.closed_on else None,
    }
    return {**vars(unit), **days}


def _entry(entry: Entry) -> Shown:
    return {
        **_shown(entry.unit),
        "valid_from": entry.valid_from.isoformat() if entry.valid_from else None,
        "valid_until": entry.valid_until.isoformat() if entry.valid_until else None,
        "cause": entry.cause,
    }
