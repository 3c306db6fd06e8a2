"""One way, once: the queue is filled first, so that what is measured is the taking, storing and telling alone."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pika

from bench.ways import Way
from tests.conftest import settings_for
from tests.support.broker import fresh_vhost
from tests.support.database import fresh_databases
from tests.support.district import District
from tests.support.waiting import eventually

#: Seconds until a way that stands still fails the run.
PATIENCE = 300.0


@dataclass(frozen=True)
class Measured:
    way: str
    messages: int
    seconds: float
    #: Until all of it was part of the figures, for the way that keeps any.
    counted_seconds: float

    @property
    def rate(self) -> float:
        """Check-ins a second."""
        return self.messages / self.seconds


def measure(kind: type[Way], messages: int) -> Measured:
    """From the first check-in stored to the last one stored and told. Raises AssertionError when it does not end."""
    with fresh_vhost("bench") as vhost, fresh_databases() as databases:
        environment = settings_for(vhost, databases) | {"ZHIXING_LOG_LEVEL": "WARNING"}
        way = kind(District(vhost, databases, environment), messages)
        way.prepare()
        _fill(way)
        process = way.process().start()
        try:
            at_first = eventually(way.stored, within=PATIENCE, what="the first check-in")
            began = time.perf_counter()
            eventually(way.done, within=PATIENCE, what="the last check-in")
            seconds = time.perf_counter() - began
            eventually(way.counted, within=PATIENCE, what="the last check-in in the figures")
            return Measured(way.name, way.messages - at_first, seconds, time.perf_counter() - began)
        except AssertionError as error:
            raise AssertionError(f"{kind.name}: {error}\n{process.log()[-2000:]}") from None
        finally:
            process.close()


def _fill(way: Way) -> None:
    with pika.BlockingConnection(pika.URLParameters(way.district.vhost.url)) as connection:
        channel = connection.channel()
        for body, properties in way.bodies():
            channel.basic_publish("", way.queue, body, properties)
        eventually(lambda: way.district.vhost.waiting(way.queue) == way.messages, within=60, what="a full queue")
