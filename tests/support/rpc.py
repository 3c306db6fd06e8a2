"""Ask nameko services from a test, over the real broker."""

from __future__ import annotations

import json
import uuid
from types import TracebackType
from typing import Any

import pika

from shared.access.actor import Actor
from tests.support.actors import asking
from tests.support.broker import patient
from tests.support.waiting import PATIENCE


class RemoteError(Exception):
    """What the service raised: ``Name: text``."""


class Rpc:
    """nameko's RPC protocol on a blocking connection; one call at a time."""

    def __init__(self, url: str, *, timeout: float = PATIENCE) -> None:
        self._url = url
        self._timeout = timeout

    def __enter__(self) -> Rpc:
        self._connection = pika.BlockingConnection(patient(self._url))
        self._channel = self._connection.channel()
        self._channel.exchange_declare("nameko-rpc", "topic", durable=True)
        self._key = str(uuid.uuid4())
        self._queue = self._channel.queue_declare("", exclusive=True).method.queue
        self._channel.queue_bind(self._queue, "nameko-rpc", self._key)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def call(self, service: str, method: str, *, by: Actor | None = None, unsigned: bool = False, **kwargs: Any) -> Any:
        """The result; asked by the member that it is about, unless ``by`` says by whom.

        Raises RemoteError, or TimeoutError without an answer."""
        request = str(uuid.uuid4())
        self._channel.basic_publish(
            "nameko-rpc",
            f"{service}.{method}",
            json.dumps({"args": [], "kwargs": kwargs}).encode(),
            pika.BasicProperties(
                content_type="application/json",
                content_encoding="utf-8",
                reply_to=self._key,
                correlation_id=request,
                headers={} if unsigned else asking(service, method, kwargs, by),
            ),
        )
        for frame, properties, body in self._channel.consume(
            self._queue, auto_ack=True, inactivity_timeout=self._timeout
        ):
            if frame is None:
                raise TimeoutError(f"{service}.{method}: no answer within {self._timeout} s")
            if properties.correlation_id == request:
                reply = json.loads(body)
                if reply["error"]:
                    raise RemoteError(f"{reply['error']['exc_type']}: {reply['error']['value']}")
                return reply["result"]
        raise TimeoutError(f"{service}.{method}: no answer")
