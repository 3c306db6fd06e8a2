"""Ports for what tests start."""

from __future__ import annotations

import functools
import itertools
import os
from collections.abc import Iterator

from ops.parts.ports import is_free

#: Below those that the program itself looks for.
_FIRST, _EACH, _WORKERS = 10_000, 600, 16


def own_port() -> int:
    """Free, this worker's only, and not given out again soon: nobody takes it before the process that is to have it."""
    return next(port for port in _round() if is_free(port))


@functools.cache
def _round() -> Iterator[int]:
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % _WORKERS
    # Two runs side by side begin at different places.
    begin = os.getpid() % _EACH
    return itertools.cycle(_FIRST + worker * _EACH + (begin + number) % _EACH for number in range(_EACH))
