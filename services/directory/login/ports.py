"""What logging in needs kept."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from services.directory.login.model import LoginCode
from services.directory.members.ports import Members


class Logins(Members, Protocol):
    def login_salt(self) -> bytes:
        """Random, and the same for ever: a table of digests made elsewhere is of no use here."""
        ...

    def login_code(self, digest: str) -> LoginCode | None: ...
    def keep_login_code(self, code: LoginCode) -> None:
        """Keep it in place of the one that the member had."""
        ...

    def use_login_code(self, digest: str, attempt: str) -> None: ...
    def login_failures(self, client: str, now: datetime) -> int:
        """How many wrong codes this client tried within the window."""
        ...

    def count_login_failure(self, client: str, now: datetime) -> None: ...
