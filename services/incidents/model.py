"""An incident: who has to act on it, what has been done, and what may be done next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import shared.away as away
from services.incidents.duties import everybody, on_duty
from shared.access.copies import held_at
from shared.access.policy import Grant, may, may_own
from shared.events.directory import LeaveOfAbsence, MemberStatus, Role, UnitKind
from shared.events.incidents import Category, Move, MoveRefusal, ReportRefusal, State
from shared.events.units import Duty as ListedDuty


class UnknownUnit(LookupError):
    """The unit is not in this service's copy (yet)."""


class UnknownMember(LookupError):
    """The member is not in this service's copy (yet)."""


#: Who stands in at a unit that has no duty officer.
STAND_INS: dict[UnitKind, Role] = {"school": "school-admin", "district": "district-admin"}


@dataclass(frozen=True)
class Unit:
    unit_id: str
    kind: UnitKind
    name: str
    path: str


@dataclass(frozen=True)
class Member:
    member_id: str
    unit_id: str
    unit_path: str
    roles: tuple[Role, ...]
    version: int
    status: MemberStatus = "active"
    leaves: tuple[LeaveOfAbsence, ...] = ()
    #: What the policy goes by; None: the roles, held at the unit.
    granted: tuple[Grant, ...] | None = None

    @property
    def grants(self) -> tuple[Grant, ...]:
        return held_at(self.unit_path, self.roles) if self.granted is None else self.granted


def is_away(member: Member, day: date) -> bool:
    """Whether a duty passes over this member on a day of the unit's zone."""
    return away.is_away(member.status, member.leaves, day)


@dataclass(frozen=True)
class Duty:
    """Those at one unit who are asked together."""

    unit: Unit
    officers: tuple[str, ...]
    #: Its place in the unit's own list of duties, from 1; 0 where it goes by roles.
    rank: int = 0


@dataclass(frozen=True)
class Step:
    """An incident put to one duty, which has until ``due_at``; None at the end of chains of before that had a clock."""

    number: int
    unit_path: str
    unit_name: str
    officers: tuple[str, ...]
    at: datetime
    due_at: datetime | None
    late: bool = False


@dataclass(frozen=True)
class Done:
    """A move that was made. ``text`` is what the actor wrote, if anything."""

    move: Move
    actor_id: str
    at: datetime
    text: str | None = None


#: From which state each move leads to which.
MOVES: dict[Move, tuple[State, State]] = {
    "acknowledge": ("reported", "acknowledged"),
    "resolve": ("acknowledged", "resolved"),
    "close": ("resolved", "closed"),
}

_ORDER: tuple[State, ...] = ("reported", "acknowledged", "resolved", "closed")
#: Why a move that comes too late is refused, by the state it finds; and one that comes too early.
_TOO_LATE: dict[State, MoveRefusal] = {
    "acknowledged": "already-acknowledged",
    "resolved": "already-resolved",
    "closed": "already-closed",
}
_TOO_EARLY: dict[State, MoveRefusal] = {"reported": "not-acknowledged", "acknowledged": "not-resolved"}
_MADE_BY: dict[State, Move] = {after: move for move, (_, after) in MOVES.items()}


@dataclass(frozen=True)
class Incident:
    incident_id: str
    number: str
    report_command_id: str
    reporter_id: str
    unit_path: str
    unit_name: str
    category: Category
    #: 1 (least) to 4.
    severity: int
    what: str
    where: str
    occurred_at: datetime
    reported_at: datetime
    #: A shared.events.incidents.Suggested, dumped: kept beside what the person chose.
    suggested: dict[str, Any]
    state: State = "reported"
    steps: tuple[Step, ...] = ()
    done: tuple[Done, ...] = ()
    photo_id: str | None = None
    #: How often everybody of the chain was told that nobody has acknowledged.
    unanswered: int = 0
    version: int = 1

    @property
    def in_charge(self) -> list[str]:
        """Everybody whom it was put to, in order."""
        return list(dict.fromkeys(officer for step in self.steps for officer in step.officers))

    @property
    def due_at(self) -> datetime | None:
        """Until when somebody is to acknowledge; None when nobody is asked any more."""
        return self.steps[-1].due_at if self.steps and self.state == "reported" else None

    def may_handle(self, member: Member) -> bool:
        """Who may by the policy; and whoever it was put to, as long as they belong here."""
        by_role = may(member.grants, "handle-incident", self.unit_path)
        return by_role or (member.member_id in self.in_charge and may_own(member.grants, "see-own"))

    def may_see(self, member: Member) -> bool:
        own = member.member_id == self.reporter_id and may_own(member.grants, "see-own")
        return own or self.may_handle(member)

    def refusal(self, move: Move, actor: Member) -> MoveRefusal | None:
        """Why the actor cannot make this move now, or None."""
        if not (self.may_see(actor) if move == "note" else self.may_handle(actor)):
            return "not-allowed"
        if move == "note":
            return None
        needed, _ = MOVES[move]
        if self.state == needed:
            return None
        if _ORDER.index(self.state) < _ORDER.index(needed):
            return _TOO_EARLY[self.state]
        return _TOO_LATE[self.state]

    def possible(self, actor: Member) -> list[Move]:
        moves: tuple[Move, ...] = ("acknowledge", "note", "resolve", "close")
        return [move for move in moves if self.refusal(move, actor) is None]

    def moved(self, done: Done) -> Incident:
        """After a move that ``refusal`` has nothing against."""
        state = self.state if done.move == "note" else MOVES[done.move][1]
        return replace(self, state=state, done=(*self.done, done), version=self.version + 1)

    def last_move(self) -> Done | None:
        """The move that led to the state it is in; None while it is only reported."""
        wanted = _MADE_BY.get(self.state)
        return next((done for done in reversed(self.done) if done.move == wanted), None)

    def left_unanswered(self) -> Incident:
        return replace(self, unanswered=self.unanswered + 1, version=self.version + 1)

    def climbed(self, step: Step) -> Incident:
        return replace(self, steps=(*self.steps, step), version=self.version + 1)


def report_refusal(reporter: Member, unit: Unit) -> ReportRefusal | None:
    return None if may(reporter.grants, "report-incident", unit.path) else "not-allowed"


def chain(
    upwards: Sequence[Unit],
    members: Iterable[Member],
    reporter_id: str,
    lists: Mapping[str, Sequence[ListedDuty]] | None = None,
    day: date | None = None,
) -> list[Duty]:
    """The duties that an incident is put to one after the other.

    ``upwards``: the unit concerned and those above it, up to the district. Where a unit has a list of duties
    (``lists``, by unit id), whoever is on duty by it on the day, one by one. Else, or where nobody is, the duty
    officers together, or who stands in for them. Never the reporter, who knows already, nor who is away that day;
    ``members`` are those who may be asked. Units with nobody are passed over.
    """
    people = [member for member in members if member.member_id != reporter_id and not (day and is_away(member, day))]
    there = {member.member_id for member in people}
    duties = []
    for unit in upwards:
        listed = (lists or {}).get(unit.unit_id, ())
        one_by_one = on_duty(listed, day, everybody(listed) - there) if day else []
        if one_by_one:
            duties += [Duty(unit, (member_id,), rank) for rank, member_id in enumerate(one_by_one, 1)]
            continue
        officers = _holders(people, unit, "duty-officer")
        stand_in = STAND_INS.get(unit.kind)
        if not officers and stand_in:
            officers = _holders(people, unit, stand_in)
        if officers:
            duties.append(Duty(unit, officers))
    return duties


def next_duty(duties: Sequence[Duty], steps: Sequence[Step]) -> Duty | None:
    """The first duty after the ones asked. The roster may have changed since, and the unit may have been moved: nobody
    below is asked again, and of a unit's list nobody who was asked."""
    if not steps or not duties:
        return duties[0] if duties else None
    # Units are known again by their ids; a path is that of then.
    upwards = max((duty.unit.path for duty in duties), key=len).split("/")
    heights = [upwards.index(unit_id) for step in steps if (unit_id := step.unit_path.rpartition("/")[2]) in upwards]
    reached = min(heights, default=len(upwards))
    asked = {officer for step in steps for officer in step.officers}

    def follows(duty: Duty) -> bool:
        height = duty.unit.path.count("/")
        return height < reached or (height == reached and duty.rank > 0 and asked.isdisjoint(duty.officers))

    return next(filter(follows, duties), None)


def _holders(people: Iterable[Member], unit: Unit, role: Role) -> tuple[str, ...]:
    return tuple(sorted(m.member_id for m in people if m.unit_id == unit.unit_id and role in m.roles))
