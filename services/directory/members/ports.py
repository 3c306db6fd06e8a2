"""What the members need kept."""

from __future__ import annotations

from typing import Protocol

from services.directory.members.model import Member
from services.directory.units.ports import Units


class Members(Units, Protocol):
    def member(self, member_id: str) -> Member | None: ...
    def keep_member(self, member: Member) -> None: ...
