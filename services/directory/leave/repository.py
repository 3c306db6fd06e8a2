"""Leaves in MongoDB. Days are ISO 8601 text, which sorts as they do."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from pymongo.database import Database

from services.directory.collections import Collections
from services.directory.leave.model import Leave


class MongoLeaves(Collections):
    @staticmethod
    def indexes(database: Database[dict[str, Any]]) -> None:
        database.leaves.create_index([("member_id", 1), ("first_day", -1)])
        database.leaves.create_index([("state", 1), ("unit_id", 1)])

    def leave(self, leave_id: str) -> Leave | None:
        found = self._db.leaves.find_one({"_id": leave_id}, session=self._session)
        return leave_of(found) if found else None

    def keep_leave(self, leave: Leave) -> None:
        document = asdict(leave)
        document |= {"first_day": leave.first_day.isoformat(), "last_day": leave.last_day.isoformat()}
        self._replace("leaves", document.pop("leave_id"), document)

    def requested_leaves(self, member_id: str) -> list[Leave]:
        found = self._db.leaves.find({"member_id": member_id, "state": "requested"}, session=self._session)
        return [leave_of(document) for document in found.sort("first_day")]

    def leaves_follow(self, member_id: str, unit_id: str) -> None:
        waiting = {"member_id": member_id, "state": "requested"}
        self._db.leaves.update_many(waiting, {"$set": {"unit_id": unit_id}}, session=self._session)


def leave_of(document: dict[str, Any]) -> Leave:
    fields = {key: value for key, value in document.items() if key != "_id"}
    days = {key: date.fromisoformat(document[key]) for key in ("first_day", "last_day")}
    return Leave(leave_id=document["_id"], **{**fields, **days})
