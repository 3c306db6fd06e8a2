"""Entrypoints about transfers: durable commands, answered by events; the same by RPC, answered at once."""

from __future__ import annotations

from functools import partial
from typing import Any

from services.directory.base import Answer, Base, Handler
from services.directory.transfers import handlers
from shared.access.permission import At, Process, Self
from shared.events import Message
from shared.events.transfers import (
    CancelTransfer,
    DecideTransfer,
    ExpireTransfer,
    RequestTransfer,
    TransferNotPossible,
)
from shared.messaging.access import ask
from shared.messaging.entrypoints import on_command

REQUESTING = At("request-transfer", by="actor_id")
DECIDING = At("decide-transfer", by="actor_id")
CANCELLING = At("request-transfer", "administer", by="actor_id")


class TransferEntrypoints(Base):
    @on_command(RequestTransfer, queue="directory.request-transfer", permission=REQUESTING)
    def request_transfer(self, command: Message[RequestTransfer]) -> None:
        self._transfer(command, partial(handlers.request, waits=self.settings_now.transfer_wait))

    @on_command(DecideTransfer, queue="directory.decide-transfer", permission=DECIDING)
    def decide_transfer(self, command: Message[DecideTransfer]) -> None:
        self._transfer(command, handlers.decide)

    @on_command(CancelTransfer, queue="directory.cancel-transfer", permission=CANCELLING)
    def cancel_transfer(self, command: Message[CancelTransfer]) -> None:
        self._transfer(command, handlers.cancel)

    @on_command(ExpireTransfer, queue="directory.expire-transfer", permission=Process("timekeeper"))
    def expire_transfer(self, command: Message[ExpireTransfer]) -> None:
        self.work.once(command, lambda c, directory, emit: handlers.expire(c.data, directory, emit, moment=self.moment))

    @ask(permission=REQUESTING)
    def request_transfer_now(
        self, transfer_id: str, member_id: str, to_unit_id: str, reason: str, actor_id: str
    ) -> Answer:
        """``{"refused": TransferRefusal or None}``, as those below."""
        asked = RequestTransfer(
            transfer_id=transfer_id, member_id=member_id, to_unit_id=to_unit_id, reason=reason, actor_id=actor_id
        )
        return self.answer_at_once(asked, partial(handlers.request, waits=self.settings_now.transfer_wait))

    @ask(permission=DECIDING)
    def decide_transfer_now(self, transfer_id: str, accepted: bool, actor_id: str, reason: str | None = None) -> Answer:
        asked = DecideTransfer(transfer_id=transfer_id, accepted=accepted, reason=reason, actor_id=actor_id)
        return self.answer_at_once(asked, handlers.decide)

    @ask(permission=CANCELLING)
    def cancel_transfer_now(self, transfer_id: str, actor_id: str) -> Answer:
        return self.answer_at_once(CancelTransfer(transfer_id=transfer_id, actor_id=actor_id), handlers.cancel)

    @ask(permission=Self("member_id") | At("see-members"))
    def transfers_of(self, member_id: str) -> list[dict[str, Any]]:
        """The newest first; see TransferViews.transfers_of."""
        self.seeing(member_id)
        return self.views.transfers_of(member_id)  # type: ignore[no-any-return]

    def _transfer(self, command: Message[Any], handler: Handler) -> None:
        self.answer_by_event(command, handler, _not_possible, command.data.transfer_id)


def _not_possible(command: Message[Any], reason: Any) -> TransferNotPossible:
    asked = command.data
    return TransferNotPossible(
        command_id=command.id,
        transfer_id=asked.transfer_id,
        reason=reason,
        actor_id=asked.actor_id,
        chat_id=asked.chat_id,
    )
