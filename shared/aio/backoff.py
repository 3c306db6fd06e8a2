"""Growing pauses with jitter, so that many processes do not come back in step."""

from __future__ import annotations

import random


class Backoff:
    """Pauses in seconds that double from ``first`` to at most ``longest``, each shortened by up to a half at
    random.
    """

    def __init__(self, first: float = 0.1, longest: float = 5.0) -> None:
        self._first = first
        self._longest = longest
        self._next = first

    def pause(self) -> float:
        pause = self._next
        self._next = min(self._longest, pause * 2)
        return pause * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, not a secret

    def reset(self) -> None:
        self._next = self._first
