"""The directory in MongoDB: units, members, chats; link_codes, link_attempts; login_codes, login_failures, salts."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.directory.model import (
    LINK_ATTEMPTS_WINDOW,
    LINK_CODE_LIFETIME,
    LOGIN_ATTEMPTS_WINDOW,
    LOGIN_CODE_LIFETIME,
    Chat,
    LinkCode,
    LoginCode,
    Member,
    Unit,
)


class MongoDirectory:
    def __init__(self, database: Database[dict[str, Any]], session: ClientSession) -> None:
        self._db = database
        self._session = session

    @staticmethod
    def indexes(database: Database[dict[str, Any]]) -> None:
        database.units.create_index("path")
        database.members.create_index("unit_id")
        database.chats.create_index("member_id")
        database.link_codes.create_index("expires_at", expireAfterSeconds=int(LINK_CODE_LIFETIME.total_seconds()))
        database.link_attempts.create_index("at", expireAfterSeconds=int(LINK_ATTEMPTS_WINDOW.total_seconds()) * 2)
        database.login_codes.create_index("expires_at", expireAfterSeconds=int(LOGIN_CODE_LIFETIME.total_seconds()))
        database.login_codes.create_index("member_id")
        database.login_failures.create_index("at", expireAfterSeconds=int(LOGIN_ATTEMPTS_WINDOW.total_seconds()) * 2)
        database.login_failures.create_index("client")

    def unit(self, unit_id: str) -> Unit | None:
        found = self._db.units.find_one({"_id": unit_id}, session=self._session)
        return unit_of(found) if found else None

    def keep_unit(self, unit: Unit) -> None:
        self._replace(
            "units",
            unit.unit_id,
            {"kind": unit.kind, "name": unit.name, "parent_id": unit.parent_id, "path": unit.path},
        )

    def member(self, member_id: str) -> Member | None:
        found = self._db.members.find_one({"_id": member_id}, session=self._session)
        return member_of(found) if found else None

    def keep_member(self, member: Member) -> None:
        self._replace(
            "members",
            member.member_id,
            {
                "kind": member.kind,
                "unit_id": member.unit_id,
                "name": member.name,
                "locale": member.locale,
                "roles": list(member.roles),
                "version": member.version,
                "chose_locale": member.chose_locale,
            },
        )

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

    def login_salt(self) -> bytes:
        found = self._db.salts.find_one({"_id": "login"}, session=self._session)
        if found is None:
            # Of two that make it at the same moment, one transaction fails on the id and is tried again.
            found = {"_id": "login", "salt": secrets.token_bytes(16)}
            self._db.salts.insert_one(found, session=self._session)
        return bytes(found["salt"])

    def login_code(self, digest: str) -> LoginCode | None:
        found = self._db.login_codes.find_one({"_id": digest}, session=self._session)
        return LoginCode(found["_id"], found["member_id"], found["expires_at"]) if found else None

    def keep_login_code(self, code: LoginCode) -> None:
        self._db.login_codes.delete_many({"member_id": code.member_id}, session=self._session)
        self._replace("login_codes", code.digest, {"member_id": code.member_id, "expires_at": code.expires_at})

    def forget_login_code(self, digest: str) -> None:
        self._db.login_codes.delete_one({"_id": digest}, session=self._session)

    def login_failures(self, client: str, now: datetime) -> int:
        recent = {"client": client, "at": {"$gt": now - LOGIN_ATTEMPTS_WINDOW}}
        return self._db.login_failures.count_documents(recent, session=self._session)

    def count_login_failure(self, client: str, now: datetime) -> None:
        self._db.login_failures.insert_one({"client": client, "at": now}, session=self._session)

    def chat(self, chat_id: str) -> Chat | None:
        found = self._db.chats.find_one({"_id": chat_id}, session=self._session)
        return Chat(found["_id"], found["channel"], found["member_id"]) if found else None

    def keep_chat(self, chat: Chat) -> None:
        self._replace("chats", chat.chat_id, {"channel": chat.channel, "member_id": chat.member_id})

    def forget_chat(self, chat_id: str) -> None:
        self._db.chats.delete_one({"_id": chat_id}, session=self._session)

    def _replace(self, collection: str, key: str, document: dict[str, Any]) -> None:
        self._db[collection].replace_one({"_id": key}, document, upsert=True, session=self._session)


def unit_of(document: dict[str, Any]) -> Unit:
    return Unit(document["_id"], document["kind"], document["name"], document["parent_id"], document["path"])


def member_of(document: dict[str, Any]) -> Member:
    return Member(
        document["_id"],
        document["kind"],
        document["unit_id"],
        document["name"],
        document["locale"],
        tuple(document["roles"]),
        document["version"],
        document.get("chose_locale", False),
    )
