"""Publishing with the broker's confirms, a batch at a time."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from amqp import spec
from amqp.basic_message import Message as AmqpMessage
from eventlet.semaphore import Semaphore

from shared import metrics
from shared.events import CONTENT_TYPE, Message, Payload, encode
from shared.events.base import COMMANDS_EXCHANGE, Command
from shared.logging import get_logger
from shared.messaging.wire import CONNECTION_ERRORS, connection, open_channel
from shared.settings import Settings
from shared.topology import exchange_of, routing_key_of

_log = get_logger(__name__)


class PublishFailed(Exception):
    """The broker did not take every message. ``unconfirmed`` are the ones it did not answer for."""

    def __init__(self, why: str, unconfirmed: Sequence[Outgoing]) -> None:
        super().__init__(f"{why}: {len(unconfirmed)} of the messages are not confirmed")
        self.unconfirmed = list(unconfirmed)


class BrokerUnavailable(PublishFailed):
    """The connection is gone, or was not to be had. Nothing is wrong with the messages."""


@dataclass(frozen=True)
class Outgoing:
    """Bytes and where they go. ``mandatory``: the broker gives back what no queue would take."""

    exchange: str
    routing_key: str
    body: bytes
    properties: dict[str, Any]
    headers: dict[str, Any] = field(default_factory=dict)
    mandatory: bool = False

    @classmethod
    def of(cls, message: Message[Payload]) -> Outgoing:
        payload = type(message.data)
        return cls(
            exchange=exchange_of(payload).name,
            routing_key=routing_key_of(payload),
            body=encode(message),
            properties={
                "content_type": CONTENT_TYPE,
                "message_id": message.id,
                "type": message.type,
                "correlation_id": message.correlation_id or message.id,
            },
            mandatory=isinstance(message.data, Command),
        )

    def row(self) -> dict[str, Any]:
        """As kept in the outbox."""
        return {
            "exchange": self.exchange,
            "routing_key": self.routing_key,
            "body": self.body,
            "properties": self.properties,
            "mandatory": self.mandatory,
        }

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> Outgoing:
        return cls(
            exchange=row["exchange"],
            routing_key=row["routing_key"],
            body=bytes(row["body"]),
            properties=dict(row["properties"]),
            mandatory=row["mandatory"],
        )


class Publisher:
    """One connection, one channel in confirm mode, one batch at a time.

    ``publish`` returns when the broker has confirmed every message, and raises otherwise.
    """

    def __init__(self, settings: Settings, name: str) -> None:
        self._settings = settings
        self._name = name
        self._lock = Semaphore(1)
        self._conn: Any = None
        self._channel: Any = None
        self._declared: set[str] = set()
        self._sequence = 0
        self._forget()

    @property
    def connected(self) -> bool:
        return self._conn is not None

    def publish(self, messages: Iterable[Outgoing]) -> None:
        """Raises BrokerUnavailable (try again later) or PublishFailed (nacked, or no queue for a mandatory message)."""
        batch = list(messages)
        if not batch:
            return
        with self._lock:
            # What an earlier batch left must not be taken for a part of this one.
            self._forget()
            try:
                self._publish(batch)
            except CONNECTION_ERRORS as error:
                self._drop()
                unconfirmed = [item for item in batch if id(item) not in self._confirmed]
                self._count(unconfirmed, "unavailable")
                raise BrokerUnavailable(f"{type(error).__name__}: {error}", unconfirmed) from error

    def tick(self) -> None:
        """Keep an idle connection alive and notice a dead one; to be called a few times per heartbeat."""
        with self._lock:
            if self._conn is None:
                return
            try:
                with contextlib.suppress(TimeoutError):
                    self._conn.connection.drain_events(timeout=0.001)
                self._conn.connection.heartbeat_tick(rate=2)
            except CONNECTION_ERRORS:
                self._drop()

    def close(self) -> None:
        with self._lock:
            self._drop()

    def _publish(self, batch: list[Outgoing]) -> None:
        channel = self._open()
        for exchange in {item.exchange for item in batch} - self._declared:
            # A publisher may start before any of its consumers has declared the exchange.
            kind = "topic" if exchange.endswith(".events") else "direct" if exchange == COMMANDS_EXCHANGE else None
            if kind:
                channel.exchange_declare(exchange, kind, durable=True, auto_delete=False)
            self._declared.add(exchange)
        with self._conn.connection.gathering:
            for item in batch:
                self._sequence += 1
                self._waiting[self._sequence] = item
                if item.mandatory:
                    self._by_id[str(item.properties.get("message_id"))] = item
                message = AmqpMessage(item.body, delivery_mode=2, application_headers=item.headers, **item.properties)
                # The channel's own method asks the socket for news before each message.
                arguments = (0, item.exchange, item.routing_key, item.mandatory, False)
                channel.send_method(spec.Basic.Publish, "Bssbb", arguments, message)
        deadline = time.monotonic() + self._settings.publish_timeout
        while self._waiting:
            self._conn.connection.drain_events(timeout=max(0.01, deadline - time.monotonic()))
        if self._refused:
            raise PublishFailed("refused by the broker, or no queue takes it", self._refused)

    def _open(self) -> Any:
        if self._channel is not None:
            return self._channel
        self._conn = connection(self._settings, f"{self._name} publisher")
        self._conn.connect()
        self._channel = open_channel(self._conn)
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._on_ack)
        self._channel.events["basic_nack"].add(self._on_nack)
        self._channel.events["basic_return"].add(self._on_return)
        self._sequence = 0
        self._declared = set()
        return self._channel

    def _settle(self, tag: int, multiple: bool) -> list[Outgoing]:
        tags = [known for known in self._waiting if known <= tag] if multiple else [tag]
        return [self._waiting.pop(known) for known in tags if known in self._waiting]

    def _on_ack(self, tag: int, multiple: bool) -> None:
        returned = {id(item) for item in self._refused}
        confirmed = [item for item in self._settle(tag, multiple) if id(item) not in returned]
        self._confirmed.update(map(id, confirmed))
        self._count(confirmed, "confirmed")

    def _on_nack(self, tag: int, multiple: bool) -> None:
        refused = self._settle(tag, multiple)
        self._refused += refused
        self._count(refused, "refused")

    def _on_return(self, _error: Exception, _exchange: str, _key: str, message: Any) -> None:
        # The broker sends the return before the ack of the same message.
        item = self._by_id.get(str(message.properties.get("message_id")))
        if item is not None:
            self._refused.append(item)
            self._count([item], "unroutable")

    def _forget(self) -> None:
        self._waiting: dict[int, Outgoing] = {}
        self._refused: list[Outgoing] = []
        self._by_id: dict[str, Outgoing] = {}
        self._confirmed: set[int] = set()

    @staticmethod
    def _count(items: Iterable[Outgoing], result: str) -> None:
        for exchange, count in Counter(item.exchange for item in items).items():
            metrics.PUBLISHED.labels(exchange, result).inc(count)

    def _drop(self) -> None:
        conn, self._conn, self._channel = self._conn, None, None
        if conn is not None:
            # An orderly close would wait for an answer that a dead broker never gives.
            with contextlib.suppress(Exception):
                conn.collect()
