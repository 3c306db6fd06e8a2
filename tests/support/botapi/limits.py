"""The flood limits, enforced: who sends faster is told how long to wait."""

from __future__ import annotations

import math
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Limits:
    """Messages in one go (burst) and per second afterwards. https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this"""

    chat_burst: float = 3
    chat_rate: float = 1
    group_burst: float = 20
    group_rate: float = 20 / 60
    overall_burst: float = 30
    overall_rate: float = 30
    #: Seconds told to who is refused; None tells the real wait, rounded up.
    retry_after: int | None = None


NO_LIMITS = Limits(*(float("inf"),) * 6)


@dataclass
class _Bucket:
    burst: float
    rate: float
    level: float = field(init=False)
    at: float

    def __post_init__(self) -> None:
        self.level = self.burst

    def wait(self, now: float) -> float:
        if math.isinf(self.burst):
            return 0
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        return 0 if self.level >= 1 else (1 - self.level) / self.rate


class FloodControl:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._buckets: dict[int | None, _Bucket] = {}

    def admit(self, chat_id: int, now: float) -> int | None:
        """Take one message in at ``now`` (seconds); or the whole seconds to wait, and nothing is counted."""
        buckets = (self._bucket(chat_id, now), self._bucket(None, now))
        wait = max(bucket.wait(now) for bucket in buckets)
        if wait > 0:
            return self.limits.retry_after or max(1, math.ceil(wait))
        for bucket in buckets:
            bucket.level -= 1
        return None

    def _bucket(self, chat_id: int | None, now: float) -> _Bucket:
        if chat_id not in self._buckets:
            limits = self.limits
            if chat_id is None:
                bucket = _Bucket(limits.overall_burst, limits.overall_rate, at=now)
            elif chat_id < 0:
                bucket = _Bucket(limits.group_burst, limits.group_rate, at=now)
            else:
                bucket = _Bucket(limits.chat_burst, limits.chat_rate, at=now)
            self._buckets[chat_id] = bucket
        return self._buckets[chat_id]
