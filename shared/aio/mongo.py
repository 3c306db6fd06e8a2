"""The database of an asyncio process. The one module that knows Motor, so that its successor replaces it
here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, TypeVar

from motor.motor_asyncio import (
    AsyncIOMotorClient,
    AsyncIOMotorClientSession,
    AsyncIOMotorDatabase,
    AsyncIOMotorGridFSBucket,
)
from pymongo import IndexModel, ReadPreference
from pymongo.errors import ConfigurationError, ConnectionFailure, InvalidURI, OperationFailure
from pymongo.read_concern import ReadConcern
from pymongo.uri_parser import parse_uri
from pymongo.write_concern import WriteConcern

from shared.aio.backoff import Backoff
from shared.logging import get_logger
from shared.settings import Settings, SettingsError

log = get_logger(__name__)

T = TypeVar("T")
Document = dict[str, Any]
Session = AsyncIOMotorClientSession

#: IndexOptionsConflict and IndexKeySpecsConflict.
_INDEX_DIFFERS = (85, 86)
#: Used unless the URL says otherwise. Milliseconds.
_DEFAULTS: dict[str, Any] = {
    "w": "majority",
    "journal": True,
    "serverSelectionTimeoutMS": 5_000,
    "connectTimeoutMS": 5_000,
    "socketTimeoutMS": 20_000,
    "waitQueueTimeoutMS": 5_000,
    "tz_aware": True,
    "uuidRepresentation": "standard",
}


class Mongo:
    """``database`` is the owner's name, such as ``bots``; the settings add the prefix. Times read are aware,
    in UTC.
    """

    def __init__(self, settings: Settings, database: str) -> None:
        self._url = settings.mongo_url.get_secret_value()
        self._name = settings.database_name(database)
        self._client: AsyncIOMotorClient[Document] | None = None

    @property
    def client(self) -> AsyncIOMotorClient[Document]:
        if self._client is None:
            raise RuntimeError("start() first")
        return self._client

    @property
    def db(self) -> AsyncIOMotorDatabase[Document]:
        return self.client[self._name]

    def bucket(self, name: str) -> AsyncIOMotorGridFSBucket:
        """For files, in the collections ``<name>.files`` and ``<name>.chunks`` (GridFS)."""
        return AsyncIOMotorGridFSBucket(self.db, bucket_name=name)

    async def start(self, timeout: float = 30.0) -> None:
        """Connect, trying again for up to ``timeout`` seconds. Raises SettingsError (bad URL), then
        ConnectionFailure.
        """
        try:
            given = {key.lower() for key in parse_uri(self._url)["options"]}
            options = {key: value for key, value in _DEFAULTS.items() if key.lower() not in given}
            self._client = AsyncIOMotorClient(self._url, **options)
        except (InvalidURI, ConfigurationError, ValueError) as error:
            raise SettingsError(f"ZHIXING_MONGO_URL: {error}") from None
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        backoff = Backoff()
        while True:
            try:
                await self.ping()
                return
            except ConnectionFailure as error:
                if loop.time() >= deadline:
                    raise
                log.warning("database.unreachable", error=str(error)[:300])
                await asyncio.sleep(backoff.pause())

    async def close(self) -> None:
        if self._client is not None:
            client, self._client = self._client, None
            # It tells the server goodbye and waits for the answer: not in the event loop.
            await asyncio.to_thread(client.close)

    async def ping(self) -> None:
        """Raises ConnectionFailure while the database is out of reach."""
        await self.client.admin.command("ping")

    async def ensure_indexes(self, indexes: Mapping[str, Sequence[IndexModel]]) -> None:
        """Create what is missing, by collection; one that differs, such as in how long it keeps, is made anew."""
        for collection, models in indexes.items():
            for model in models:
                try:
                    await self.db[collection].create_indexes([model])
                except OperationFailure as error:
                    if error.code not in _INDEX_DIFFERS:
                        raise
                    await self.db[collection].drop_index(model.document["name"])
                    await self.db[collection].create_indexes([model])

    async def transaction(self, work: Callable[[Session], Coroutine[Any, Any, T]]) -> T:
        """Run ``work`` in a transaction, again if it met a conflict; it must pass the session to every
        operation.
        """
        async with await self.client.start_session() as session:
            result: T = await session.with_transaction(
                work,
                read_concern=ReadConcern("snapshot"),
                write_concern=WriteConcern("majority", j=True),
                read_preference=ReadPreference.PRIMARY,
            )
            return result
