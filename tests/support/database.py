"""A database prefix of one's own on the real server."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import PyMongoError


@dataclass(frozen=True)
class Databases:
    prefix: str
    url: str
    client: MongoClient[dict[str, Any]]

    def of(self, service: str) -> Database[dict[str, Any]]:
        return self.client[f"{self.prefix}_{service}"]


@contextlib.contextmanager
def fresh_databases(*, url: str | None = None) -> Iterator[Databases]:
    """Databases that are gone afterwards."""
    address = url or os.environ["MONGO_URL"]
    client: MongoClient[dict[str, Any]] = MongoClient(address, tz_aware=True, serverSelectionTimeoutMS=5000)
    prefix = f"t{uuid.uuid4().hex[:10]}"
    try:
        yield Databases(prefix, address, client)
    finally:
        for name in client.list_database_names():
            if name.startswith(prefix + "_"):
                _drop(client, name)
        client.close()


def _drop(client: MongoClient[dict[str, Any]], name: str) -> None:
    """Leave it where a process that was killed has left a transaction open in it: SecantusDB 0.7 waits for that one
    while it drops, for ever and with everybody else waiting. Deleting in a transaction is refused instead."""
    database = client[name]
    try:
        with client.start_session() as session, session.start_transaction():
            for collection in database.list_collection_names():
                database[collection].delete_many({}, session=session)
    except PyMongoError:
        return
    client.drop_database(name)
