"""Units in MongoDB."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

from services.directory.collections import Collections
from services.directory.units.model import Unit


class MongoUnits(Collections):
    @staticmethod
    def indexes(database: Database[dict[str, Any]]) -> None:
        database.units.create_index("path")

    def unit(self, unit_id: str) -> Unit | None:
        found = self._db.units.find_one({"_id": unit_id}, session=self._session)
        return unit_of(found) if found else None

    def keep_unit(self, unit: Unit) -> None:
        self._replace(
            "units",
            unit.unit_id,
            {"kind": unit.kind, "name": unit.name, "parent_id": unit.parent_id, "path": unit.path},
        )


def unit_of(document: dict[str, Any]) -> Unit:
    return Unit(document["_id"], document["kind"], document["name"], document["parent_id"], document["path"])
