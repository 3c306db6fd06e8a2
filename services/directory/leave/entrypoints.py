"""Entrypoints about leave: durable commands, answered by events; the same by RPC, answered at once."""

from __future__ import annotations

from functools import partial
from typing import Any

from services.directory.base import Answer, Base, Handler
from services.directory.leave import handlers
from shared.access.permission import At, Self
from shared.events import Message
from shared.events.leave import CancelLeave, DecideLeave, LeaveNotPossible, RequestLeave
from shared.messaging.access import ask
from shared.messaging.entrypoints import on_command

REQUESTING = At("record-leave", by="actor_id")
DECIDING = At("decide-leave", by="actor_id")
CANCELLING = At("record-leave", "decide-leave", by="actor_id")


class LeaveEntrypoints(Base):
    @on_command(RequestLeave, queue="directory.request-leave", permission=REQUESTING)
    def request_leave(self, command: Message[RequestLeave]) -> None:
        self._leave(command, partial(handlers.request, rules=self.settings_now.leave_rules))

    @on_command(DecideLeave, queue="directory.decide-leave", permission=DECIDING)
    def decide_leave(self, command: Message[DecideLeave]) -> None:
        self._leave(command, handlers.decide)

    @on_command(CancelLeave, queue="directory.cancel-leave", permission=CANCELLING)
    def cancel_leave(self, command: Message[CancelLeave]) -> None:
        self._leave(command, handlers.cancel)

    @ask(permission=REQUESTING)
    def request_leave_now(
        self, leave_id: str, member_id: str, first_day: str, last_day: str, reason: str, actor_id: str
    ) -> Answer:
        """``{"refused": LeaveRefusal or None}``, as those below; days are ISO 8601."""
        asked = RequestLeave.model_validate(
            {
                "leave_id": leave_id,
                "member_id": member_id,
                "first_day": first_day,
                "last_day": last_day,
                "reason": reason,
                "actor_id": actor_id,
            }
        )
        return self.answer_at_once(asked, partial(handlers.request, rules=self.settings_now.leave_rules))

    @ask(permission=DECIDING)
    def decide_leave_now(self, leave_id: str, approved: bool, actor_id: str) -> Answer:
        asked = DecideLeave(leave_id=leave_id, approved=approved, actor_id=actor_id)
        return self.answer_at_once(asked, handlers.decide)

    @ask(permission=CANCELLING)
    def cancel_leave_now(self, leave_id: str, actor_id: str) -> Answer:
        return self.answer_at_once(CancelLeave(leave_id=leave_id, actor_id=actor_id), handlers.cancel)

    @ask(permission=Self("member_id") | At("see-members"))
    def leaves_of(self, member_id: str) -> list[dict[str, Any]]:
        """The latest first; see LeaveViews.leaves_of."""
        self.seeing(member_id)
        return self.views.leaves_of(member_id)  # type: ignore[no-any-return]

    def _leave(self, command: Message[Any], handler: Handler) -> None:
        self.answer_by_event(command, handler, _not_possible, command.data.leave_id)


def _not_possible(command: Message[Any], reason: Any) -> LeaveNotPossible:
    asked = command.data
    return LeaveNotPossible(
        command_id=command.id,
        leave_id=asked.leave_id,
        reason=reason,
        actor_id=asked.actor_id,
        chat_id=asked.chat_id,
    )
