"""Leave of absence: who is on it is neither expected nor reminded. Other services learn of it by ``leaves`` of
``member.registered``."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from shared.events.base import Command, Event, command, event
from shared.events.directory import Id, LeaveReason

LeaveState = Literal["requested", "approved", "refused", "cancelled"]
LeaveRefusal = Literal[
    "unknown-member",
    "unknown-leave",
    "overlaps",
    "too-long",
    "too-far-back",
    "ends-before-it-begins",
    "over",
    "not-permitted",
]


@command("directory.request-leave.v1")
class RequestLeave(Command):
    """Both days are part of the leave. It needs the secretary's approval unless the policy says otherwise."""

    leave_id: str = Id
    member_id: str = Id
    first_day: date
    last_day: date
    reason: LeaveReason
    #: The member themselves, or their secretary.
    actor_id: str = Id
    chat_id: str | None = None


@command("directory.decide-leave.v1")
class DecideLeave(Command):
    leave_id: str = Id
    approved: bool
    actor_id: str = Id
    chat_id: str | None = None


@command("directory.cancel-leave.v1")
class CancelLeave(Command):
    """Take it back, or end it today where it has begun."""

    leave_id: str = Id
    actor_id: str = Id
    chat_id: str | None = None


@event("directory", "leave.requested.v1")
class LeaveRequested(Event):
    leave_id: str
    member_id: str
    unit_id: str
    first_day: date
    last_day: date
    reason: LeaveReason
    #: Who may decide, to be told.
    decider_ids: list[str]
    chat_id: str | None = None


@event("directory", "leave.decided.v1")
class LeaveDecided(Event):
    """Approved, refused or cancelled; also told at once where no approval is needed."""

    leave_id: str
    member_id: str
    unit_id: str
    first_day: date
    last_day: date
    state: LeaveState
    #: Cancelled after it had begun: the days up to ``last_day`` stay leave.
    cut_short: bool = False
    actor_id: str | None = None
    chat_id: str | None = None
    #: Who is to be told beside the member and whoever acted: those who were asked about what is taken back.
    told_ids: list[str] = Field(default_factory=list)


@event("directory", "leave.not-possible.v1")
class LeaveNotPossible(Event):
    """An answer to a command of these; nothing changed."""

    command_id: str
    leave_id: str
    reason: LeaveRefusal
    actor_id: str
    chat_id: str | None = None
