"""What becomes of a message that could not be handled: another try later, or the dead letters.

Pure; both consumers (nameko's and asyncio's) publish what this decides, await the broker's confirm, and only then
acknowledge the original. The body and the publisher's own headers are never touched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from shared.topology import DEAD_LETTER_EXCHANGE, delay_queue

ATTEMPTS = "x-zhixing-attempts"
REASON = "x-zhixing-reason"
DETAIL = "x-zhixing-detail"
FIRST_FAILURE = "x-zhixing-first-failure"
LAST_FAILURE = "x-zhixing-last-failure"
ORIGINAL_EXCHANGE = "x-zhixing-original-exchange"
ORIGINAL_KEY = "x-zhixing-original-routing-key"
OWN_HEADERS = frozenset({ATTEMPTS, REASON, DETAIL, FIRST_FAILURE, LAST_FAILURE, ORIGINAL_EXCHANGE, ORIGINAL_KEY})

RETRIES_EXHAUSTED = "retries-exhausted"
PERMANENT = "permanent-failure"


class PermanentFailure(Exception):
    """Raised by a handler that knows no retry will help: the message is parked at once, with this text as detail."""


@dataclass(frozen=True)
class Disposition:
    """Where to publish the message next."""

    exchange: str
    routing_key: str
    headers: dict[str, Any]
    parked: bool
    attempts: int
    reason: str


def attempts_so_far(headers: Mapping[str, Any] | None) -> int:
    value = (headers or {}).get(ATTEMPTS, 0)
    return value if isinstance(value, int) and value >= 0 else 0


def after_failure(
    *,
    queue: str,
    exchange: str,
    routing_key: str,
    headers: Mapping[str, Any] | None,
    reason: str,
    detail: str,
    delays: Sequence[float],
    permanent: bool = False,
    now: datetime | None = None,
) -> Disposition:
    """Decide for one failed message.

    ``reason`` names the kind of failure (an exception's class, or InvalidMessage's reason); a message that used up
    ``delays`` (seconds, one per retry) is parked with the reason retries-exhausted and the last failure as detail.
    """
    moment = (now or datetime.now(UTC)).isoformat()
    kept = dict(headers or {})
    attempts = attempts_so_far(kept) + 1
    parked = permanent or attempts > len(delays)
    shown = reason if permanent or not parked else RETRIES_EXHAUSTED
    told = detail if permanent or not parked else f"{reason}: {detail}"
    kept.setdefault(FIRST_FAILURE, moment)
    kept.setdefault(ORIGINAL_EXCHANGE, exchange)
    kept.setdefault(ORIGINAL_KEY, routing_key)
    kept.update({ATTEMPTS: attempts, REASON: shown, DETAIL: told[:500], LAST_FAILURE: moment})
    step = DEAD_LETTER_EXCHANGE if parked else delay_queue(delays[attempts - 1]).name
    return Disposition(step, queue, kept, parked, attempts, shown)
