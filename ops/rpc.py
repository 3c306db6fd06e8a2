"""Questions to nameko services, one at a time, from a command.

nameko's protocol (nameko/rpc.py): a request goes to the topic exchange ``nameko-rpc`` under ``<service>.<method>``;
the answer comes back through the same exchange under the key named in ``reply_to``.
"""

from __future__ import annotations

import json
import time
import uuid
from types import TracebackType
from typing import Any

import pika
import pika.exceptions
from pika.adapters.blocking_connection import BlockingChannel

from ops.identity import keys, me
from ops.parts.reach import amqp_parameters
from ops.settings import LaptopSettings
from ops.texts import Problem
from shared.access.actor import for_call
from shared.logging import mask
from shared.settings import load

EXCHANGE = "nameko-rpc"
#: Errors of shared.access.errors, each with its sentence.
REFUSALS = {
    "Forbidden": "rpc-forbidden",
    "NoActor": "rpc-actor-refused",
    "ForgedActor": "rpc-actor-refused",
    "StaleActor": "rpc-actor-stale",
}


class Rpc:
    """A connection to ask by: ``with Rpc(url) as rpc: rpc.call("directory", "list_members")``.

    Raises Problem when the broker cannot be reached.
    """

    def __init__(self, url: str) -> None:
        self._keys = keys()
        self._patience = load(LaptopSettings).command_patience
        try:
            self._connection = pika.BlockingConnection(amqp_parameters(url, timeout=self._patience))
        except (pika.exceptions.AMQPError, OSError):
            raise Problem("broker-unreachable", url=mask(url)) from None
        self._channel: BlockingChannel = self._connection.channel()
        self._channel.confirm_delivery()
        self._channel.exchange_declare(EXCHANGE, exchange_type="topic", durable=True)
        self._reply_to = str(uuid.uuid4())
        self._queue = f"rpc.reply-ops-{self._reply_to}"
        self._channel.queue_declare(self._queue, exclusive=True)
        self._channel.queue_bind(self._queue, EXCHANGE, routing_key=self._reply_to)

    def call(
        self, service: str, method: str, *, timeout: float = 0, on_behalf_of: str | None = None, **kwargs: Any
    ) -> Any:
        """The method's result, asked as an operator, or in the name of the member given (or
        of the one whom ``actor_id`` says to act). Waits for ``timeout`` seconds, or for ``command_patience`` if that
        is longer.

        Raises Problem when nobody serves it, it does not answer in time, or it raised.
        """
        asked = str(uuid.uuid4())
        timeout = max(timeout, self._patience)
        properties = pika.BasicProperties(
            content_type="application/json",
            content_encoding="utf-8",
            reply_to=self._reply_to,
            correlation_id=asked,
            # Nobody waits for an answer any more after that.
            expiration=str(round(timeout * 1000)),
            headers={
                "nameko.actor": self._keys.sign(me(on_behalf_of or kwargs.get("actor_id")), for_call(service, method))
            },
        )
        body = json.dumps({"args": [], "kwargs": kwargs}).encode()
        try:
            self._channel.basic_publish(EXCHANGE, f"{service}.{method}", body, properties, mandatory=True)
            answer = self._answer(asked, timeout)
        except pika.exceptions.UnroutableError:
            raise Problem("rpc-nobody-serves", service=service) from None
        except pika.exceptions.AMQPError:
            raise Problem("rpc-connection-lost", service=service, method=method) from None
        if answer is None:
            raise Problem("rpc-no-answer", service=service, method=method, seconds=str(timeout))
        error = answer.get("error")
        if error and error.get("exc_type") in REFUSALS:
            key = REFUSALS[error["exc_type"]]
            raise Problem(key, service=service, method=method, detail=mask(str(error.get("value"))))
        if error:
            raise Problem(
                "rpc-failed",
                service=service,
                method=method,
                error=f"{error.get('exc_type')}: {mask(str(error.get('value')))}",
            )
        return answer.get("result")

    def _answer(self, asked: str, timeout: float) -> dict[str, Any] | None:
        deadline = time.monotonic() + timeout
        for method, properties, body in self._channel.consume(self._queue, auto_ack=True, inactivity_timeout=0.2):
            if method is not None and properties.correlation_id == asked:
                self._channel.cancel()
                answer: dict[str, Any] = json.loads(body)
                return answer
            if time.monotonic() > deadline:
                break
        self._channel.cancel()
        return None

    def close(self) -> None:
        if self._connection.is_open:
            self._connection.close()

    def __enter__(self) -> Rpc:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()
