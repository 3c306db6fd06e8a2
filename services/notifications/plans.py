"""Study tasks that are moved or cancelled, in words, to those concerned."""

from __future__ import annotations

from collections.abc import Callable

from services.notifications.handlers import Render, tell
from services.notifications.model import Wording
from services.notifications.ports import Notifications
from shared.events import Message
from shared.events.plans import TaskChangeAnnounced

Emit = Callable[..., None]


def change_announced(event: Message[TaskChangeAnnounced], store: Notifications, emit: Emit, render: Render) -> None:
    data = event.data
    if data.change == "moved":
        wording = Wording(
            "task-moved",
            {"task": data.title, "was": data.old_opens_at, "opens": data.opens_at, "closes": data.closes_at},
        )
    else:
        why = "some" if data.why else "none"
        wording = Wording(
            "task-cancelled", {"task": data.title, "was": data.old_opens_at, "given": why, "why": data.why or ""}
        )
    for member_id in data.members:
        tell(event, member_id, None, wording, store, emit, render)
