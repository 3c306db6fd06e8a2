"""A member moves to another branch: asked for, then accepted or refused by the receiving side."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, Field

from shared.events.base import Command, Event, command, event
from shared.events.directory import Id

TransferState = Literal["requested", "accepted", "refused", "cancelled", "expired"]
TransferRefusal = Literal[
    "unknown-member",
    "unknown-unit",
    "unknown-transfer",
    "same-unit",
    "under-way",
    "over",
    "not-permitted",
    "closed-unit",
]


@command("directory.request-transfer.v1")
class RequestTransfer(Command):
    transfer_id: str = Id
    member_id: str = Id
    to_unit_id: str = Id
    reason: str = Field(min_length=1, max_length=500)
    #: Who asks: the member, or the secretary of the unit they leave.
    actor_id: str = Id
    chat_id: str | None = None


@command("directory.decide-transfer.v1")
class DecideTransfer(Command):
    transfer_id: str = Id
    accepted: bool
    #: Required where it is refused.
    reason: str | None = Field(default=None, max_length=500)
    #: Of the receiving side.
    actor_id: str = Id
    chat_id: str | None = None


@command("directory.cancel-transfer.v1")
class CancelTransfer(Command):
    transfer_id: str = Id
    actor_id: str = Id
    chat_id: str | None = None


@command("directory.expire-transfer.v1")
class ExpireTransfer(Command):
    """The time for deciding is over; sent by a timer."""

    transfer_id: str = Id


@event("directory", "transfer.requested.v1")
class TransferRequested(Event):
    transfer_id: str
    member_id: str
    from_unit_id: str
    to_unit_id: str
    to_unit_path: str
    reason: str
    expires_at: AwareDatetime
    #: Who may decide, to be told.
    decider_ids: list[str]


@event("directory", "transfer.ended.v1")
class TransferEnded(Event):
    transfer_id: str
    member_id: str
    from_unit_id: str
    to_unit_id: str
    state: TransferState
    reason: str | None = None
    actor_id: str | None = None
    #: Who is to be told beside the member.
    told_ids: list[str] = Field(default_factory=list)


@event("directory", "transfer.not-possible.v1")
class TransferNotPossible(Event):
    """An answer to a command of these; nothing changed."""

    command_id: str
    transfer_id: str
    reason: TransferRefusal
    actor_id: str
    chat_id: str | None = None
