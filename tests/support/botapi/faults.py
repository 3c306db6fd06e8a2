"""Faults that a test orders: the next calls fail the way networks and servers do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass
class Fault:
    """What becomes of the next ``times`` calls of ``method`` (``*`` is any) for ``chat_id`` (None is any).

    ``error`` answers ``status``; ``hang`` answers nothing for ``seconds``; ``drop`` closes the connection.
    ``applied``: the call takes effect first, and only its answer is lost.
    """

    method: str
    kind: Literal["error", "hang", "drop"] = "error"
    status: int = 500
    description: str = "Internal Server Error"
    retry_after: int | None = None
    seconds: float = 60
    times: float = 1
    chat_id: int | None = None
    applied: bool = False
    hits: int = 0

    def fits(self, method: str, chat_id: int | None) -> bool:
        if self.hits >= self.times:
            return False
        return self.method in ("*", method) and self.chat_id in (None, chat_id)
