"""Login codes in MongoDB: login_codes, login_failures, salts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pymongo.database import Database

from services.directory.collections import Collections
from services.directory.login.model import LOGIN_ATTEMPTS_WINDOW, LOGIN_CODE_LIFETIME, LoginCode


class MongoLogins(Collections):
    @staticmethod
    def indexes(database: Database[dict[str, Any]]) -> None:
        database.login_codes.create_index("expires_at", expireAfterSeconds=int(LOGIN_CODE_LIFETIME.total_seconds()))
        database.login_codes.create_index("member_id")
        database.login_failures.create_index("at", expireAfterSeconds=int(LOGIN_ATTEMPTS_WINDOW.total_seconds()) * 2)
        database.login_failures.create_index("client")

    def login_salt(self) -> bytes:
        return self._salt("login")

    def login_code(self, digest: str) -> LoginCode | None:
        found = self._db.login_codes.find_one({"_id": digest}, session=self._session)
        if found is None:
            return None
        return LoginCode(found["_id"], found["member_id"], found["expires_at"], found.get("used_by"))

    def keep_login_code(self, code: LoginCode) -> None:
        self._db.login_codes.delete_many({"member_id": code.member_id}, session=self._session)
        self._replace("login_codes", code.digest, {"member_id": code.member_id, "expires_at": code.expires_at})

    def use_login_code(self, digest: str, attempt: str) -> None:
        self._db.login_codes.update_one({"_id": digest}, {"$set": {"used_by": attempt}}, session=self._session)

    def login_failures(self, client: str, now: datetime) -> int:
        recent = {"client": client, "at": {"$gt": now - LOGIN_ATTEMPTS_WINDOW}}
        return self._db.login_failures.count_documents(recent, session=self._session)

    def count_login_failure(self, client: str, now: datetime) -> None:
        self._db.login_failures.insert_one({"client": client, "at": now}, session=self._session)
