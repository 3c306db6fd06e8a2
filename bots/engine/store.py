"""What each chat remembers, in the collection ``conversations``: one document per chat, saved under its version.

The last updates are kept beside the state, with what was answered and the commands that were sent: an update that comes
again is answered from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pymongo.errors import DuplicateKeyError

from bots.conversations.model import State
from bots.engine.outcome import Rendered, RenderedChoice
from bots.ports import Storage
from shared.events import Command, Message, compose, payload_class

#: A channel repeats an update within seconds; a page that was offline repeats what its outbox holds, in order.
UPDATES_KEPT = 30


class Conflict(Exception):
    """Another message of the same chat was handled meanwhile."""


@dataclass(frozen=True)
class Answered:
    update_id: str
    locale: str
    replies: tuple[Rendered, ...]
    commands: tuple[Message[Command], ...]


@dataclass(frozen=True)
class Stored:
    state: State
    version: int = 0
    recent: tuple[Answered, ...] = ()

    def answer_to(self, update_id: str) -> Answered | None:
        return next((answered for answered in self.recent if answered.update_id == update_id), None)

    def after(self, state: State, answered: Answered) -> Stored:
        recent = (*self.recent, answered)[-UPDATES_KEPT:]
        return replace(self, state=state, recent=recent, version=self.version + 1)


class Conversations:
    """Raises pymongo's errors where the database does not answer."""

    def __init__(self, mongo: Storage) -> None:
        self._mongo = mongo

    async def load(self, chat_id: str) -> Stored:
        document = await self._mongo.db.conversations.find_one({"_id": chat_id})
        if document is None:
            return Stored(State())
        recent = tuple(_read_answered(entry) for entry in document["recent"])
        return Stored(State.model_validate(document["state"]), document["version"], recent)

    async def save(self, chat_id: str, stored: Stored) -> None:
        """Put down the version after the one that was loaded. Raises Conflict."""
        document = {
            "_id": chat_id,
            "version": stored.version,
            "state": stored.state.model_dump(mode="json"),
            "recent": [_write_answered(entry) for entry in stored.recent],
        }
        if stored.version == 1:
            try:
                await self._mongo.db.conversations.insert_one(document)
            except DuplicateKeyError:
                raise Conflict(chat_id) from None
            return
        result = await self._mongo.db.conversations.replace_one(
            {"_id": chat_id, "version": stored.version - 1}, document
        )
        if not result.matched_count:
            raise Conflict(chat_id)


def _write_answered(answered: Answered) -> dict[str, Any]:
    return {
        "update_id": answered.update_id,
        "locale": answered.locale,
        "replies": [
            {
                "text": reply.text,
                "choices": [{"label": c.label, "data": c.data} for c in reply.choices],
                "photo": reply.photo,
                **({"mentions": list(reply.mentions)} if reply.mentions else {}),
                **({"file": reply.file} if reply.file else {}),
            }
            for reply in answered.replies
        ],
        "commands": [
            {
                "id": message.id,
                "type": message.type,
                "source": message.source,
                "time": message.time.isoformat(),
                "traceparent": message.traceparent,
                "actor": message.actor,
                "data": message.data.model_dump(mode="json"),
            }
            for message in answered.commands
        ],
    }


def _read_answered(entry: Mapping[str, Any]) -> Answered:
    replies = tuple(
        Rendered(
            reply["text"],
            tuple(RenderedChoice(c["label"], c["data"]) for c in reply["choices"]),
            reply.get("photo"),
            tuple(reply.get("mentions", ())),
            reply.get("file"),
        )
        for reply in entry["replies"]
    )
    commands = tuple(_read_command(command) for command in entry["commands"])
    return Answered(entry["update_id"], entry["locale"], replies, commands)


def _read_command(entry: Mapping[str, Any]) -> Message[Command]:
    cls = payload_class(entry["type"])
    if cls is None or not issubclass(cls, Command):
        raise ValueError(f"a conversation holds a command of an unknown type: {entry['type']}")
    return compose(
        cls.model_validate(entry["data"]),
        id=entry["id"],
        source=entry["source"],
        time=datetime.fromisoformat(entry["time"]),
        traceparent=entry.get("traceparent"),
        actor=entry.get("actor"),
    )
