"""What erasing needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from services.directory.linking.model import Chat
from services.directory.linking.ports import Links
from services.directory.personal_data.model import Erasure


class Erasures(Links, Protocol):
    def linked_chats(self, member_id: str) -> Sequence[Chat]: ...
    def former_chats(self, member_id: str) -> Sequence[str]:
        """Ids of chats that were the member's once and are nobody else's now."""
        ...

    def erase_person(self, member_id: str) -> Mapping[str, int]:
        """Erase what the directory holds beside the member and their chats, also in its audit log; how many of what."""
        ...

    def erasure(self, member_id: str) -> Erasure | None: ...
    def keep_erasure(self, erasure: Erasure) -> None: ...
