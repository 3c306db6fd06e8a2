"""The port of notes, in memory."""

from __future__ import annotations

from services.checkins.notes.model import MOST_VERSIONS, Home, Note, UnknownMember


class MemoryNotes:
    def __init__(self, **homes: Home | None) -> None:
        self.homes = homes
        self.kept: dict[str, Note] = {}
        self.versions: dict[str, list[Note]] = {}

    def home_of(self, member_id: str) -> Home | None:
        if member_id not in self.homes:
            raise UnknownMember(member_id)
        return self.homes[member_id]

    def note(self, note_id: str) -> Note | None:
        return self.kept.get(note_id)

    def notes_of(self, member_id: str) -> int:
        return sum(note.member_id == member_id for note in self.kept.values())

    def put_note(self, note: Note) -> None:
        self.kept[note.note_id] = note

    def keep_version(self, note: Note) -> None:
        self.versions[note.note_id] = [*self.versions.get(note.note_id, []), note][-MOST_VERSIONS:]

    def drop_note(self, note_id: str) -> None:
        self.kept.pop(note_id, None)
        self.versions.pop(note_id, None)
