"""What was said while the database was away, kept in this process until it can be written."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence

from pymongo.errors import PyMongoError

from bots.web.history import Entry, History
from bots.web.live import Live
from shared.logging import get_logger

log = get_logger(__name__)

_TRY_AGAIN = 1.0
#: Seconds that a stopping process gives the database.
_LAST_TRY = 3.0
_MOST_CHATS = 20_000


class Unsaved:
    def __init__(self, history: History, live: Live) -> None:
        self._history = history
        self._live = live
        self._waiting: dict[str, list[Entry]] = {}
        self._task: asyncio.Task[None] | None = None

    async def keep(self, chat_id: str, entries: Sequence[Entry]) -> None:
        """Show the entries now and write them as soon as that is possible."""
        for entry in entries:
            await self._live.push(chat_id, entry)
        if len(self._waiting) >= _MOST_CHATS:
            log.warning("web.entries-dropped", count=len(entries))
            return
        self._waiting.setdefault(chat_id, []).extend(entries)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write_all())

    async def write(self, chat_id: str) -> None:
        """Write what waits for one chat, so that what comes next comes after it. Raises pymongo's errors."""
        entries = self._waiting.pop(chat_id, None)
        if not entries:
            return
        try:
            await self._history.append(chat_id, entries)
        except BaseException:
            self._waiting[chat_id] = entries + self._waiting.get(chat_id, [])
            raise
        await self._live.wake(chat_id)

    async def close(self) -> None:
        """Try once more; what cannot be written then is lost, and only from the history: its commands were sent."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        with contextlib.suppress(PyMongoError, TimeoutError):
            async with asyncio.timeout(_LAST_TRY):
                for chat_id in list(self._waiting):
                    await self.write(chat_id)
        if self._waiting:
            log.warning("web.entries-lost", chats=len(self._waiting))

    async def _write_all(self) -> None:
        while self._waiting:
            try:
                for chat_id in list(self._waiting):
                    await self.write(chat_id)
            except PyMongoError:
                await asyncio.sleep(_TRY_AGAIN)
