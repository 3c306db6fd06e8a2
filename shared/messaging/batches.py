"""Many messages in one worker."""

from __future__ import annotations

import time
from collections import deque
from typing import Any

import eventlet
from eventlet.event import Event as GreenEvent
from opentelemetry.trace import Span

from shared import metrics, tracing
from shared.access.errors import Refused
from shared.access.permission import Permission
from shared.events import InvalidMessage, Message, Payload
from shared.logging import get_logger
from shared.messaging.consumer import Delivery
from shared.messaging.queue_entrypoint import QueueEntrypoint, Stopping
from shared.messaging.work import HANDLED

_log = get_logger(__name__)

#: What a message says, or why that cannot be known.
_Read = Message[Payload] | InvalidMessage | Refused

#: Seconds that a batch which gives way to others waits for them at most.
GIVES_WAY = 5.0


class BatchEntrypoint(QueueEntrypoint):
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
            if isinstance(each, BatchEntrypoint) and each.queue_name == self._gives_way_to
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
