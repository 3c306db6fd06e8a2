"""What was said in each web chat, in the collection ``history``.

An entry's ``_id`` is its chat and its number: two replicas cannot give out the same number, and number n + 1 can
only be written once n can be read. So a reader that asks for what comes after the last number it saw misses nothing.
"""

from __future__ import annotations

import random
from asyncio import sleep
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.errors import BulkWriteError

from bots.conversations.model import FileKind
from bots.engine import RenderedChoice
from bots.ports import Storage

_DUPLICATE_KEY = 11000


def indexes(days: int) -> dict[str, list[IndexModel]]:
    return {
        "history": [
            IndexModel([("chat_id", ASCENDING), ("id", ASCENDING)], unique=True, name="once"),
            IndexModel("mentions", partialFilterExpression={"mentions": {"$exists": True}}, name="mentions"),
            IndexModel([("at", ASCENDING)], expireAfterSeconds=days * 24 * 3600, name="expiry"),
        ]
    }


@dataclass(frozen=True)
class Entry:
    """One message. ``id`` is unique in its chat; ``seq`` counts from 1, 0 while it is not written."""

    id: str
    role: Literal["member", "bot"]
    text: str
    at: datetime
    choices: tuple[RenderedChoice, ...] = ()
    #: The command whose outcome this is.
    answers: str | None = None
    #: The id of a photo that is shown with it.
    photo: str | None = None
    seq: int = 0
    #: Members beside the one whose chat it is whom the text names.
    mentions: tuple[str, ...] = ()
    #: A file of the member's own, to be handed over with it.
    file: FileKind | None = None

    def public(self) -> dict[str, Any]:
        """As the page gets it."""
        return {
            "id": self.id,
            "seq": self.seq,
            "role": self.role,
            "text": self.text,
            "choices": [{"label": choice.label, "data": choice.data} for choice in self.choices],
            "answers": self.answers,
            "photo": self.photo,
            "file": self.file,
            "at": self.at.isoformat(),
        }


class History:
    """Raises pymongo's errors where the database does not answer."""

    def __init__(self, mongo: Storage) -> None:
        self._mongo = mongo

    async def append(self, chat_id: str, entries: Sequence[Entry]) -> list[Entry]:
        """Write what is not written yet, in order; gives all of them as they are written."""
        while True:
            written = await self._written(chat_id, entries)
            missing = [entry for entry in entries if entry.id not in written]
            if not missing:
                return sorted(written.values(), key=lambda entry: entry.seq)
            last = await self._last(chat_id)
            documents = [_document(chat_id, last + n, entry) for n, entry in enumerate(missing, start=1)]
            try:
                await self._mongo.db.history.insert_many(documents)
            except BulkWriteError as error:
                if any(fault["code"] != _DUPLICATE_KEY for fault in error.details["writeErrors"]):
                    raise
                # Somebody else took the number; of several who meet again and again one must go first.
                await sleep(random.uniform(0, 0.02))  # noqa: S311 - not a secret

    async def latest(self, chat_id: str, most: int) -> list[Entry]:
        """The last ``most`` entries, oldest first."""
        cursor = self._mongo.db.history.find(_range(chat_id)).sort("_id", DESCENDING).limit(most)
        return [_entry(document) async for document in cursor][::-1]

    async def after(self, chat_id: str, seq: int, most: int = 200) -> list[Entry]:
        """What was written after number ``seq``, oldest first."""
        cursor = self._mongo.db.history.find(_range(chat_id, seq)).sort("_id", ASCENDING).limit(most)
        return [_entry(document) async for document in cursor]

    async def _written(self, chat_id: str, entries: Sequence[Entry]) -> dict[str, Entry]:
        ids = [entry.id for entry in entries]
        cursor = self._mongo.db.history.find({"chat_id": chat_id, "id": {"$in": ids}})
        return {document["id"]: _entry(document) async for document in cursor}

    async def _last(self, chat_id: str) -> int:
        latest = await self.latest(chat_id, 1)
        return latest[0].seq if latest else 0


def now() -> datetime:
    """To the millisecond, which is what the database keeps."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _key(chat_id: str, seq: int) -> str:
    return f"{chat_id}/{seq:012d}"


def _range(chat_id: str, after: int = 0) -> dict[str, Any]:
    return {"_id": {"$gt": _key(chat_id, after), "$lt": f"{chat_id}/~"}}


def _document(chat_id: str, seq: int, entry: Entry) -> dict[str, Any]:
    return {
        "_id": _key(chat_id, seq),
        "chat_id": chat_id,
        "seq": seq,
        "id": entry.id,
        "role": entry.role,
        "text": entry.text,
        "choices": [{"label": choice.label, "data": choice.data} for choice in entry.choices],
        "answers": entry.answers,
        "photo": entry.photo,
        "at": entry.at,
        **({"mentions": list(entry.mentions)} if entry.mentions else {}),
        **({"file": entry.file} if entry.file else {}),
    }


def _entry(document: dict[str, Any]) -> Entry:
    return Entry(
        id=document["id"],
        role=document["role"],
        text=document["text"],
        at=document["at"].replace(tzinfo=UTC) if document["at"].tzinfo is None else document["at"],
        choices=tuple(RenderedChoice(choice["label"], choice["data"]) for choice in document["choices"]),
        answers=document["answers"],
        photo=document.get("photo"),
        seq=document["seq"],
        file=document.get("file"),
    )
