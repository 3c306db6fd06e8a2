"""Study tasks that are moved or cancelled, in words, to those concerned; what became of a command, to its chat."""

from __future__ import annotations

from collections.abc import Callable

from services.notifications.handlers import Render, tell
from services.notifications.model import Wording
from services.notifications.ports import Notifications
from shared.events import Message
from shared.events.plans import (
    CancelOccurrence,
    CancelPlan,
    CancelTask,
    CopyPlans,
    PlanAccepted,
    PlanRefused,
    PlanStudy,
    SetTerm,
    TaskChangeAnnounced,
)

Emit = Callable[..., None]

_ACCEPTED = {
    PlanStudy.type: "plan-made",
    CancelOccurrence.type: "plan-session-cancelled",
    CancelTask.type: "plan-session-cancelled",
    CancelPlan.type: "plan-cancelled",
    SetTerm.type: "plan-term-set",
    CopyPlans.type: "plan-copied",
}


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


def plan_answered(event: Message[PlanAccepted | PlanRefused], store: Notifications, emit: Emit, render: Render) -> None:
    """To the chat that asked; whoever asked elsewhere has the answer. Nobody is named."""
    data = event.data
    if data.chat_id is None or data.actor_id is None:
        return
    if isinstance(data, PlanRefused):
        key = f"plan-refused-{data.reason}"
    else:
        key = _ACCEPTED.get(data.command_type, "plan-changed")
    wording = Wording(key, {"given": "yes" if data.title else "no", "title": data.title or ""})
    tell(event, data.actor_id, data.chat_id, wording, store, emit, render, answers=data.command_id)
