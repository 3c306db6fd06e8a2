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
    """Databases that are gone afterwards, or with the server that they are on."""
    address = url or os.environ["MONGO_URL"]
    client: MongoClient[dict[str, Any]] = MongoClient(address, tz_aware=True, serverSelectionTimeoutMS=20_000)
    prefix = f"t{uuid.uuid4().hex[:10]}"
    try:
        yield Databases(prefix, address, client)
    finally:
        # SecantusDB 0.7 waits, for ever and with everybody else waiting, when a database is dropped in which a process
        # that was killed has left a transaction open. It is started for one run of the tests and goes away with it.
        with contextlib.suppress(PyMongoError):
            if "secantusVersion" not in client.server_info():
                for name in client.list_database_names():
                    if name.startswith(prefix + "_"):
                        client.drop_database(name)
        client.close()
