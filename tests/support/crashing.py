"""Run a service that kills itself at a chosen moment: ``python -m tests.support.crashing MOMENT[:N] TARGET``.

The moments are put around the real methods from outside, so the code under test knows nothing of them. With ``:N``
it happens the N-th time. SIGKILL: no handler, no finally, no flush.
"""

# ruff: noqa: E402 - eventlet has to patch before anything else is imported
import warnings

warnings.filterwarnings("ignore", message="\nEventlet is")

import eventlet

eventlet.monkey_patch()

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from pymongo.collection import Collection

from shared.messaging import runner
from shared.messaging.consumer import Delivery
from shared.messaging.outbox import Outbox
from shared.messaging.publisher import Publisher

_calls = 0


def _die_when(count: int) -> None:
    global _calls
    _calls += 1
    if _calls >= count:
        os.kill(os.getpid(), signal.SIGKILL)


def _before(cls: type, method: str, count: int, *, if_: Callable[..., bool] = lambda *a, **k: True) -> None:
    original = getattr(cls, method)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if if_(*args, **kwargs):
            _die_when(count)
        return original(*args, **kwargs)

    setattr(cls, method, wrapped)


def _after(cls: type, method: str, count: int, *, if_: Callable[..., bool] = lambda *a, **k: True) -> None:
    original = getattr(cls, method)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        if if_(*args, **kwargs):
            _die_when(count)
        return result

    setattr(cls, method, wrapped)


def arm(moment: str) -> None:
    name, _, number = moment.partition(":")
    count = int(number or 1)
    if name == "after-commit-before-publish":
        _before(Outbox, "flush", count, if_=lambda _self, _row, messages: bool(messages))
    elif name == "after-publish-before-row-removed":
        _after(Publisher, "publish", count)
    elif name == "middle-of-batch":
        # The documents are written in the transaction, the figures are not yet.
        _after(Collection, "insert_many", count, if_=lambda collection, *a, **k: collection.name == "check_ins")
    elif name == "before-ack":
        _before(Delivery, "ack", count)
    elif name == "after-ack":
        _after(Delivery, "ack", count)
    else:
        raise SystemExit(f"no such moment: {name}")


if __name__ == "__main__":
    arm(sys.argv[1])
    sys.exit(runner.main(sys.argv[2:]))
