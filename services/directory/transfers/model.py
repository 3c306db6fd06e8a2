"""A transfer: requested, then accepted, refused, cancelled or expired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.directory.refusal import Refusal
from shared.events.transfers import TransferRefusal, TransferState


class NotPossible(Refusal):
    """What was asked changes nothing."""

    def __init__(self, reason: TransferRefusal) -> None:
        self.reason: TransferRefusal = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Transfer:
    transfer_id: str
    member_id: str
    from_unit_id: str
    to_unit_id: str
    reason: str
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    state: TransferState = "requested"
    ended_at: datetime | None = None
    #: None where nobody did: it expired.
    ended_by: str | None = None
    #: Why it was refused.
    answer: str | None = None

    def open_at(self, now: datetime) -> bool:
        return self.state == "requested" and now < self.expires_at
