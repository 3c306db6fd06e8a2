"""Notes are kept, edited, shared and removed: load, decide, save, emit.

Each returns the answer that an RPC gives; by durable command the same answer is an event.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypedDict

from services.checkins.notes.model import MOST_NOTES, Home, Note, Refused, edited, shared, tags_of, tidied
from services.checkins.notes.ports import Notes
from shared.events import Command, Message
from shared.events.notes import (
    EditNote,
    KeepNote,
    NoteKept,
    NoteRefusal,
    NoteRefused,
    NoteRemoved,
    NoteShared,
    RemoveNote,
    ShareNote,
)

Emit = Callable[..., None]


class Answer(TypedDict):
    """``version`` is the one that is there now, None where there is none."""

    refused: NoteRefusal | None
    note_id: str
    version: int | None


def keep_note(command: Message[KeepNote], store: Notes, emit: Emit, now: datetime) -> Answer:
    asked = command.data
    note_id = asked.note_id or command.id

    def act() -> Note:
        home = _home(store, asked.member_id)
        text, tags = tidied(asked.text), tags_of(asked.tags)
        before = store.note(note_id)
        if before is not None:
            if (before.member_id, before.text, before.tags) != (asked.member_id, text, tags):
                raise Refused("id-is-taken")
            return before
        if store.notes_of(asked.member_id) >= MOST_NOTES:
            raise Refused("too-many")
        made = Note(note_id, asked.member_id, text, tags, 1, now, now, occurrence_id=asked.occurrence_id)
        store.put_note(made)
        emit(_kept(made, asked.chat_id), subject=note_id, unit_path=home.unit_path)
        return made

    return _answer(command, note_id, asked.member_id, asked.chat_id, act, emit)


def edit_note(command: Message[EditNote], store: Notes, emit: Emit, now: datetime) -> Answer:
    asked = command.data

    def act() -> Note:
        home = _home(store, asked.member_id)
        before = _own(store, asked.note_id, asked.member_id)
        after = edited(before, asked.version, tidied(asked.text), tags_of(asked.tags), now)
        if after is not before:
            store.keep_version(before)
            store.put_note(after)
            emit(_kept(after, asked.chat_id), subject=after.note_id, unit_path=home.unit_path)
        return after

    return _answer(command, asked.note_id, asked.member_id, asked.chat_id, act, emit)


def share_note(command: Message[ShareNote], store: Notes, emit: Emit, now: datetime) -> Answer:
    asked = command.data

    def act() -> Note:
        home = _home(store, asked.member_id)
        before = _own(store, asked.note_id, asked.member_id)
        name = asked.shared_as.name if asked.shared_as else None
        after = shared(before, asked.version, home.branch_id if asked.shared else None, now, name)
        if after is not before:
            store.put_note(after)
            told = NoteShared(
                note_id=after.note_id,
                member_id=after.member_id,
                shared=asked.shared,
                unit_path=home.unit_path,
                at=now,
                chat_id=asked.chat_id,
            )
            emit(told, subject=after.note_id, unit_path=home.unit_path)
        return after

    return _answer(command, asked.note_id, asked.member_id, asked.chat_id, act, emit)


def remove_note(command: Message[RemoveNote], store: Notes, emit: Emit) -> Answer:
    asked = command.data

    def act() -> None:
        before = _own(store, asked.note_id, asked.member_id)
        store.drop_note(before.note_id)
        removed = NoteRemoved(note_id=before.note_id, member_id=before.member_id, chat_id=asked.chat_id)
        emit(removed, subject=before.note_id)

    return _answer(command, asked.note_id, asked.member_id, asked.chat_id, act, emit)


def _home(store: Notes, member_id: str) -> Home:
    home = store.home_of(member_id)
    if home is None:
        raise Refused("not-a-member")
    return home


def _own(store: Notes, note_id: str, member_id: str) -> Note:
    """Somebody else's is as unknown as one that is not there."""
    found = store.note(note_id)
    if found is None or found.member_id != member_id:
        raise Refused("unknown-note")
    return found


def _kept(note: Note, chat_id: str | None) -> NoteKept:
    return NoteKept(
        note_id=note.note_id,
        member_id=note.member_id,
        version=note.version,
        occurrence_id=note.occurrence_id,
        chat_id=chat_id,
    )


def _answer(
    command: Message[Command],
    note_id: str,
    member_id: str,
    chat_id: str | None,
    act: Callable[[], Note | None],
    emit: Emit,
) -> Answer:
    try:
        note = act()
    except Refused as refused:
        told = NoteRefused(
            command_id=command.id,
            command_type=command.type,
            note_id=note_id,
            member_id=member_id,
            reason=refused.reason,
            version=refused.version,
            chat_id=chat_id,
        )
        emit(told, subject=note_id)
        return Answer(refused=refused.reason, note_id=note_id, version=refused.version)
    return Answer(refused=None, note_id=note_id, version=note.version if note else None)
