"""Answering nameko's callers: the service's side of nameko 2.14's RPC protocol (nameko/rpc.py).

The queue ``rpc-<service>`` is the one that nameko would declare; several processes may take from it.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pika

from shared.access.actor import Actor, for_call
from shared.access.asker import Asker
from shared.access.permission import At, Permission
from shared.access.policy import EVERYWHERE
from shared.aio.broker import Broker
from shared.aio.channel import Channel, ChannelLost
from shared.aio.connection import Keeper
from shared.aio.errors import BrokerError
from shared.logging import get_logger
from shared.topology import Binding, Exchange

log = get_logger(__name__)

_EXCHANGE = Exchange("nameko-rpc", "topic")
_PREFETCH = 10

Method = Callable[..., Awaitable[Any]]


@dataclass(frozen=True)
class Served:
    """A method, and for whom. These processes keep no grants of members: of the policy they ask only what somebody may
    everywhere."""

    permission: Permission
    method: Method

    def admit(self, actor: Actor | None, given: Mapping[str, Any]) -> None:
        """Raises NoActor, Forbidden."""
        self.permission.admit(actor, given)
        if isinstance(self.permission, At):
            asker = Asker(actor, lambda _member_id: ())
            for action in self.permission.actions:
                asker.require(action, EVERYWHERE)


class RpcServer:
    """Calls ``methods`` by name with the caller's keyword arguments; what they raise is told to the caller."""

    def __init__(self, broker: Broker, service: str, methods: Mapping[str, Served]) -> None:
        self._broker = broker
        self._service = service
        self._methods = methods
        self._keeper = Keeper(broker.consuming_connection, self._listen, name=f"{broker.name} rpc-{service}")
        self._tasks: set[asyncio.Task[None]] = set()
        broker.on_close(self.close)

    def start(self) -> None:
        self._keeper.start()

    async def close(self) -> None:
        """Take no more calls; those in hand are another process's to answer."""
        await self._keeper.close()
        for task in self._tasks:
            task.cancel()

    async def _listen(self, channel: Channel) -> None:
        await channel.declare_exchange(_EXCHANGE)
        queue = await channel.declare_queue(f"rpc-{self._service}", durable=True)
        await channel.bind(queue, Binding(_EXCHANGE, f"{self._service}.*"))
        await channel.limit(_PREFETCH)
        await channel.consume(queue, self._on_call)

    def _on_call(self, channel: Channel, method: Any, properties: Any, body: bytes) -> None:
        task = asyncio.create_task(self._answer(channel, method, properties, body))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, channel: Channel, method: Any, properties: Any, body: bytes) -> None:
        try:
            token = (properties.headers or {}).get("nameko.actor")
            result = await self._call(method.routing_key.rpartition(".")[2], token, body)
            reply = json.dumps({"result": result, "error": None}, ensure_ascii=False)
        except Exception as failure:
            log.warning("rpc.failed", method=method.routing_key, error=type(failure).__name__)
            reply = json.dumps({"result": None, "error": _told(failure)}, ensure_ascii=False)
        if properties.reply_to:
            told = pika.BasicProperties(
                content_type="application/json",
                content_encoding="utf-8",
                correlation_id=properties.correlation_id,
                delivery_mode=1,
            )
            patience = self._broker.settings.publish_timeout
            try:
                await self._broker.publisher.send(
                    _EXCHANGE, properties.reply_to, reply.encode(), told, mandatory=False, timeout=patience
                )
            except BrokerError as failure:
                # The caller's patience ends by itself.
                log.warning("rpc.not-answered", method=method.routing_key, error=str(failure))
        with contextlib.suppress(ChannelLost):
            channel.ack(method.delivery_tag)

    async def _call(self, name: str, token: str | None, body: bytes) -> Any:
        wanted = self._methods.get(name)
        if wanted is None:
            raise MethodNotFound(name)
        try:
            asked = json.loads(body)
            args, kwargs = asked["args"], asked["kwargs"]
        except (ValueError, KeyError, TypeError):
            raise MalformedRequest("neither args nor kwargs") from None
        served = inspect.signature(wanted.method).bind(*args, **kwargs)
        wanted.admit(self._verified(name, token, wanted.permission), served.arguments)
        return await wanted.method(*args, **kwargs)

    def _verified(self, name: str, token: str | None, permission: Permission) -> Actor | None:
        if not permission.signed and not token:
            return None
        max_age = self._broker.settings.actor_call_max_age
        return self._broker.keys.verify(token, for_call(self._service, name), max_age=max_age)


class MethodNotFound(Exception):
    """As nameko names it."""


class MalformedRequest(Exception):
    """As nameko names it."""


def _told(failure: Exception) -> dict[str, Any]:
    return {
        "exc_type": type(failure).__name__,
        "exc_path": f"{type(failure).__module__}.{type(failure).__name__}",
        "exc_args": [str(argument) for argument in failure.args],
        "value": str(failure),
    }
