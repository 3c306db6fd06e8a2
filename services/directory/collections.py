"""What the directory's repositories share."""

from __future__ import annotations

from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database


class Collections:
    """Reads and writes that are all part of one transaction; of none without a session."""

    def __init__(self, database: Database[dict[str, Any]], session: ClientSession | None) -> None:
        self._db = database
        self._session = session

    def _replace(self, collection: str, key: str, document: dict[str, Any]) -> None:
        self._db[collection].replace_one({"_id": key}, document, upsert=True, session=self._session)
