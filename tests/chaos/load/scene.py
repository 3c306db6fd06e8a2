"""Where the people of the load are, and how they send commands."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pika

from shared.events import CONTENT_TYPE, Message, Payload, encode
from shared.topology import exchange_of, routing_key_of
from tests.chaos.load.ledger import Ledger
from tests.chaos.telegram import Telegram
from tests.support.actors import signed
from tests.support.district import District

#: What waits in the queues on the way is kept below this, so that a slow machine is loaded and not buried.
MOST_WAITING = 20
WORK = (
    "checkins.record",
    "incidents.report",
    "volunteers.places",
    "notifications.check-ins",
    "notifications.incident-reports",
    "notifications.volunteer-places",
    "bots.web.deliver",
    "bots.telegram.deliver",
    "notifications.settled",
)


@dataclass
class Scene:
    district: District
    telegram: Telegram
    #: Urls of the replicas of a kind that a browser may be sent to now.
    urls: Callable[[str], list[str]]
    #: The session of an officer of the district at the console.
    session: httpx.Cookies
    #: Goes on from run to run.
    ledger: Ledger
    stop: threading.Event = field(default_factory=threading.Event)

    def stopped(self, pause: float = 0.0) -> bool:
        """Whether to go home; asked by each person before the next thing they do, so many seconds after the last."""
        return self.stop.wait(pause)


@contextlib.contextmanager
def connected(scene: Scene) -> Iterator[Any]:
    """A channel in confirm mode."""
    connection = pika.BlockingConnection(pika.URLParameters(scene.district.vhost.url + "?heartbeat=0"))
    with contextlib.closing(connection), connection.channel() as channel:
        channel.confirm_delivery()
        yield channel


def busy(channel: Any) -> bool:
    """Whether enough waits on the way already."""
    counts = [channel.queue_declare(queue, passive=True).method.message_count for queue in WORK]
    return sum(counts) > MOST_WAITING


def publish(channel: Any, message: Message[Payload], *, times: int = 1) -> None:
    """Signed, and as often as a sender that got no confirm would repeat it. Returns when the broker has confirmed."""
    kind = type(message.data)
    properties = pika.BasicProperties(
        delivery_mode=2, content_type=CONTENT_TYPE, message_id=message.id, type=message.type
    )
    body = encode(signed(message))
    for _ in range(times):
        channel.basic_publish(exchange_of(kind).name, routing_key_of(kind), body, properties, mandatory=True)
