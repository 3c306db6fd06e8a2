"""Study plans: series of tasks, their occurrences, and who is expected at them.

A plan is made and changed by commands that name the version they were made from; whoever was overtaken is told so by
``plan.refused`` with the reason ``conflict``, and nothing changes. Days are those of the unit's zone.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, field_validator

from shared.events.base import Command, Event, Payload, command, event
from shared.events.checkins import MAX_CHOICES, MAX_QUESTIONS, Cursor, TaskKind
from shared.events.directory import Id, MemberKind, Position

#: Every kind of study. ``TaskKind`` is what ``task.scheduled.v1`` can name; see ``nearest``.
StudyKind = Literal[
    "first-agenda-item",
    "study-group",
    "branch-meeting",
    "committee-meeting",
    "group-meeting",
    "party-lecture",
    "theme-day",
    "online-course",
    "warning-education",
    "micro-lecture",
    "contest",
    "self-study",
    "training",
]
#: What a session is about, where figures ask for it.
Subject = Literal["party-spirit", "theory", "discipline", "professional", "other"]
#: What becomes of a day that is no working day.
Mover = Literal["as-is", "next-working-day", "previous-working-day", "skip"]
EvidenceKind = Literal["none", "minutes", "note", "photo", "attendance-code", "quiz"]
#: Of a series: one occurrence, that one and all after it, or all that have not opened.
Extent = Literal["this", "following", "all"]
PlanState = Literal["active", "cancelled"]
PlanRefusal = Literal[
    "unknown-plan",
    "unknown-unit",
    "unknown-term",
    "unknown-occurrence",
    "conflict",
    "bad-rule",
    "never-happens",
    "closes-before-it-opens",
    "ends-before-it-begins",
    "is-cancelled",
    "is-open",
    "is-over",
    "nothing-to-copy",
    "id-is-taken",
]
CancelReason = Literal["cancelled", "plan-cancelled", "plan-changed", "no-working-day"]
TaskChange = Literal["moved", "cancelled"]
MoveReason = Literal["plan-changed", "calendar-announced"]
#: A place on the list of an occurrence.
Expected = Literal["expected", "excused", "withdrawn"]
ExpectationReason = Literal[
    "opened",
    "joined",
    "transferred-in",
    "transferred-out",
    "scope-changed",
    "leave",
    "leave-ended",
    "left",
    "retired",
    "unreachable",
    "returned",
]

ClockTime = Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["19:00"])
Title = Field(min_length=1, max_length=120)
Why = Field(min_length=1, max_length=500)

_NEAREST: dict[str, TaskKind] = {
    "committee-meeting": "branch-meeting",
    "group-meeting": "branch-meeting",
    "party-lecture": "micro-lecture",
    "training": "study-group",
}


def nearest(kind: StudyKind) -> TaskKind:
    """The kind that a receiver of ``task.scheduled.v1`` knows; new values in it would be refused by old processes."""
    return _NEAREST.get(kind) or kind  # type: ignore[return-value]


class Term(Payload):
    """A school term; both days are part of it. Week 1 is the week (from Monday) of its first day."""

    term_id: str = Id
    first_day: date
    last_day: date


class Timing(Payload):
    """When a plan's occurrences are."""

    first_day: date
    #: None: it goes on, or ends with its term.
    last_day: date | None = None
    #: An RFC 5545 RRULE without COUNT, UNTIL and parts below the day. None: once, on ``first_day``.
    rule: str | None = Field(
        default=None,
        max_length=200,
        pattern=r"^FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)[A-Z0-9=;,+-]*$",
        examples=["FREQ=MONTHLY;BYMONTHDAY=15"],
    )
    mover: Mover = "as-is"
    #: Only days of this term, and of these weeks of it where some are named.
    term: Term | None = None
    weeks: list[int] = Field(default_factory=list, max_length=60)


class Window(Payload):
    """From when to when one checks in, on the day of the occurrence."""

    opens: str = ClockTime
    closes: str = ClockTime
    #: 0: it closes on the day on which it opens.
    closes_after_days: int = Field(default=0, ge=0, le=100)
    #: So long after it closed a check-in is still taken, as late.
    grace_minutes: int = Field(default=0, ge=0, le=31 * 24 * 60)


class LateRule(Payload):
    """What becomes of a check-in within the grace."""

    accepted: bool = True
    #: How much of the credit it earns, in per cent.
    credit_percent: int = Field(default=100, ge=0, le=100)


class Question(Payload):
    """One question of a quiz."""

    text: str = Field(min_length=1, max_length=200)
    choices: list[str] = Field(min_length=2, max_length=MAX_CHOICES, examples=[["choice-1", "choice-2"]])
    #: The right choice, counted from 0. Whoever makes a plan says it; it is told to nobody.
    right: int | None = Field(default=None, ge=0, le=MAX_CHOICES - 1)
    #: All right choices are asked for, and no other: ``right`` and ``also_right``, which may be empty.
    several: bool = False
    also_right: list[Annotated[int, Field(ge=0, le=MAX_CHOICES - 1)]] = Field(
        default_factory=list, max_length=MAX_CHOICES - 1, examples=[[0]]
    )

    @property
    def rights(self) -> frozenset[int]:
        return frozenset() if self.right is None else frozenset({self.right, *self.also_right})

    @property
    def solvable(self) -> bool:
        """Whether there is an answer to it that is right."""
        there = self.right is not None and all(each < len(self.choices) for each in self.rights)
        return there and len(self.rights) == 1 + len(self.also_right) and (self.several or not self.also_right)


class Evidence(Payload):
    kind: EvidenceKind = "none"
    #: Minutes of ``minutes``, characters of ``note``, right answers of ``quiz``.
    least: int = Field(default=0, ge=0, le=10_000)
    #: Of ``quiz``.
    questions: list[Question] = Field(default_factory=list, max_length=MAX_QUESTIONS)

    @property
    def untold(self) -> Evidence:
        """The same, as it may be told: without the right answers."""
        hidden = [question.model_copy(update={"right": None, "also_right": []}) for question in self.questions]
        return self.model_copy(update={"questions": hidden})


def solvable(evidence: Evidence | None) -> Evidence | None:
    """The evidence itself. Raises ValueError for a quiz that nobody can pass, or without its right answers."""
    if evidence is None or evidence.kind != "quiz":
        return evidence
    if not evidence.questions or evidence.least > len(evidence.questions):
        raise ValueError("a quiz has as many questions as it asks right answers to")
    if not all(question.solvable for question in evidence.questions):
        raise ValueError(
            "each question of a quiz names what is right of its choices, one where it does not ask several"
        )
    return evidence


class Scope(Payload):
    """Who is expected: everyone in these units and below who is of one of the kinds and holds one of the positions;
    an empty list asks for nothing."""

    unit_ids: list[str] = Field(min_length=1, max_length=200)
    kinds: list[MemberKind] = Field(default_factory=list)
    positions: list[Position] = Field(default_factory=list)


class Conditions(Payload):
    """What is asked at each occurrence. None, in a change, leaves it as it is."""

    title: str | None = Field(default=None, min_length=1, max_length=120)
    window: Window | None = None
    credit_minutes: int | None = Field(default=None, ge=0, le=24 * 60)
    evidence: Evidence | None = None
    late: LateRule | None = None

    _solvable = field_validator("evidence")(solvable)


class Changes(Conditions):
    #: Of one occurrence: the day it moves to.
    day: date | None = None
    #: Of a series: not for the extent ``this``.
    scope: Scope | None = None
    timing: Timing | None = None
    #: These two as well. What has opened stays of the kind and about the subjects that it opened with.
    kind: StudyKind | None = None
    subjects: list[Subject] | None = Field(default=None, max_length=5)


class Planning(Command):
    actor_id: str | None = None
    #: The chat that is told what became of it.
    chat_id: str | None = None


@command("checkins.plan-study.v1")
class PlanStudy(Planning):
    """Make a plan. The same plan again changes nothing."""

    plan_id: str = Id
    title: str = Title
    kind: StudyKind
    subjects: list[Subject] = Field(default_factory=list, max_length=5)
    scope: Scope
    timing: Timing
    window: Window
    credit_minutes: int = Field(ge=0, le=24 * 60)
    #: The schema's default is the one it was published with; it means the same.
    evidence: Evidence = Field(default=Evidence(), json_schema_extra={"default": {"kind": "none", "least": 0}})
    late: LateRule = LateRule()

    _solvable = field_validator("evidence")(solvable)


class PlanCommand(Planning):
    plan_id: str = Id
    #: The version that was shown to who asks.
    version: int = Field(ge=1)


@command("checkins.change-series.v1")
class ChangeSeries(PlanCommand):
    """Change a plan. ``following`` makes a plan of its own of that occurrence and those after it."""

    extent: Extent
    #: The day the rule names, whatever it was moved to; for ``this`` and ``following``.
    slot: date | None = None
    changes: Changes


@command("checkins.cancel-occurrence.v1")
class CancelOccurrence(PlanCommand):
    """Cancel one occurrence, also when it has opened; what was checked in stays in the record."""

    slot: date
    reason: str = Why


@command("checkins.cancel-task.v1")
class CancelTask(Planning):
    """Cancel a task that was set by itself, also when it has opened; what was checked in stays in the record.

    It is answered as commands about plans are, with the task's id as ``plan_id``."""

    occurrence_id: str = Id
    reason: str = Why


@command("checkins.cancel-plan.v1")
class CancelPlan(PlanCommand):
    """Cancel all that has not opened."""

    reason: str = Why


@command("checkins.set-term.v1")
class SetTerm(Planning):
    """Set the days of a term for a unit and all below it. Plans that were made keep the days they were made with."""

    unit_id: str = Id
    term: Term


@command("checkins.copy-plans.v1")
class CopyPlans(Planning):
    """Make the plans of one term anew for another: the same weekday of the same week of term."""

    copy_id: str = Id
    #: Plans whose scope is within this unit.
    unit_id: str = Id
    from_term: str = Id
    to_term: str = Id


@command("checkins.plan-ahead.v1")
class PlanAhead(Command):
    """A timer's: make a plan's occurrences for the days ahead, and move those that a new calendar moves."""

    plan_id: str = Id


@command("checkins.open-occurrence.v1")
class OpenOccurrence(Command):
    """A timer's, and the service's own: fix who is expected, a page of members at a time."""

    occurrence_id: str = Id
    #: When it was to open when this was sent; one that moved meanwhile opens by another.
    opens_at: AwareDatetime
    after: Cursor | None = None


@command("checkins.tell-concerned.v1")
class TellConcerned(Command):
    """The service's own: find whom a change of an occurrence concerns, a page of members at a time."""

    occurrence_id: str = Id
    change: TaskChange
    old_opens_at: AwareDatetime
    why: str | None = None
    after: Cursor | None = None


@event("checkins", "plan.published.v1")
class PlanPublished(Event):
    """The whole state of a plan, told again with every change; a copy keeps the highest version."""

    plan_id: str
    #: Plans that were one until a change of ``following`` share it.
    series_id: str
    version: int
    state: PlanState
    title: str
    kind: StudyKind
    subjects: list[Subject]
    scope: Scope
    timing: Timing
    window: Window
    credit_minutes: int
    evidence: Evidence
    late: LateRule
    actor_id: str | None = None


@event("checkins", "plan.accepted.v1")
class PlanAccepted(Event):
    """An answer to a command about plans that came from a chat: it was done, or was done before. Plans themselves are
    told by ``plan.published``."""

    command_id: str
    command_type: str
    plan_id: str
    #: Of the plan, where the command is about one.
    title: str | None = None
    actor_id: str | None = None
    chat_id: str


@event("checkins", "plan.refused.v1")
class PlanRefused(Event):
    """An answer to a command about plans; nothing changed."""

    command_id: str
    command_type: str
    plan_id: str
    reason: PlanRefusal
    #: Of a conflict: the version that is there now, and who made it.
    version: int | None = None
    changed_by: str | None = None
    actor_id: str | None = None
    #: Of the plan, where it is known.
    title: str | None = None
    #: The chat that the command came from.
    chat_id: str | None = None


@event("checkins", "task.moved.v1")
class TaskMoved(Event):
    """An occurrence that has not opened is at another time."""

    occurrence_id: str
    plan_id: str
    title: str
    unit_path: str
    slot: date
    old_opens_at: AwareDatetime
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    reason: MoveReason
    #: The year's holidays are not announced: it may move again.
    provisional: bool = False


@event("checkins", "task.cancelled.v1")
class TaskCancelled(Event):
    """An occurrence is not held. Those concerned are everyone in its scope, or who was expected once it had opened."""

    occurrence_id: str
    #: Of a task that was set by itself, its own id again, ...
    plan_id: str
    title: str
    unit_path: str
    #: ... and its day.
    slot: date
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    reason: CancelReason
    why: str | None = None
    #: It had opened: members may have checked in.
    was_open: bool = False


@event("checkins", "task.change-announced.v1")
class TaskChangeAnnounced(Event):
    """Whom a change of an occurrence concerns: one page of members, for notices. Only of what was near; the change
    itself is told by ``task.moved`` and ``task.cancelled``."""

    occurrence_id: str
    title: str
    unit_path: str
    change: TaskChange
    old_opens_at: AwareDatetime
    #: Of a move: the new times.
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    why: str | None = None
    members: list[str] = Field(max_length=500)


@event("checkins", "expectation.changed.v1")
class ExpectationChanged(Event):
    """A member is, or is no longer, expected at an occurrence that has opened."""

    occurrence_id: str
    member_id: str
    unit_path: str
    expected: bool
    reason: ExpectationReason
    on: date
    #: 1 when the list was fixed, and one more with each change of the member's place on it; the highest holds.
    version: int = 1
    #: Excused members are not expected, but are on the list.
    standing: Expected | None = None


class OnTheList(Payload):
    member_id: str
    unit_path: str
    standing: Expected
    version: int


@event("checkins", "expectations.fixed.v1")
class ExpectationsFixed(Event):
    """A page of the list of those expected at an occurrence, as it was fixed when it opened; or of who was on it when
    it was cancelled."""

    occurrence_id: str
    unit_path: str
    reason: Literal["opened", "cancelled"] = "opened"
    members: list[OnTheList] = Field(max_length=200)
