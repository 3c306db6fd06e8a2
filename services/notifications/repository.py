"""Notifications in MongoDB: members and chats (copies), messages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.notifications.model import Chat, ChatMessage, Person, State

Document = dict[str, Any]

#: Days after which the text of a message is no longer kept.
MESSAGE_DAYS = 180


class MongoNotifications:
    def __init__(self, database: Database[Document], session: ClientSession) -> None:
        self._db = database
        self._session = session

    @staticmethod
    def indexes(database: Database[Document]) -> None:
        database.chats.create_index("member_id")
        database.messages.create_index("queued_at", expireAfterSeconds=MESSAGE_DAYS * 24 * 3600)

    def keep_person(self, person: Person, version: int) -> None:
        found = self._db.members.find_one({"_id": person.member_id}, session=self._session)
        if found is None or found["version"] < version:
            copy = {"locale": person.locale, "name": person.name, "version": version}
            self._db.members.replace_one({"_id": person.member_id}, copy, upsert=True, session=self._session)

    def person(self, member_id: str) -> Person | None:
        found = self._db.members.find_one({"_id": member_id}, session=self._session)
        return Person(member_id, found["locale"], found["name"]) if found else None

    def keep_chat(self, chat: Chat, at: datetime) -> None:
        self._change(chat, at, linked=True)

    def forget_chat(self, chat: Chat, at: datetime) -> None:
        self._change(chat, at, linked=False)

    def chat(self, chat_id: str) -> Chat | None:
        found = self._db.chats.find_one({"_id": chat_id}, session=self._session)
        # An outcome may arrive after the chat was unlinked; the person who asked is still the one who reads it.
        return _chat_of(found) if found else None

    def chats_of(self, member_id: str) -> list[Chat]:
        query = {"member_id": member_id, "linked": True}
        return [_chat_of(found) for found in self._db.chats.find(query, session=self._session).sort("_id")]

    def add(self, message: ChatMessage) -> None:
        self._db.messages.insert_one(
            {
                "_id": message.message_id,
                "chat_id": message.chat.chat_id,
                "channel": message.chat.channel,
                "member_id": message.chat.member_id,
                "locale": message.locale,
                "key": message.key,
                "text": message.text,
                "buttons": [button.data for button in message.buttons],
                "answers": message.answers,
                "queued_at": message.queued_at,
                "state": "queued",
            },
            session=self._session,
        )

    def settle(self, message_id: str, state: State, at: datetime, reason: str | None = None) -> None:
        self._db.messages.update_one(
            {"_id": message_id, "state": "queued"},
            {"$set": {"state": state, "settled_at": at, "reason": reason}},
            session=self._session,
        )

    def _change(self, chat: Chat, at: datetime, *, linked: bool) -> None:
        found = self._db.chats.find_one({"_id": chat.chat_id}, session=self._session)
        # Events of one chat may overtake each other; the latest wins.
        if found is None or found["at"] <= at:
            copy = {"channel": chat.channel, "member_id": chat.member_id, "linked": linked, "at": at}
            self._db.chats.replace_one({"_id": chat.chat_id}, copy, upsert=True, session=self._session)


def _chat_of(document: Document) -> Chat:
    return Chat(document["_id"], document["channel"], document["member_id"])
