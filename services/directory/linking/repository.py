"""Chats and their codes in MongoDB: chats, link_codes, link_attempts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pymongo.database import Database

from services.directory.collections import Collections
from services.directory.linking.model import LINK_ATTEMPTS_WINDOW, LINK_CODE_LIFETIME, Chat, LinkCode


class MongoLinks(Collections):
    @staticmethod
    def indexes(database: Database[dict[str, Any]]) -> None:
        database.chats.create_index("member_id")
        database.link_codes.create_index("expires_at", expireAfterSeconds=int(LINK_CODE_LIFETIME.total_seconds()))
        database.link_attempts.create_index("at", expireAfterSeconds=int(LINK_ATTEMPTS_WINDOW.total_seconds()) * 2)

    def link_code(self, code: str) -> LinkCode | None:
        found = self._db.link_codes.find_one({"_id": code}, session=self._session)
        return LinkCode(found["_id"], found["member_id"], found["expires_at"]) if found else None

    def keep_link_code(self, code: LinkCode) -> None:
        self._replace("link_codes", code.code, {"member_id": code.member_id, "expires_at": code.expires_at})

    def forget_link_code(self, code: str) -> None:
        self._db.link_codes.delete_one({"_id": code}, session=self._session)

    def count_attempt(self, chat_id: str, now: datetime) -> int:
        self._db.link_attempts.insert_one({"chat_id": chat_id, "at": now}, session=self._session)
        recent = {"chat_id": chat_id, "at": {"$gt": now - LINK_ATTEMPTS_WINDOW}}
        return self._db.link_attempts.count_documents(recent, session=self._session)

    def chat(self, chat_id: str) -> Chat | None:
        found = self._db.chats.find_one({"_id": chat_id}, session=self._session)
        return Chat(found["_id"], found["channel"], found["member_id"]) if found else None

    def keep_chat(self, chat: Chat) -> None:
        self._replace("chats", chat.chat_id, {"channel": chat.channel, "member_id": chat.member_id})

    def forget_chat(self, chat_id: str) -> None:
        self._db.chats.delete_one({"_id": chat_id}, session=self._session)
