"""A request that a task which is over may count, and the rules for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.events.attendance import MakeUpRefusal, MakeUpState


@dataclass(frozen=True)
class Rules:
    """How long things can be asked for after a task closed."""

    #: The roll can be called.
    roll_call: timedelta = timedelta(days=7)
    #: A make-up can be asked for, counted from the end of the grace.
    within: timedelta = timedelta(days=7)
    #: A request is open to be decided, counted from when it was made.
    decided_within: timedelta = timedelta(days=7)
    #: Requests of one member for the tasks of one month.
    per_month: int = 2


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


class NotPossible(Exception):
    """What was asked changes nothing."""

    def __init__(
        self,
        reason: MakeUpRefusal,
        at: datetime | None = None,
        *,
        most: int | None = None,
        title: str | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason: MakeUpRefusal = reason
        self.at = at
        self.most = most
        self.title = title
