"""Evidence in MongoDB: code_secrets, code_tries, check_in_photos."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from pymongo import ReplaceOne, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.checkins.evidence.ports import Key
from services.checkins.model import CheckIn

Document = dict[str, Any]


class MongoEvidence:
    def __init__(self, database: Database[Document], session: ClientSession | None) -> None:
        self._db = database
        self._session = session

    @staticmethod
    def indexes(database: Database[Document]) -> None:
        database.code_tries.create_index("member_id")
        database.check_in_photos.create_index("member_id")

    def code_secrets(self, occurrence_ids: Collection[str]) -> dict[str, bytes]:
        found = self._db.code_secrets.find({"_id": {"$in": list(occurrence_ids)}}, session=self._session)
        return {row["_id"]: bytes(row["secret"]) for row in found}

    def keep_code_secret(self, occurrence_id: str, secret: bytes) -> bytes:
        known = self.code_secrets([occurrence_id])
        if not known:
            self._db.code_secrets.insert_one({"_id": occurrence_id, "secret": secret}, session=self._session)
        return known.get(occurrence_id, secret)

    def wrong_codes(self, keys: Collection[Key]) -> dict[Key, set[str]]:
        found = self._db.code_tries.find({"_id": {"$in": [_id(key) for key in keys]}}, session=self._session)
        return {(row["occurrence_id"], row["member_id"]): set(row["wrong"]) for row in found}

    def add_wrong_codes(self, wrong: Mapping[Key, Collection[str]], at: datetime) -> None:
        writes = [
            UpdateOne(
                {"_id": _id(key)},
                {
                    "$setOnInsert": {"occurrence_id": key[0], "member_id": key[1]},
                    "$set": {"at": at},
                    "$addToSet": {"wrong": {"$each": sorted(ids)}},
                },
                upsert=True,
            )
            for key, ids in wrong.items()
        ]
        self._db.code_tries.bulk_write(writes, ordered=False, session=self._session)

    def add_photos(self, check_ins: Collection[CheckIn]) -> None:
        rows = [
            {
                "_id": f"{photo_id}/{_id(each.key)}",
                "occurrence_id": each.occurrence_id,
                "member_id": each.member_id,
                "at": each.recorded_at,
            }
            for each in check_ins
            for photo_id in each.photo_ids
        ]
        writes = [ReplaceOne({"_id": row["_id"]}, row, upsert=True) for row in rows]
        self._db.check_in_photos.bulk_write(writes, ordered=False, session=self._session)


def _id(key: Key) -> str:
    return "/".join(key)
