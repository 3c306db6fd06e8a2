"""Commands whose outcome a chat waits for. In this process only, so that it works while the database is away."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from shared.logging import get_logger

log = get_logger(__name__)

#: Told (chat_id, command_id, text) when a command's outcome has not come in time; the text is ready to be shown.
OnLate = Callable[[str, str, str], Awaitable[None]]


class Pending:
    def __init__(self, late_after: float, on_late: OnLate | None) -> None:
        self._late_after = late_after
        self._on_late = on_late
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._telling: set[asyncio.Task[None]] = set()

    def expect(self, chat_id: str, command_id: str, text: str) -> None:
        """Tell the chat ``text`` unless the outcome comes within ``late_after`` seconds."""
        if self._on_late is None or command_id in self._timers:
            return
        loop = asyncio.get_running_loop()
        self._timers[command_id] = loop.call_later(self._late_after, self._late, chat_id, command_id, text)

    def settle(self, command_id: str) -> None:
        """The outcome came, or the command was not accepted after all."""
        timer = self._timers.pop(command_id, None)
        if timer is not None:
            timer.cancel()

    def close(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        for task in self._telling:
            task.cancel()

    def _late(self, chat_id: str, command_id: str, text: str) -> None:
        self._timers.pop(command_id, None)
        task = asyncio.get_running_loop().create_task(self._tell(chat_id, command_id, text))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _tell(self, chat_id: str, command_id: str, text: str) -> None:
        assert self._on_late is not None  # noqa: S101 - expect() took nothing on without it
        try:
            await self._on_late(chat_id, command_id, text)
        except Exception as error:
            log.warning("bots.late-notice-not-told", error=type(error).__name__)
