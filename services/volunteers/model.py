"""Shifts, places and hours: who may have what, and why not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from shared.access.copies import held_at
from shared.access.policy import Grant, is_within, may, may_own
from shared.events.directory import Role
from shared.events.volunteers import Closed, Provenance, ShiftFacts, SignUpRefusal

#: How a shift looks to a member, before they ask for a place.
Availability = Literal[
    "free", "full", "collides", "signed-up", "attended", "started", "ended", "cancelled", "not-invited"
]

_REFUSALS: dict[Availability, SignUpRefusal] = {
    "full": "full",
    "collides": "collides",
    "signed-up": "already-signed-up",
    "attended": "already-signed-up",
    "started": "closed",
    "ended": "closed",
    "cancelled": "closed",
    "not-invited": "not-invited",
}
_CLOSED: dict[Availability, Closed] = {"started": "started", "ended": "ended", "cancelled": "cancelled"}


class UnknownUnit(LookupError):
    """The unit is not in this service's copy (yet)."""


class UnknownMember(LookupError):
    """The member is not in this service's copy (yet)."""


@dataclass(frozen=True)
class Rules:
    #: Up to this long before its start a place can be given back.
    cancel_before: timedelta
    #: From this long before its start until its end attendance is recorded.
    arrive_before: timedelta
    #: Those who have a place are reminded this long before the start.
    remind_before: timedelta
    #: Wrong codes of one member for one shift.
    attempts: int


@dataclass(frozen=True)
class Member:
    member_id: str
    unit_id: str
    unit_path: str
    #: Held at the member's unit and below.
    roles: tuple[Role, ...]
    version: int
    #: What the policy goes by; None: the roles, held at the unit.
    granted: tuple[Grant, ...] | None = None

    @property
    def grants(self) -> tuple[Grant, ...]:
        """Empty for who left."""
        return held_at(self.unit_path, self.roles) if self.granted is None else self.granted

    def may_organise(self, unit_path: str) -> bool:
        """Whether they may publish activities there, and show the codes of their shifts."""
        return may(self.grants, "organise-activity", unit_path)

    def belongs(self) -> bool:
        return may_own(self.grants, "see-own")


@dataclass(frozen=True)
class Shift:
    """One shift with the facts of its activity. ``version`` is that of the stored document; 0 is not stored yet."""

    shift_id: str
    activity_id: str
    title: str
    place: str
    unit_path: str
    organiser_id: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    taken: int = 0
    cancelled: bool = False
    version: int = 0

    @property
    def free(self) -> int:
        return self.capacity - self.taken

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    def invites(self, member: Member) -> bool:
        return member.belongs() and is_within(member.unit_path, self.unit_path)

    def may_show_code(self, member: Member) -> bool:
        own = member.member_id == self.organiser_id and member.belongs()
        return own or member.may_organise(self.unit_path)

    @property
    def facts(self) -> ShiftFacts:
        return ShiftFacts(
            shift_id=self.shift_id,
            activity_id=self.activity_id,
            title=self.title,
            place=self.place,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
        )


@dataclass(frozen=True)
class Activity:
    activity_id: str
    title: str
    place: str
    unit_id: str
    unit_path: str
    organiser_id: str
    shift_ids: tuple[str, ...]
    cancelled: bool = False


@dataclass(frozen=True)
class SignUp:
    """A member's place in a shift. Its identity is the two: there is one, whatever its state."""

    shift_id: str
    member_id: str
    starts_at: datetime
    ends_at: datetime
    state: Literal["signed-up", "cancelled", "attended"] = "signed-up"
    #: Wrong codes that were given for it.
    misses: int = 0

    @property
    def key(self) -> tuple[str, str]:
        return self.shift_id, self.member_id

    @property
    def holds(self) -> bool:
        """Whether it takes up the member's time, and a place."""
        return self.state != "cancelled"


@dataclass(frozen=True)
class Hours:
    """Credited time. Its identity is the shift and the member."""

    shift_id: str
    member_id: str
    title: str
    starts_at: datetime
    minutes: int
    provenance: Provenance


def availability(shift: Shift, member: Member | None, sign_ups: Iterable[SignUp], moment: datetime) -> Availability:
    """How a shift looks to a member with these sign-ups; the first reason that counts against a place is told."""
    own = list(sign_ups)
    mine = next((each for each in own if each.shift_id == shift.shift_id and each.holds), None)
    # Whoever has a place keeps it when they move to another unit.
    if mine is None and (member is None or not shift.invites(member)):
        return "not-invited"
    if shift.cancelled:
        return "cancelled"
    if mine is not None:
        return "attended" if mine.state == "attended" else "signed-up"
    if moment >= shift.ends_at:
        return "ended"
    if moment >= shift.starts_at:
        return "started"
    if collision(shift, own) is not None:
        return "collides"
    return "free" if shift.free > 0 else "full"


def refusal(seen: Availability) -> SignUpRefusal | None:
    """Why a shift that looks like this gives no place; None when it does."""
    return _REFUSALS.get(seen)


def closed(seen: Availability) -> Closed | None:
    return _CLOSED.get(seen)


def collision(shift: Shift, sign_ups: Iterable[SignUp]) -> SignUp | None:
    """The first of a member's sign-ups that overlaps with a shift. One that begins when the other ends does not."""
    overlapping = [
        each
        for each in sign_ups
        if each.holds
        and each.shift_id != shift.shift_id
        and each.starts_at < shift.ends_at
        and shift.starts_at < each.ends_at
    ]
    return min(overlapping, key=lambda each: (each.starts_at, each.shift_id), default=None)
