"""Volunteer activities: shifts, sign-ups, attendance and the hours it credits."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, Field, model_validator

from shared.events.base import Command, Event, Payload, command, event
from shared.events.directory import Id

#: Why a member cannot have a place.
SignUpRefusal = Literal["full", "collides", "closed", "not-invited", "already-signed-up", "unknown-shift"]
#: What ``closed`` means for a shift.
Closed = Literal["started", "ended", "cancelled"]
CancelRefusal = Literal["not-signed-up", "too-late"]
AttendanceRefusal = Literal[
    "wrong-code", "expired-code", "not-signed-up", "outside-the-shift", "already-recorded", "too-many-attempts"
]
ActivityRefusal = Literal[
    "not-allowed",
    "already-published",
    "shift-already-published",
    "in-the-past",
    "unknown-activity",
    "already-cancelled",
    "already-over",
]

MAX_SHIFTS = 20
MAX_CAPACITY = 1000


class Span(Payload):
    """A time from ``starts_at`` up to, not including, ``ends_at``."""

    starts_at: AwareDatetime
    ends_at: AwareDatetime = Field(examples=["2026-11-22T14:00:00Z"])

    @model_validator(mode="after")
    def _in_order(self) -> Span:
        if self.ends_at <= self.starts_at:
            raise ValueError("a shift ends after it starts")
        return self


class PlannedShift(Span):
    shift_id: str = Id
    #: Places.
    capacity: int = Field(ge=1, le=MAX_CAPACITY)


class ShiftFacts(Span):
    """A shift as a message about it needs it."""

    shift_id: str
    activity_id: str
    title: str
    place: str


class CancelledShift(Span):
    shift_id: str
    #: Those who had a place.
    members: list[str]


class Provenance(Payload):
    """Where credited time comes from."""

    #: scanned: the member gave the code that was shown on the spot.
    kind: Literal["scanned"]
    at: AwareDatetime
    #: The time step of the code (RFC 6238), counted in 30 s from the epoch.
    step: int
    #: The member who did it.
    by: str


@command("volunteers.publish-activity.v1")
class PublishActivity(Command):
    activity_id: str = Id
    title: str = Field(min_length=1, max_length=120)
    place: str = Field(min_length=1, max_length=120)
    #: Members of this unit and below may join.
    unit_id: str = Id
    organiser_id: str = Id
    shifts: list[PlannedShift] = Field(min_length=1, max_length=MAX_SHIFTS)
    chat_id: str | None = None

    @model_validator(mode="after")
    def _each_shift_once(self) -> PublishActivity:
        if len({shift.shift_id for shift in self.shifts}) < len(self.shifts):
            raise ValueError("a shift is named twice")
        return self


@command("volunteers.cancel-activity.v1")
class CancelActivity(Command):
    activity_id: str = Id
    actor_id: str = Id
    chat_id: str | None = None


@command("volunteers.sign-up.v1")
class SignUp(Command):
    """Judged by its message time: when the member asked."""

    shift_id: str = Id
    member_id: str = Id
    chat_id: str | None = None


@command("volunteers.cancel.v1")
class CancelSignUp(Command):
    """Judged by its message time."""

    shift_id: str = Id
    member_id: str = Id
    chat_id: str | None = None


@command("volunteers.attend.v1")
class Attend(Command):
    """Judged by its message time: when the member gave the code, which is good for seconds."""

    member_id: str = Id
    code: str = Field(pattern=r"^[0-9]{6}$", examples=["482913"])
    #: None: the member's shift that is on.
    shift_id: str | None = None
    chat_id: str | None = None


@command("volunteers.remind.v1")
class RemindShift(Command):
    """Sent by the timekeeper."""

    shift_id: str = Id
    due_at: AwareDatetime


class Answer(Event):
    """The outcome of a command of one person."""

    command_id: str
    #: The chat that is told.
    chat_id: str | None = None


@event("volunteers", "activity.published.v1")
class ActivityPublished(Answer):
    activity_id: str
    title: str
    place: str
    unit_id: str
    unit_path: str
    organiser_id: str
    shifts: list[PlannedShift]


@event("volunteers", "activity.refused.v1")
class ActivityRefused(Answer):
    """An activity is not published, or not cancelled."""

    activity_id: str
    actor_id: str
    wanted: Literal["publish", "cancel"]
    reason: ActivityRefusal
    title: str | None = None


@event("volunteers", "activity.cancelled.v1")
class ActivityCancelled(Answer):
    """What was over by then stays as it was and is not among the shifts."""

    activity_id: str
    title: str
    place: str
    unit_path: str
    actor_id: str
    shifts: list[CancelledShift]


@event("volunteers", "signup.confirmed.v1")
class SignUpConfirmed(Answer):
    member_id: str
    shift: ShiftFacts
    #: Places left after this one.
    free: int


@event("volunteers", "signup.refused.v1")
class SignUpRefused(Answer):
    member_id: str
    shift_id: str
    reason: SignUpRefusal
    #: Null when the shift is unknown, or not for the member to know of.
    shift: ShiftFacts | None = None
    #: With ``collides``: the member's other shift.
    other: ShiftFacts | None = None
    closed: Closed | None = None


@event("volunteers", "signup.cancelled.v1")
class SignUpCancelled(Answer):
    member_id: str
    shift: ShiftFacts
    free: int


@event("volunteers", "cancel.refused.v1")
class CancelRefused(Answer):
    member_id: str
    shift_id: str
    reason: CancelRefusal
    shift: ShiftFacts | None = None
    #: With ``too-late``: until when it could have been cancelled.
    until: AwareDatetime | None = None


@event("volunteers", "attendance.recorded.v1")
class AttendanceRecorded(Answer):
    member_id: str
    unit_path: str
    shift: ShiftFacts
    #: Credited for this shift, and all that the member has, this included.
    minutes: int = Field(ge=0)
    total_minutes: int = Field(ge=0)
    provenance: Provenance


@event("volunteers", "attendance.refused.v1")
class AttendanceRefused(Answer):
    member_id: str
    reason: AttendanceRefusal
    #: Null where no shift of the member is meant for sure.
    shift: ShiftFacts | None = None
    #: With ``outside-the-shift``: when attendance can be recorded.
    opens_at: AwareDatetime | None = None
    closes_at: AwareDatetime | None = None


@event("volunteers", "shift.reminded.v1")
class ShiftReminded(Event):
    """A shift is near; these members still have a place."""

    shift: ShiftFacts
    members: list[str]
