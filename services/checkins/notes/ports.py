"""What notes need kept."""

from __future__ import annotations

from typing import Protocol

from services.checkins.notes.model import Home, Note


class Notes(Protocol):
    def home_of(self, member_id: str) -> Home | None:
        """None for somebody who left. Raises UnknownMember."""
        ...

    def note(self, note_id: str) -> Note | None: ...
    def notes_of(self, member_id: str) -> int:
        """How many there are."""
        ...

    def put_note(self, note: Note) -> None: ...
    def keep_version(self, note: Note) -> None:
        """Put an earlier version aside; the oldest beyond MOST_VERSIONS go."""
        ...

    def drop_note(self, note_id: str) -> None:
        """With its versions."""
        ...
