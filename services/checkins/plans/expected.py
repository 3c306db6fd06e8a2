"""Who is expected at an occurrence: fixed when it opens, adjusted with a reason and a date afterwards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from services.checkins.model import Occurrence, session_day
from shared.events.directory import LeaveOfAbsence, MemberKind, MemberStatus, Position
from shared.events.plans import ExpectationReason

Standing = Literal["expected", "excused", "withdrawn"]

#: So long after an occurrence closed a leave that is approved late still excuses.
BACK = timedelta(days=62)


@dataclass(frozen=True)
class Person:
    """A member as the directory last told."""

    member_id: str
    unit_path: str
    kind: MemberKind
    positions: tuple[Position, ...] = ()
    status: MemberStatus = "active"
    leaves: tuple[LeaveOfAbsence, ...] = ()
    version: int = 1


@dataclass(frozen=True)
class Adjustment:
    on: date
    reason: ExpectationReason


@dataclass(frozen=True)
class Expectation:
    """A member at an occurrence. Unit and positions are those of the day it was fixed."""

    occurrence_id: str
    member_id: str
    unit_path: str
    positions: tuple[Position, ...]
    #: The occurrence's.
    day: date
    standing: Standing
    adjustments: tuple[Adjustment, ...] = ()


@dataclass(frozen=True)
class Listing:
    """That a member is on the list of an occurrence, or would be if it opened now."""

    unit_path: str
    excused: bool = False


def concerns(occurrence: Occurrence, person: Person) -> bool:
    """Whether the occurrence is for such a member: unit, kind and position.

    A unit is recognised by its id in the path, which stays when the tree above it changes.
    """
    return _is_there(occurrence, person) and _is_such(occurrence, person)


def on_leave(occurrence: Occurrence, person: Person, zone: ZoneInfo) -> bool:
    """Whether a leave covers all days on which one could have checked in: who was there for part of them could."""
    first = occurrence.opens_at.astimezone(zone).date()
    last = (occurrence.closes_at - timedelta(microseconds=1)).astimezone(zone).date()
    return any(leave.first_day <= first and last <= leave.last_day for leave in person.leaves)


def at_opening(occurrence: Occurrence, person: Person, zone: ZoneInfo) -> Expectation | None:
    """None for whom the occurrence does not concern."""
    if person.status != "active" or not concerns(occurrence, person):
        return None
    day = session_day(occurrence, zone)
    away = on_leave(occurrence, person, zone)
    return Expectation(
        occurrence.occurrence_id,
        person.member_id,
        person.unit_path,
        person.positions,
        day,
        "excused" if away else "expected",
        (Adjustment(occurrence.opens_at.astimezone(zone).date(), "leave" if away else "opened"),),
    )


def adjusted(
    occurrence: Occurrence,
    known: Expectation | None,
    before: Person | None,
    person: Person,
    zone: ZoneInfo,
    now: datetime,
) -> Expectation | None:
    """What a change of the member makes of the list of an occurrence that has opened; None when it changes nothing.

    Who is on the list and goes to another unit of the same scope stays on it, under the old unit. When it is over
    only a leave still counts: it may be approved afterwards.
    """
    standing, reason = _wanted(occurrence, known, before, person, zone)
    was = known.standing if known else "withdrawn"
    if standing == was or (known is None and standing == "excused"):
        return None
    if now >= occurrence.taken_until and not (known and {standing, was} == {"expected", "excused"}):
        return None
    own = Adjustment(now.astimezone(zone).date(), reason)
    if known is not None:
        return replace(known, standing=standing, adjustments=(*known.adjustments, own))
    return Expectation(
        occurrence.occurrence_id,
        person.member_id,
        person.unit_path,
        person.positions,
        session_day(occurrence, zone),
        standing,
        (own,),
    )


def _wanted(
    occurrence: Occurrence, known: Expectation | None, before: Person | None, person: Person, zone: ZoneInfo
) -> tuple[Standing, ExpectationReason]:
    if person.status != "active":
        return "withdrawn", person.status
    if not _is_there(occurrence, person):
        return "withdrawn", "transferred-out"
    if not _is_such(occurrence, person):
        return "withdrawn", "scope-changed"
    if on_leave(occurrence, person, zone):
        return "excused", "leave"
    if known is not None and known.standing == "excused":
        return "expected", "leave-ended"
    if before is None:
        return "expected", "joined"
    if before.status != "active":
        return "expected", "returned"
    return "expected", "scope-changed" if _is_there(occurrence, before) else "transferred-in"


def _is_there(occurrence: Occurrence, person: Person) -> bool:
    return occurrence.unit_id in person.unit_path.split("/")


def _is_such(occurrence: Occurrence, person: Person) -> bool:
    plan = occurrence.plan
    if plan is None:
        return True
    return (not plan.kinds or person.kind in plan.kinds) and (
        not plan.positions or any(position in plan.positions for position in person.positions)
    )
