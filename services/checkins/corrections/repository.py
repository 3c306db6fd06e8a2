"""Earlier versions of check-ins in MongoDB: check_in_versions."""

from __future__ import annotations

from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.checkins.model import CheckIn
from services.checkins.repository import check_in_document, check_in_id, check_in_of
from shared.paths import below

Document = dict[str, Any]


class MongoCorrections:
    def __init__(self, database: Database[Document], session: ClientSession | None) -> None:
        self._db = database
        self._session = session

    @staticmethod
    def indexes(database: Database[Document]) -> None:
        database.check_in_versions.create_index("member_id")
        # For the notes that are too old to be kept.
        database.check_in_versions.create_index("checked_in_at")

    def replace_check_in(self, before: CheckIn, after: CheckIn) -> None:
        kept = check_in_document(before)
        self._db.check_in_versions.insert_one(
            {**kept, "_id": f"{kept['_id']}/{before.version:06d}"}, session=self._session
        )
        self._db.check_ins.replace_one(
            {"_id": check_in_id(*after.key)}, check_in_document(after), session=self._session
        )

    def earlier_versions(self, occurrence_id: str, member_id: str) -> list[CheckIn]:
        key = check_in_id(occurrence_id, member_id)
        found = self._db.check_in_versions.find(below("_id", key), session=self._session)
        return [check_in_of(row) for row in found.sort("_id")]
