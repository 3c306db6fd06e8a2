"""Attendance that is not sent by the member alone: roll calls, check-ins made up afterwards, questions and corrections.

A command that changes something that has versions names the version it was made from; whoever was overtaken is told so
with the reason ``conflict``, and nothing changes.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, Field

from shared.events.base import Command, Event, Payload, command, event
from shared.events.checkins import How
from shared.events.directory import Id

#: Members in one roll call.
MAX_CALLED = 500

MarkRefusal = Literal["not-on-the-list", "already-checked-in", "taken-back"]
RollCallRefusal = Literal["unknown-task", "not-yet-open", "too-late"]
MakeUpState = Literal["requested", "accepted", "refused", "expired"]
MakeUpRefusal = Literal[
    "unknown-task",
    "not-on-the-list",
    "already-checked-in",
    "taken-back",
    "still-open",
    "too-late",
    "too-many-this-month",
    "already-requested",
    "unknown-request",
    "over",
    "own-request",
]
CorrectionRefusal = Literal["unknown-check-in", "conflict", "nothing-changes", "too-long", "own-check-in"]

Why = Field(min_length=1, max_length=500)


class Absent(Payload):
    member_id: str = Id
    #: In the secretary's words.
    reason: str | None = Field(default=None, max_length=200)


class NotMarked(Payload):
    member_id: str
    reason: MarkRefusal


@command("checkins.roll-call.v1")
class RollCall(Command):
    """Who was there, of a whole meeting at once. Called again, those who are new are added; nobody is taken back."""

    occurrence_id: str = Id
    present: list[str] = Field(max_length=MAX_CALLED)
    absent: list[Absent] = Field(default_factory=list, max_length=MAX_CALLED)
    actor_id: str = Field(min_length=1, max_length=200)
    chat_id: str | None = None


@event("checkins", "roll-call.taken.v1")
class RollCallTaken(Event):
    """What became of a roll call; each who was marked is told of by a ``checkin.recorded`` besides."""

    command_id: str
    occurrence_id: str
    task_title: str
    unit_path: str
    marked: list[str]
    not_marked: list[NotMarked]
    absent: list[Absent]
    actor_id: str
    chat_id: str | None = None


@event("checkins", "roll-call.refused.v1")
class RollCallRefused(Event):
    """Nobody was marked."""

    command_id: str
    occurrence_id: str
    reason: RollCallRefusal
    task_title: str | None = None
    #: When it opens (not-yet-open), or until when it could be called (too-late).
    at: AwareDatetime | None = None
    actor_id: str
    chat_id: str | None = None


@command("checkins.request-make-up.v1")
class RequestMakeUp(Command):
    """A member asks that a task which is over may count. Judged by its message time."""

    make_up_id: str = Id
    occurrence_id: str = Id
    member_id: str = Id
    reason: str = Why
    chat_id: str | None = None


@command("checkins.decide-make-up.v1")
class DecideMakeUp(Command):
    make_up_id: str = Id
    accepted: bool
    #: To the member, in the secretary's words.
    why: str | None = Field(default=None, max_length=500)
    actor_id: str = Id
    chat_id: str | None = None


@command("checkins.expire-make-up.v1")
class ExpireMakeUp(Command):
    """A timer's: nobody decided in time."""

    make_up_id: str = Id


class MakeUpFacts(Event):
    make_up_id: str
    occurrence_id: str
    member_id: str
    unit_path: str
    task_title: str
    chat_id: str | None = None


@event("checkins", "make-up.requested.v1")
class MakeUpRequested(MakeUpFacts):
    reason: str
    #: Nobody can decide after this.
    expires_at: AwareDatetime
    #: Who may decide, to be told.
    decider_ids: list[str]


@event("checkins", "make-up.accepted.v1")
class MakeUpAccepted(MakeUpFacts):
    """The check-in is told of by a ``checkin.recorded`` besides."""

    actor_id: str
    credit_minutes: int
    why: str | None = None


@event("checkins", "make-up.refused.v1")
class MakeUpRefused(MakeUpFacts):
    """The secretary said no."""

    actor_id: str
    why: str | None = None


@event("checkins", "make-up.expired.v1")
class MakeUpExpired(MakeUpFacts):
    decider_ids: list[str]


@event("checkins", "make-up.not-possible.v1")
class MakeUpNotPossible(Event):
    """An answer to a command of these; nothing changed."""

    command_id: str
    make_up_id: str
    reason: MakeUpRefusal
    actor_id: str
    task_title: str | None = None
    #: Until when it is open (still-open), could have been asked or decided (too-late), or was decided (over).
    at: AwareDatetime | None = None
    #: How many a month are allowed (too-many-this-month).
    most: int | None = None
    #: Of a request that came too late: how many days after the task closed it could have been made.
    days: int | None = None
    #: Of a limit: the unit whose rule it is; None for that of the settings, and of what is no limit.
    rule_unit_id: str | None = None
    chat_id: str | None = None


class ChangeCheckIn(Command):
    occurrence_id: str = Id
    member_id: str = Id
    #: The version that was shown to who asks.
    version: int = Field(ge=1)
    #: To the member, in the secretary's words.
    reason: str = Why
    actor_id: str | None = None
    chat_id: str | None = None


@command("checkins.question.v1")
class QuestionCheckIn(ChangeCheckIn):
    """Ask the member about a check-in. It counts until it is corrected."""


@command("checkins.correct.v1")
class CorrectCheckIn(ChangeCheckIn):
    """Correct a check-in, or take it back; what it was stays to be read. None leaves a field as it is."""

    counts: bool | None = None
    late: bool | None = None
    credit_minutes: int | None = Field(default=None, ge=0, le=24 * 60)
    checked_in_at: AwareDatetime | None = None


@event("checkins", "checkin.questioned.v1")
class CheckInQuestioned(Event):
    occurrence_id: str
    member_id: str
    unit_path: str
    task_title: str
    version: int
    reason: str
    actor_id: str | None = None
    chat_id: str | None = None


@event("checkins", "checkin.corrected.v1")
class CheckInCorrected(Event):
    """The whole state of a check-in after a correction; a copy keeps the highest version."""

    occurrence_id: str
    member_id: str
    unit_path: str
    task_title: str
    version: int
    #: False: it was taken back, and is as if it had never been.
    counts: bool
    late: bool
    credit_minutes: int
    checked_in_at: AwareDatetime
    how: How
    #: As in ``checkin.recorded``; None: that of ``checked_in_at``, in the district's zone.
    day: date | None = None
    reason: str
    actor_id: str | None = None
    chat_id: str | None = None


@event("checkins", "correction.refused.v1")
class CorrectionRefused(Event):
    """An answer to a command that would question or correct; nothing changed."""

    command_id: str
    occurrence_id: str
    member_id: str
    reason: CorrectionRefusal
    #: Of a conflict: the version that is there now, and who made it.
    version: int | None = None
    changed_by: str | None = None
    actor_id: str | None = None
    chat_id: str | None = None
