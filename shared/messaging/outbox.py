"""The outbox: a row per unit of work, kept until the broker has confirmed all its messages; more than one where they
would not fit into a document."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import eventlet
from eventlet.semaphore import Semaphore
from nameko.extensions import SharedExtension
from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.errors import PyMongoError

from shared import metrics
from shared.events import new_id
from shared.logging import get_logger
from shared.messaging.mongo import MongoExtension
from shared.messaging.publisher import Outgoing, PublishFailed
from shared.messaging.publishing import PublisherExtension
from shared.settings import Settings

_log = get_logger(__name__)

OUTBOX = "outbox"
INBOX = "inbox"
INBOX_DAYS = 30
_SWEEP = 50
#: Rows that are published while others go on.
_AT_ONCE = 2

#: Of message bodies in a row. A document of MongoDB holds 16 MiB, and the sweeper reads a row whole.
ROW_BYTES = 4 * 1024 * 1024


class Outbox(SharedExtension):
    """Writes rows inside transactions, publishes them after the commit, and sweeps up what a crash left behind."""

    mongo = MongoExtension()
    publishing = PublisherExtension()

    def setup(self) -> None:
        self._stopping = False
        self._turns = Semaphore(_AT_ONCE)

    @property
    def settings(self) -> Settings:
        settings: Settings = self.container.config["settings"]
        return settings

    def start(self) -> None:
        self.container.spawn_managed_thread(self._sweep_for_ever, identifier="outbox")

    def stop(self) -> None:
        """What is being published is published."""
        self._stopping = True
        for _ in range(_AT_ONCE):
            self._turns.acquire()

    def kill(self) -> None:
        self._stopping = True

    def put(self, row_id: str, messages: list[Outgoing], session: ClientSession) -> None:
        """Part of the transaction. No messages, no row."""
        for key, some in rows(row_id, messages):
            self._rows.insert_one(
                {"_id": key, "created_at": datetime.now(UTC), "messages": [message.row() for message in some]},
                session=session,
            )

    def flush(self, row_id: str, messages: list[Outgoing]) -> None:
        """Publish what was put under this id and remove it. What the broker does not confirm stays, for the sweeper."""
        for key, some in rows(row_id, messages):
            self._flush_row(key, some)

    def flush_later(self, row_id: str, messages: list[Outgoing]) -> None:
        """As ``flush``, while the caller goes on; when two are at it already it waits for its turn."""
        if not messages:
            return
        self._turns.acquire()

        def work() -> None:
            try:
                self.flush(row_id, messages)
            finally:
                self._turns.release()

        self.container.spawn_managed_thread(work, identifier="outbox-flush")

    def _flush_row(self, row_id: str, messages: list[Outgoing]) -> None:
        try:
            self.publishing.publisher.publish(messages)
        except PublishFailed as error:
            self._keep(row_id, error)
            return
        try:
            self._rows.delete_one({"_id": row_id})
        except PyMongoError as error:
            # The sweeper will publish these messages again, with the same ids.
            _log.warning("outbox.row-not-removed", error=type(error).__name__)

    def oldest_seconds(self) -> float:
        """Age of the oldest row, 0 when there is none. Raises PyMongoError when the database is away."""
        row = self._rows.find_one(sort=[("created_at", ASCENDING)], projection={"created_at": 1})
        age = (datetime.now(UTC) - row["created_at"]).total_seconds() if row else 0.0
        metrics.OUTBOX_OLDEST_SECONDS.set(max(0.0, age))
        return max(0.0, age)

    @property
    def _rows(self) -> Any:
        return self.mongo.database[OUTBOX]

    def _keep(self, row_id: str, error: PublishFailed) -> None:
        _log.warning("outbox.kept", error=str(error), messages=len(error.unconfirmed))
        try:
            # What was confirmed need not go out again; what was not keeps the row.
            self._rows.update_one({"_id": row_id}, {"$set": {"messages": [item.row() for item in error.unconfirmed]}})
        except PyMongoError as failure:
            _log.warning("outbox.row-not-updated", error=type(failure).__name__)

    def _sweep_for_ever(self) -> None:
        while not self._stopping:
            eventlet.sleep(min(1.0, self.settings.outbox_grace))
            try:
                self.sweep()
                self._measure()
            except PyMongoError as error:
                _log.warning("outbox.sweep-failed", error=type(error).__name__)

    def _measure(self) -> None:
        metrics.OUTBOX_ROWS.set(self._rows.count_documents({}))
        self.oldest_seconds()

    def sweep(self) -> None:
        """Publish rows older than the grace time. A claim keeps replicas from all doing the same work; a claim that
        is not redeemed within a few grace times is taken over."""
        now = datetime.now(UTC)
        grace = timedelta(seconds=self.settings.outbox_grace)
        left_behind = {
            "created_at": {"$lt": now - grace},
            "$or": [{"claimed_at": {"$exists": False}}, {"claimed_at": {"$lt": now - 3 * grace}}],
        }
        ids = [
            row["_id"] for row in self._rows.find(left_behind, projection={"_id": 1}).sort("created_at").limit(_SWEEP)
        ]
        if not ids:
            return
        claim = new_id()
        self._rows.update_many({"_id": {"$in": ids}, **left_behind}, {"$set": {"claim": claim, "claimed_at": now}})
        for row in self._rows.find({"_id": {"$in": ids}, "claim": claim}).sort("created_at"):
            messages = [Outgoing.from_row(item) for item in row["messages"]]
            _log.info("outbox.swept", messages=len(messages))
            self._flush_row(row["_id"], messages)


def rows(row_id: str, messages: list[Outgoing]) -> list[tuple[str, list[Outgoing]]]:
    """The messages in order, by the rows that they make: the first has the id itself."""
    parts: list[list[Outgoing]] = []
    room = 0
    for message in messages:
        if not parts or len(message.body) > room:
            parts.append([])
            room = ROW_BYTES
        parts[-1].append(message)
        room -= len(message.body)
    return [(f"{row_id}.{number}" if number else row_id, part) for number, part in enumerate(parts)]
