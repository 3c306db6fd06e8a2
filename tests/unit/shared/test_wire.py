"""Frames as they are cut from what arrives, whatever pieces it arrives in."""

from __future__ import annotations

import struct
from typing import Any

import pytest
from amqp.exceptions import UnexpectedFrame
from hypothesis import given
from hypothesis import strategies as st

from shared.messaging.wire import Frames

Frame = tuple[int, int, bytes]
Piece = bytes | OSError

a_frame = st.tuples(st.sampled_from([1, 2, 3, 8]), st.integers(0, 65535), st.binary(max_size=300))


class Socket:
    """Gives what it was filled with, in these pieces; an error is raised in its turn, and the end is the end."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces

    def recv(self, _count: int) -> bytes:
        piece = self.pieces.pop(0) if self.pieces else b""
        if isinstance(piece, OSError):
            raise piece
        return piece


class Transport:
    def __init__(self, pieces: list[Piece]) -> None:
        self.sock = Socket(pieces)
        self.connected = True


def written(frames: list[Frame]) -> bytes:
    return b"".join(struct.pack(">BHI", kind, channel, len(body)) + body + b"\xce" for kind, channel, body in frames)


@given(st.lists(a_frame, max_size=8), st.data())
def test_frames_are_the_same_in_whatever_pieces_they_arrive(frames: list[Frame], data: Any) -> None:
    whole = written(frames)
    cuts = sorted(data.draw(st.sets(st.integers(1, max(1, len(whole) - 1)))))
    pieces = [whole[start:end] for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    waits: list[Piece] = [TimeoutError(), BlockingIOError()]
    transport = Transport([each for piece in pieces if piece for each in (*waits, piece)])
    reader, read = Frames(transport), list[Frame]()
    while len(read) < len(frames):
        try:
            read.append(reader.read_frame())
        except (TimeoutError, BlockingIOError):
            assert transport.connected
    assert read == frames


def test_the_end_of_a_connection_is_told_and_remembered() -> None:
    transport = Transport([written([(1, 0, b"whole")]), b"\x01\x00"])
    reader = Frames(transport)
    assert reader.read_frame() == (1, 0, b"whole")
    with pytest.raises(OSError, match="closed"):
        reader.read_frame()
    assert not transport.connected


def test_what_does_not_end_as_a_frame_is_refused() -> None:
    with pytest.raises(UnexpectedFrame, match="0x00"):
        Frames(Transport([written([(1, 0, b"x")])[:-1] + b"\x00"])).read_frame()
