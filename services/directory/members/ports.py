"""What the members need kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from services.directory.members.model import Member, SealedContacts, Stay
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

    def leaves_follow(self, member_id: str, unit_id: str) -> None:
        """Have those leaves of a member that wait for a decision wait for that of this unit."""
        ...

    def keep_stay(self, stay: Stay) -> None: ...


class KeptContacts(Protocol):
    def contacts_under_old_keys(
        self, names: tuple[str, str], after: str | None, limit: int
    ) -> list[tuple[str, SealedContacts]]:
        """Contacts that are not under the keys of these names (see Safe.names), of members after an id, by id."""
        ...

    def keep_contacts(self, member_id: str, sealed: SealedContacts | None) -> None: ...
