"""A leave of absence, and the rules for it. Both its days are part of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from services.directory.refusal import Refusal
from shared.events.directory import LeaveOfAbsence, LeaveReason
from shared.events.leave import LeaveRefusal, LeaveState


class NotPossible(Refusal):
    """What was asked changes nothing."""

    def __init__(self, reason: LeaveRefusal) -> None:
        self.reason: LeaveRefusal = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Leave:
    leave_id: str
    member_id: str
    #: The member's unit while it waits for a decision.
    unit_id: str
    first_day: date
    last_day: date
    reason: LeaveReason
    state: LeaveState
    asked_by: str
    asked_at: datetime
    #: None where it needed no approval.
    decided_by: str | None = None
    decided_at: datetime | None = None
    #: Cancelled after it had begun: the days up to ``last_day`` stay leave.
    cut_short: bool = False

    @property
    def granted(self) -> LeaveOfAbsence:
        return LeaveOfAbsence(
            leave_id=self.leave_id, first_day=self.first_day, last_day=self.last_day, reason=self.reason
        )


@dataclass(frozen=True)
class Rules:
    needs_approval: bool = True
    #: Days that a leave may last, both ends counted.
    longest: int = 366
    #: Days back that a leave may begin.
    back: int = 7
    #: A leave for this reason needs no approval if it lasts no more days than this.
    without_approval: Mapping[LeaveReason, int] = field(default_factory=lambda: {"business-trip": 3})

    def refusal(self, first_day: date, last_day: date, today: date) -> LeaveRefusal | None:
        if last_day < first_day:
            return "ends-before-it-begins"
        if _days(first_day, last_day) > self.longest:
            return "too-long"
        if first_day < today - timedelta(days=self.back):
            return "too-far-back"
        return None

    def must_be_approved(self, reason: LeaveReason, first_day: date, last_day: date) -> bool:
        return self.needs_approval and _days(first_day, last_day) > self.without_approval.get(reason, 0)


class Days(Protocol):
    """From a first day to a last one, both counted."""

    @property
    def first_day(self) -> date: ...
    @property
    def last_day(self) -> date: ...


def overlaps(days: Days, others: Iterable[Days]) -> bool:
    return any(days.first_day <= other.last_day and other.first_day <= days.last_day for other in others)


def _days(first_day: date, last_day: date) -> int:
    return (last_day - first_day).days + 1
