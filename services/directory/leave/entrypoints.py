"""Entrypoints about leave: durable commands, answered by events; the same by RPC, answered at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from nameko.rpc import rpc

from services.directory.base import Base
from services.directory.leave import handlers
from services.directory.leave.model import NotPossible
from shared.events import Message
from shared.events.base import Command
from shared.events.leave import CancelLeave, DecideLeave, LeaveNotPossible, RequestLeave
from shared.messaging.entrypoints import on_command

Answer = dict[str, str | None]


class LeaveEntrypoints(Base):
    @on_command(RequestLeave, queue="directory.request-leave")
    def request_leave(self, command: Message[RequestLeave]) -> None:
        self._leave(command, partial(handlers.request, rules=self.settings_now.leave_rules))

    @on_command(DecideLeave, queue="directory.decide-leave")
    def decide_leave(self, command: Message[DecideLeave]) -> None:
        self._leave(command, handlers.decide)

    @on_command(CancelLeave, queue="directory.cancel-leave")
    def cancel_leave(self, command: Message[CancelLeave]) -> None:
        self._leave(command, handlers.cancel)

    @rpc
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
        return self._leave_now(asked, partial(handlers.request, rules=self.settings_now.leave_rules))

    @rpc
    def decide_leave_now(self, leave_id: str, approved: bool, actor_id: str) -> Answer:
        asked = DecideLeave(leave_id=leave_id, approved=approved, actor_id=actor_id)
        return self._leave_now(asked, handlers.decide)

    @rpc
    def cancel_leave_now(self, leave_id: str, actor_id: str) -> Answer:
        return self._leave_now(CancelLeave(leave_id=leave_id, actor_id=actor_id), handlers.cancel)

    @rpc
    def leaves_of(self, member_id: str) -> list[dict[str, Any]]:
        """The latest first; see LeaveViews.leaves_of."""
        return self.views.leaves_of(member_id)  # type: ignore[no-any-return]

    def _leave(self, command: Message[Any], handler: Callable[..., None]) -> None:
        def answered(message: Message[Any], directory: Any, emit: Any) -> None:
            asked = message.data
            try:
                handler(asked, directory, emit, moment=self.moment)
            except NotPossible as refusal:
                told = LeaveNotPossible(
                    command_id=message.id,
                    leave_id=asked.leave_id,
                    reason=refusal.reason,
                    actor_id=asked.actor_id,
                    chat_id=asked.chat_id,
                )
                emit(told, subject=asked.leave_id)

        self.work.once(command, answered)

    def _leave_now(self, asked: Command, handler: Callable[..., None]) -> Answer:
        try:
            self.work.do(lambda directory, emit: handler(asked, directory, emit, moment=self.moment))
        except NotPossible as refusal:
            return {"refused": refusal.reason}
        return {"refused": None}
