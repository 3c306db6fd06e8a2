"""One consuming connection per process: raw deliveries in, acknowledgements out, reconnecting by itself."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import eventlet
from amqp.exceptions import PreconditionFailed
from nameko.extensions import ProviderCollector, SharedExtension

from shared import metrics
from shared.logging import get_logger
from shared.messaging.wire import CONNECTION_ERRORS, Declaring, connection, open_channel
from shared.settings import Settings
from shared.topology import DEAD_LETTERS, Queue, dead_letter_queues, former_dead_letter_queue

_log = get_logger(__name__)

#: py-amqp forgets a dead channel's connection, and then fails to find attributes of it.
_GONE: tuple[type[Exception], ...] = (*CONNECTION_ERRORS, AttributeError)


@dataclass(frozen=True)
class Delivery:
    """A message as the broker handed it over, body undecoded."""

    body: bytes
    properties: dict[str, Any]
    headers: dict[str, Any]
    exchange: str
    routing_key: str
    tag: int
    channel: Any

    def ack(self, *, up_to_here: bool = False) -> bool:
        """Acknowledge this message, or all of its channel up to it. False when the connection it came by is gone:
        the broker then delivers it again."""
        try:
            self.channel.basic_ack(self.tag, multiple=up_to_here)
        except _GONE:
            return False
        return True


class Subscription:
    """What an entrypoint asks of the consumer."""

    def __init__(
        self, queue: Queue, prefetch: int, deliver: Callable[[Delivery], None], lost: Callable[[], None]
    ) -> None:
        self.queue = queue
        self.prefetch = prefetch
        self.deliver = deliver
        #: Called when the connection is gone, and with it every delivery not yet acknowledged.
        self.lost = lost
        self.channel: Any = None
        self.consumer_tag: str | None = None

    def cancel(self) -> None:
        """Ask the broker for no more messages. Those in hand can still be acknowledged."""
        if self.channel is not None and self.consumer_tag is not None:
            with contextlib.suppress(*_GONE):
                # Waiting for the answer would read from a socket that the consuming thread is reading.
                self.channel.basic_cancel(self.consumer_tag, nowait=True)
        self.consumer_tag = None


class QueueSubscriber(SharedExtension, ProviderCollector):
    """Holds the connection and a channel for each subscription of the service."""

    def __init__(self) -> None:
        super().__init__()
        self.subscriptions: list[Subscription] = []
        self.connected = False
        self._thread: Any = None
        self._stopping = False

    @property
    def settings(self) -> Settings:
        settings: Settings = self.container.config["settings"]
        return settings

    def subscribe(self, subscription: Subscription) -> None:
        self.subscriptions.append(subscription)

    def start(self) -> None:
        if self._thread is None:
            self._thread = self.container.spawn_managed_thread(self._run, identifier="consumer")

    def stop(self) -> None:
        # The container stops shared extensions after every worker has finished, so nothing is in hand any more.
        self._stopping = True
        if self._thread is not None:
            with contextlib.suppress(Exception):
                self._thread.wait()

    def kill(self) -> None:
        self._stopping = True

    def _run(self) -> None:
        pause = 0.2
        while not self._stopping:
            try:
                with connection(self.settings, f"{self.container.service_name} consumer") as conn:
                    self._consume(conn)
                pause = 0.2
            except PreconditionFailed as error:
                # A queue's arguments cannot change: somebody has to decide what becomes of its messages.
                _log.error("queue.declared-otherwise", error=str(error), again_in=10)
                self._lose()
                self._pause(10)
            except CONNECTION_ERRORS as error:
                if self.connected:
                    pause = 0.2
                _log.warning("broker.lost", error=f"{type(error).__name__}: {error}", again_in=pause)
                self._lose()
                self._pause(pause)
                pause = min(pause * 2, 5.0)
        self._tell(False)

    def _pause(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not self._stopping and time.monotonic() < deadline:
            eventlet.sleep(0.05)

    def _consume(self, conn: Any) -> None:
        conn.connect()
        declaring = Declaring(self.settings)
        self._declare_dead_letters(open_channel(conn), declaring)
        for subscription in self.subscriptions:
            channel = open_channel(conn)
            declaring.declare_with_failures(channel, subscription.queue)
            channel.basic_qos(0, subscription.prefetch, False)
            subscription.channel = channel
            subscription.consumer_tag = channel.basic_consume(
                subscription.queue.name,
                callback=lambda message, s=subscription: s.deliver(_delivery(message)),
            )
        self._tell(True)
        _log.info("broker.connected", queues=len(self.subscriptions))
        next_tick = 0.0
        while not self._stopping:
            with contextlib.suppress(TimeoutError), conn.connection.transport.having_timeout(0.5):
                for _ in range(50):
                    conn.connection.drain_events()
            if time.monotonic() >= next_tick:
                conn.connection.heartbeat_tick(rate=2)
                next_tick = time.monotonic() + 1
            # A socket with much to read never blocks, and green threads only run when something does.
            eventlet.sleep(0)

    def _declare_dead_letters(self, channel: Any, declaring: Declaring) -> None:
        """What is shared by all queues, with the bindings of all of them, before the first of them has a consumer."""
        names = [subscription.queue.name for subscription in self.subscriptions]
        for queue in dead_letter_queues(names):
            declaring.declare(channel, queue)
        for name in names:
            # A letter would be kept twice where a release before this one has been at work.
            channel.queue_unbind(former_dead_letter_queue(name), DEAD_LETTERS.name, name)
        channel.close()

    def _tell(self, connected: bool) -> None:
        self.connected = connected
        metrics.BROKER_CONNECTED.set(connected)

    def _lose(self) -> None:
        self._tell(False)
        for subscription in self.subscriptions:
            subscription.channel = None
            subscription.consumer_tag = None
            subscription.lost()


def _delivery(message: Any) -> Delivery:
    properties = dict(message.properties)
    headers = properties.pop("application_headers", None) or {}
    info = message.delivery_info
    body = message.body
    return Delivery(
        body=body.encode() if isinstance(body, str) else bytes(body),
        properties=properties,
        headers=dict(headers),
        exchange=info["exchange"],
        routing_key=info["routing_key"],
        tag=info["delivery_tag"],
        channel=message.channel,
    )
