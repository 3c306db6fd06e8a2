"""A request that a task which is over may count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.events.attendance import MakeUpRefusal, MakeUpState
from shared.events.policies import MakeUpRule


@dataclass(frozen=True)
class MakeUp:
    make_up_id: str
    occurrence_id: str
    member_id: str
    unit_path: str
    task_title: str
    #: In the member's words.
    reason: str
    state: MakeUpState
    asked_at: datetime
    expires_at: datetime
    #: ``2026-11``: of the day on which the task closed.
    month: str
    chat_id: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    #: In the secretary's words.
    why: str | None = None


@dataclass(frozen=True)
class KeptRule:
    """A rule as a unit set it; None where it took its own back."""

    unit_id: str
    rule: MakeUpRule | None
    version: int
    changed_by: str | None = None


@dataclass(frozen=True)
class Limits:
    """What holds for a member: see MakeUpRule. ``unit_id`` is whose rule it is, None for that of the settings."""

    rule: MakeUpRule
    unit_id: str | None = None

    @property
    def ask_within(self) -> timedelta:
        return timedelta(days=self.rule.ask_within_days)

    @property
    def decide_within(self) -> timedelta:
        return timedelta(days=self.rule.decide_within_days)


class NotPossible(Exception):
    """What was asked changes nothing."""

    def __init__(
        self,
        reason: MakeUpRefusal,
        at: datetime | None = None,
        *,
        most: int | None = None,
        title: str | None = None,
        limits: Limits | None = None,
    ) -> None:
        """``limits`` are those that it goes against."""
        super().__init__(reason)
        self.reason: MakeUpRefusal = reason
        self.at = at
        self.most = most
        self.title = title
        self.limits = limits

    @property
    def days(self) -> int | None:
        """Of a request that came too late: after how many."""
        return self.limits.rule.ask_within_days if self.limits and self.reason == "too-late" else None
