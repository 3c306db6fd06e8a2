"""Volunteer shifts as the volunteers service lists them, and an activity in the making."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class ShownShift(_Row):
    """A shift whose button was shown."""

    shift_id: str
    title: str


class Shift(ShownShift):
    activity_id: str
    place: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    free: int


class OpenShift(Shift):
    state: Literal["free", "full", "collides", "signed-up", "attended", "started"]


class HeldShift(Shift):
    state: Literal["signed-up", "attended"]
    #: None when the place cannot be given back any more.
    cancel_until: datetime | None = None


class OrganisedShift(Shift):
    taken: int


class Provenance(_Row):
    kind: str


class Credited(_Row):
    title: str
    starts_at: datetime
    minutes: int
    provenance: Provenance


class Volunteering(_Row):
    """What a member has: places, and credited time."""

    sign_ups: tuple[HeldShift, ...] = ()
    hours: tuple[Credited, ...] = ()
    total_minutes: int = 0


class AttendanceCode(_Row):
    """The code to show on the spot; ``next`` is good from ``expires_at`` on. All None unless it is shown."""

    outcome: Literal["shown", "unknown-shift", "not-allowed", "closed"]
    shift: ShownShift | None = None
    code: str | None = None
    expires_at: datetime | None = None
    next: str | None = None


class Planned(_Row):
    """An activity in the making. What is None is still to be asked."""

    begun: datetime
    title: str | None = None
    place: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    capacity: int | None = None

    def but(self, **changes: Any) -> Planned:
        return self.model_copy(update=changes)
