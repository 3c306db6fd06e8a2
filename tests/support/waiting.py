"""Waiting on conditions. Nothing in the tests sleeps for a time that somebody guessed."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

#: Seconds. Nobody waits so long where things work; a machine with much else to do may need it.
PATIENCE = 60.0


def eventually(condition: Callable[[], T], *, within: float = PATIENCE, what: str = "") -> T:
    """The first truthy value of ``condition``; AssertionError, naming the last value, after ``within`` seconds.

    An error counts as "not yet", so that a part may be away for a while.
    """
    deadline = time.monotonic() + within
    last: object = None
    pause = 0.02
    while time.monotonic() < deadline:
        try:
            value = condition()
            if value:
                return value
            last = value
        except Exception as error:
            last = error
        time.sleep(pause)
        # What is asked is asked of the parts that are waited for, and keeps them from their work.
        pause = min(pause * 1.5, 0.15)
    raise AssertionError(f"not within {within} s: {what or condition}; last: {last!r}")
