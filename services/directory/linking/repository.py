"""Chats and their codes in MongoDB: chats, link_codes, link_failures."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from pymongo.database import Database

from services.directory.collections import Collections
from services.directory.linking.model import LINK_ATTEMPTS_WINDOW, LINK_CODE_LIFETIME, Chat, LinkCode


class MongoLinks(Collections):
    @staticmethod
    def indexes(database: Database[dict[str, Any]]) -> None:
        database.chats.create_index("member_id")
        # Kept for a while, so that who comes too late is told so.
        database.link_codes.create_index("expires_at", expireAfterSeconds=int(LINK_CODE_LIFETIME.total_seconds()))
        database.link_codes.create_index("member_id")
        database.link_failures.create_index("at", expireAfterSeconds=int(LINK_ATTEMPTS_WINDOW.total_seconds()) * 2)

    def link_salt(self) -> bytes:
        return self._salt("link")

    def link_code(self, digest: str) -> LinkCode | None:
        found = self._db.link_codes.find_one({"_id": digest}, session=self._session)
        return LinkCode(found["_id"], found["member_id"], found["expires_at"]) if found else None

    def keep_link_code(self, code: LinkCode) -> None:
        self.forget_link_codes_of(code.member_id)
        self._replace("link_codes", code.digest, {"member_id": code.member_id, "expires_at": code.expires_at})

    def forget_link_code(self, digest: str) -> None:
        self._db.link_codes.delete_one({"_id": digest}, session=self._session)

    def forget_link_codes_of(self, member_id: str) -> bool:
        return bool(self._db.link_codes.delete_many({"member_id": member_id}, session=self._session).deleted_count)

    def link_failures(self, who: Collection[str], window: datetime) -> dict[str, int]:
        ids = {f"{each} {window.isoformat()}": each for each in who}
        found = self._db.link_failures.find({"_id": {"$in": list(ids)}}, session=self._session)
        return {ids[row["_id"]]: row["count"] for row in found}

    def count_link_failure(self, who: Collection[str], window: datetime) -> None:
        for each in who:
            self._db.link_failures.update_one(
                {"_id": f"{each} {window.isoformat()}"},
                {"$inc": {"count": 1}, "$set": {"at": window}},
                upsert=True,
                session=self._session,
            )

    def chat(self, chat_id: str) -> Chat | None:
        found = self._db.chats.find_one({"_id": chat_id}, session=self._session)
        if found is None:
            return None
        return Chat(found["_id"], found["channel"], found["member_id"], found.get("linked_at"), found.get("code"))

    def keep_chat(self, chat: Chat) -> None:
        row = {"channel": chat.channel, "member_id": chat.member_id, "linked_at": chat.linked_at, "code": chat.code}
        self._replace("chats", chat.chat_id, row)

    def forget_chat(self, chat_id: str) -> None:
        self._db.chats.delete_one({"_id": chat_id}, session=self._session)
