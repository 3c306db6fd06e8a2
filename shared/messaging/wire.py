"""Connections to the broker from a green process, and the declaring of what they use."""

from __future__ import annotations

import struct
from collections.abc import Callable
from types import TracebackType
from typing import Any

from amqp import Channel
from amqp.exceptions import AMQPError, UnexpectedFrame
from amqp.method_framing import frame_writer
from kombu.connection import Connection

from shared.settings import Settings
from shared.topology import DEAD_LETTERS, Exchange, Queue, dead_letter_queue, delay_queue

#: What a connection that is gone raises.
CONNECTION_ERRORS: tuple[type[Exception], ...] = (AMQPError, OSError)

#: Of a frame (AMQP 0-9-1, 2.3.5): type, channel, size.
_HEADER = struct.Struct(">BHI")
_FRAME_END = 0xCE
_READ_BYTES = 64 * 1024


class Gathering:
    """Collects the frames written inside its ``with`` block and hands them to the socket in one write.

    py-amqp writes each small frame by itself; through a green socket that was 60 % of the time of publishing a batch.
    """

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write = write
        self._frames: list[bytes] | None = None

    def write(self, frame: memoryview | bytes) -> None:
        if self._frames is None:
            self._write(bytes(frame))
        else:
            # The writer reuses its buffer for the next frame, so this one has to be copied.
            self._frames.append(bytes(frame))

    def __enter__(self) -> None:
        self._frames = []

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        frames, self._frames = self._frames or [], None
        if kind is None and frames:
            self._write(b"".join(frames))


class Frames:
    """Cuts frames from what has arrived, in place of py-amqp's ``read_frame``.

    py-amqp asks the socket three times for each frame, nine times for a message; through a green socket that was most
    of the time of receiving one.
    """

    def __init__(self, transport: Any) -> None:
        self._transport = transport
        self._receive = transport.sock.recv
        self._arrived = b""
        self._at = 0

    def read_frame(self) -> tuple[int, int, bytes]:
        """The next frame's type, channel and payload. Raises TimeoutError or BlockingIOError when there is none
        yet, and keeps what has arrived of it; OSError when the connection is gone; UnexpectedFrame."""
        self._need(_HEADER.size)
        kind, channel, size = _HEADER.unpack_from(self._arrived, self._at)
        self._need(_HEADER.size + size + 1)
        begin = self._at + _HEADER.size
        payload, end = self._arrived[begin : begin + size], self._arrived[begin + size]
        if end != _FRAME_END:
            raise UnexpectedFrame(f"Received frame_end {end:#04x} while expecting {_FRAME_END:#04x}")
        self._at = begin + size + 1
        return kind, channel, payload

    def _need(self, count: int) -> None:
        while len(self._arrived) - self._at < count:
            try:
                more = self._receive(_READ_BYTES)
                if not more:
                    raise OSError("Server unexpectedly closed connection")
            except (TimeoutError, BlockingIOError):
                raise
            except OSError:
                self._transport.connected = False
                raise
            # Cutting off what is done with each frame would move the rest every time.
            self._arrived = self._arrived[self._at :] + more
            self._at = 0


def _own_frames(connection: Any, transport: Any) -> Any:
    """Called once the transport is connected, before its first frame is read."""
    transport.read_frame = Frames(transport).read_frame
    connection.gathering = Gathering(transport.write)
    return frame_writer(connection, connection.gathering)


def connection(settings: Settings, name: str) -> Connection:
    """An unopened connection; ``gathering`` is an attribute of the transport's connection once it is open."""
    return Connection(
        settings.amqp_url.get_secret_value(),
        heartbeat=settings.heartbeat,
        connect_timeout=5,
        transport_options={
            "frame_writer": _own_frames,
            "client_properties": {"connection_name": name},
        },
    )


def open_channel(conn: Connection) -> Channel:
    """A channel that hands bodies over as they came: decoding is the codec's, with its reasons."""
    channel = conn.connection.channel()
    channel.auto_decode = False
    return channel


class Declaring:
    """Declares queues with their exchanges and bindings, each once however many others need it too."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._exchanges: set[Exchange] = set()
        self._queues: set[str] = set()

    def declare(self, channel: Channel, queue: Queue) -> None:
        """A queue, its exchanges and its bindings."""
        if queue.name in self._queues:
            return
        for binding in queue.bindings:
            self._exchange(channel, binding.exchange)
        channel.queue_declare(queue.name, durable=True, auto_delete=False, arguments=queue.argument_table())
        for binding in queue.bindings:
            channel.queue_bind(queue.name, binding.exchange.name, binding.routing_key)
        for binding in queue.former:
            self._exchange(channel, binding.exchange)
            channel.queue_unbind(queue.name, binding.exchange.name, binding.routing_key)
        self._queues.add(queue.name)

    def declare_with_failures(self, channel: Channel, queue: Queue) -> None:
        """A work queue with everything a failed message of it may need: dead letters and delays."""
        self._exchange(channel, DEAD_LETTERS)
        self.declare(channel, dead_letter_queue(queue.name))
        for seconds in self._settings.retry_delays:
            self.declare(channel, delay_queue(seconds))
        self.declare(channel, queue)

    def _exchange(self, channel: Channel, exchange: Exchange) -> None:
        if exchange not in self._exchanges:
            channel.exchange_declare(exchange.name, exchange.kind, durable=True, auto_delete=False)
            self._exchanges.add(exchange)
