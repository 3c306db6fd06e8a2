"""Read, replay and discard dead letters over AMQP."""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator
from types import TracebackType
from typing import Any
from urllib.parse import quote

import httpx
import pika
import pika.exceptions
from pika.adapters.blocking_connection import BlockingChannel

from ops.dead_letters.letter import Filter, Letter
from ops.parts.reach import amqp_parameters
from ops.texts import Problem
from shared.logging import mask
from shared.topology import DEAD_LETTER_EXCHANGE, DEAD_LETTER_SUFFIX

#: Letters held at a time: AMQP's largest prefetch.
MOST = 65_535
#: How long to wait for the next letter that should be there, in seconds; somebody else may have taken it.
PATIENCE = 15.0

#: How long to wait for letters to be back in their queue, in seconds; somebody else may have taken them.
RETURN_PATIENCE = 15.0

#: Called for every letter that was looked at.
Progress = Callable[[], None]


def dead_queues(amqp_url: str, management_url: str) -> dict[str, int]:
    """Every dead-letter queue of the virtual host with the number of letters in it. Raises Problem."""
    host = quote(pika.URLParameters(amqp_url).virtual_host, safe="")
    try:
        # Straight there, whatever proxy the environment names.
        answer = httpx.get(
            f"{management_url.rstrip('/')}/api/queues/{host}",
            params={"columns": "name,messages", "disable_stats": "true"},
            timeout=15,
            trust_env=False,
        )
        answer.raise_for_status()
        names = [queue["name"] for queue in answer.json()]
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        raise Problem("management-unreachable", url=mask(management_url)) from None
    with DeadLetterOffice(amqp_url) as office:
        # Asked over AMQP: the management interface's figures are seconds old.
        return {name: office.count(name) for name in sorted(names) if name.endswith(DEAD_LETTER_SUFFIX)}


class DeadLetterOffice:
    """A connection to the dead letters: ``with DeadLetterOffice(url) as office``. Raises Problem.

    Letters are looked at by taking them without acknowledging and giving them back when the channel closes. None is
    lost if this process dies, and they come back in their order. Meanwhile nobody else sees them, and the broker
    counts each look as a delivery, which matters only where a delivery limit is set on the dead-letter queue itself
    (RabbitMQ 4 sets 20 unless told otherwise; ``zhixing doctor`` warns).
    """

    def __init__(self, amqp_url: str) -> None:
        try:
            self._connection = pika.BlockingConnection(amqp_parameters(amqp_url, timeout=15))
        except (pika.exceptions.AMQPError, OSError):
            raise Problem("broker-unreachable", url=mask(amqp_url)) from None

    def count(self, dead_queue: str) -> int:
        """Letters waiting now. Raises Problem where there is no such queue."""
        channel = self._connection.channel()
        try:
            found: int = channel.queue_declare(dead_queue, passive=True).method.message_count
        except pika.exceptions.ChannelClosedByBroker:
            raise Problem("no-such-dead-queue", queue=dead_queue) from None
        channel.close()
        return found

    def exists(self, queue: str) -> bool:
        try:
            self.count(queue)
        except Problem:
            return False
        return True

    def look(self, dead_queue: str, wanted: Filter, limit: int | None = None) -> Iterator[Letter]:
        """The letters that are wanted, oldest first. They are given back when the iterator is exhausted or closed."""
        channel = self._connection.channel()
        waiting = self.count(dead_queue)
        found = 0
        try:
            with contextlib.closing(self._take(channel, dead_queue, waiting)) as letters:
                for letter in filter(wanted, letters):
                    yield letter
                    found += 1
                    if found == limit:
                        return
        finally:
            channel.close()
            self._wait_until_back(dead_queue, waiting)

    def replay(
        self, dead_queue: str, wanted: Filter, limit: int | None = None, progress: Progress = lambda: None
    ) -> int:
        """Publish letters to the queue they failed in, and take each away once the broker confirmed it.

        Ids, headers and body are the publisher's: a handler that has seen the message before sees a repetition. Dying
        between confirm and acknowledgement leaves a letter in both queues, which the same rule makes harmless.
        Letters that fail again meanwhile are not taken a second time. Raises Problem where the queue is gone.
        """
        out = self._connection.channel()
        out.confirm_delivery()

        def send(letter: Letter) -> None:
            try:
                out.basic_publish("", letter.queue, letter.body, letter.properties_as_sent(), mandatory=True)
            except pika.exceptions.UnroutableError:
                raise Problem("replay-queue-gone", queue=letter.queue) from None
            except pika.exceptions.NackError:
                raise Problem("replay-refused", queue=letter.queue) from None

        try:
            return self._settle(dead_queue, wanted, limit, send, progress)
        finally:
            if out.is_open:
                out.close()

    def discard(
        self,
        dead_queue: str,
        wanted: Filter,
        archive: Callable[[Letter], None],
        limit: int | None = None,
        progress: Progress = lambda: None,
    ) -> int:
        """Take letters away for good, each after ``archive`` has kept it."""
        return self._settle(dead_queue, wanted, limit, archive, progress)

    def _settle(
        self,
        dead_queue: str,
        wanted: Filter,
        limit: int | None,
        act: Callable[[Letter], None],
        progress: Progress,
    ) -> int:
        channel = self._connection.channel()
        waiting = self.count(dead_queue)
        settled = 0
        try:
            with contextlib.closing(self._take(channel, dead_queue, waiting)) as letters:
                for letter in letters:
                    if settled == limit:
                        break
                    if wanted(letter):
                        act(letter)
                        channel.basic_ack(letter.tag)
                        settled += 1
                    progress()
        finally:
            if channel.is_open:
                channel.close()
                self._wait_until_back(dead_queue, waiting - settled)
        return settled

    def _wait_until_back(self, dead_queue: str, count: int) -> None:
        """The broker answers a channel's closing before a quorum queue has what the channel held."""
        deadline = time.monotonic() + RETURN_PATIENCE
        while self.count(dead_queue) < count and time.monotonic() < deadline:
            self._connection.sleep(0.02)

    def _take(self, channel: BlockingChannel, dead_queue: str, count: int) -> Generator[Letter, None, None]:
        """As many as there were, so that what arrives meanwhile cannot keep us going for ever."""
        if not count:
            return
        received: deque[Letter] = deque()
        channel.basic_qos(prefetch_count=min(count, MOST))
        # One consumer, not one "get" a letter: only what a single consumer held comes back in its order (3.10).
        channel.basic_consume(
            dead_queue,
            lambda _channel, method, properties, body: received.append(
                Letter(_work_queue(dead_queue, method), method.delivery_tag, body, properties)
            ),
        )
        taken = 0
        try:
            while taken < count and self._receive(received):
                taken += 1
                yield received.popleft()
        finally:
            # What is on its way when the channel closes comes back before what had arrived (3.10).
            arrived = min(count, MOST)
            while channel.is_open and taken + len(received) < arrived and self._arrives(received):
                pass

    def _receive(self, received: deque[Letter]) -> bool:
        return bool(received) or self._arrives(received)

    def _arrives(self, received: deque[Letter]) -> bool:
        """Whether one more letter arrived in time."""
        before, deadline = len(received), time.monotonic() + PATIENCE
        while len(received) == before and time.monotonic() < deadline:
            self._connection.process_data_events(0.1)
        return len(received) > before

    def __enter__(self) -> DeadLetterOffice:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._connection.is_open:
            self._connection.close()


def _work_queue(dead_queue: str, method: Any) -> str:
    """Whose letter it is: who parks a message, and the broker that gives it up, keep the queue's name as routing key.

    One that a person moved here by hand has lost it; it is then of no queue that exists, and stays where it is.
    """
    if method.exchange == DEAD_LETTER_EXCHANGE:
        return str(method.routing_key)
    return dead_queue.removesuffix(DEAD_LETTER_SUFFIX)
