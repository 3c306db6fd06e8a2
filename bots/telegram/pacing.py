"""How fast we write: PTB's AIORateLimiter, and what it lacks.

AIORateLimiter keeps to the overall limit, but has none for a private chat, and its retries after a 429 halt every chat.
So each private chat gets a bucket of its own here, and a 429 pauses the chat it was for and no other.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from aiolimiter import AsyncLimiter
from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter

#: Beyond the time Telegram told, so that two clocks need not agree.
MARGIN = 0.1
_CHATS = 1024


def seconds(error: RetryAfter) -> float:
    """How long Telegram told us to wait."""
    told = error.retry_after
    return told.total_seconds() if isinstance(told, timedelta) else float(told)


def _now() -> float:
    return asyncio.get_running_loop().time()


class _Chat:
    def __init__(self, burst: int, rate: float) -> None:
        self.bucket = AsyncLimiter(burst, burst / rate)
        #: One at a time, so that messages arrive in the order they were sent.
        self.turn = asyncio.Lock()
        self.free_at = 0.0

    @property
    def idle(self) -> bool:
        return not self.turn.locked() and self.bucket.has_capacity(self.bucket.max_rate) and self.free_at < _now()


class Pacing(AIORateLimiter):
    """``overall`` messages a second; to each chat ``burst`` at once and ``rate`` a second.

    A request to a chat that Telegram told us to leave alone waits, if that is over within ``patience`` seconds; else
    it raises RetryAfter at once, without asking Telegram.
    """

    def __init__(self, *, overall: float, burst: int, rate: float, patience: float) -> None:
        super().__init__(overall_max_rate=overall, overall_time_period=1, max_retries=0)
        self._burst = burst
        self._rate = rate
        self._patience = patience
        self._chats: OrderedDict[int, _Chat] = OrderedDict()

    def paused_for(self, address: int) -> float:
        """Seconds until a chat may be written to again after a 429; 0 if it may be now."""
        chat = self._chats.get(address)
        return 0 if chat is None else max(0.0, chat.free_at - _now())

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        address = data.get("chat_id")
        if not isinstance(address, int):
            return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)
        chat = self._chat(address)
        async with chat.turn:
            while True:
                await self._wait(address)
                await chat.bucket.acquire()
                try:
                    return await super().process_request(callback, args, kwargs, endpoint, data, 0)
                except RetryAfter as error:
                    chat.free_at = _now() + seconds(error) + MARGIN

    async def _wait(self, address: int) -> None:
        left = self.paused_for(address)
        if left > self._patience:
            raise RetryAfter(timedelta(seconds=left))
        if left:
            await asyncio.sleep(left)

    def _chat(self, address: int) -> _Chat:
        chat = self._chats.setdefault(address, _Chat(self._burst, self._rate))
        self._chats.move_to_end(address)
        if len(self._chats) > _CHATS:
            for key in [key for key, old in self._chats.items() if old.idle and key != address]:
                del self._chats[key]
        return chat
