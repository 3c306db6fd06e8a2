"""What could not be done with a member's own note, to the chat that asked."""

from __future__ import annotations

from collections.abc import Callable

from services.notifications.handlers import Render, tell
from services.notifications.model import Wording
from services.notifications.ports import Notifications
from shared.events import Message
from shared.events.notes import NoteRefused

Emit = Callable[..., None]


def note_refused(event: Message[NoteRefused], store: Notifications, emit: Emit, render: Render) -> None:
    """Who asked by RPC has the answer already."""
    data = event.data
    if data.chat_id is not None:
        wording = Wording("note-refused", {"reason": data.reason})
        tell(event, data.member_id, data.chat_id, wording, store, emit, render, answers=data.command_id)
