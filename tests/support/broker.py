"""A vhost of one's own on the real broker."""

from __future__ import annotations

import contextlib
import json
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pika

from shared.events import CONTENT_TYPE, Message, Payload, decode, encode
from shared.topology import dead_letter_queue, exchange_of, routing_key_of
from tests.support.actors import signed
from tests.support.http import plain
from tests.support.waiting import PATIENCE, eventually


@dataclass(frozen=True)
class Raw:
    """A message as it lies in a queue."""

    body: bytes
    properties: pika.BasicProperties
    routing_key: str

    @property
    def headers(self) -> dict[str, Any]:
        return dict(self.properties.headers or {})

    def message(self) -> Message[Payload]:
        return decode(self.body, content_type=self.properties.content_type)


@dataclass
class Vhost:
    name: str
    url: str
    management: str
    _connection: Any = field(default=None, repr=False)

    def channel(self) -> Any:
        """A channel in confirm mode. When the broker went away meanwhile, the connection is made anew."""
        try:
            if self._connection is None or self._connection.is_closed:
                self._connection = pika.BlockingConnection(patient(self.url))
            channel = self._connection.channel()
        except (pika.exceptions.AMQPConnectionError, pika.exceptions.AMQPChannelError):
            self._connection = None
            channel = eventually(self.channel, what="the broker to be back")
        channel.confirm_delivery()
        return channel

    def send(self, *messages: Message[Payload]) -> None:
        """Publish as the processes do, signed; returns when the broker has confirmed each."""
        with contextlib.closing(self.channel()) as channel:
            for message in map(signed, messages):
                kind = exchange_of(type(message.data))
                channel.exchange_declare(kind.name, kind.kind, durable=True)
                channel.basic_publish(
                    kind.name,
                    routing_key_of(type(message.data)),
                    encode(message),
                    pika.BasicProperties(
                        delivery_mode=2, content_type=CONTENT_TYPE, message_id=message.id, type=message.type
                    ),
                )

    def put(self, queue: str, body: bytes, *, exchange: str = "", **properties: Any) -> None:
        """Put bytes straight into a queue, or into what an exchange has for this routing key."""
        with contextlib.closing(self.channel()) as channel:
            channel.basic_publish(
                exchange, queue, body, pika.BasicProperties(delivery_mode=2, **properties), mandatory=True
            )

    def take(self, queue: str) -> Raw | None:
        """The next message of a queue, acknowledged; None when there is none."""
        with contextlib.closing(self.channel()) as channel:
            method, properties, body = channel.basic_get(queue, auto_ack=True)
            return Raw(body, properties, method.routing_key) if method else None

    def waiting(self, queue: str) -> int:
        """How many messages lie ready in a queue; -1 when there is no such queue."""
        channel = self.channel()
        try:
            count = int(channel.queue_declare(queue, passive=True).method.message_count)
            channel.close()
            return count
        except pika.exceptions.ChannelClosedByBroker:
            return -1

    def dead_letter(self, queue: str, *, within: float = PATIENCE) -> Raw:
        """Wait for a dead letter of ``queue`` and take it."""
        return eventually(lambda: self.parked(queue), within=within, what=f"a dead letter of {queue}")

    def parked(self, queue: str) -> Raw | None:
        """The oldest dead letter of a work queue, taken away; None when there is none. Those of others stay."""
        dead = dead_letter_queue(queue).name
        # What was not acknowledged goes back when the channel closes.
        with contextlib.closing(self.channel()) as channel:
            while True:
                method, properties, body = channel.basic_get(dead)
                if method is None:
                    return None
                if method.routing_key == queue:
                    channel.basic_ack(method.delivery_tag)
                    return Raw(body, properties, method.routing_key)

    def listen(self, *payloads: type[Payload], repeats: bool = False) -> Listener:
        """A queue of the test's own that hears these events from now on; ``repeats``: each as often as it is told."""
        channel = self.channel()
        queue = channel.queue_declare("", exclusive=True, auto_delete=True).method.queue
        for payload in payloads:
            kind = exchange_of(payload)
            channel.exchange_declare(kind.name, kind.kind, durable=True)
            channel.queue_bind(queue, kind.name, routing_key_of(payload))
        return Listener(channel, queue, repeats)

    def queues(self) -> list[dict[str, Any]]:
        """All queues with their arguments, as the management API tells."""
        answer = plain.get(f"{self.management}/api/queues/{quote(self.name, safe='')}", timeout=PATIENCE)
        return list(answer.raise_for_status().json())

    def bindings(self, queue: str) -> list[tuple[str, str]]:
        """Exchange and routing key of each binding of a queue, sorted; without the default exchange's own."""
        address = f"{self.management}/api/queues/{quote(self.name, safe='')}/{quote(queue, safe='')}/bindings"
        found = plain.get(address, timeout=PATIENCE).raise_for_status().json()
        return sorted((row["source"], row["routing_key"]) for row in found if row["source"])


@dataclass
class Listener:
    """Hears each message once: one whose confirm is slow to come is told again, under the same id."""

    _channel: Any
    _queue: str
    _repeats: bool = False
    heard: list[Message[Payload]] = field(default_factory=list)
    _known: set[str] = field(default_factory=set, repr=False)

    def drain(self) -> list[Message[Payload]]:
        """Everything heard so far, in order."""
        while True:
            method, properties, body = self._channel.basic_get(self._queue, auto_ack=True)
            if method is None:
                return self.heard
            message = decode(body, content_type=properties.content_type)
            if self._repeats or message.id not in self._known:
                self.heard.append(message)
            self._known.add(message.id)

    def expect(self, count: int, *, within: float = PATIENCE) -> list[Message[Payload]]:
        """Wait until at least ``count`` messages were heard."""
        eventually(lambda: len(self.drain()) >= count, within=within, what=f"{count} messages")
        return self.heard


def patient(url: str) -> pika.URLParameters:
    """For a test's own connection: to a broker that may have much else to do, by a test that reads now and then."""
    parameters = pika.URLParameters(url + "?heartbeat=0")
    parameters.socket_timeout = parameters.stack_timeout = PATIENCE
    return parameters


def management_url() -> str:
    return os.environ["ZHIXING_TEST_MANAGEMENT_URL"].rstrip("/")


@contextlib.contextmanager
def fresh_vhost(label: str = "test", *, amqp_url: str | None = None, management: str | None = None) -> Iterator[Vhost]:
    """A vhost that is gone afterwards, with all that was in it."""
    base = management or management_url()
    name = f"zx-{label}-{uuid.uuid4().hex[:10]}"
    plain.put(f"{base}/api/vhosts/{name}", timeout=PATIENCE).raise_for_status()
    user = urlsplit(base).username or "guest"
    rights = json.dumps({"configure": ".*", "write": ".*", "read": ".*"})
    plain.put(
        f"{base}/api/permissions/{name}/{user}",
        content=rights,
        headers={"content-type": "application/json"},
        timeout=PATIENCE,
    ).raise_for_status()
    parts = urlsplit(amqp_url or os.environ["AMQP_URL"])
    vhost = Vhost(name, f"amqp://{parts.netloc}/{name}", base)
    try:
        yield vhost
    finally:
        if vhost._connection is not None and vhost._connection.is_open:
            # A test may have taken the broker away under it.
            with contextlib.suppress(pika.exceptions.AMQPError):
                vhost._connection.close()
        with contextlib.suppress(httpx.HTTPError):
            plain.delete(f"{base}/api/vhosts/{name}", timeout=PATIENCE)
