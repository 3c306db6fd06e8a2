"""What is planned for a unit, and contests, as the checkins service tells them."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class PlannedSession(_Row):
    occurrence_id: str
    #: None for a task that was set by itself; so is ``slot``.
    plan_id: str | None = None
    #: The day that the plan's rule names.
    slot: date | None = None
    title: str
    opens_at: datetime
    closes_at: datetime
    #: The year's holidays are not announced: it may move.
    provisional: bool = False


class Cancelling(_Row):
    """A session that is to be cancelled once the reason is said, and the version of its plan that was shown; of a task
    that was set by itself, only its own id."""

    plan_id: str | None = None
    slot: date | None = None
    version: int | None = None
    title: str
    occurrence_id: str | None = None


class OwnContest(_Row):
    contest_id: str
    title: str
    last_day: date
    individuals: bool
    shown: bool
    #: The result is fixed.
    final: bool = False


class BoardLine(_Row):
    name: str
    points: int
    rank: int
    group_id: str | None = None
    member_id: str | None = None


class OwnPoints(_Row):
    points: int
    group_id: str | None = None
    shown: bool = False


class Board(_Row):
    contest_id: str
    title: str
    last_day: date
    final: bool = False
    #: Since when the result is fixed, or when it will be; in the district's zone.
    final_at: datetime | None = None
    #: Those who asked to be shown.
    individuals: tuple[BoardLine, ...] = ()
    groups: tuple[BoardLine, ...] = ()
    own: OwnPoints
