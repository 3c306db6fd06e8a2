"""The ways of recording check-ins that are measured: what each needs beforehand, runs, and leaves."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path

import pika

from bench import limit
from bench.elsewhere import Elsewhere, interpreter
from shared.events import CONTENT_TYPE, compose, encode
from shared.events.checkins import RecordCheckIn
from tests.support.actors import signed
from tests.support.district import CHECKINS, District
from tests.support.process import Process, running, service
from tests.support.waiting import eventually

HEARD = "bench.heard"
SCRIPT = Path(__file__).with_name("with_faststream.py")


class Way(ABC):
    """Measured on a vhost and databases of its own. ``published``: whether it tells of each check-in."""

    name: str
    queue: str
    #: Which service's database the check-ins end in.
    owner: str
    published = True
    #: A slow way is given a part of the messages only, so that one round takes about as long as the others'.
    share = 1.0

    def __init__(self, district: District, messages: int) -> None:
        self.district = district
        self.messages = max(1, round(messages * self.share))

    @abstractmethod
    def prepare(self) -> None:
        """Declare the queue and what is told to, and store what the work needs."""

    @abstractmethod
    def process(self) -> Process: ...

    @abstractmethod
    def bodies(self) -> Iterator[tuple[bytes, pika.BasicProperties]]: ...

    def done(self) -> bool:
        """Everything is stored, and told where it is told."""
        told = self.district.vhost.waiting(HEARD) if self.published else self.messages
        return told >= self.messages and self.stored() >= self.messages

    def counted(self) -> bool:
        """Whether everything is part of the figures, where there are any."""
        return True

    def stored(self) -> int:
        return int(self.district.databases.of(self.owner).check_ins.estimated_document_count())

    def listen(self, exchange: str, kind: str, key: str) -> None:
        channel = self.district.vhost.channel()
        channel.exchange_declare(exchange, kind, durable=True)
        channel.queue_declare(HEARD, durable=True, arguments={"x-queue-type": "quorum"})
        channel.queue_bind(HEARD, exchange, key)


class Batch(Way):
    """The check-ins service as it runs: validated, one transaction, outbox, told with confirms; figures follow."""

    name = "batch path"
    queue = "checkins.record"
    owner = "checkins"

    def prepare(self) -> None:
        with running(service(CHECKINS, self.district.environment)):
            pass
        self.listen("checkins.events", "topic", "checkin.recorded.v1")
        self.district.seed(self.messages)

    def process(self) -> Process:
        return service(CHECKINS, self.district.environment)

    def counted(self) -> bool:
        """All are part of the figures, too."""
        return self.district.counted("branch") >= self.messages

    def bodies(self) -> Iterator[tuple[bytes, pika.BasicProperties]]:
        for number in range(1, self.messages + 1):
            message = signed(
                compose(RecordCheckIn(occurrence_id="t1", member_id=f"m{number}"), source="/zhixing/bench")
            )
            yield (
                encode(message),
                pika.BasicProperties(
                    delivery_mode=2, content_type=CONTENT_TYPE, message_id=message.id, type=message.type
                ),
            )


class _Bare(Way):
    def bodies(self) -> Iterator[tuple[bytes, pika.BasicProperties]]:
        properties = pika.BasicProperties(delivery_mode=2, content_type="application/json", content_encoding="utf-8")
        for number in range(1, self.messages + 1):
            command = RecordCheckIn(occurrence_id="t1", member_id=f"m{number}")
            yield encode(compose(command, source="/zhixing/bench")), properties


class Plain(_Bare):
    """nameko's own event handler, one insert each."""

    name = "plain nameko"
    #: As nameko names it: evt-<source>-<event>--<service>.<method>.
    queue = "evt-bench-checkin--plain.record"
    owner = "plain"
    published = False
    share = 0.25

    def prepare(self) -> None:
        process = self.process().start()
        try:
            eventually(lambda: self.district.vhost.waiting(self.queue) == 0)
            process.stop()
        finally:
            process.close()

    def process(self) -> Process:
        return Process(["bench.plain"], self.district.environment)


class WithFastStream(_Bare):
    """FastStream's own subscriber, one insert each."""

    name = "FastStream"
    queue = "bench.faststream"
    owner = "faststream"
    published = False
    share = 0.25

    def prepare(self) -> None:
        interpreter()
        self.district.vhost.channel().queue_declare(self.queue, durable=True, arguments={"x-queue-type": "quorum"})

    def process(self) -> Process:
        return Elsewhere(SCRIPT, {**self.district.environment, "AMQP_URL": self.district.vhost.url})


class Limit(_Bare):
    """Bare pika and PyMongo in batches, one confirmed message each, and no other promise."""

    name = "limit"
    queue = limit.QUEUE
    owner = "limit"

    def prepare(self) -> None:
        channel = self.district.vhost.channel()
        channel.queue_declare(self.queue, durable=True, arguments={"x-queue-type": "quorum"})
        self.listen(limit.OUT, "topic", "recorded")
        # It works in full batches only.
        self.messages = max(limit.SIZE, self.messages // limit.SIZE * limit.SIZE)

    def process(self) -> Process:
        return Process(["bench.limit"], self.district.environment)


WAYS: tuple[type[Way], ...] = (Batch, Plain, WithFastStream, Limit)
