"""What changing the tree asks of the members' collection."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from services.directory.collections import Collections
from services.directory.members.model import Member
from services.directory.members.repository import member_of


class MongoGrove(Collections):
    def has_members(self, unit_id: str) -> bool:
        query = {"unit_id": unit_id, "status": {"$ne": "left"}}
        return self._db.members.find_one(query, {"_id": 1}, session=self._session) is not None

    def member_ids_at(self, unit_id: str, limit: int | None = None) -> list[str]:
        found = self._db.members.find({"unit_id": unit_id}, {"_id": 1}, session=self._session).sort("_id")
        return [row["_id"] for row in found.limit(limit or 0)]

    def members_concerned(self, unit_ids: Collection[str], after: str, limit: int) -> list[Member]:
        ids = list(unit_ids)
        here: dict[str, Any] = {"$or": [{"unit_id": {"$in": ids}}, {"grants.unit_id": {"$in": ids}}]}
        found = self._db.members.find({"_id": {"$gt": after}, **here}, session=self._session)
        return [member_of(row) for row in found.sort("_id").limit(limit)]

    def members_arrived(self, unit_ids: Collection[str], since: datetime) -> list[Member]:
        query = {"unit_id": {"$in": list(unit_ids)}, "since": {"$gte": since}}
        return [member_of(row) for row in self._db.members.find(query, session=self._session).sort("_id")]
