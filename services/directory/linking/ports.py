"""What linking needs kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from services.directory.linking.model import Chat, LinkCode
from services.directory.members.ports import Members


class Links(Members, Protocol):
    def link_salt(self) -> bytes:
        """Random, and the same for ever: a table of digests made elsewhere is of no use here."""
        ...

    def link_code(self, digest: str) -> LinkCode | None: ...
    def keep_link_code(self, code: LinkCode) -> None:
        """Keep it in place of the one that the member had."""
        ...

    def forget_link_code(self, digest: str) -> None: ...
    def forget_link_codes_of(self, member_id: str) -> bool:
        """False when the member had none."""
        ...

    def link_failures(self, who: Collection[str], window: datetime) -> Mapping[str, int]:
        """How many wrong codes each of them tried within the window."""
        ...

    def count_link_failure(self, who: Collection[str], window: datetime) -> None: ...
    def chat(self, chat_id: str) -> Chat | None: ...
    def keep_chat(self, chat: Chat) -> None: ...
    def forget_chat(self, chat_id: str) -> None: ...
