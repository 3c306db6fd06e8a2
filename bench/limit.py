"""The limit: bare pika and PyMongo, batches of 200, one confirmed message published for each. What a batch costs when
nothing else is promised: no validation, no figures, no transaction, no outbox, no retries, no dead letters."""

from __future__ import annotations

import json
import signal
import sys
from typing import Any

import pika

from shared.messaging.mongo import client, durable
from shared.settings import Settings, load

QUEUE = "bench.limit"
#: Whatever ours is set to.
SIZE = 200
OUT = "bench.limit.events"


class Limit:
    def __init__(self, settings: Settings) -> None:
        self._size = SIZE
        self._rows = durable(client(settings, "limit"), settings.database_name("limit")).check_ins
        self._batch: list[tuple[int, bytes]] = []
        self._taken: list[tuple[int, bytes]] = []
        self._unconfirmed: set[int] = set()
        self._published = 0
        self._connection = pika.SelectConnection(
            pika.URLParameters(settings.amqp_url.get_secret_value()), on_open_callback=self._opened
        )

    def run(self) -> None:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        self._connection.ioloop.start()

    def _opened(self, connection: Any) -> None:
        connection.channel(on_open_callback=self._ready)

    def _ready(self, channel: Any) -> None:
        self._channel = channel
        channel.confirm_delivery(self._confirmed)
        channel.basic_qos(prefetch_count=self._size * 2)
        channel.basic_consume(QUEUE, self._take)

    def _take(self, _channel: Any, method: Any, _properties: Any, body: bytes) -> None:
        self._batch.append((method.delivery_tag, body))
        if len(self._batch) >= self._size and not self._unconfirmed:
            self._work()

    def _work(self) -> None:
        self._taken, self._batch = self._batch[: self._size], self._batch[self._size :]
        events = [json.loads(body) for _, body in self._taken]
        self._rows.insert_many([{"_id": event["id"], **event["data"]} for event in events])
        properties = pika.BasicProperties(delivery_mode=2, content_type="application/json")
        for _, body in self._taken:
            self._published += 1
            self._unconfirmed.add(self._published)
            self._channel.basic_publish(OUT, "recorded", body, properties)

    def _confirmed(self, frame: Any) -> None:
        tag = frame.method.delivery_tag
        self._unconfirmed -= {known for known in self._unconfirmed if known <= tag} if frame.method.multiple else {tag}
        if not self._unconfirmed:
            self._channel.basic_ack(self._taken[-1][0], multiple=True)
            if len(self._batch) >= self._size:
                self._work()


if __name__ == "__main__":
    Limit(load(Settings)).run()
