"""Updates in hand: in order within a chat, side by side across chats, each handled once however often it is delivered.

An update counts as handled when its task is done. Until then the poller does not confirm it to Telegram, and the
webhook does not answer 200: a process that died gets it again, and the engine knows it by its id.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from telegram import Update

from shared.logging import get_logger

log = get_logger(__name__)

#: Chats served at the same time.
HANDS = 64


class Intake:
    """``handle`` returns when an update is done with; it does its own retrying."""

    def __init__(self, handle: Callable[[Update], Awaitable[None]], *, hands: int = HANDS) -> None:
        self._handle = handle
        self._hands = asyncio.Semaphore(hands)
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._last_of_chat: dict[int, asyncio.Task[None]] = {}
        self.closed = False

    def accept(self, update: Update) -> asyncio.Task[None]:
        """Take an update on, or join the task that has it in hand already."""
        task = self._tasks.get(update.update_id)
        if task is None:
            lane = update.effective_chat.id if update.effective_chat else 0
            task = asyncio.create_task(self._work(update, self._last_of_chat.get(lane)))
            self._tasks[update.update_id] = self._last_of_chat[lane] = task
            task.add_done_callback(lambda done: self._forget(update.update_id, lane, done))
        return task

    async def close(self, grace: float) -> None:
        """Give what is in hand up to ``grace`` seconds; the rest stays with Telegram."""
        self.closed = True
        tasks = set(self._tasks.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _work(self, update: Update, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
        async with self._hands:
            await self._handle(update)

    def _forget(self, update_id: int, lane: int, task: asyncio.Task[None]) -> None:
        self._tasks.pop(update_id, None)
        if self._last_of_chat.get(lane) is task:
            del self._last_of_chat[lane]
        if not task.cancelled() and task.exception() is not None:
            log.error("telegram.update-broke", update_id=update_id, exc_info=task.exception())
