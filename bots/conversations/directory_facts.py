"""What the directory tells a chat of its member: leaves, what waits for their decision, other chats."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from shared.events.directory import Channel, LeaveReason
from shared.events.leave import LeaveState


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Leave(_Row):
    """Both days are part of it."""

    leave_id: str
    first_day: date
    last_day: date
    reason: LeaveReason


class OwnLeave(Leave):
    state: LeaveState


class PendingLeave(Leave):
    member_id: str
    name: str


class PendingTransfer(_Row):
    transfer_id: str
    member_id: str
    name: str
    from_unit_name: str
    to_unit_name: str
    reason: str


class Pending(_Row):
    """What waits for the member's decision."""

    leaves: tuple[PendingLeave, ...] = ()
    transfers: tuple[PendingTransfer, ...] = ()


class OwnChat(_Row):
    chat_id: str
    channel: Channel
    linked_at: datetime | None = None


class AskedLeave(_Row):
    """A leave in the making. What is None is still to be asked."""

    begun: datetime
    reason: LeaveReason | None = None
    first_day: date | None = None
    last_day: date | None = None

    def but(self, **changes: Any) -> AskedLeave:
        return self.model_copy(update=changes)


class Refusing(_Row):
    """A transfer, or a make-up, that is being refused and waits for the reason."""

    kind: Literal["transfer", "make-up"] = "transfer"
    #: Of either.
    transfer_id: str
