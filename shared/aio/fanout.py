"""Passing news to every process that listens now; nobody keeps it for those who do not."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

from shared.aio.channel import Channel, ChannelLost
from shared.aio.connection import Connection, Keeper
from shared.logging import get_logger
from shared.topology import Binding, Exchange

log = get_logger(__name__)

CONTENT_TYPE = "application/json"
#: Unhandled news kept for one subscription; the broker holds more back.
_PREFETCH = 200


class Subscription:
    """A queue of this process's own on a fan-out exchange. Handles one payload after the other, in their
    order.
    """

    def __init__(
        self,
        connection: Connection,
        exchange: Exchange,
        handler: Callable[[dict[str, Any]], Awaitable[None]],
        *,
        on_gap: Callable[[], Awaitable[None]] | None,
        name: str,
    ) -> None:
        self._exchange = exchange
        self._handler = handler
        self._on_gap = on_gap
        self._keeper = Keeper(connection, self._subscribe, name=f"{name} {exchange.name}")
        self._inbox: asyncio.Queue[Callable[[], Awaitable[None]]] = asyncio.Queue()
        self._subscribed_before = False
        self._task: asyncio.Task[None] | None = None

    @property
    def is_ready(self) -> bool:
        return self._keeper.is_ready

    async def wait_ready(self) -> None:
        await self._keeper.channel()

    def start(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._work())
            self._keeper.start()

    async def stop(self) -> None:
        await self._keeper.close()
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _subscribe(self, channel: Channel) -> None:
        await channel.declare_exchange(self._exchange)
        queue = await channel.declare_queue("", exclusive=True, auto_delete=True)
        await channel.bind(queue, Binding(self._exchange, ""))
        await channel.limit(_PREFETCH)
        await channel.consume(queue, self._on_delivery, exclusive=True)
        if self._subscribed_before and self._on_gap is not None:
            self._inbox.put_nowait(self._on_gap)
        self._subscribed_before = True

    def _on_delivery(self, channel: Channel, method: Any, _properties: Any, body: bytes) -> None:
        async def handle() -> None:
            try:
                payload = json.loads(body)
                if not isinstance(payload, dict):
                    raise ValueError("not a JSON object")
                await self._handler(payload)
            finally:
                with contextlib.suppress(ChannelLost):
                    channel.ack(method.delivery_tag)

        self._inbox.put_nowait(handle)

    async def _work(self) -> None:
        while True:
            work = await self._inbox.get()
            try:
                await work()
            except Exception:
                log.warning("broadcast.not-handled", exchange=self._exchange.name, exc_info=True)
