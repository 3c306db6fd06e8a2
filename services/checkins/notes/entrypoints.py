"""Entrypoints about notes. Nobody but their owner asks for them, and the branch for what is shared with it: no role
opens somebody's notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.checkins.base import Base
from services.checkins.notes import handlers
from services.checkins.notes.handlers import Answer
from services.checkins.notes.views import NoteViews
from shared.access.permission import Self
from shared.events import Command, Message
from shared.events.directory import PersonName
from shared.events.notes import EditNote, KeepNote, RemoveNote, ShareNote
from shared.messaging.access import ask
from shared.messaging.entrypoints import on_command
from shared.messaging.mongo import Views

OWN = Self("member_id")


class NoteEntrypoints(Base):
    note_views = Views(NoteViews)

    @on_command(KeepNote, queue="checkins.keep-note", permission=OWN)
    def on_keep_note(self, command: Message[KeepNote]) -> None:
        self.work.once(command, self._at_now(handlers.keep_note))

    @on_command(EditNote, queue="checkins.edit-note", permission=OWN)
    def on_edit_note(self, command: Message[EditNote]) -> None:
        self.work.once(command, self._at_now(handlers.edit_note))

    @on_command(ShareNote, queue="checkins.share-note", permission=OWN)
    def on_share_note(self, command: Message[ShareNote]) -> None:
        self.work.once(command, self._at_now(handlers.share_note))

    @on_command(RemoveNote, queue="checkins.remove-note", permission=OWN)
    def on_remove_note(self, command: Message[RemoveNote]) -> None:
        self.work.once(command, handlers.remove_note)

    @ask(permission=OWN)
    def keep_note(
        self,
        member_id: str,
        text: str,
        tags: list[str] | None = None,
        note_id: str | None = None,
        occurrence_id: str | None = None,
    ) -> Answer:
        """See ``checkins.keep-note.v1``. Raises ValidationError for what is no note; so do those below."""
        data = {"member_id": member_id, "text": text, "tags": tags or []}
        asked = KeepNote.model_validate({**data, "note_id": note_id, "occurrence_id": occurrence_id})
        return self._ask_note(asked, self._at_now(handlers.keep_note))

    @ask(permission=OWN)
    def edit_note(self, member_id: str, note_id: str, version: int, text: str, tags: list[str] | None = None) -> Answer:
        data = {"member_id": member_id, "note_id": note_id, "version": version, "text": text, "tags": tags or []}
        return self._ask_note(EditNote.model_validate(data), self._at_now(handlers.edit_note))

    @ask(permission=OWN)
    def share_note(
        self, member_id: str, note_id: str, shared: bool, version: int | None = None, shared_as: str | None = None
    ) -> Answer:
        name = PersonName(name=shared_as) if shared_as else None
        asked = ShareNote(member_id=member_id, note_id=note_id, shared=shared, version=version, shared_as=name)
        return self._ask_note(asked, self._at_now(handlers.share_note))

    @ask(permission=OWN)
    def remove_note(self, member_id: str, note_id: str) -> Answer:
        return self._ask_note(RemoveNote(member_id=member_id, note_id=note_id), handlers.remove_note)

    @ask(permission=OWN)
    def notes(
        self,
        member_id: str,
        query: str | None = None,
        tag: str | None = None,
        shared: bool = False,
        after: str | None = None,
        limit: int = 20,
    ) -> dict[str, Any]:
        return self.note_views.notes(member_id, query, tag, shared, after, limit)  # type: ignore[no-any-return]

    @ask(permission=OWN)
    def note(self, member_id: str, note_id: str) -> dict[str, Any] | None:
        return self.note_views.note(member_id, note_id)  # type: ignore[no-any-return]

    @ask(permission=OWN)
    def note_versions(self, member_id: str, note_id: str) -> list[dict[str, Any]]:
        return self.note_views.versions(member_id, note_id)  # type: ignore[no-any-return]

    @ask(permission=OWN)
    def note_tags(self, member_id: str) -> dict[str, int]:
        return self.note_views.tags(member_id)  # type: ignore[no-any-return]

    def _at_now(self, handler: Callable[..., Answer]) -> Callable[..., Answer]:
        now = self._desk.now()
        return lambda message, store, emit: handler(message, store, emit, now)

    def _ask_note(self, data: Command, handler: Callable[..., Answer]) -> Answer:
        asked = self._compose(data)
        answer: Answer = self.work.do(lambda store, emit: handler(asked, store, emit))
        return answer
