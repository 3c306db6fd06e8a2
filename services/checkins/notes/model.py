"""A note, and what is allowed of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from shared.events.notes import NoteRefusal

#: Of one member.
MOST_NOTES = 2000
#: Earlier versions of one note.
MOST_VERSIONS = 20


class UnknownMember(LookupError):
    """The member is not in this service's copy (yet)."""


class Refused(Exception):
    def __init__(self, reason: NoteRefusal, version: int | None = None) -> None:
        super().__init__(reason)
        self.reason: NoteRefusal = reason
        self.version = version


@dataclass(frozen=True)
class Note:
    note_id: str
    member_id: str
    text: str
    tags: tuple[str, ...]
    version: int
    made_at: datetime
    changed_at: datetime
    #: The id of the branch that may read it. An id, so that a unit that moves in the tree takes its notes along.
    shared_with: str | None = None
    shared_at: datetime | None = None
    #: The name that its readers see beside it.
    shared_as: str | None = None
    #: The study task that it was written at.
    occurrence_id: str | None = None


@dataclass(frozen=True)
class Home:
    """Where a member belongs: their unit, and the branch that they share with."""

    unit_path: str
    branch_id: str


def tidied(text: str) -> str:
    """Without control characters but line ends, and without space around. Raises Refused for nothing."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(char for char in lines if char in "\n\t" or unicodedata.category(char) != "Cc").strip()
    if not kept:
        raise Refused("empty")
    return kept


def tags_of(given: Iterable[str]) -> tuple[str, ...]:
    """Each once, without its sign and space around."""
    plain = (unicodedata.normalize("NFKC", tag).strip().lstrip("#").strip() for tag in given)
    return tuple(dict.fromkeys(tag for tag in plain if tag))


def edited(note: Note, version: int, text: str, tags: tuple[str, ...], at: datetime) -> Note:
    """The note itself where nothing is different. Raises Refused."""
    if version != note.version:
        raise Refused("conflict", note.version)
    if (text, tags) == (note.text, note.tags):
        return note
    return replace(note, text=text, tags=tags, version=version + 1, changed_at=at)


def shared(note: Note, version: int | None, branch_id: str | None, at: datetime, name: str | None = None) -> Note:
    """With a branch, or with nobody. Raises Refused."""
    if version is not None and version != note.version:
        raise Refused("conflict", note.version)
    if note.shared_with == branch_id:
        return note
    if branch_id is None:
        return replace(note, shared_with=None, shared_at=None, shared_as=None)
    return replace(note, shared_with=branch_id, shared_at=at, shared_as=name)
