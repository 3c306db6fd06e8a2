"""Take messages off a work queue: handle, retry later, or park; acknowledge only when that is done."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from opentelemetry import trace
from pymongo.errors import ConnectionFailure, PyMongoError, WTimeoutError

from shared import metrics, tracing
from shared.access.actor import Actor, Keys, for_message
from shared.access.errors import Refused
from shared.access.permission import Permission
from shared.aio.backoff import Backoff
from shared.aio.channel import Channel, ChannelLost
from shared.aio.connection import Connection, Keeper
from shared.aio.declare import declare_work_queue
from shared.aio.errors import BrokerError, BrokerUnavailable, RpcOverloaded, RpcUnavailable
from shared.aio.publisher import Publisher
from shared.events.base import Payload
from shared.events.codec import InvalidMessage, decode
from shared.events.envelope import Message
from shared.failures import PERMANENT, PermanentFailure, after_failure, attempts_so_far
from shared.logging import get_logger, mask
from shared.settings import Settings
from shared.topology import DEAD_LETTERS, Exchange, Queue

log = get_logger(__name__)

Handler = Callable[[Message[Any]], Awaitable[None]]


@dataclass(frozen=True)
class _Delivery:
    channel: Channel
    method: Any
    properties: Any
    body: bytes


@dataclass(frozen=True)
class _Failure:
    reason: str
    detail: str
    permanent: bool = False


class _Abandoned(Exception):
    """We stop before the message could be handled: the broker will give it to somebody else."""


def not_the_messages_fault(error: Exception) -> bool:
    """Whether something below us is out of order, so that every message would fail alike."""
    if isinstance(error, PyMongoError):
        return isinstance(error, (ConnectionFailure, WTimeoutError)) or error.has_error_label("RetryableWriteError")
    return isinstance(error, (BrokerUnavailable, RpcUnavailable, RpcOverloaded))


class Consumer:
    """Handles up to ``prefetch`` messages of one queue at a time, in no particular order (with 1: one after
    the other).
    """

    def __init__(
        self,
        connection: Connection,
        publisher: Publisher,
        queue: Queue,
        expected: frozenset[type[Payload]],
        handler: Handler,
        *,
        permission: Permission,
        keys: Keys,
        prefetch: int,
        settings: Settings,
        name: str,
    ) -> None:
        self._publisher = publisher
        self._queue = queue
        self._expected = expected
        self._handler = handler
        self._permission = permission
        self._keys = keys
        self._actor_max_age = settings.actor_max_age
        self._prefetch = prefetch
        self._delays: Sequence[float] = settings.retry_delays
        self._max_bytes = settings.max_message_bytes
        self._timeout = settings.publish_timeout
        self._keeper = Keeper(connection, self._subscribe, name=f"{name} {queue.name}")
        self._tag = ""
        self._tasks: set[asyncio.Task[None]] = set()
        self._in_hand: dict[str, asyncio.Task[_Failure | None]] = {}
        self._stopping = asyncio.Event()

    @property
    def queue(self) -> str:
        return self._queue.name

    @property
    def is_ready(self) -> bool:
        """Subscribed on an open channel."""
        return self._keeper.is_ready

    async def wait_ready(self) -> None:
        await self._keeper.channel()

    def start(self) -> None:
        self._keeper.start()

    async def stop(self, timeout: float) -> None:
        """Take nothing more, give what is in hand up to ``timeout`` seconds, leave the rest to the broker."""
        self._stopping.set()
        await self._keeper.freeze()
        channel = self._keeper.current
        if channel is not None:
            with contextlib.suppress(ChannelLost, TimeoutError):
                await asyncio.wait_for(channel.cancel(self._tag), min(timeout, 2.0))
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=timeout)
        left: list[asyncio.Task[Any]] = [*self._tasks, *self._in_hand.values()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await self._keeper.close()

    async def _subscribe(self, channel: Channel) -> None:
        await declare_work_queue(channel, self._queue, self._delays)
        await channel.limit(self._prefetch)
        self._tag = await channel.consume(self._queue.name, self._on_delivery)

    def _on_delivery(self, channel: Channel, method: Any, properties: Any, body: bytes) -> None:
        task = asyncio.create_task(self._settle(_Delivery(channel, method, properties, body)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _settle(self, delivery: _Delivery) -> None:
        began = time.perf_counter()
        try:
            failure = await self._outcome(delivery)
            outcome = "done" if failure is None else await self._pass_on(delivery, failure)
            delivery.channel.ack(delivery.method.delivery_tag)
        except (ChannelLost, _Abandoned):
            # Not acknowledged, so it comes again, to us or to somebody else.
            return
        except Exception:
            # Our own mistake. Give back all that this channel holds: the broker counts, and parks at its limit.
            log.exception("message.not-settled", queue=self._queue.name)
            delivery.channel.hang_up()
            return
        metrics.MESSAGES_HANDLED.labels(self._queue.name, outcome).inc()
        metrics.MESSAGE_SECONDS.labels(self._queue.name).observe(time.perf_counter() - began)

    async def _outcome(self, delivery: _Delivery) -> _Failure | None:
        properties = delivery.properties
        try:
            message = decode(
                delivery.body,
                content_type=properties.content_type,
                content_encoding=properties.content_encoding,
                max_bytes=self._max_bytes,
                expected=self._expected,
            )
        except InvalidMessage as error:
            return _Failure(error.reason, error.detail, permanent=True)
        try:
            actor = self._admitted(message)
        except Refused as error:
            return _Failure(error.reason, str(error), permanent=True)
        message = message.with_transport(
            actor=actor,
            queue=self._queue.name,
            attempt=attempts_so_far(properties.headers) + 1,
            redelivered=delivery.method.redelivered,
            headers=dict(properties.headers or {}),
        )
        # A message whose channel broke comes again while its handler is still at work: they share the outcome.
        task = self._in_hand.get(message.id)
        if task is None:
            task = asyncio.create_task(self._handle(message))
            self._in_hand[message.id] = task
            task.add_done_callback(lambda _task: self._in_hand.pop(message.id, None))
        return await asyncio.shield(task)

    def _admitted(self, message: Message[Payload]) -> Actor | None:
        if not self._permission.signed:
            return None
        actor = self._keys.verify(message.actor, for_message(message.id), max_age=self._actor_max_age)
        self._permission.admit(actor, vars(message.data))
        return actor

    async def _handle(self, message: Message[Payload]) -> _Failure | None:
        about = {
            "queue": self._queue.name,
            "message_id": message.id,
            "message_type": message.type,
            "correlation_id": message.correlation_id,
        }
        backoff = Backoff()
        span, message = tracing.receive(message)
        with (
            structlog.contextvars.bound_contextvars(**{key: value for key, value in about.items() if value}),
            trace.use_span(span, end_on_exit=True),
        ):
            while True:
                try:
                    await self._handler(message)
                except PermanentFailure as error:
                    tracing.fail(span, PERMANENT)
                    return _Failure(PERMANENT, str(error), permanent=True)
                except Exception as error:
                    if not not_the_messages_fault(error):
                        log.warning("message.failed", exc_info=True)
                        tracing.fail(span, type(error).__name__)
                        return _Failure(type(error).__name__, str(error))
                    log.warning("message.held", error=f"{type(error).__name__}: {error}"[:300])
                    await self._pause(backoff)
                else:
                    return None

    async def _pass_on(self, delivery: _Delivery, failure: _Failure) -> str:
        """Publish to the delay queue or the dead letters, however long that takes; ChannelLost ends it
        without harm.
        """
        properties = delivery.properties
        step = after_failure(
            queue=self._queue.name,
            exchange=delivery.method.exchange,
            routing_key=delivery.method.routing_key,
            headers=properties.headers,
            reason=failure.reason,
            detail=mask(failure.detail),
            delays=self._delays,
            permanent=failure.permanent,
        )
        kept = copy.copy(properties)
        kept.headers = step.headers
        kept.delivery_mode = 2
        # The broker lets a publisher name no user but itself, and an old expiry would throw the message away.
        kept.user_id = kept.expiration = None
        exchange = DEAD_LETTERS if step.parked else Exchange(step.exchange, "fanout")
        backoff = Backoff()
        while True:
            if not delivery.channel.is_open:
                raise ChannelLost("the broker delivers it again")
            try:
                await self._publisher.send(
                    exchange, step.routing_key, delivery.body, kept, mandatory=True, timeout=self._timeout
                )
            except BrokerError as error:
                log.warning("message.not-passed-on", queue=self._queue.name, error=str(error))
                await self._pause(backoff)
                if delivery.channel.is_open:
                    await declare_work_queue(delivery.channel, self._queue, self._delays)
                continue
            told = log.error if step.parked else log.info
            told(
                "message.parked" if step.parked else "message.retried",
                queue=self._queue.name,
                message_id=properties.message_id,
                attempts=step.attempts,
                reason=step.reason,
            )
            return "parked" if step.parked else "retried"

    async def _pause(self, backoff: Backoff) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), backoff.pause())
            raise _Abandoned
