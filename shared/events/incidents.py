"""Incidents: reported, acknowledged by the duty, resolved, closed; and what climbed because nobody acknowledged."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, Field

from shared.events.base import Command, Event, Payload, command, event
from shared.events.directory import Id

Category = Literal[
    "food_safety",
    "traffic",
    "bullying",
    "teacher_conduct",
    "fees",
    "admissions",
    "facilities",
    "natural_hazard",
    "health_epidemic",
    "mental_health",
    "security",
    "rumour",
    "exam_discipline",
    "staff_pay",
    "teaching_load",
    "out_of_school_training",
    "other",
]
State = Literal["reported", "acknowledged", "resolved", "closed"]
Move = Literal["acknowledge", "note", "resolve", "close"]
#: round-the-clock counts every minute; working counts those of the working day.
Calendar = Literal["round-the-clock", "working"]

ReportRefusal = Literal["not-allowed", "already-reported"]
MoveRefusal = Literal[
    "unknown-incident",
    "not-allowed",
    "already-acknowledged",
    "not-acknowledged",
    "already-resolved",
    "not-resolved",
    "already-closed",
]

#: Short, so that it fits into the 64 bytes that a chat button may carry.
IncidentId = Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")
Severity = Field(ge=1, le=4)


class Account(Payload):
    """What a person wrote about an incident. It may name people: leave it out of logs and of anything public."""

    what: str = Field(min_length=1, max_length=2000)
    where: str = Field(min_length=1, max_length=200)


class Words(Payload):
    """A note or a resolution in a person's own words; the same care applies as for an Account."""

    text: str = Field(min_length=1, max_length=2000)


class Clock(Payload):
    """Until when somebody in charge is to acknowledge."""

    due_at: AwareDatetime
    minutes: float
    calendar: Calendar
    #: Working days of that year are not announced yet: counted by weekday.
    provisional: bool = False


class Suggested(Payload):
    """What the rules read out of the text. It decides nothing."""

    category: Category | None = None
    #: 1 (least) to 4; null when nothing was recognised.
    severity: int | None = None
    tone: Literal["negative", "neutral", "positive"]
    #: The words of the text that led to category and severity: as private as the text.
    phrases: list[str]
    rules_version: str


@command("incidents.report.v1")
class ReportIncident(Command):
    """``incident_id`` is made by the sender. The message time is when the person reported."""

    incident_id: str = IncidentId
    reporter_id: str = Id
    #: The unit concerned; null is the reporter's own.
    unit_id: str | None = None
    category: Category
    #: 1 (least) to 4.
    severity: int = Severity
    account: Account
    occurred_at: AwareDatetime
    #: A photo kept by the channel it was sent in, which shows it to those who may see the incident.
    photo_id: str | None = Field(default=None, max_length=64)
    #: The chat that is told the outcome.
    chat_id: str | None = None


class MoveIncident(Command):
    incident_id: str = IncidentId
    actor_id: str = Id
    chat_id: str | None = None


@command("incidents.acknowledge.v1")
class AcknowledgeIncident(MoveIncident):
    pass


@command("incidents.note.v1")
class NoteIncident(MoveIncident):
    words: Words


@command("incidents.resolve.v1")
class ResolveIncident(MoveIncident):
    words: Words | None = None


@command("incidents.close.v1")
class CloseIncident(MoveIncident):
    words: Words | None = None


@command("incidents.escalate.v1")
class EscalateIncident(Command):
    """From the timekeeper: the clock of the step before ``step`` ran out at ``due_at``."""

    incident_id: str = IncidentId
    step: int = Field(ge=1)
    #: How often the whole chain was told already that nobody has acknowledged.
    told: int = Field(default=0, ge=0)
    due_at: AwareDatetime


class IncidentEvent(Event):
    incident_id: str
    #: For people: ``2026-0001``.
    number: str
    unit_path: str
    unit_name: str
    category: Category
    severity: int
    reporter_id: str
    #: Everybody whom it was put to so far, the last step's included.
    in_charge: list[str]


@event("incidents", "incident.reported.v1")
class IncidentReported(IncidentEvent):
    """``in_charge`` is empty, and there is no clock, when no duty is known for the unit nor above it."""

    command_id: str
    account: Account
    occurred_at: AwareDatetime
    reported_at: AwareDatetime
    clock: Clock | None
    suggested: Suggested
    photo_id: str | None = None
    chat_id: str | None = None


@event("incidents", "incident.report-refused.v1")
class IncidentReportRefused(Event):
    command_id: str
    incident_id: str
    reporter_id: str
    reason: ReportRefusal
    chat_id: str | None = None


@event("incidents", "incident.escalated.v1")
class IncidentEscalated(IncidentEvent):
    account: Account
    photo_id: str | None = None
    #: 1 for the first climb.
    step: int
    #: The unit whose duty is asked now, and who that is.
    to_unit_name: str
    to: list[str]
    #: When the clock of the step before ran out, and when this happened.
    due_at: AwareDatetime
    escalated_at: AwareDatetime
    #: It happened later than it should have, because something was down.
    late: bool
    clock: Clock | None
    #: Nobody is left to climb to after this.
    is_last: bool = False


@event("incidents", "incident.unanswered.v1")
class IncidentUnanswered(IncidentEvent):
    """The end of the chain: nobody of ``in_charge`` has acknowledged."""

    account: Account
    photo_id: str | None = None
    #: 1 for the first time that this is told.
    time: int = Field(ge=1)
    #: When the last clock ran out, and when this happened.
    due_at: AwareDatetime
    told_at: AwareDatetime
    #: It happened later than it should have, because something was down.
    late: bool
    #: When it is told again if still nobody acknowledges; null the last time.
    again_at: AwareDatetime | None = None


class IncidentMoved(IncidentEvent):
    command_id: str
    actor_id: str
    at: AwareDatetime
    chat_id: str | None = None


@event("incidents", "incident.acknowledged.v1")
class IncidentAcknowledged(IncidentMoved):
    pass


@event("incidents", "incident.noted.v1")
class IncidentNoted(IncidentMoved):
    words: Words


@event("incidents", "incident.resolved.v1")
class IncidentResolved(IncidentMoved):
    words: Words | None = None


@event("incidents", "incident.closed.v1")
class IncidentClosed(IncidentMoved):
    words: Words | None = None


@event("incidents", "incident.move-refused.v1")
class IncidentMoveRefused(Event):
    command_id: str
    incident_id: str
    actor_id: str
    move: Move
    reason: MoveRefusal
    #: The rest is null when the incident is unknown or the actor may not see it.
    number: str | None = None
    state: State | None = None
    #: Who made the move that stands in the way, and when.
    by: str | None = None
    at: AwareDatetime | None = None
    chat_id: str | None = None
