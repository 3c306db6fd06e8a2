"""The handler of a channel's queue of unlinked chats."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bots.engine.engine import Engine
from shared.events import Message


def forgetting(engine: Engine, channel: str) -> Callable[[Message[Any]], Awaitable[None]]:
    """Each channel's process looks after its own chats."""

    async def forget(message: Message[Any]) -> None:
        if message.data.channel == channel:
            await engine.unlinked(message.data.chat_id)

    return forget
