"""A command that was refused because its actor may not, in words, to the chat that it came from."""

from __future__ import annotations

from collections.abc import Callable

from services.notifications.handlers import Render, tell
from services.notifications.model import Wording
from services.notifications.ports import Notifications
from shared.events import Message
from shared.events.refusals import CommandForbidden

Emit = Callable[..., None]


def forbidden(event: Message[CommandForbidden], store: Notifications, emit: Emit, render: Render) -> None:
    data = event.data
    wording = Wording("command-forbidden", {})
    tell(event, data.actor_id, data.chat_id, wording, store, emit, render, answers=data.command_id)
