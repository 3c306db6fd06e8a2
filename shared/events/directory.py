"""What the directory tells: units, members, and the chats they are reached by; the modules units, transfers,
leave and people say what happened to them.

``UnitRegistered``, ``MemberRegistered`` and ``DutiesSet`` carry the whole state that other services may keep, with a
version: told again with every change, whatever its cause, so that a copy needs these three and the chats' only.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.events.base import Command, Event, Payload, command, event

UnitKind = Literal["district", "zone", "school", "branch", "group"]
MemberKind = Literal["full", "probationary", "activist", "staff"]
Channel = Literal["web", "telegram"]
Locale = Literal["zh-CN", "en"]
Role = Literal["member", "secretary", "reporter", "school-admin", "duty-officer", "district-admin", "auditor", "ops"]
UnitStatus = Literal["active", "closed"]
#: What the member is; leave from-to is kept apart, in ``leaves``.
MemberStatus = Literal["active", "retired", "unreachable", "left"]
Position = Literal[
    "secretary", "deputy-secretary", "organiser", "propagandist", "discipline-officer", "group-leader", "instructor"
]
Zone = Annotated[str, StringConstraints(max_length=60, pattern=r"^[A-Za-z0-9_+/-]+$")]
LeaveReason = Literal["sick", "maternity", "study", "business-trip", "personal", "other"]

Id = Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$")


class PersonName(Payload):
    """Personal data, in a type of its own: leave it out of logs and of anything public."""

    name: str = Field(min_length=1, max_length=60)


class Grant(Payload):
    """A role at a unit, and so for everything below it."""

    role: Role
    unit_id: str = Id


class GrantAt(Grant):
    """A grant as services keep it: they compare paths."""

    unit_path: str


class Contacts(Payload):
    """Personal data: kept encrypted by the directory alone, and in no event that it tells."""

    #: E.164 or as people write it; the directory normalises it.
    phone: str | None = Field(default=None, max_length=40)
    email: str | None = Field(default=None, max_length=254)


class LeaveOfAbsence(Payload):
    """An approved leave; both days are part of it, in the unit's zone."""

    leave_id: str = Id
    first_day: date
    last_day: date
    reason: LeaveReason


@command("directory.register-unit.v1")
class RegisterUnit(Command):
    """Register a unit or change what is said here of it; moving it elsewhere is ``directory.move-unit``."""

    unit_id: str = Id
    kind: UnitKind
    name: str = Field(min_length=1, max_length=120)
    #: None for the district, the top of the tree.
    parent_id: str | None = None
    #: The users' own number of the unit; unique where given.
    code: str | None = Field(default=None, min_length=1, max_length=40)
    opened_on: date | None = None


@command("directory.register-member.v1")
class RegisterMember(Command):
    member_id: str = Id
    kind: MemberKind
    unit_id: str = Id
    person: PersonName
    locale: Locale = "zh-CN"
    #: Held at the member's own unit. None leaves them as they are.
    roles: list[Role] | None = Field(default_factory=list)
    #: Roles held elsewhere. None leaves them as they are.
    grants: list[Grant] | None = None
    #: None leaves each of the following as it is.
    positions: list[Position] | None = None
    contacts: Contacts | None = None
    employee_number: str | None = Field(default=None, min_length=1, max_length=40)
    joined_on: date | None = None
    status: MemberStatus | None = None
    #: The time zone that they live by, such as Asia/Urumqi; without one, the district's.
    zone: Zone | None = None


@command("directory.set-locale.v1")
class SetLocale(Command):
    """The language that a member chose in a chat of theirs; registering the member again does not undo it."""

    member_id: str = Id
    chat_id: str = Id
    locale: Locale


@event("directory", "unit.registered.v1")
class UnitRegistered(Event):
    unit_id: str
    kind: UnitKind
    name: str
    parent_id: str | None = None
    #: ``/`` + the ids from the district down to this unit, joined by ``/``.
    path: str
    code: str | None = None
    status: UnitStatus = "active"
    opened_on: date | None = None
    closed_on: date | None = None
    #: Grows by one with each change of the unit; a copy keeps the highest.
    version: int = 0


@event("directory", "member.registered.v1")
class MemberRegistered(Event):
    member_id: str
    kind: MemberKind
    unit_id: str
    unit_path: str
    person: PersonName
    locale: Locale
    #: Grows by one with each change of the member; a copy keeps the highest.
    version: int
    #: Held at the unit and below it.
    roles: list[Role] = Field(default_factory=list)
    #: Every role with the unit it is held at, those in ``roles`` too.
    grants: list[GrantAt] = Field(default_factory=list)
    positions: list[Position] = Field(default_factory=list)
    status: MemberStatus = "active"
    #: The time zone that they live by; None: the district's.
    zone: str | None = None
    #: Approved, not cancelled, and not over for more than 400 days.
    leaves: list[LeaveOfAbsence] = Field(default_factory=list)


@event("directory", "chat.linked.v1")
class ChatLinked(Event):
    #: Opaque; only the bots know which address of which channel it stands for.
    chat_id: str
    channel: Channel
    member_id: str


@event("directory", "chat.unlinked.v1")
class ChatUnlinked(Event):
    chat_id: str
    channel: Channel
    member_id: str
