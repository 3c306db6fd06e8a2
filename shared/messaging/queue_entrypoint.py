"""What every entrypoint that takes from a queue does: decode, admit, call again while only the infrastructure fails,
and see that what failed waits elsewhere before it is acknowledged here."""

from __future__ import annotations

import time
from typing import Any

import eventlet
from eventlet.event import Event as GreenEvent
from nameko.extensions import Entrypoint
from pymongo.errors import ConnectionFailure, ExecutionTimeout, PyMongoError, WTimeoutError

from shared import metrics
from shared.access.actor import Actor, Keys, for_message
from shared.access.errors import Refused
from shared.access.permission import Permission
from shared.events import InvalidMessage, Message, Payload, decode
from shared.failures import PERMANENT, Disposition, PermanentFailure, after_failure, attempts_so_far
from shared.logging import get_logger, mask
from shared.messaging.access import ACTOR, MUST_ASK
from shared.messaging.consumer import Delivery, QueueSubscriber, Subscription
from shared.messaging.publisher import BrokerUnavailable, Outgoing, PublishFailed
from shared.messaging.publishing import PublisherExtension
from shared.messaging.work import HANDLED
from shared.settings import Settings
from shared.topology import work_queue

_log = get_logger(__name__)

Failure = BaseException | None


class Stopping(Exception):
    """The service is going down: what is in hand goes back to the broker unacknowledged."""


def is_infrastructure(error: BaseException) -> bool:
    """Whether an error says that the database or the broker is away, rather than anything about the message."""
    if isinstance(error, (ConnectionFailure, WTimeoutError, ExecutionTimeout, BrokerUnavailable)):
        return True
    return isinstance(error, PyMongoError) and error.has_error_label("TransientTransactionError")


class QueueEntrypoint(Entrypoint):
    """A queue with a name of its own: renaming the method must not orphan it."""

    subscriber = QueueSubscriber()
    publishing = PublisherExtension()

    def __init__(
        self,
        *payloads: type[Payload],
        queue: str,
        permission: Permission,
        formerly: tuple[type[Payload], ...] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.payloads = frozenset(payloads)
        self.formerly = frozenset(formerly)
        self.queue_name = queue
        self.permission = permission
        self._in_hand = 0
        self._stopping = False

    @property
    def settings(self) -> Settings:
        settings: Settings = self.container.config["settings"]
        return settings

    def prefetch(self) -> int:
        raise NotImplementedError

    def setup(self) -> None:
        self.subscriber.register_provider(self)
        self._keys = Keys.of(self.settings)
        limit = self.settings.delivery_limit
        queue = work_queue(self.queue_name, self.payloads, delivery_limit=limit, formerly=self.formerly)
        self._subscription = Subscription(queue, self.prefetch(), self._deliver, self._lost)
        self.subscriber.subscribe(self._subscription)

    def stop(self) -> None:
        """Take no more messages, and return when those in hand are done or given back."""
        self._stopping = True
        self._subscription.cancel()
        while self._in_hand:
            eventlet.sleep(0.02)
        self.subscriber.unregister_provider(self)

    def _deliver(self, delivery: Delivery) -> None:
        raise NotImplementedError

    def _lost(self) -> None:
        """The connection is gone; nothing to do unless deliveries are kept waiting here."""

    def _decode(self, delivery: Delivery) -> Message[Payload]:
        transport = {"queue": self.queue_name, "attempt": attempts_so_far(delivery.headers) + 1}
        message = decode(
            delivery.body,
            content_type=delivery.properties.get("content_type"),
            content_encoding=delivery.properties.get("content_encoding"),
            max_bytes=self.settings.max_message_bytes,
            expected=self.payloads | self.formerly,
            transport=transport,
        )
        transport["actor"] = self._admitted(message)
        return message

    def _admitted(self, message: Message[Payload]) -> Actor | None:
        """Who acts, verified. Raises Refused."""
        if not self.permission.signed:
            return None
        actor = self._keys.verify(message.actor, for_message(message.id), max_age=self.settings.actor_max_age)
        self.permission.admit(actor, vars(message.data))
        return actor

    def _context(self, message: Message[Payload]) -> dict[str, Any]:
        actor = message.transport.get("actor")
        return {
            "correlation_id": message.correlation_id,
            "traceparent": message.traceparent,
            HANDLED: True,
            ACTOR: actor,
            MUST_ASK: self.permission.must_ask(actor, vars(message.data)),
        }

    def _call(self, argument: Any, context: dict[str, Any]) -> Failure:
        """Run the service's method in a worker, again and again while only the infrastructure fails it."""
        pause = 0.2
        while True:
            if self._stopping:
                raise Stopping
            error = self._call_once(argument, context)
            if error is None or not is_infrastructure(error):
                return error
            _log.warning("message.held", queue=self.queue_name, error=type(error).__name__, again_in=pause)
            self._wait(pause)
            pause = min(pause * 2, 5.0)

    def _call_once(self, argument: Any, context: dict[str, Any]) -> Failure:
        done = GreenEvent()

        def handle_result(_worker: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
            done.send(exc_info[1] if exc_info else None)
            return result, exc_info

        started = time.perf_counter()
        self.container.spawn_worker(self, (argument,), {}, context_data=context, handle_result=handle_result)
        error: Failure = done.wait()
        metrics.MESSAGE_SECONDS.labels(self.queue_name).observe(time.perf_counter() - started)
        return error

    def _fail(self, delivery: Delivery, *, reason: str, detail: str, permanent: bool) -> None:
        """See that a failed message waits elsewhere before it is acknowledged here."""
        disposition = after_failure(
            queue=self.queue_name,
            exchange=delivery.exchange,
            routing_key=delivery.routing_key,
            headers=delivery.headers,
            reason=reason,
            # It stays in a header for as long as the message waits, and an exception may quote a person's data.
            detail=mask(detail),
            delays=self.settings.retry_delays,
            permanent=permanent,
        )
        self._publish(_moved(delivery, disposition))
        outcome = "parked" if disposition.parked else "retried"
        metrics.MESSAGES_HANDLED.labels(self.queue_name, outcome).inc()
        log = _log.error if disposition.parked else _log.warning
        log(
            f"message.{outcome}",
            queue=self.queue_name,
            message_id=delivery.properties.get("message_id"),
            reason=disposition.reason,
            detail=detail[:200],
            attempts=disposition.attempts,
        )

    def _publish(self, moved: Outgoing) -> None:
        pause = 0.2
        while True:
            if self._stopping:
                raise Stopping
            try:
                self.publishing.publisher.publish([moved])
                return
            except PublishFailed as error:
                _log.warning("message.not-moved", queue=self.queue_name, error=str(error), again_in=pause)
                self._wait(pause)
                pause = min(pause * 2, 5.0)

    def _fail_with(self, delivery: Delivery, error: BaseException) -> None:
        if isinstance(error, InvalidMessage):
            self._fail(delivery, reason=error.reason, detail=error.detail, permanent=True)
        elif isinstance(error, Refused):
            self._fail(delivery, reason=error.reason, detail=str(error), permanent=True)
        elif isinstance(error, PermanentFailure):
            self._fail(delivery, reason=PERMANENT, detail=str(error), permanent=True)
        else:
            _log.error("handler.failed", queue=self.queue_name, exc_info=error)
            self._fail(delivery, reason=type(error).__name__, detail=str(error), permanent=False)

    def _wait(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not self._stopping and time.monotonic() < deadline:
            eventlet.sleep(0.05)


def _moved(delivery: Delivery, disposition: Disposition) -> Outgoing:
    kept = {key: value for key, value in delivery.properties.items() if key not in ("delivery_mode", "expiration")}
    return Outgoing(
        disposition.exchange, disposition.routing_key, delivery.body, kept, disposition.headers, mandatory=True
    )
