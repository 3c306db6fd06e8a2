"""Answers to what a person just did. Sent by the process that handled the update, each once however often it comes.

An answer is tried for a while and then let go: what it tells of is stored or under way already, and the outcome of a
command comes by the queue, which does not let go so easily.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from pymongo.errors import PyMongoError

from bots.engine import Rendered
from bots.notes_file import File
from bots.telegram.ledger import Ledger, State, Taken
from bots.telegram.sender import Refused, Sender, Unsent
from bots.telegram.texts import split
from shared.aio.backoff import Backoff
from shared.events import derived_id
from shared.logging import get_logger

log = get_logger(__name__)

MakeFile = Callable[[], Awaitable[File | str]]

TRIES = 5
#: Longest pause, in seconds, that Telegram may ask for before an answer is let go.
LONGEST_WAIT = 120


class Replies:
    """``photo``: a photo by its id, None when there is no such photo; raises pymongo's errors. ``patience``: seconds
    for the ledger; its database may be away while the person must be answered: then an answer may come twice."""

    def __init__(
        self,
        ledger: Ledger,
        sender: Sender,
        photo: Callable[[str], Awaitable[bytes | None]],
        *,
        patience: float = 2.0,
    ) -> None:
        self._ledger = ledger
        self._sender = sender
        self._photo = photo
        self._patience = patience

    async def send(self, key: str, address: int, replies: Sequence[Rendered], file: MakeFile | None = None) -> None:
        """Send replies in order, long ones in parts; ``key`` tells this answer from all others. Never raises.

        ``file`` makes the file of a reply that has one: or the sentence to be said in its place."""
        for number, reply in enumerate(replies):
            parts = split(reply.text)
            for index, part in enumerate(parts):
                last = index == len(parts) - 1
                shown = replace(reply, text=part) if last else Rendered(part)
                if not await self._once(derived_id(key, f"{number} {index}"), address, shown, file):
                    return

    async def _once(self, message_id: str, address: int, reply: Rendered, file: MakeFile | None) -> bool:
        """False when nothing more can be said to this chat now."""
        if await self._was_sent(message_id):
            return True
        backoff = Backoff(first=0.5, longest=8)
        for attempt in range(1, TRIES + 1):
            try:
                await self._send(address, reply, file)
            except Refused as refused:
                log.info("telegram.reply-refused", reason=refused.refusal.value)
                await self._settle(message_id, "failed", refused.refusal.value)
                return False
            except Unsent as unsent:
                if attempt == TRIES or unsent.wait > LONGEST_WAIT:
                    log.warning("telegram.reply-let-go", error=str(unsent), attempts=attempt)
                    await self._settle(message_id, "failed", "gave-up")
                    return False
                await asyncio.sleep(max(unsent.wait, backoff.pause()))
            else:
                await self._settle(message_id, "sent")
                return True
        return False

    async def _send(self, address: int, reply: Rendered, file: MakeFile | None) -> None:
        """Raises Refused or Unsent."""
        if reply.file is not None and file is not None:
            made = await file()
            if isinstance(made, File):
                await self._sender.send_file(address, made.content, made.name, reply.text, reply.choices)
            else:
                await self._sender.send(address, made, reply.choices)
            return
        if reply.photo is None:
            await self._sender.send(address, reply.text, reply.choices)
            return
        try:
            photo = await self._photo(reply.photo)
        except PyMongoError as error:
            raise Unsent(type(error).__name__) from None
        if photo is None:
            log.warning("telegram.photo-gone", photo_id=reply.photo)
            await self._sender.send(address, reply.text, reply.choices)
        else:
            await self._sender.send_photo(address, photo, reply.text, reply.choices)

    async def _was_sent(self, message_id: str) -> bool:
        try:
            async with asyncio.timeout(self._patience):
                return (await self._ledger.begin(message_id)).settled
        except (PyMongoError, TimeoutError, Taken):
            return False

    async def _settle(self, message_id: str, state: State, reason: str | None = None) -> None:
        try:
            async with asyncio.timeout(self._patience):
                await self._ledger.settle(message_id, state, reason)
        except (PyMongoError, TimeoutError) as error:
            log.warning("telegram.reply-not-noted", error=type(error).__name__)
