"""Long polling that loses nothing: the offset passes an update only once it has been handled.

PTB's own Updater confirms updates as soon as they are in its queue in memory; what is in there when a process dies is
gone. One replica may poll at a time: Telegram ends the older poll with 409 Conflict.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Sequence

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bots.telegram.intake import Intake
from bots.telegram.pacing import seconds
from shared.aio.backoff import Backoff
from shared.logging import get_logger

log = get_logger(__name__)

#: How long to wait for the updates in hand before asking Telegram for more beside them.
_SETTLE = 0.5
#: Without a successful poll for longer than this, the process is not ready.
_STALE = 90.0


class Poller:
    def __init__(self, bot: Bot, intake: Intake, *, kinds: Sequence[str], timeout: int) -> None:
        self._bot = bot
        self._intake = intake
        self._kinds = list(kinds)
        self._timeout = timeout
        self._next = 0
        self._open: dict[int, asyncio.Task[None]] = {}
        self._polled_at = time.monotonic()

    async def check(self) -> None:
        """For readiness. Raises TimeoutError."""
        silent = time.monotonic() - self._polled_at
        if silent > _STALE:
            raise TimeoutError(f"no poll has succeeded for {silent:.0f} s")

    async def run(self, stop: asyncio.Event) -> None:
        """Until ``stop``. Raises InvalidToken when the token is revoked meanwhile."""
        stopping = asyncio.create_task(stop.wait())
        backoff = Backoff(first=0.5, longest=15)
        try:
            while not stop.is_set():
                poll = asyncio.create_task(self._poll())
                await asyncio.wait([poll, stopping], return_when=asyncio.FIRST_COMPLETED)
                if not poll.done():
                    # What the abandoned poll may bring is not confirmed, so it comes again.
                    poll.cancel()
                    await asyncio.gather(poll, return_exceptions=True)
                    return
                pause = self._judge(poll, backoff)
                if pause:
                    await asyncio.wait([stopping], timeout=pause)
        finally:
            stopping.cancel()

    async def confirm(self) -> None:
        """Tell Telegram what was handled, so that a restart is not given it again."""
        self._prune()
        if self._next:
            with contextlib.suppress(TelegramError):
                await self._bot.get_updates(offset=self._offset(), limit=1, timeout=0, allowed_updates=self._kinds)

    async def _poll(self) -> None:
        if self._open:
            await asyncio.wait(self._open.values(), timeout=_SETTLE)
            self._prune()
        updates = await self._bot.get_updates(
            offset=self._offset(),
            # With something still in hand Telegram answers at once, giving that again and what is new.
            timeout=0 if self._open else self._timeout,
            allowed_updates=self._kinds,
        )
        self._polled_at = time.monotonic()
        for update in updates:
            self._take(update)

    def _take(self, update: Update) -> None:
        if update.update_id >= self._next:
            self._next = update.update_id + 1
            self._open[update.update_id] = self._intake.accept(update)

    def _offset(self) -> int:
        return min(self._open, default=self._next)

    def _prune(self) -> None:
        done = [number for number, task in self._open.items() if task.done() and not task.cancelled()]
        for number in done:
            del self._open[number]

    def _judge(self, poll: asyncio.Task[None], backoff: Backoff) -> float:
        """How long to wait before the next poll, in seconds."""
        error = poll.exception()
        if error is None:
            backoff.reset()
            return 0
        if isinstance(error, InvalidToken) or not isinstance(error, TelegramError):
            raise error
        if isinstance(error, RetryAfter):
            return seconds(error)
        if isinstance(error, Conflict):
            log.warning("telegram.another-poller", error=error.message)
        else:
            log.warning("telegram.poll-failed", error=f"{type(error).__name__}: {error.message}"[:200])
        return backoff.pause()
