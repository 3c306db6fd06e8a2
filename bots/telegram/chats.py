"""Which Telegram chat an opaque ``chat_id`` stands for.

In the bots database, ``chats``: the address encrypted (Fernet), and a keyed digest of it to find it by. A chat's id
is derived from the digest under the key of its first day and never changes.

To change the key: add the new one at the end of ZHIXING_CONTACT_KEYS in every replica, then move it to the front (each
start encrypts what is under older keys anew), then take the old one out.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from pymongo import IndexModel
from pymongo.errors import DuplicateKeyError

from bots.ports import Storage

CHANNEL = "telegram"
INDEXES = {"chats": [IndexModel("tag", unique=True, partialFilterExpression={"tag": {"$exists": True}}, name="tag")]}

_NAMESPACE = uuid.UUID("a3a2a8b4-41c5-5a0e-8f0e-6f2f4ad2a9f1")
_REMEMBERED = 20_000


class AddressUnreadable(Exception):
    """No key that is set opens this chat's address."""


class Chats:
    """``keys`` are Fernet keys, the newest first. Methods raise pymongo's errors."""

    def __init__(self, mongo: Storage, keys: Sequence[str]) -> None:
        self._mongo = mongo
        self._keys = [key.encode() for key in keys]
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._newest = hashlib.sha256(self._keys[0]).hexdigest()[:12]
        # The database may be away while a person taps: the engine takes that tap if it knows the chat.
        self._ids: OrderedDict[int, str] = OrderedDict()
        self._addresses: OrderedDict[str, int] = OrderedDict()

    async def chat_id(self, address: int) -> str:
        """The opaque id of a private Telegram chat, made at its first contact."""
        known = self._ids.get(address)
        if known is not None:
            return known
        tags = [self.digest(address, key) for key in self._keys]
        found = await self._find(tags)
        if found is None:
            chat_id = str(uuid.uuid5(_NAMESPACE, tags[0]))
            try:
                await self._mongo.db.chats.insert_one({"_id": chat_id, "channel": CHANNEL, **self._sealed(address)})
                found = chat_id
            except DuplicateKeyError:
                found = await self._find(tags) or chat_id
        self._remember(address, found)
        return found

    async def address(self, chat_id: str) -> int | None:
        """The Telegram chat behind an id, None if there is none. Raises AddressUnreadable."""
        known = self._addresses.get(chat_id)
        if known is not None:
            return known
        document = await self._mongo.db.chats.find_one({"_id": chat_id, "channel": CHANNEL})
        if document is None or "address" not in document:
            return None
        address = self._opened(document)
        self._remember(address, chat_id)
        return address

    def forget(self, chat_ids: Iterable[str]) -> None:
        """Their data was erased: look in the database again."""
        for chat_id in chat_ids:
            address = self._addresses.pop(chat_id, None)
            if address is not None:
                self._ids.pop(address, None)

    async def renew(self) -> int:
        """Encrypt under the newest key what is under older ones; how many. Unreadable ones stay as they are."""
        renewed = 0
        old = self._mongo.db.chats.find({"channel": CHANNEL, "key": {"$ne": self._newest}})
        async for document in old:
            try:
                sealed = self._sealed(self._opened(document))
            except AddressUnreadable:
                continue
            await self._mongo.db.chats.update_one({"_id": document["_id"]}, {"$set": sealed})
            renewed += 1
        return renewed

    def digest(self, address: int, key: bytes | None = None) -> str:
        """What tells an address apart without telling it (HMAC-SHA256)."""
        return hmac.new(key or self._keys[0], f"{CHANNEL}:{address}".encode(), hashlib.sha256).hexdigest()

    async def _find(self, tags: Sequence[str]) -> str | None:
        document = await self._mongo.db.chats.find_one({"tag": {"$in": list(tags)}}, {"_id": 1})
        return None if document is None else str(document["_id"])

    def _sealed(self, address: int) -> dict[str, Any]:
        sealed = self._fernet.encrypt(str(address).encode()).decode()
        return {"address": sealed, "tag": self.digest(address), "key": self._newest}

    def _opened(self, document: dict[str, Any]) -> int:
        try:
            return int(self._fernet.decrypt(document["address"].encode()))
        except InvalidToken:
            raise AddressUnreadable(document["_id"]) from None

    def _remember(self, address: int, chat_id: str) -> None:
        for memory, key, value in ((self._ids, address, chat_id), (self._addresses, chat_id, address)):
            memory[key] = value  # type: ignore[index, assignment]
            if len(memory) > _REMEMBERED:
                memory.popitem(last=False)
