"""Publish with confirms. Many publishers share one channel, and their messages overlap on it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import pika

from shared import metrics
from shared.aio.channel import Channel, ChannelLost
from shared.aio.connection import Connection, Keeper
from shared.aio.errors import BrokerUnavailable, PublishRefused, Unroutable
from shared.topology import Exchange

#: Messages on their way at once; more wait for a place, so that a slow broker cannot fill our memory.
_IN_FLIGHT = 1000


@dataclass(eq=False)
class _Sent:
    answer: asyncio.Future[None]
    exchange: str
    routing_key: str
    message_id: str | None
    returned: str | None = None


class _Confirms:
    """What was sent on one channel and is not confirmed yet. Dies with its channel."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._tag = 0
        self._sent: dict[int, _Sent] = {}
        self.declared: set[str] = {""}
        channel.on_close(self._lost)

    @property
    def waiting(self) -> list[asyncio.Future[None]]:
        return [sent.answer for sent in self._sent.values()]

    def send(
        self, exchange: str, routing_key: str, body: bytes, properties: Any, *, mandatory: bool
    ) -> asyncio.Future[None]:
        self._channel.publish(exchange, routing_key, body, properties, mandatory=mandatory)
        self._tag += 1
        answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sent[self._tag] = _Sent(answer, exchange, routing_key, properties.message_id)
        return answer

    def on_confirm(self, method: Any) -> None:
        if method.multiple:
            tags = [tag for tag in self._sent if tag <= method.delivery_tag]
        else:
            tags = [method.delivery_tag] if method.delivery_tag in self._sent else []
        for tag in tags:
            sent = self._sent.pop(tag)
            if sent.answer.done():
                continue
            if isinstance(method, pika.spec.Basic.Nack):
                sent.answer.set_exception(PublishRefused(f"the broker refused a message for {sent.routing_key}"))
            elif sent.returned:
                sent.answer.set_exception(Unroutable(f"{sent.exchange}/{sent.routing_key}: {sent.returned}"))
            else:
                sent.answer.set_result(None)

    def on_return(self, method: Any, properties: Any) -> None:
        # The broker returns a message before it confirms it, but does not say which tag it had.
        wanted = (method.exchange, method.routing_key, properties.message_id)
        for sent in self._sent.values():
            if sent.returned is None and (sent.exchange, sent.routing_key, sent.message_id) == wanted:
                sent.returned = method.reply_text or "returned"
                return

    def _lost(self, lost: ChannelLost) -> None:
        sent, self._sent = self._sent, {}
        for one in sent.values():
            if not one.answer.done():
                one.answer.set_exception(ChannelLost(str(lost)))


class Publisher:
    """Give ``send`` bodies and properties; it returns once the broker has taken responsibility for them."""

    def __init__(self, connection: Connection, *, max_bytes: int, name: str) -> None:
        self._connection = connection
        self._max_bytes = max_bytes
        self._keeper = Keeper(connection, self._prepare, name=f"{name} publisher")
        self._confirms: _Confirms | None = None
        self._places = asyncio.Semaphore(_IN_FLIGHT)
        self._declaring = asyncio.Lock()
        self._closed = False

    def start(self) -> None:
        self._keeper.start()

    @property
    def is_ready(self) -> bool:
        return self._keeper.is_ready

    async def wait_ready(self) -> None:
        await self._keeper.channel()

    async def send(
        self,
        exchange: Exchange,
        routing_key: str,
        body: bytes,
        properties: Any,
        *,
        mandatory: bool,
        timeout: float,
    ) -> None:
        """Publish and wait for the confirm. The exchange is declared first (a nameless one is the default
        exchange).

        What was sent when the connection broke is sent again on the next one, the same bytes with the same
        message id. Raises BrokerUnavailable after ``timeout`` seconds without a confirm, Unroutable
        (``mandatory`` only), PublishRefused.
        """
        result = "unavailable"
        try:
            if len(body) > self._max_bytes:
                result = "refused"
                raise PublishRefused(f"{len(body)} bytes; at most {self._max_bytes} are sent")
            if self._closed:
                raise BrokerUnavailable("this process is stopping")
            async with asyncio.timeout(timeout), self._places:
                await self._until_confirmed(exchange, routing_key, body, properties, mandatory)
            result = "confirmed"
        except TimeoutError:
            state = "does not confirm" if self._keeper.is_ready else "is not connected"
            raise BrokerUnavailable(f"the broker {state} ({timeout:g} s)") from None
        except Unroutable:
            result = "unroutable"
            raise
        except PublishRefused:
            result = "refused"
            raise
        finally:
            metrics.PUBLISHED.labels(exchange.name, result).inc()

    async def close(self, timeout: float) -> None:
        """Give what is on its way up to ``timeout`` seconds to be confirmed, then stop."""
        waiting = self._confirms.waiting if self._confirms else []
        if waiting:
            await asyncio.wait(waiting, timeout=timeout)
        self._closed = True
        await self._keeper.close()

    async def _prepare(self, channel: Channel) -> None:
        confirms = _Confirms(channel)
        await channel.confirm(confirms.on_confirm, confirms.on_return)
        self._confirms = confirms

    async def _until_confirmed(
        self, exchange: Exchange, routing_key: str, body: bytes, properties: Any, mandatory: bool
    ) -> None:
        while True:
            await self._keeper.channel()
            confirms = self._confirms
            assert confirms is not None  # noqa: S101 - _prepare set it before the channel was ready
            try:
                if exchange.name not in confirms.declared:
                    await self._declare(confirms, exchange)
                await confirms.send(exchange.name, routing_key, body, properties, mandatory=mandatory)
                return
            except ChannelLost:
                # The keeper notices in this same turn of the loop or has done so: no busy waiting here.
                await asyncio.sleep(0)

    async def _declare(self, confirms: _Confirms, exchange: Exchange) -> None:
        """On a channel of its own: a refused declaration closes the channel, and with it everybody's messages
        in flight.
        """
        async with self._declaring:
            if exchange.name in confirms.declared:
                return
            channel = await self._connection.open_channel()
            try:
                await channel.declare_exchange(exchange)
            except ChannelLost as lost:
                if not self._connection.is_open:
                    raise
                raise PublishRefused(f"the exchange {exchange.name} cannot be declared: {lost}") from None
            finally:
                channel.hang_up()
            confirms.declared.add(exchange.name)
