"""What transfers need kept."""

from __future__ import annotations

from typing import Protocol

from services.directory.members.ports import Members
from services.directory.transfers.model import Transfer


class Transfers(Members, Protocol):
    def transfer(self, transfer_id: str) -> Transfer | None: ...
    def keep_transfer(self, transfer: Transfer) -> None: ...
    def requested_transfer(self, member_id: str) -> Transfer | None:
        """The one that waits for a decision; a member has one at most."""
        ...
