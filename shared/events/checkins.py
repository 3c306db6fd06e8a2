"""Study tasks and check-ins."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from shared.events.base import Command, Event, Payload, command, event
from shared.events.directory import Id

TaskKind = Literal[
    "first-agenda-item",
    "study-group",
    "branch-meeting",
    "theme-day",
    "online-course",
    "warning-education",
    "micro-lecture",
    "contest",
    "self-study",
]

RefusalReason = Literal["not-yet-open", "closed", "already-checked-in", "not-on-the-list", "unknown-task"]
#: Why a check-in to a task that is there for the member does not count.
DeclinedReason = Literal[
    "minutes-missing",
    "minutes-too-few",
    "note-missing",
    "note-too-short",
    "photo-missing",
    "code-missing",
    "code-wrong",
    "code-expired",
    "code-too-many-tries",
    "quiz-missing",
    "quiz-too-few-right",
    "taken-back",
]
#: How a check-in came about: sent by the member, called up by the secretary, by the code that was shown on the spot,
#: or made up afterwards.
How = Literal["chat", "roll-call", "code", "made-up"]

MAX_PHOTOS = 9
MAX_QUESTIONS = 20
MAX_CHOICES = 8


class Figures(Payload):
    """Where a member stands, this check-in included."""

    #: Consecutive days with a check-in, in the unit's zone, ending with the day of this one.
    streak_days: int = Field(ge=0)
    #: Check-ins and their minutes in the calendar month of this one.
    month_checkins: int = Field(ge=0)
    month_minutes: int = Field(ge=0)


@command("checkins.schedule-task.v1")
class ScheduleTask(Command):
    occurrence_id: str = Id
    title: str = Field(min_length=1, max_length=120)
    kind: TaskKind
    #: Everyone in this unit and below is expected.
    unit_id: str = Id
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    credit_minutes: int = Field(ge=0, le=24 * 60)


@event("checkins", "task.scheduled.v1")
class TaskScheduled(Event):
    occurrence_id: str
    title: str
    kind: TaskKind
    unit_id: str
    unit_path: str
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    credit_minutes: int


class Cursor(Payload):
    """After which of the members, in the order of unit path and id."""

    unit_path: str = Field(min_length=1, max_length=512)
    member_id: str = Id


@command("checkins.tell-missing.v1")
class TellMissing(Command):
    """Asks who has not checked in; answered by one task.closing-soon, for one page of members."""

    occurrence_id: str = Id
    #: The page after this; None for the first.
    after: Cursor | None = None
    #: These members only, in place of a page.
    only: list[str] | None = Field(default=None, max_length=500)
    #: Asked again because the answer waited too long to be true.
    again: bool = False


@event("checkins", "task.closing-soon.v1")
class TaskClosingSoon(Event):
    """Who has not checked in to a task, as of this moment: one page of the members who are expected.

    At most 500 ids of at most 64 characters, so that the message stays far below the limit of 1 MiB.
    """

    occurrence_id: str
    title: str
    unit_path: str
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    missing: list[str] = Field(max_length=500)
    #: Of those who were asked about by name: who is not missing (any more).
    settled: list[str] = Field(default_factory=list, max_length=500)
    #: Where the next page begins; None after the last one, and when members were asked about by name.
    next: Cursor | None = None
    #: What was asked, as in the command.
    after: Cursor | None = None
    again: bool = False
    by_name: bool = False


@command("checkins.record.v1")
class RecordCheckIn(Command):
    """Its message id is the command id; its message time is when the member checked in."""

    occurrence_id: str = Id
    member_id: str = Id
    #: The chat that is told the outcome.
    chat_id: str | None = None
    note: str | None = Field(default=None, max_length=2000)
    #: What else the task asks for as evidence, beside the note: how long, ...
    minutes: int | None = Field(default=None, ge=0, le=24 * 60)
    #: ... photos, by the ids they are kept under, ...
    photo_ids: list[str] = Field(default_factory=list, max_length=MAX_PHOTOS)
    #: ... the code that was shown on the spot, ...
    code: str | None = Field(default=None, max_length=32)
    #: ... for each question of the quiz the choice taken, counted from 0.
    answers: list[int] | None = Field(default=None, max_length=MAX_QUESTIONS)
    #: ... or, where one of its questions asks for several, all choices taken of each.
    chosen: list[Annotated[list[int], Field(max_length=MAX_CHOICES)]] | None = Field(
        default=None, max_length=MAX_QUESTIONS
    )


@event("checkins", "checkin.recorded.v1")
class CheckInRecorded(Event):
    command_id: str
    occurrence_id: str
    member_id: str
    unit_path: str
    task_title: str
    checked_in_at: AwareDatetime
    credit_minutes: int
    #: Told before figures were counted apart; now ``checkin.counted`` tells them.
    figures: Figures | None = None
    chat_id: str | None = None
    #: Made after the task closed, within its grace.
    late: bool = False
    #: 1, and one more with each change; of one check-in the highest version holds.
    version: int = 1
    how: How = "chat"
    #: The member's own day, in the zone that they live by: streaks are made of these.
    day: date | None = None


@event("checkins", "checkin.counted.v1")
class CheckInCounted(Event):
    """A check-in is part of the figures, and where the member stands with it. Follows ``checkin.recorded``."""

    command_id: str
    occurrence_id: str
    member_id: str
    unit_path: str
    task_title: str
    checked_in_at: AwareDatetime
    credit_minutes: int
    figures: Figures
    chat_id: str | None = None
    late: bool = False
    how: How = "chat"


@event("checkins", "checkin.refused.v1")
class CheckInRefused(Event):
    command_id: str
    occurrence_id: str
    member_id: str
    reason: RefusalReason
    #: Null when the task is unknown.
    task_title: str | None = None
    #: When it opens (not-yet-open), closed (closed), or was first checked in (already-checked-in).
    at: AwareDatetime | None = None
    chat_id: str | None = None


@event("checkins", "checkin.declined.v1")
class CheckInDeclined(Event):
    """Not recorded, and what would do: the task is open to the member, and what it asks for was not given."""

    command_id: str
    occurrence_id: str
    member_id: str
    reason: DeclinedReason
    task_title: str
    #: What is asked for: minutes, characters, or right answers; 0 where nothing is counted.
    least: int = 0
    #: What was given of it.
    given: int = 0
    chat_id: str | None = None
