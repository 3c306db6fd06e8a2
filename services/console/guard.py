"""What this page's responses carry beside those of every page, and how much may be asked of it."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from urllib.parse import parse_qs, parse_qsl

from starlette.requests import Request

from shared.aio import guard

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    **guard.HEADERS,
    # Of people's names and of incidents nothing stays in a browser's cache. Static files say otherwise.
    "Cache-Control": "no-store",
}
_LONGEST_FORM = 2048
#: The longest quiz, in Chinese: three bytes a character, and each of them written as three.
_LONGEST_PAPER = 224 * 1024
_MOST_FIELDS = 300
_ADDRESSES_KEPT = 20_000


async def form(request: Request) -> dict[str, str]:
    """The fields of a posted form; {} for what is no form, or longer than any of ours."""
    try:
        return dict(parse_qsl(await _posted(request, _LONGEST_FORM), max_num_fields=10))
    except (guard.TooLarge, ValueError):
        return {}


async def paper(request: Request) -> dict[str, list[str]]:
    """The fields of a posted form with much to fill in, each with all its values; {} as with ``form``."""
    try:
        return parse_qs(await _posted(request, _LONGEST_PAPER), max_num_fields=_MOST_FIELDS)
    except (guard.TooLarge, ValueError):
        return {}


async def _posted(request: Request, most: int) -> str:
    """Raises TooLarge, and ValueError."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        return ""
    return (await guard.limited_body(request, most)).decode()


class Limit:
    """Token buckets by key, in this process only."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, key: str) -> bool:
        """Take one token if there is one."""
        moment = self._clock()
        tokens, then = self._left.pop(key, (self._burst, moment))
        tokens = min(self._burst, tokens + (moment - then) * self._rate)
        allowed = tokens >= 1
        self._left[key] = (tokens - allowed, moment)
        if len(self._left) > _ADDRESSES_KEPT:
            self._left.popitem(last=False)
        return allowed
