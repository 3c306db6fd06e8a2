"""A TCP proxy that takes a connection away in the ways a network does."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct

from tests.support.ports import own_port


class TcpProxy:
    """Forwards a port of its own to ``host:port``: can cut what is open, refuse what comes, and hold data
    back.
    """

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._to_target = asyncio.Event()
        self._to_client = asyncio.Event()
        # Nobody takes it while connections are refused.
        self.port = own_port()
        #: Connections accepted so far.
        self.accepted = 0
        self.flow()

    async def __aenter__(self) -> TcpProxy:
        await self.accept()
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.refuse()
        await self.cut()

    async def accept(self) -> None:
        """Listen (again), on the same port as before."""
        self._server = await asyncio.start_server(self._forward, "127.0.0.1", self.port)

    async def refuse(self) -> None:
        """Refuse new connections; those that are open stay."""
        if self._server is not None:
            self._server.close()
            self._server = None

    async def cut(self) -> None:
        """Reset every open connection; what was held back is lost."""
        for writer in list(self._writers):
            sock = writer.get_extra_info("socket")
            if sock is not None:
                with contextlib.suppress(OSError):
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def hold_answers(self) -> None:
        """Let requests through and hold back what the target sends."""
        self._to_client.clear()

    def stall(self) -> None:
        """Hold back both directions, connections staying open."""
        self._to_client.clear()
        self._to_target.clear()

    def flow(self) -> None:
        """Let everything through again."""
        self._to_client.set()
        self._to_target.set()

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        self._writers.add(writer)
        try:
            target_reader, target_writer = await asyncio.open_connection(*self._target)
        except OSError:
            writer.transport.abort()
            self._writers.discard(writer)
            return
        self._writers.add(target_writer)
        for source, sink, gate in (
            (reader, target_writer, self._to_target),
            (target_reader, writer, self._to_client),
        ):
            task = asyncio.create_task(self._pump(source, sink, gate))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, gate: asyncio.Event) -> None:
        try:
            while data := await source.read(65536):
                await gate.wait()
                sink.write(data)
                await sink.drain()
        except OSError:
            pass
        finally:
            sink.close()
            self._writers.discard(sink)
