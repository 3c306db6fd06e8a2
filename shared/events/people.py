"""Personal data is erased everywhere (PIPL article 47), and every service that holds some says that it did."""

from __future__ import annotations

from pydantic import Field

from shared.events.base import Command, Event, command, event
from shared.events.directory import Id

#: What stands where a name stood. It is the same in every language.
ERASED_NAME = "\u2014"


@command("directory.erase-person.v1")
class ErasePerson(Command):
    """Remove who a member is, and keep the figures."""

    member_id: str = Id
    reason: str = Field(min_length=1, max_length=500)


@event("directory", "person.erased.v1")
class PersonErased(Event):
    """Every process removes what identifies the member (names, words of their own, chats, contacts) and answers."""

    member_id: str
    #: Of the chats that are or were theirs and are nobody else's, so that whoever knows only chats can answer too.
    chat_ids: list[str] = Field(default_factory=list)


@command("directory.record-erasure.v1")
class RecordErasure(Command):
    """The answer of each process that holds data about people to ``person.erased``; also where it held none."""

    member_id: str = Id
    #: Such as ``checkins`` or ``web``.
    process: str = Id
    #: How many of what were erased or made anonymous, such as ``{"notes": 3}``.
    erased: dict[str, int] = Field(default_factory=dict)
