"""Token buckets, in this process only: a nuisance is slowed down, not counted exactly."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

_BUCKETS_KEPT = 50_000


class TokenBuckets:
    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> float:
        """Take one token: 0 if there was one, else the seconds until there is."""
        moment = self._clock()
        tokens, then = self._buckets.pop(key, (self._burst, moment))
        tokens = min(self._burst, tokens + (moment - then) * self._rate)
        wait = 0.0 if tokens >= 1 else (1 - tokens) / self._rate
        self._buckets[key] = (tokens - 1 if not wait else tokens, moment)
        if len(self._buckets) > _BUCKETS_KEPT:
            self._buckets.popitem(last=False)
        return wait
