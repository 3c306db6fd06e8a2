"""Members' own notes: excerpts and reflections.

A note belongs to who wrote it and is seen by nobody else until its owner shares it with their branch. The words never
travel in events.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from shared.events.base import Command, Event, command, event
from shared.events.directory import Id, PersonName

NoteRefusal = Literal["unknown-note", "conflict", "empty", "too-many", "id-is-taken", "not-a-member"]

Words = Field(min_length=1, max_length=5000)
Tags = Annotated[list[Annotated[str, Field(min_length=1, max_length=24)]], Field(max_length=10)]


@command("checkins.keep-note.v1")
class KeepNote(Command):
    """Keep a new note. The same note again changes nothing."""

    #: None: the id of the command.
    note_id: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_.:-]{1,64}$")
    member_id: str = Id
    text: str = Words
    tags: Tags = Field(default_factory=list)
    #: The study task that it was written at.
    occurrence_id: str | None = None
    chat_id: str | None = None


@command("checkins.edit-note.v1")
class EditNote(Command):
    note_id: str = Id
    member_id: str = Id
    #: The version that was shown to who edits.
    version: int = Field(ge=1)
    text: str = Words
    tags: Tags = Field(default_factory=list)
    chat_id: str | None = None


@command("checkins.share-note.v1")
class ShareNote(Command):
    """Show a note to the own branch, or take it back."""

    note_id: str = Id
    member_id: str = Id
    shared: bool
    #: The version that was shown, where it matters that no other is shared.
    version: int | None = Field(default=None, ge=1)
    #: The name that readers see beside it.
    shared_as: PersonName | None = None
    chat_id: str | None = None


@command("checkins.remove-note.v1")
class RemoveNote(Command):
    """Remove a note with all its versions."""

    note_id: str = Id
    member_id: str = Id
    chat_id: str | None = None


@event("checkins", "note.kept.v1")
class NoteKept(Event):
    """A note is there, or its words are others: the version says which."""

    note_id: str
    member_id: str
    version: int
    occurrence_id: str | None = None
    chat_id: str | None = None


@event("checkins", "note.shared.v1")
class NoteShared(Event):
    """The branch may read it, or may no longer."""

    note_id: str
    member_id: str
    shared: bool
    #: Where the member belongs.
    unit_path: str
    at: AwareDatetime
    chat_id: str | None = None


@event("checkins", "note.removed.v1")
class NoteRemoved(Event):
    note_id: str
    member_id: str
    chat_id: str | None = None


@event("checkins", "note.refused.v1")
class NoteRefused(Event):
    """An answer to a command about notes; nothing changed."""

    command_id: str
    command_type: str
    note_id: str
    member_id: str
    reason: NoteRefusal
    #: Of a conflict: the version that is there now.
    version: int | None = None
    chat_id: str | None = None
