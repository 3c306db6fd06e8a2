"""What leave needs kept."""

from __future__ import annotations

from typing import Protocol

from services.directory.leave.model import Leave
from services.directory.members.ports import Members


class Leaves(Members, Protocol):
    def leave(self, leave_id: str) -> Leave | None: ...
    def keep_leave(self, leave: Leave) -> None: ...
    def requested_leaves(self, member_id: str) -> list[Leave]:
        """Those that wait for a decision."""
        ...
