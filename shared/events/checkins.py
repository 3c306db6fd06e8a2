"""Study tasks and check-ins."""

from __future__ import annotations

from typing import Literal

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


@command("checkins.record.v1")
class RecordCheckIn(Command):
    """Its message id is the command id; its message time is when the member checked in."""

    occurrence_id: str = Id
    member_id: str = Id
    #: The chat that is told the outcome.
    chat_id: str | None = None
    note: str | None = Field(default=None, max_length=2000)


@event("checkins", "checkin.recorded.v1")
class CheckInRecorded(Event):
    command_id: str
    occurrence_id: str
    member_id: str
    unit_path: str
    task_title: str
    checked_in_at: AwareDatetime
    credit_minutes: int
    figures: Figures
    chat_id: str | None = None


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
