"""``on_event``, ``on_command`` and ``on_batch``: entrypoints that lose nothing.

What nameko does otherwise (measured): a handler that raises is acknowledged away, an undecodable body is logged and
acknowledged away, and ``requeue_on_error`` requeues at once and for ever.

Here a message is acknowledged only after its handler returned, or after the broker confirmed that it waits elsewhere:
in a delay queue for another try, or among the dead letters with the reason. What is the fault of a database or a
broker that is away, and not of the message, is tried again while the message is held, and counts no attempt.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from opentelemetry import trace
from opentelemetry.trace import Span

from shared import metrics, tracing
from shared.access.errors import Refused
from shared.access.permission import Fact, Permission, Undeclared
from shared.events import InvalidMessage, Message, Payload
from shared.logging import get_logger
from shared.messaging.access import watched
from shared.messaging.batches import BatchEntrypoint
from shared.messaging.consumer import Delivery
from shared.messaging.publisher import Outgoing
from shared.messaging.queue_entrypoint import QueueEntrypoint, Stopping
from shared.messaging.refusals import told_of

_log = get_logger(__name__)

UNDECLARED = Undeclared()


class _Single(QueueEntrypoint):
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
    """Call the method with a list of Messages; see ``BatchEntrypoint``. Only the bad ones of a batch are parked.

    While the queue named by ``gives_way_to`` has work in this process, each batch waits, ``GIVES_WAY`` seconds at most:
    what people wait for goes first, and nothing waits for ever. ``formerly``: what earlier releases had bound to the
    queue; what still waits of it is handled, and no more comes.
    """
    return BatchEntrypoint.decorator(  # type: ignore[no-any-return]
        *payloads, queue=queue, permission=permission, gives_way_to=gives_way_to, formerly=formerly
    )
