"""What the directory tells: units, members, and the chats they are reached by."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shared.events.base import Command, Event, Payload, command, event

UnitKind = Literal["district", "zone", "school", "branch", "group"]
MemberKind = Literal["full", "probationary", "activist", "staff"]
Channel = Literal["web", "telegram"]
Locale = Literal["zh-CN", "en"]
Role = Literal["member", "secretary", "reporter", "school-admin", "duty-officer", "district-admin", "auditor", "ops"]

Id = Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$")


class PersonName(Payload):
    """Personal data, in a type of its own: leave it out of logs and of anything public."""

    name: str = Field(min_length=1, max_length=60)


@command("directory.register-unit.v1")
class RegisterUnit(Command):
    unit_id: str = Id
    kind: UnitKind
    name: str = Field(min_length=1, max_length=120)
    #: None for the district, the top of the tree.
    parent_id: str | None = None


@command("directory.register-member.v1")
class RegisterMember(Command):
    member_id: str = Id
    kind: MemberKind
    unit_id: str = Id
    person: PersonName
    locale: Locale = "zh-CN"
    roles: list[Role] = Field(default_factory=list)


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
