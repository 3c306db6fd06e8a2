"""The chats of every channel: which address an opaque chat id stands for."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

from pymongo.errors import DuplicateKeyError

from bots.ports import Storage
from shared.events.directory import Channel

#: Chats known to exist, so that a busy one costs no look-up.
KNOWN_KEPT = 50_000


class Chats:
    """The collection ``chats``: ``{_id: chat_id, channel, address}``. Raises pymongo's errors."""

    def __init__(self, mongo: Storage) -> None:
        self._mongo = mongo
        self._known: set[tuple[str, Channel]] = set()

    async def ensure(self, chat_id: str, channel: Channel, address: str | None = None) -> None:
        """Make the chat known, once."""
        if (chat_id, channel) in self._known:
            return
        with contextlib.suppress(DuplicateKeyError):
            await self._mongo.db.chats.insert_one({"_id": chat_id, "channel": channel, "address": address})
        self._remember(chat_id, channel)

    async def exists(self, chat_id: str, channel: Channel) -> bool:
        if (chat_id, channel) in self._known:
            return True
        found = await self._mongo.db.chats.find_one({"_id": chat_id, "channel": channel}, {"_id": 1})
        if found is not None:
            self._remember(chat_id, channel)
        return found is not None

    def forget(self, chat_ids: Iterable[str]) -> None:
        """Their data was erased: look in the database again."""
        gone = set(chat_ids)
        self._known = {known for known in self._known if known[0] not in gone}

    def _remember(self, chat_id: str, channel: Channel) -> None:
        if len(self._known) >= KNOWN_KEPT:
            self._known.clear()
        self._known.add((chat_id, channel))
