"""How long data is kept: what is too old goes by itself, by an index of the database or by a round once a day."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import eventlet
from nameko.extensions import DependencyProvider
from pymongo import UpdateOne
from pymongo.database import Database
from pymongo.errors import OperationFailure, PyMongoError

from shared.logging import get_logger
from shared.messaging.mongo import Documents, MongoExtension
from shared.settings import Settings

_log = get_logger(__name__)

_DAY = 24 * 3600
#: Pause after a round that failed, in seconds.
_AGAIN = 60.0
_PORTION = 200
#: IndexOptionsConflict and IndexKeySpecsConflict: it is there with another time.
_DIFFERS = (85, 86)


@dataclass(frozen=True)
class Expire:
    """Documents are removed so many days after the moment in ``field``."""

    collection: str
    field: str
    days: int

    def apply(self, database: Database[Documents], _now: datetime) -> int:
        seconds = self.days * _DAY
        collection = database[self.collection]
        try:
            collection.create_index(self.field, expireAfterSeconds=seconds)
        except OperationFailure as error:
            if error.code not in _DIFFERS:
                raise
            for name, index in collection.index_information().items():
                if index["key"] == [(self.field, 1)]:
                    collection.drop_index(name)
            collection.create_index(self.field, expireAfterSeconds=seconds)
        # The database removes them.
        return 0


@dataclass(frozen=True)
class Strip:
    """So many days after the moment in ``field``, documents that match ``query`` are changed; they do not match after
    that. They stay themselves: figures are made of them."""

    collection: str
    field: str
    days: int
    query: Documents
    #: The update of one document.
    change: Callable[[Documents], Documents]

    def apply(self, database: Database[Documents], now: datetime) -> int:
        old = {**self.query, self.field: {"$lt": now - timedelta(days=self.days)}}
        done = 0
        while rows := list(database[self.collection].find(old).limit(_PORTION)):
            updates = [UpdateOne({"_id": row["_id"], **self.query}, self.change(row)) for row in rows]
            changed = database[self.collection].bulk_write(updates, ordered=False).modified_count
            done += changed
            if not changed:
                break
            eventlet.sleep(0)
        return done


class Retention(DependencyProvider):
    """``rules(settings)`` are applied at the start and once a day; doing so from several replicas does no harm."""

    mongo = MongoExtension()

    def __init__(self, rules: Callable[[Any], Sequence[Expire | Strip]]) -> None:
        super().__init__()
        self.rules = rules

    def setup(self) -> None:
        self._stopping = False

    def start(self) -> None:
        self.container.spawn_managed_thread(self._every_day, identifier="retention")

    def stop(self) -> None:
        self._stopping = True

    def kill(self) -> None:
        self._stopping = True

    def get_dependency(self, _worker_ctx: Any) -> None:
        return None

    def _every_day(self) -> None:
        settings: Settings = self.container.config["settings"]
        while not self._stopping:
            try:
                for rule in self.rules(settings):
                    done = rule.apply(self.mongo.database, datetime.now(UTC))
                    if done:
                        _log.info("retention.stripped", collection=rule.collection, count=done)
                pause: float = _DAY
            except PyMongoError as error:
                _log.warning("retention.failed", error=type(error).__name__)
                pause = _AGAIN
            until = time.monotonic() + pause
            while not self._stopping and time.monotonic() < until:
                eventlet.sleep(0.2)
