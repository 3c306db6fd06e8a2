"""A pika channel whose questions can be awaited."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from pika.exceptions import ChannelWrongStateError, ConnectionWrongStateError

from shared.topology import Binding, Exchange

OnDelivery = Callable[["Channel", Any, Any, bytes], None]


class ChannelLost(Exception):
    """The channel, or the connection under it, is closed. Says why."""


class Channel:
    """Each coroutine ends when the broker has answered, or raises ChannelLost."""

    def __init__(self) -> None:
        self._raw: Any = None
        self._waiting: set[asyncio.Future[Any]] = set()
        self._on_close: list[Callable[[ChannelLost], None]] = []
        self._lost: ChannelLost | None = None
        self._closed = asyncio.Event()

    @classmethod
    async def open(cls, connection: Any) -> Channel:
        channel = cls()
        opened: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        channel._waiting.add(opened)
        try:
            channel._raw = connection.channel(on_open_callback=lambda _raw: _answer(opened, None))
            channel._raw.add_on_close_callback(channel._closed_by)
        except ConnectionWrongStateError as error:
            raise ChannelLost(str(error)) from None
        await opened
        return channel

    @property
    def is_open(self) -> bool:
        return bool(self._lost is None and self._raw.is_open)

    def on_close(self, callback: Callable[[ChannelLost], None]) -> None:
        """Call back once, synchronously, when the channel is closed by anyone; at once if it is."""
        if self._lost is not None:
            callback(self._lost)
        else:
            self._on_close.append(callback)

    async def wait_closed(self) -> ChannelLost:
        await self._closed.wait()
        return self._lost or ChannelLost("closed")

    def _closed_by(self, _raw: Any, reason: BaseException) -> None:
        self._lost = ChannelLost(str(reason) or repr(reason))
        for future in self._waiting:
            if not future.done():
                future.set_exception(ChannelLost(str(self._lost)))
        self._waiting.clear()
        for callback in self._on_close:
            callback(self._lost)
        self._closed.set()

    async def _ask(self, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self._lost is not None:
            raise ChannelLost(str(self._lost))
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.add(answer)
        try:
            method(*args, callback=lambda frame: _answer(answer, frame), **kwargs)
            return await answer
        except (ChannelWrongStateError, ConnectionWrongStateError) as error:
            raise ChannelLost(str(error)) from None
        finally:
            self._waiting.discard(answer)

    def _tell(self, method: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        if self._lost is not None:
            raise ChannelLost(str(self._lost))
        try:
            method(*args, **kwargs)
        except (ChannelWrongStateError, ConnectionWrongStateError) as error:
            raise ChannelLost(str(error)) from None

    async def declare_exchange(self, exchange: Exchange) -> None:
        await self._ask(self._raw.exchange_declare, exchange.name, exchange_type=exchange.kind, durable=True)

    async def declare_queue(
        self,
        name: str,
        *,
        arguments: dict[str, Any] | None = None,
        durable: bool = False,
        exclusive: bool = False,
        auto_delete: bool = False,
    ) -> str:
        """The queue's name, which the broker makes up when ``name`` is empty."""
        frame = await self._ask(
            self._raw.queue_declare,
            name,
            durable=durable,
            exclusive=exclusive,
            auto_delete=auto_delete,
            arguments=arguments or {},
        )
        return str(frame.method.queue)

    async def bind(self, queue: str, binding: Binding) -> None:
        await self._ask(self._raw.queue_bind, queue, binding.exchange.name, routing_key=binding.routing_key)

    async def unbind(self, queue: str, binding: Binding) -> None:
        """Nothing to do where the binding, or the queue, does not exist."""
        await self._ask(self._raw.queue_unbind, queue, binding.exchange.name, routing_key=binding.routing_key)

    async def delete_queue(self, queue: str) -> None:
        await self._ask(self._raw.queue_delete, queue)

    async def limit(self, prefetch: int) -> None:
        """Let at most ``prefetch`` deliveries wait for their acknowledgement."""
        await self._ask(self._raw.basic_qos, prefetch_count=prefetch)

    async def consume(self, queue: str, on_delivery: OnDelivery, *, exclusive: bool = False) -> str:
        """Subscribe; returns the consumer tag. The channel closes if the broker cancels the consumer, so that
        its owner notices.
        """
        self._raw.add_on_cancel_callback(lambda _frame: self.hang_up())
        frame = await self._ask(
            self._raw.basic_consume,
            queue,
            lambda _raw, method, properties, body: on_delivery(self, method, properties, body),
            exclusive=exclusive,
        )
        return str(frame.method.consumer_tag)

    async def cancel(self, consumer_tag: str) -> None:
        await self._ask(self._raw.basic_cancel, consumer_tag)

    async def confirm(self, on_confirm: Callable[[Any], None], on_return: Callable[[Any, Any], None]) -> None:
        """Turn publisher confirms on: ``on_confirm(method)`` with Basic.Ack or Basic.Nack,
        ``on_return(method, properties)``.
        """
        self._raw.add_on_return_callback(lambda _raw, method, properties, _body: on_return(method, properties))
        await self._ask(self._raw.confirm_delivery, lambda frame: on_confirm(frame.method))

    def publish(self, exchange: str, routing_key: str, body: bytes, properties: Any, *, mandatory: bool) -> None:
        self._tell(self._raw.basic_publish, exchange, routing_key, body, properties, mandatory=mandatory)

    def ack(self, delivery_tag: int) -> None:
        self._tell(self._raw.basic_ack, delivery_tag)

    def hang_up(self) -> None:
        """Begin to close, if it is open; ``wait_closed`` tells when that is done."""
        if self.is_open:
            self._raw.close()

    async def close(self) -> None:
        """Close and wait for the broker's word. Nothing to do if it is closed."""
        self.hang_up()
        if self._lost is None:
            await self._closed.wait()


def _answer(future: asyncio.Future[Any], value: Any) -> None:
    if not future.done():
        future.set_result(value)
