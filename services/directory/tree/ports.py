"""What changing the tree needs beside the tree itself: the members, and the chains of duties."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from services.directory.duties.ports import Chains
from services.directory.members.model import Member
from services.directory.members.ports import Members
from services.directory.units.ports import Tree


class Grove(Tree, Members, Chains, Protocol):
    def has_members(self, unit_id: str) -> bool:
        """Whether anybody belongs to the unit itself; who has left does not."""
        ...

    def member_ids_at(self, unit_id: str, limit: int | None = None) -> list[str]:
        """Those of the unit itself, by id; the first ``limit`` of them."""
        ...

    def keep_members(self, members: Collection[Member]) -> None: ...
    def members_concerned(self, unit_ids: Collection[str], after: str, limit: int) -> list[Member]:
        """Those who belong to one of the units or hold a role at one, by id, after the one given."""
        ...

    def members_arrived(self, unit_ids: Collection[str], since: datetime) -> list[Member]:
        """Those who came to one of the units at this time or later."""
        ...
