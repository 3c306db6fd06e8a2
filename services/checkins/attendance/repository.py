"""Roll calls in MongoDB: absences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pymongo import ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

Document = dict[str, Any]


class MongoAttendance:
    def __init__(self, database: Database[Document], session: ClientSession | None) -> None:
        self._db = database
        self._session = session

    @staticmethod
    def indexes(database: Database[Document]) -> None:
        database.absences.create_index("member_id")
        # For the words that are too old to be kept.
        database.absences.create_index("at", partialFilterExpression={"reason": {"$type": "string"}})

    def keep_absences(self, occurrence_id: str, absent: Mapping[str, str | None], actor_id: str, at: datetime) -> None:
        writes = [
            ReplaceOne(
                {"_id": f"{occurrence_id}/{member_id}"},
                {"occurrence_id": occurrence_id, "member_id": member_id, "reason": reason, "by": actor_id, "at": at},
                upsert=True,
            )
            for member_id, reason in absent.items()
        ]
        if writes:
            self._db.absences.bulk_write(writes, ordered=False, session=self._session)
