"""Asking nameko services: the client's side of nameko 2.14's RPC protocol (nameko/rpc.py)."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
import uuid
from typing import Any

import pika
import structlog

from shared import metrics, tracing
from shared.access.actor import current, for_call
from shared.aio.broker import Broker
from shared.aio.channel import Channel, ChannelLost
from shared.aio.connection import Keeper
from shared.aio.errors import (
    BrokerUnavailable,
    PublishRefused,
    RpcFailed,
    RpcOverloaded,
    RpcTimeout,
    RpcUnavailable,
    Unroutable,
)
from shared.topology import Binding, Exchange

_EXCHANGE = Exchange("nameko-rpc", "topic")
#: ms that a reply queue outlives its connection, as with nameko's clients: answers survive a reconnection.
_REPLY_QUEUE_EXPIRES = 300_000
_MAX_IN_FLIGHT = 200


class RpcClient:
    """Calls go at least once: like nameko itself, which carries a request out again when a worker died with
    it.

    Answers that arrive while we are disconnected wait in the reply queue. A request expires in the broker
    with the caller's patience, so that a service that comes back does not work for callers long gone.
    """

    def __init__(self, broker: Broker, *, max_in_flight: int = _MAX_IN_FLIGHT) -> None:
        self._broker = broker
        self._max_in_flight = max_in_flight
        self._address = str(uuid.uuid4())
        self._queue = f"rpc.reply-{broker.name}-{self._address}"
        self._pending: dict[str, asyncio.Future[Any]] = {}
        self._keeper = Keeper(broker.consuming_connection, self._listen, name=f"{broker.name} rpc replies")
        broker.on_close(self.close)

    def start(self) -> None:
        """Open the reply queue ahead of the first call, which otherwise does it."""
        self._keeper.start()

    async def call(self, service: str, method: str, /, *, timeout: float | None = None, **kwargs: Any) -> Any:
        """The method's result, as JSON gives it. ``timeout`` in seconds (default: settings.rpc_timeout).

        Asked by whoever is ``acting`` (see shared.access.actor), else by this process.

        Raises RpcUnavailable (at once if nobody ever served ``service`` here), RpcTimeout, RpcFailed,
        RpcOverloaded.
        """
        began = time.perf_counter()
        result = "failed"
        try:
            if len(self._pending) >= self._max_in_flight:
                result = "overloaded"
                raise RpcOverloaded(f"{len(self._pending)} calls are waiting already")
            answer = await self._ask(
                service, method, self._broker.settings.rpc_timeout if timeout is None else timeout, kwargs
            )
            result = "ok"
            return answer
        except RpcUnavailable:
            result = "unavailable"
            raise
        except RpcTimeout:
            result = "timeout"
            raise
        finally:
            metrics.RPC_SECONDS.labels(service, method, result).observe(time.perf_counter() - began)

    async def close(self) -> None:
        """Calls that still wait get RpcUnavailable."""
        for answer in self._pending.values():
            if not answer.done():
                answer.set_exception(RpcUnavailable("this process is stopping"))
        channel = self._keeper.current
        await self._keeper.freeze()
        if channel is not None:
            with contextlib.suppress(ChannelLost, TimeoutError):
                await asyncio.wait_for(channel.delete_queue(self._queue), 2.0)
        await self._keeper.close()

    async def _ask(self, service: str, method: str, patience: float, kwargs: dict[str, Any]) -> Any:
        self.start()
        deadline = asyncio.get_running_loop().time() + patience
        correlation_id = str(uuid.uuid4())
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._pending[correlation_id] = answer
        confirmed = False
        try:
            async with asyncio.timeout_at(deadline):
                await self._keeper.channel()
                await self._broker.publisher.send(
                    _EXCHANGE,
                    f"{service}.{method}",
                    json.dumps({"args": [], "kwargs": kwargs}).encode(),
                    self._properties(service, method, correlation_id, patience),
                    mandatory=True,
                    timeout=patience,
                )
                confirmed = True
                return _result(await answer)
        except TimeoutError:
            if confirmed:
                raise RpcTimeout(f"{service}.{method} did not answer within {patience:g} s") from None
            raise RpcUnavailable(
                f"{service}.{method}: the broker did not take the request within {patience:g} s"
            ) from None
        except Unroutable:
            raise RpcUnavailable(f"nobody serves {service}.{method}") from None
        except (BrokerUnavailable, PublishRefused) as error:
            raise RpcUnavailable(f"{service}.{method}: {error}") from None
        finally:
            del self._pending[correlation_id]

    def _properties(self, service: str, method: str, correlation_id: str, patience: float) -> Any:
        bound = structlog.contextvars.get_contextvars()
        headers: dict[str, Any] = {"nameko.call_id_stack": [f"{self._broker.name}.{correlation_id}"]}
        carried = {"correlation_id": bound.get("correlation_id"), "traceparent": tracing.traceparent()}
        carried["actor"] = self._broker.keys.sign(current(self._broker.name), for_call(service, method))
        headers |= {f"nameko.{key}": value for key, value in carried.items() if value}
        return pika.BasicProperties(
            content_type="application/json",
            content_encoding="utf-8",
            delivery_mode=2,
            reply_to=self._address,
            correlation_id=correlation_id,
            message_id=correlation_id,
            expiration=str(max(1, round(patience * 1000))),
            headers=headers,
        )

    async def _listen(self, channel: Channel) -> None:
        await channel.declare_exchange(_EXCHANGE)
        await channel.declare_queue(self._queue, durable=True, arguments={"x-expires": _REPLY_QUEUE_EXPIRES})
        await channel.bind(self._queue, Binding(_EXCHANGE, self._address))
        await channel.consume(self._queue, self._on_reply)

    def _on_reply(self, channel: Channel, method: Any, properties: Any, body: bytes) -> None:
        answer = self._pending.get(properties.correlation_id)
        if answer is not None and not answer.done():
            answer.set_result(body)
        with contextlib.suppress(ChannelLost):
            channel.ack(method.delivery_tag)


def _result(body: bytes) -> Any:
    try:
        reply = json.loads(body)
        error = reply["error"]
        result = reply["result"]
    except (ValueError, KeyError, TypeError):
        raise RpcFailed("UnreadableReply", "the answer is not nameko's JSON") from None
    if error:
        raise RpcFailed(str(error.get("exc_type")), str(error.get("value")))
    return result
