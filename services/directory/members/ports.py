"""What the members need kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from services.directory.members.model import Member, Stay
from services.directory.units.ports import Units


class Members(Units, Protocol):
    def member(self, member_id: str) -> Member | None: ...
    def keep_member(self, member: Member) -> None: ...
    def member_by_number(self, employee_number: str) -> Member | None: ...
    def members_by_phone(self, phone_hash: str) -> list[Member]: ...
    def members_at(self, unit_ids: Collection[str]) -> list[Member]:
        """Those who belong to one of these units, by id."""
        ...

    def holders_at(self, unit_ids: Collection[str]) -> list[Member]:
        """Those who hold a role at one of these units, their own or not, by id."""
        ...

    def keep_stay(self, stay: Stay) -> None: ...
