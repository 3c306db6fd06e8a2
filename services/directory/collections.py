"""What the directory's repositories share."""

from __future__ import annotations

import secrets
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database


class Collections:
    """Reads and writes that are all part of one transaction; without a session, reads on their own."""

    def __init__(self, database: Database[dict[str, Any]], session: ClientSession | None) -> None:
        self._db = database
        self._session = session

    def _salt(self, name: str) -> bytes:
        """Random, made once."""
        found = self._db.salts.find_one({"_id": name}, session=self._session)
        if found is None:
            # Of two that make it at the same moment, one transaction fails on the id and is tried again.
            found = {"_id": name, "salt": secrets.token_bytes(16)}
            self._db.salts.insert_one(found, session=self._session)
        return bytes(found["salt"])

    def _replace(self, collection: str, key: str, document: dict[str, Any]) -> None:
        self._db[collection].replace_one({"_id": key}, document, upsert=True, session=self._session)
