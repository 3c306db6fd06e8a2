"""``on_event``, ``on_command`` and ``on_batch``: entrypoints that lose nothing.

What nameko does otherwise (measured): a handler that raises is acknowledged away, an undecodable body is logged and
acknowledged away, and ``requeue_on_error`` requeues at once and for ever.

Here a message is acknowledged only after its handler returned, or after the broker confirmed that it waits elsewhere:
in a delay queue for another try, or among the dead letters with the reason. What is the fault of a database or a
broker that is away, and not of the message, is tried again while the message is held, and counts no attempt.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

import eventlet
from eventlet.event import Event as GreenEvent
from nameko.extensions import Entrypoint
from opentelemetry import trace
from opentelemetry.trace import Span
from pymongo.errors import ConnectionFailure, ExecutionTimeout, PyMongoError, WTimeoutError

from shared import metrics, tracing
from shared.access.actor import Actor, Keys, for_message
from shared.access.errors import Refused
from shared.access.permission import Fact, Permission, Undeclared
from shared.events import InvalidMessage, Message, Payload, decode
from shared.failures import PERMANENT, Disposition, PermanentFailure, after_failure, attempts_so_far
from shared.logging import get_logger, mask
from shared.messaging.access import ACTOR, MUST_ASK, watched
from shared.messaging.consumer import Delivery, QueueSubscriber, Subscription
from shared.messaging.publisher import BrokerUnavailable, Outgoing, PublishFailed
from shared.messaging.publishing import PublisherExtension
from shared.messaging.refusals import told_of
from shared.messaging.work import HANDLED
from shared.settings import Settings
from shared.topology import work_queue

_log = get_logger(__name__)

Failure = BaseException | None

UNDECLARED = Undeclared()

#: What a message says, or why that cannot be known.
_Read = Message[Payload] | InvalidMessage | Refused

#: Seconds that a batch which gives way to others waits for them at most.
GIVES_WAY = 5.0


class Stopping(Exception):
    """The service is going down: what is in hand goes back to the broker unacknowledged."""


def is_infrastructure(error: BaseException) -> bool:
    """Whether an error says that the database or the broker is away, rather than anything about the message."""
    if isinstance(error, (ConnectionFailure, WTimeoutError, ExecutionTimeout, BrokerUnavailable)):
        return True
    return isinstance(error, PyMongoError) and error.has_error_label("TransientTransactionError")


class _QueueEntrypoint(Entrypoint):
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


class _Single(_QueueEntrypoint):
    """One message, one worker."""

    def prefetch(self) -> int:
        return int(self.container.max_workers)

    def _deliver(self, delivery: Delivery) -> None:
        self._in_hand += 1
        self.container.spawn_managed_thread(partial(self._handle, delivery), identifier=self.queue_name)

    def _handle(self, delivery: Delivery) -> None:
        try:
            try:
                message = self._decode(delivery)
            except (InvalidMessage, Refused) as error:
                self._fail_with(delivery, error)
            else:
                span, message = tracing.receive(message)
                with trace.use_span(span, end_on_exit=True):
                    self._settle(delivery, message, span)
            delivery.ack()
        except Stopping:
            _log.info("message.given-back", queue=self.queue_name)
        finally:
            self._in_hand -= 1

    def _settle(self, delivery: Delivery, message: Message[Payload], span: Span) -> None:
        failure = self._call(message, self._context(message))
        if failure is None:
            metrics.MESSAGES_HANDLED.labels(self.queue_name, "done").inc()
        else:
            tracing.fail(span, type(failure).__name__)
            # Told before it is parked: told again after a crash, it is the same message.
            if told := told_of(message, failure, f"/zhixing/{self.container.service_name}"):
                self._publish(Outgoing.of(told))
            self._fail_with(delivery, failure)


class _Batch(_QueueEntrypoint):
    """Up to ``batch_size`` messages, or those of ``batch_wait`` seconds, in one worker; one batch at a time.

    When a batch fails, its halves are tried, and theirs: a bad message ends up alone and hurts no other. The method
    must therefore be idempotent for each message, whatever batch it comes in.
    """

    def __init__(
        self,
        *payloads: type[Payload],
        queue: str,
        permission: Permission,
        gives_way_to: str | None = None,
        **kwargs: Any,
    ) -> None:
        if permission.decides:
            raise ValueError(f"{queue}: a batch has many actors, and none of them is asked about alone")
        super().__init__(*payloads, queue=queue, permission=permission, **kwargs)
        self._gives_way_to = gives_way_to
        self._waiting: deque[tuple[Delivery, _Read | None]] = deque()
        self._wanted = 1
        self._enough = GreenEvent()

    def prefetch(self) -> int:
        return self.settings.batch_size * (1 if self._gives_way_to else 2)

    def start(self) -> None:
        self.container.spawn_managed_thread(self._run, identifier=self.queue_name)

    def _deliver(self, delivery: Delivery) -> None:
        # Read as it arrives: another batch is waiting for the database meanwhile. What gives way is read in its turn.
        self._waiting.append((delivery, None if self._gives_way_to else self._read(delivery)))
        if len(self._waiting) >= self._wanted:
            self._go_on()

    def _read(self, delivery: Delivery) -> _Read:
        try:
            return self._decode(delivery)
        except (InvalidMessage, Refused) as error:
            return error

    def stop(self) -> None:
        self._stopping = True
        self._go_on()
        super().stop()

    @property
    def busy(self) -> bool:
        return bool(self._waiting or self._in_hand)

    def _lost(self) -> None:
        self._waiting.clear()

    def _run(self) -> None:
        while not self._stopping:
            self._wait_for(1, seconds=1.0)
            if not self._waiting:
                continue
            self._give_way()
            self._in_hand += 1
            try:
                self._handle(self._take())
            except Stopping:
                _log.info("message.given-back", queue=self.queue_name)
            finally:
                self._in_hand -= 1

    def _give_way(self) -> None:
        first = [
            each
            for each in self.container.entrypoints
            if isinstance(each, _Batch) and each.queue_name == self._gives_way_to
        ]
        deadline = time.monotonic() + GIVES_WAY
        while any(each.busy for each in first) and time.monotonic() < deadline and not self._stopping:
            eventlet.sleep(0.02)

    def _wait_for(self, count: int, *, seconds: float) -> None:
        """Until so many messages wait here, or the time is over, or everything stops."""
        if len(self._waiting) >= count or self._stopping:
            return
        self._wanted, self._enough = count, GreenEvent()
        with eventlet.Timeout(seconds, False):
            self._enough.wait()

    def _go_on(self) -> None:
        if not self._enough.ready():
            self._enough.send()

    def _take(self) -> list[tuple[Delivery, _Read]]:
        self._wait_for(self.settings.batch_size, seconds=self.settings.batch_wait)
        taken = [self._waiting.popleft() for _ in range(min(len(self._waiting), self.settings.batch_size))]
        return [(delivery, read or self._read(delivery)) for delivery, read in taken]

    def _handle(self, taken: list[tuple[Delivery, _Read]]) -> None:
        if not taken:
            return
        good: list[tuple[Delivery, Message[Payload]]] = []
        spans: list[Span] = []
        for delivery, read in taken:
            if isinstance(read, Message):
                span, message = tracing.receive(read)
                good.append((delivery, message))
                spans.append(span)
            else:
                self._fail_with(delivery, read)
        try:
            if good:
                self._attempt(good)
        finally:
            for span in spans:
                span.end()
        # One batch is in flight at a time, so everything up to its last message is done: one frame tells it.
        taken[-1][0].ack(up_to_here=True)

    def _attempt(self, good: list[tuple[Delivery, Message[Payload]]]) -> None:
        # What is logged of several messages together names none of them.
        context = self._context(good[0][1]) if len(good) == 1 else {HANDLED: True}
        error = self._call([message for _, message in good], context)
        if error is None:
            metrics.MESSAGES_HANDLED.labels(self.queue_name, "done").inc(len(good))
        elif len(good) == 1:
            self._fail_with(good[0][0], error)
        else:
            _log.warning("batch.split", queue=self.queue_name, size=len(good), error=type(error).__name__)
            half = len(good) // 2
            self._attempt(good[:half])
            self._attempt(good[half:])


def _moved(delivery: Delivery, disposition: Disposition) -> Outgoing:
    kept = {key: value for key, value in delivery.properties.items() if key not in ("delivery_mode", "expiration")}
    return Outgoing(
        disposition.exchange, disposition.routing_key, delivery.body, kept, disposition.headers, mandatory=True
    )


Method = Callable[..., Any]


def on_event(*payloads: type[Payload], queue: str) -> Callable[[Method], Method]:
    """Call the method with each Message of these events that reaches ``queue``."""
    return _Single.decorator(*payloads, queue=queue, permission=Fact())  # type: ignore[no-any-return]


def on_command(
    payload: type[Payload], *, queue: str, permission: Permission = UNDECLARED
) -> Callable[[Method], Method]:
    """Call the method with each Message of this command that reaches ``queue`` and comes from whom it may.

    A command whose actor is missing, forged, stale or not admitted is parked at once as a dead letter.
    """

    def declare(method: Method) -> Method:
        serve = _Single.decorator(payload, queue=queue, permission=permission)
        return serve(watched(method, permission))  # type: ignore[no-any-return]

    return declare


def on_batch(
    *payloads: type[Payload],
    queue: str,
    permission: Permission = UNDECLARED,
    gives_way_to: str | None = None,
    formerly: tuple[type[Payload], ...] = (),
) -> Callable[[Method], Method]:
    """Call the method with a list of Messages; see ``_Batch``. Only the bad ones of a batch are parked.

    While the queue named by ``gives_way_to`` has work in this process, each batch waits, ``GIVES_WAY`` seconds at most:
    what people wait for goes first, and nothing waits for ever. ``formerly``: what earlier releases had bound to the
    queue; what still waits of it is handled, and no more comes.
    """
    return _Batch.decorator(  # type: ignore[no-any-return]
        *payloads, queue=queue, permission=permission, gives_way_to=gives_way_to, formerly=formerly
    )
