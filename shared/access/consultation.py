"""Whether the policy was asked: an entrypoint that declares that it decides by policy must not forget to.

``deciding`` watches over one piece of work; ``shared.access.policy`` notes each question; ``required`` fails when there
was none. Outside ``deciding`` all of this does nothing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass


class Unasked(Exception):
    """A defect of ours: something was about to be changed or shown and nobody had asked whether it may."""


@dataclass
class _Watch:
    what: str
    asked: bool = False


_watch: ContextVar[_Watch | None] = ContextVar("consultation", default=None)


@contextlib.contextmanager
def deciding(what: str) -> Iterator[None]:
    """Raises Unasked when its block ends in peace without having asked. ``what`` names it."""
    token = _watch.set(_Watch(what))
    try:
        yield
        required()
    finally:
        _watch.reset(token)


def note() -> None:
    """The policy was asked."""
    watch = _watch.get()
    if watch is not None:
        watch.asked = True


def nothing_to_decide() -> None:
    """What was asked for does not exist, or was done before: nothing is changed or shown."""
    note()


def required() -> None:
    """Raises Unasked unless the policy was asked: called before a transaction is committed."""
    watch = _watch.get()
    if watch is not None and not watch.asked:
        raise Unasked(f"{watch.what} did not ask the policy")
