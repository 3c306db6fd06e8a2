"""What the bots hold about a person, and its erasure: chats, what they remember, and what was said in them.

Each process of the bots hears of an erasure on a queue of its own, erases in the database that they share, and answers
for itself; what its replicas keep in memory goes by a broadcast.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from bots.ports import Storage
from shared.access.permission import At
from shared.aio.rpc_server import Served
from shared.events import Message, compose
from shared.events.people import ERASED_NAME, PersonErased, RecordErasure
from shared.personal_data import Holding, Person, about, of_chats, shown

#: Fan-out: chats whose data was erased.
EXCHANGE = "zhixing.bots.erasures"
EXPECTED = (PersonErased,)

_SENT = of_chats("metadata.chat_id")


def _of_check_ins(database: Any, person: Person) -> dict[str, Any]:
    return {**_SENT(database, person), "metadata.use": "check-in"}


HELD = (
    # A Telegram address is kept encrypted, and only the Telegram process has the key.
    Holding("chats", "chats", of_chats("_id"), "delete", hidden=("tag",)),
    Holding("conversations", "conversations", of_chats("_id"), "delete"),
    # Answers to others in which the member is named; without them a repeated update would be answered anew.
    Holding(
        "named_in_answers",
        "conversations",
        about("recent.replies.mentions"),
        {"$set": {"recent": []}},
        hidden=("_id", "version", "state", "recent"),
    ),
    Holding("history", "history", of_chats("chat_id"), "delete"),
    # Evidence of incidents, which are official records: the photo stays, whose it was goes.
    Holding(
        "photos",
        "photos.files",
        lambda database, person: {**_SENT(database, person), "metadata.use": {"$ne": "check-in"}},
        {"$set": {"metadata.chat_id": "erased"}},
    ),
    # The pictures themselves go before; see PersonalData.erase.
    Holding("check_in_photos", "photos.files", _of_check_ins, "delete"),
    Holding(
        "named_in",
        "history",
        about("mentions"),
        {"$set": {"text": ERASED_NAME}, "$unset": {"mentions": ""}},
        hidden=("_id", "text", "chat_id", "choices", "mentions"),
    ),
)


class PersonalData:
    """Raises pymongo's errors."""

    def __init__(self, mongo: Storage) -> None:
        self._mongo = mongo

    async def personal_data(self, member_id: str, chat_ids: Sequence[str] | None = None) -> dict[str, Any]:
        """``{"held": {name: [document]}}``: all that is held here about a member with these chats."""
        person = Person(member_id, tuple(chat_ids or ()))
        held: dict[str, list[dict[str, Any]]] = {}
        for holding in HELD:
            found = self._mongo.db[holding.collection].find(holding.query(self._mongo.db, person)).sort("_id", 1)
            held[holding.name] = [shown(document, holding.hidden) async for document in found]
        return {"held": held}

    async def erase(self, person: Person) -> dict[str, int]:
        """Doing it again does no harm. By name, how many there were."""
        erased: dict[str, int] = {}
        files = self._mongo.db["photos.files"].find(_of_check_ins(self._mongo.db, person), {"_id": 1})
        names = [file["_id"] async for file in files]
        await self._mongo.db["photos.chunks"].delete_many({"files_id": {"$in": names}})
        for holding in HELD:
            rows, query = self._mongo.db[holding.collection], holding.query(self._mongo.db, person)
            if holding.erase == "delete":
                count = (await rows.delete_many(query)).deleted_count
            else:
                count = (await rows.update_many(query, holding.erase)).modified_count
            if count:
                erased[holding.name] = count
        return erased


def served(held: PersonalData) -> dict[str, Served]:
    """What is answered about people, and to whom."""
    return {"personal_data": Served(At("export-people"), held.personal_data)}


def erasing(
    process: str,
    held: PersonalData,
    publish: Callable[[Message[RecordErasure]], Awaitable[None]],
    broadcast: Callable[[str, dict[str, Any]], Awaitable[None]],
) -> Callable[[Message[Any]], Awaitable[None]]:
    """The handler of ``person.erased`` for one process."""

    async def erase(event: Message[PersonErased]) -> None:
        person = Person(event.data.member_id, tuple(event.data.chat_ids))
        erased = await held.erase(person)
        await broadcast(EXCHANGE, {"chat_ids": list(person.chat_ids)})
        answer = RecordErasure(member_id=person.member_id, process=process, erased=erased)
        subject = f"{person.member_id} {process}"
        await publish(compose(answer, source=f"/zhixing/{process}", cause=event, subject=subject))

    return erase


def chats_erased(news: Mapping[str, Any]) -> list[str]:
    """The chats that a broadcast names."""
    return [str(chat_id) for chat_id in news.get("chat_ids", ())]
