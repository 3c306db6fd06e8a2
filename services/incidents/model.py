"""An incident: who has to act on it, what has been done, and what may be done next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import shared.away as away
from shared.events.directory import LeaveOfAbsence, MemberStatus, Role, UnitKind
from shared.events.incidents import Category, Move, MoveRefusal, ReportRefusal, State


class UnknownUnit(LookupError):
    """The unit is not in this service's copy (yet)."""


class UnknownMember(LookupError):
    """The member is not in this service's copy (yet)."""


#: Who may report an incident, and who may handle those of the unit the role is held at and of all below it.
REPORTERS: frozenset[Role] = frozenset({"reporter", "school-admin", "secretary", "duty-officer", "district-admin"})
HANDLERS: frozenset[Role] = frozenset({"duty-officer", "district-admin"})
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

    def holds(self, roles: Collection[Role], path: str) -> bool:
        """Whether the member holds one of the roles at the unit with this path, or above it."""
        within = path == self.unit_path or path.startswith(self.unit_path + "/")
        return within and any(role in roles for role in self.roles)


def is_away(member: Member, day: date) -> bool:
    """Whether a duty passes over this member on a day of the unit's zone."""
    return away.is_away(member.status, member.leaves, day)


@dataclass(frozen=True)
class Duty:
    """Those at one unit who are asked together."""

    unit: Unit
    officers: tuple[str, ...]


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
        return member.member_id in self.in_charge or member.holds(HANDLERS, self.unit_path)

    def may_see(self, member: Member) -> bool:
        return member.member_id == self.reporter_id or self.may_handle(member)

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
    return None if reporter.holds(REPORTERS, unit.path) else "not-allowed"


def chain(upwards: Sequence[Unit], members: Iterable[Member], reporter_id: str) -> list[Duty]:
    """The duties that an incident is put to one after the other.

    ``upwards``: the unit concerned and those above it, up to the district. At each unit the duty officers, or else who
    stands in for them; never the reporter, who knows already. Units with nobody are passed over.
    """
    people = [member for member in members if member.member_id != reporter_id]
    duties = []
    for unit in upwards:
        officers = _holders(people, unit, "duty-officer")
        stand_in = STAND_INS.get(unit.kind)
        if not officers and stand_in:
            officers = _holders(people, unit, stand_in)
        if officers:
            duties.append(Duty(unit, officers))
    return duties


def next_duty(duties: Sequence[Duty], steps: Sequence[Step]) -> Duty | None:
    """The first duty above the one asked last. The roster may have changed since; nobody below is asked again."""
    if not steps:
        return duties[0] if duties else None
    asked = steps[-1].unit_path
    return next((duty for duty in duties if asked.startswith(duty.unit.path + "/")), None)


def _holders(people: Iterable[Member], unit: Unit, role: Role) -> tuple[str, ...]:
    return tuple(sorted(m.member_id for m in people if m.unit_id == unit.unit_id and role in m.roles))
