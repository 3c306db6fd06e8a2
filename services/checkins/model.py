"""What a study task asks, and what becomes of a check-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from shared.events.checkins import How, RefusalReason
from shared.events.directory import MemberKind, Position
from shared.events.plans import EvidenceKind, Question, StudyKind, Subject

ChangeKind = Literal["questioned", "corrected", "taken-back"]
OccurrenceState = Literal["scheduled", "opening", "open"]


class UnknownUnit(LookupError):
    """The unit is not in this service's copy (yet)."""


@dataclass(frozen=True)
class Planning:
    """What an occurrence has of its plan."""

    plan_id: str
    series_id: str
    #: The day the rule names; ``day`` is when it is.
    slot: date
    day: date
    provisional: bool = False
    subjects: tuple[Subject, ...] = ()
    kinds: tuple[MemberKind, ...] = ()
    positions: tuple[Position, ...] = ()
    evidence: EvidenceKind = "none"
    least: int = 0
    grace_minutes: int = 0
    late_accepted: bool = True
    late_credit_percent: int = 100
    #: Of a quiz, with their right answers.
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Occurrence:
    """One study task at one time, for everyone in a unit and below, or those of them that its plan names."""

    occurrence_id: str
    title: str
    kind: StudyKind
    unit_id: str
    unit_path: str
    opens_at: datetime
    closes_at: datetime
    credit_minutes: int
    #: ``open`` when who is expected is fixed, ``opening`` while that is being written down.
    state: OccurrenceState = "scheduled"
    #: None for a task that was set by itself.
    plan: Planning | None = None

    @property
    def taken_until(self) -> datetime:
        """The end of the grace, in which a check-in is late."""
        if self.plan is None or not self.plan.late_accepted:
            return self.closes_at
        return self.closes_at + timedelta(minutes=self.plan.grace_minutes)

    def is_late(self, moment: datetime) -> bool:
        return moment >= self.closes_at

    def credit_at(self, moment: datetime) -> int:
        """Minutes, rounded down."""
        late = self.plan is not None and self.is_late(moment)
        return self.credit_minutes * self.plan.late_credit_percent // 100 if late and self.plan else self.credit_minutes

    def expects(self, member_path: str) -> bool:
        return member_path == self.unit_path or member_path.startswith(self.unit_path + "/")


def session_day(occurrence: Occurrence, zone: ZoneInfo) -> date:
    """The day that an occurrence counts on."""
    return occurrence.plan.day if occurrence.plan else occurrence.opens_at.astimezone(zone).date()


def planning_of(occurrence: Occurrence) -> Planning:
    """Raises ValueError for a task that was set by itself."""
    if occurrence.plan is None:
        raise ValueError(f"{occurrence.occurrence_id} is of no plan")
    return occurrence.plan


@dataclass(frozen=True)
class Standing:
    """A member's figures, as of one check-in. Days are those of the unit's zone."""

    streak_days: int
    month_checkins: int
    month_minutes: int


@dataclass(frozen=True)
class Home:
    """Where a member is; ``zone`` is the time zone that they live by, None for the district's."""

    unit_path: str
    zone: str | None = None


@dataclass(frozen=True)
class Changed:
    """What a version came from, where it is not the first."""

    kind: ChangeKind
    at: datetime
    reason: str
    by: str | None = None


@dataclass(frozen=True)
class CheckIn:
    """Its identity is the occurrence and the member: there can be one only."""

    occurrence_id: str
    member_id: str
    command_id: str
    unit_path: str
    task_title: str
    checked_in_at: datetime
    recorded_at: datetime
    credit_minutes: int
    #: The member's own; None where it is that of ``checked_in_at`` in the district's zone.
    day: date | None = None
    note: str | None = None
    chat_id: str | None = None
    #: Within the grace.
    late: bool = False
    #: One more with each change; the versions of before are kept.
    version: int = 1
    how: How = "chat"
    #: False: it was taken back.
    counts: bool = True
    minutes: int | None = None
    photo_ids: tuple[str, ...] = ()
    changed: Changed | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.occurrence_id, self.member_id


@dataclass(frozen=True)
class Refusal:
    reason: RefusalReason
    at: datetime | None = None


def refusal(
    occurrence: Occurrence | None, member_path: str | None, existing: CheckIn | None, moment: datetime
) -> Refusal | None:
    """Why a check-in made at ``moment`` cannot be recorded, or None when it can.

    ``member_path`` is where the member is; for a planned occurrence, None unless they are on its list.

    The moment is when the member acted, not when the message was handled: a command that waited out an outage is
    judged as it would have been on time, and judged the same however often it is delivered.
    """
    if occurrence is None:
        return Refusal("unknown-task")
    if member_path is None or (occurrence.plan is None and not occurrence.expects(member_path)):
        return Refusal("not-on-the-list")
    if existing is not None and existing.counts:
        return Refusal("already-checked-in", existing.checked_in_at)
    if moment < occurrence.opens_at:
        return Refusal("not-yet-open", occurrence.opens_at)
    if moment >= occurrence.taken_until:
        return Refusal("closed", occurrence.closes_at)
    return None


def own_day(moment: datetime, zone: ZoneInfo | str, day_begins: timedelta) -> date:
    """A member's own day, which begins so long after midnight where they are: streaks are made of these."""
    return (moment.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone) - day_begins).date()
