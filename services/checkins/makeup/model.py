"""A request that a task which is over may count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.events.attendance import MakeUpRefusal, MakeUpState


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
