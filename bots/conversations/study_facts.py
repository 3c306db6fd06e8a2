"""What the check-ins service tells a chat of evidence, make-ups and roll calls, and what a chat keeps of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from shared.events.plans import EvidenceKind


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    def but(self, **changes: Any) -> Any:
        return self.model_copy(update=changes)


class AskedQuestion(_Row):
    text: str
    choices: tuple[str, ...]
    #: All right choices are asked for, and no other.
    several: bool = False


class Evidence(_Row):
    """What a task asks for beside the tap."""

    evidence: EvidenceKind = "none"
    least: int = 0
    questions: tuple[AskedQuestion, ...] = ()


class Proving(Evidence):
    """A check-in that waits for its evidence."""

    occurrence_id: str
    title: str
    note: str | None = None
    #: Of a quiz: the choice taken of each question so far, the first of several; ...
    answers: tuple[int, ...] = ()
    #: ... all that were taken; ...
    chosen: tuple[tuple[int, ...], ...] = ()
    #: ... and those marked of a question that asks for several, until the member is done with it.
    marked: tuple[int, ...] = ()


class MissedTask(_Row):
    """A task that is over and could be made up until then."""

    occurrence_id: str
    title: str
    closed_at: datetime
    until: datetime
    requested: bool = False


class MakingUp(_Row):
    """A make-up that waits for the member's reason."""

    begun: datetime
    occurrence_id: str
    title: str


class WaitingMakeUp(_Row):
    """A make-up that waits for the member's decision."""

    make_up_id: str
    member_id: str
    task_title: str
    reason: str
    name: str = ""


class Meeting(_Row):
    """A meeting whose roll the member may call."""

    occurrence_id: str
    title: str
    opens_at: datetime
    evidence: EvidenceKind = "none"


class Called(_Row):
    member_id: str
    unit_path: str
    state: Literal["done", "taken-back", "excused", "missing"]
    name: str = ""
    #: Of the check-in; 0 where there is none.
    version: int = 0


class Roll(_Row):
    title: str
    members: tuple[Called, ...] = ()


class SpotCode(_Row):
    """The code to show on the spot; ``next`` is good from ``expires_at`` on. All None unless it is shown."""

    outcome: Literal["shown", "unknown-task", "no-code", "closed"]
    title: str = ""
    code: str | None = None
    expires_at: datetime | None = None
    next: str | None = None


class Calling(_Row):
    """A roll call in the making: of names only their ids are kept."""

    occurrence_id: str
    present: tuple[str, ...] = ()
    page: int = 0


class Correcting(_Row):
    """A check-in that is to be questioned or taken back: of a name only its id is kept."""

    occurrence_id: str
    title: str = ""
    page: int = 0
    member_id: str | None = None
    #: The version that was shown.
    version: int = 0
    act: Literal["question", "take-back"] | None = None
