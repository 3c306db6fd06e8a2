"""Waiting on conditions. Nothing in the tests sleeps for a time that somebody guessed."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(condition: Callable[[], T], *, within: float = 20.0, what: str = "") -> T:
    """The first truthy value of ``condition``; AssertionError, naming the last value, after ``within`` seconds.

    An error counts as "not yet", so that a part may be away for a while.
    """
    deadline = time.monotonic() + within
    last: object = None
    while time.monotonic() < deadline:
        try:
            value = condition()
            if value:
                return value
            last = value
        except Exception as error:
            last = error
        time.sleep(0.05)
    raise AssertionError(f"not within {within} s: {what or condition}; last: {last!r}")
