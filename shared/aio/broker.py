"""The broker, as the asyncio processes use it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from typing import Any

import pika
from pydantic import SecretStr

from shared import metrics, tracing
from shared.access.actor import Keys, for_message, process
from shared.access.permission import Fact, Permission
from shared.aio.connection import Connection
from shared.aio.consumer import Consumer, Handler
from shared.aio.errors import BrokerUnavailable
from shared.aio.fanout import CONTENT_TYPE as BROADCAST_CONTENT_TYPE
from shared.aio.fanout import Subscription
from shared.aio.publisher import Publisher
from shared.events.base import Command, Payload
from shared.events.codec import encode
from shared.events.envelope import CONTENT_TYPE, Message
from shared.settings import Settings
from shared.topology import Exchange, Queue, exchange_of, routing_key_of


class Broker:
    """Publish, consume, broadcast and subscribe; all of it comes back by itself when the broker does.

    Two connections, because a broker short of memory stops reading from those that publish, and
    acknowledgements must get through then. ``name`` is the process's.
    """

    def __init__(self, url: str | SecretStr, *, name: str, settings: Settings) -> None:
        address = url.get_secret_value() if isinstance(url, SecretStr) else url
        self.name = name
        self.settings = settings
        #: Who acts is signed and verified with these.
        self.keys = Keys.of(settings)
        self._outward = Connection(
            address, name=f"{name} publishing", heartbeat=settings.heartbeat, on_change=self._report
        )
        self._inward = Connection(
            address, name=f"{name} consuming", heartbeat=settings.heartbeat, on_change=self._report
        )
        self.publisher = Publisher(self._outward, max_bytes=settings.max_message_bytes, name=name)
        self._consumers: list[Consumer] = []
        self._subscriptions: list[Subscription] = []
        self._closers: list[Callable[[], Awaitable[None]]] = []
        self._started = False

    @property
    def connected(self) -> bool:
        return self._outward.is_open and self._inward.is_open

    @property
    def consuming_connection(self) -> Connection:
        return self._inward

    async def start(self) -> None:
        """Begin to connect; does not wait for the broker (see ``wait_connected``)."""
        self._started = True
        self._outward.start()
        self._inward.start()
        self.publisher.start()
        for part in self._parts():
            part.start()

    async def wait_connected(self, timeout: float | None = None) -> None:
        """Until everything is open: connections, publisher, consumers, subscriptions. Raises
        BrokerUnavailable.
        """
        try:
            async with asyncio.timeout(timeout):
                await self._outward.wait_open()
                await self._inward.wait_open()
                await self.publisher.wait_ready()
                for part in self._parts():
                    await part.wait_ready()
        except TimeoutError:
            raise BrokerUnavailable(f"not connected within {timeout:g} s") from None

    async def check(self) -> None:
        """For readiness. Raises BrokerUnavailable, which says what is not open now."""
        if not self.connected:
            raise BrokerUnavailable("not connected")
        if not self.publisher.is_ready:
            raise BrokerUnavailable("no channel to publish on")
        missing = [consumer.queue for consumer in self._consumers if not consumer.is_ready]
        if missing:
            raise BrokerUnavailable(f"not subscribed to {', '.join(missing)}")

    async def close(self, timeout: float = 10.0) -> None:
        """Stop consuming, give what is in hand and being sent up to ``timeout`` seconds, disconnect."""
        await asyncio.gather(*(consumer.stop(timeout) for consumer in self._consumers))
        await asyncio.gather(*(subscription.stop() for subscription in self._subscriptions))
        for close in self._closers:
            await close()
        await self.publisher.close(min(timeout, 5.0))
        await asyncio.gather(self._outward.close(), self._inward.close())
        self._started = False

    async def publish(self, message: Message[Payload], *, timeout: float | None = None) -> None:
        """Hand a command or an event to the broker; returns when the broker has confirmed it.

        Waits for a lost connection to come back, and sends again (same id: receivers know it for a
        repetition) what was on its way when it broke. Raises BrokerUnavailable after ``timeout`` seconds
        (default: settings.publish_timeout), PublishRefused, and for commands Unroutable. An event that nobody
        is bound for is dropped, which is no error.
        """
        payload = type(message.data)
        if message.actor is None and issubclass(payload, Command):
            # Whoever acts for a member has signed as that member already.
            message = replace(message, actor=self.keys.sign(process(self.name), for_message(message.id)))
        if message.traceparent is None:
            message = replace(message, traceparent=tracing.traceparent_or_new(f"send {message.type}"))
        await self.publisher.send(
            exchange_of(payload),
            routing_key_of(payload),
            encode(message),
            pika.BasicProperties(
                content_type=CONTENT_TYPE,
                delivery_mode=2,
                message_id=message.id,
                type=message.type,
                correlation_id=message.correlation_id,
                timestamp=int(message.time.timestamp()),
                app_id=self.name,
            ),
            mandatory=issubclass(payload, Command),
            timeout=self.settings.publish_timeout if timeout is None else timeout,
        )

    async def publish_many(self, messages: Iterable[Message[Payload]], *, timeout: float | None = None) -> None:
        """Publish together, waiting for the confirms once. Every message gets its answer before the first
        failure is raised; the others may have been confirmed, so repeat all of them or none.
        """
        answers = await asyncio.gather(
            *(self.publish(message, timeout=timeout) for message in messages), return_exceptions=True
        )
        for answer in answers:
            if isinstance(answer, BaseException):
                raise answer

    async def consume(
        self,
        queue: Queue,
        expected: Iterable[type[Payload]],
        handler: Handler,
        *,
        permission: Permission | None = None,
        prefetch: int | None = None,
    ) -> Consumer:
        """Handle the messages of a work queue, declared here with its delay queues and dead letters.

        Up to ``prefetch`` (default: settings.max_workers) handlers run at once. A handler that raises has its
        message retried after settings.retry_delays and then parked; PermanentFailure parks at once; while the
        database, the broker or a service asked is out of reach the message is held and tried again,
        uncounted. Commands need a ``permission``: one whose actor it does not admit is parked at once.
        """
        wanted = frozenset(expected)
        if permission is None and any(issubclass(payload, Command) for payload in wanted):
            raise ValueError(f"{queue.name} takes commands and does not declare from whom")
        consumer = Consumer(
            self._inward,
            self.publisher,
            queue,
            wanted,
            handler,
            permission=permission or Fact(),
            keys=self.keys,
            prefetch=prefetch or self.settings.max_workers,
            settings=self.settings,
            name=self.name,
        )
        self._consumers.append(consumer)
        if self._started:
            consumer.start()
        return consumer

    async def broadcast(self, exchange: str, payload: dict[str, Any], *, timeout: float = 2.0) -> None:
        """Tell everyone who is subscribed to the fan-out ``exchange`` now. Raises BrokerUnavailable."""
        await self.publisher.send(
            Exchange(exchange, "fanout"),
            "",
            json.dumps(payload, ensure_ascii=False).encode(),
            pika.BasicProperties(content_type=BROADCAST_CONTENT_TYPE, delivery_mode=1, app_id=self.name),
            mandatory=False,
            timeout=timeout,
        )

    async def subscribe(
        self,
        exchange: str,
        handler: Callable[[dict[str, Any]], Awaitable[None]],
        *,
        on_gap: Callable[[], Awaitable[None]] | None = None,
    ) -> Subscription:
        """Hear what is broadcast from now on, in order. ``on_gap`` is called after each reconnection: news
        may have been missed.
        """
        subscription = Subscription(self._inward, Exchange(exchange, "fanout"), handler, on_gap=on_gap, name=self.name)
        self._subscriptions.append(subscription)
        if self._started:
            subscription.start()
        return subscription

    def on_close(self, close: Callable[[], Awaitable[None]]) -> None:
        """Have ``close`` awaited before the connections go."""
        self._closers.append(close)

    def _parts(self) -> list[Consumer | Subscription]:
        return [*self._consumers, *self._subscriptions]

    def _report(self) -> None:
        metrics.BROKER_CONNECTED.set(1 if self.connected else 0)
