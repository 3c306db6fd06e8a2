"""One connection to the broker that comes back by itself, and channels that come back with it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import pika
from pika.adapters.asyncio_connection import AsyncioConnection
from pika.exceptions import ConnectionClosedByClient

from shared.aio.backoff import Backoff
from shared.aio.channel import Channel, ChannelLost
from shared.logging import get_logger
from shared.settings import SettingsError

log = get_logger(__name__)

#: Seconds to open a TCP connection, and to open AMQP on it: a stopped broker still accepts the former.
_SOCKET_TIMEOUT = 5.0
_STACK_TIMEOUT = 10.0
#: What lived this long was no part of a run of failures.
_STABLE_SECONDS = 5.0


def parameters(url: str, *, name: str, heartbeat: int) -> pika.URLParameters:
    """Raises SettingsError when ``url`` is no AMQP URL. ``name`` is shown by the broker's management page."""
    if not url.startswith(("amqp://", "amqps://")):
        raise SettingsError("ZHIXING_AMQP_URL: must begin with amqp:// or amqps://")
    try:
        found = pika.URLParameters(url)
    except (ValueError, TypeError) as error:
        raise SettingsError(f"ZHIXING_AMQP_URL: {error}") from None
    found.heartbeat = heartbeat
    found.socket_timeout = _SOCKET_TIMEOUT
    found.stack_timeout = _STACK_TIMEOUT
    found.client_properties = {"connection_name": name}
    return found


class Connection:
    """Keeps one connection open from ``start`` to ``close``: a lost one is opened again after a growing,
    jittered pause.
    """

    def __init__(self, url: str, *, name: str, heartbeat: int, on_change: Callable[[], None] | None = None) -> None:
        self._parameters = parameters(url, name=name, heartbeat=heartbeat)
        self._name = name
        self._on_change = on_change or (lambda: None)
        self._raw: Any = None
        self._open = asyncio.Event()
        self._lost = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        return self._open.is_set()

    def start(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._keep_open(), name=f"{self._name} connection")

    async def wait_open(self) -> None:
        await self._open.wait()

    async def open_channel(self) -> Channel:
        """A new channel, as soon as there is a connection. Raises ChannelLost if that is lost meanwhile."""
        await self._open.wait()
        return await Channel.open(self._raw)

    async def close(self, timeout: float = 5.0) -> None:
        """Say goodbye to the broker; after ``timeout`` seconds without its answer hang up."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None
        raw = self._raw
        if raw is None or raw.is_closed:
            return
        if raw.is_open:
            raw.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._lost.wait(), timeout)
            return
        # pika has no public way to hang up on a broker that does not answer.
        raw._terminate_stream(ConnectionClosedByClient(200, "the broker did not answer the goodbye"))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._lost.wait(), 1.0)

    async def _keep_open(self) -> None:
        loop = asyncio.get_running_loop()
        backoff = Backoff()
        while True:
            try:
                self._raw = await self._connect()
            except Exception as error:
                log.warning("broker.unreachable", connection=self._name, error=_said(error))
                await asyncio.sleep(backoff.pause())
                continue
            log.info("broker.connected", connection=self._name)
            opened = loop.time()
            await self._lost.wait()
            if loop.time() - opened >= _STABLE_SECONDS:
                backoff.reset()
            await asyncio.sleep(backoff.pause())

    async def _connect(self) -> Any:
        outcome: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

        def opened(raw: Any) -> None:
            if outcome.done():
                raw.close()
                return
            self._lost.clear()
            self._open.set()
            self._raw = raw
            outcome.set_result(raw)
            self._on_change()

        def failed(_raw: Any, error: BaseException | None) -> None:
            if not outcome.done():
                outcome.set_exception(error or ConnectionError("given up"))

        raw = AsyncioConnection(
            self._parameters,
            on_open_callback=opened,
            on_open_error_callback=failed,
            on_close_callback=self._closed,
        )
        try:
            return await outcome
        except asyncio.CancelledError:
            if not raw.is_closed and not raw.is_closing:
                raw.close()
            raise

    def _closed(self, _raw: Any, reason: BaseException) -> None:
        self._open.clear()
        self._lost.set()
        self._on_change()
        if not isinstance(reason, ConnectionClosedByClient):
            log.warning("broker.lost", connection=self._name, error=_said(reason))


class Keeper:
    """Keeps one channel open on whichever connection there is; ``setup`` makes each new one ready."""

    def __init__(self, connection: Connection, setup: Callable[[Channel], Awaitable[None]], *, name: str) -> None:
        self._connection = connection
        self._setup = setup
        self._name = name
        self._ready = asyncio.Event()
        self._channel: Channel | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def is_ready(self) -> bool:
        return self._ready.is_set()

    def start(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._keep_open(), name=f"{self._name} channel")

    async def channel(self) -> Channel:
        """The channel, as soon as there is one that is ready."""
        while not self._ready.is_set() or self._channel is None:
            await self._ready.wait()
        return self._channel

    @property
    def current(self) -> Channel | None:
        return self._channel if self._ready.is_set() else None

    async def freeze(self) -> None:
        """From now on open no other channel; the one there is stays."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None

    async def close(self, timeout: float = 2.0) -> None:
        await self.freeze()
        if self._channel is not None:
            with contextlib.suppress(TimeoutError, ChannelLost):
                await asyncio.wait_for(self._channel.close(), timeout)

    async def _keep_open(self) -> None:
        loop = asyncio.get_running_loop()
        backoff = Backoff()
        while True:
            opened = loop.time()
            try:
                lost: Exception = await self._one_channel()
            except Exception as error:
                lost = error
            if self._connection.is_open:
                log.warning("broker.channel-lost", channel=self._name, error=str(lost) or repr(lost))
            if loop.time() - opened >= _STABLE_SECONDS:
                backoff.reset()
            await asyncio.sleep(backoff.pause())

    async def _one_channel(self) -> ChannelLost:
        self._channel = channel = await self._connection.open_channel()
        channel.on_close(lambda _lost: self._ready.clear())
        try:
            await self._setup(channel)
        except Exception:
            channel.hang_up()
            raise
        if channel.is_open:
            self._ready.set()
        return await channel.wait_closed()


def _said(error: BaseException) -> str:
    """pika's connection errors nest their causes; the innermost is the one that tells."""
    nested = [*getattr(error, "exceptions", ()), getattr(error, "exception", None), *error.args]
    nested = [one for one in nested if isinstance(one, BaseException)]
    if nested:
        return _said(nested[-1])
    return str(error) or type(error).__name__
