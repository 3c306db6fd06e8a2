"""Entrypoints about transfers: durable commands, answered by events; the same by RPC, answered at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from nameko.rpc import rpc

from services.directory.base import Base
from services.directory.transfers import handlers
from services.directory.transfers.model import NotPossible
from shared.events import Message
from shared.events.base import Command
from shared.events.transfers import (
    CancelTransfer,
    DecideTransfer,
    ExpireTransfer,
    RequestTransfer,
    TransferNotPossible,
)
from shared.messaging.entrypoints import on_command

Answer = dict[str, str | None]


class TransferEntrypoints(Base):
    @on_command(RequestTransfer, queue="directory.request-transfer")
    def request_transfer(self, command: Message[RequestTransfer]) -> None:
        self._transfer(command, partial(handlers.request, waits=self.settings_now.transfer_wait))

    @on_command(DecideTransfer, queue="directory.decide-transfer")
    def decide_transfer(self, command: Message[DecideTransfer]) -> None:
        self._transfer(command, handlers.decide)

    @on_command(CancelTransfer, queue="directory.cancel-transfer")
    def cancel_transfer(self, command: Message[CancelTransfer]) -> None:
        self._transfer(command, handlers.cancel)

    @on_command(ExpireTransfer, queue="directory.expire-transfer")
    def expire_transfer(self, command: Message[ExpireTransfer]) -> None:
        self.work.once(command, lambda c, directory, emit: handlers.expire(c.data, directory, emit, moment=self.moment))

    @rpc
    def request_transfer_now(
        self, transfer_id: str, member_id: str, to_unit_id: str, reason: str, actor_id: str
    ) -> Answer:
        """``{"refused": TransferRefusal or None}``, as those below."""
        asked = RequestTransfer(
            transfer_id=transfer_id, member_id=member_id, to_unit_id=to_unit_id, reason=reason, actor_id=actor_id
        )
        return self._transfer_now(asked, partial(handlers.request, waits=self.settings_now.transfer_wait))

    @rpc
    def decide_transfer_now(self, transfer_id: str, accepted: bool, actor_id: str, reason: str | None = None) -> Answer:
        asked = DecideTransfer(transfer_id=transfer_id, accepted=accepted, reason=reason, actor_id=actor_id)
        return self._transfer_now(asked, handlers.decide)

    @rpc
    def cancel_transfer_now(self, transfer_id: str, actor_id: str) -> Answer:
        return self._transfer_now(CancelTransfer(transfer_id=transfer_id, actor_id=actor_id), handlers.cancel)

    @rpc
    def transfers_of(self, member_id: str) -> list[dict[str, Any]]:
        """The newest first; see TransferViews.transfers_of."""
        return self.views.transfers_of(member_id)  # type: ignore[no-any-return]

    def _transfer(self, command: Message[Any], handler: Callable[..., None]) -> None:
        def answered(message: Message[Any], directory: Any, emit: Any) -> None:
            asked = message.data
            try:
                handler(asked, directory, emit, moment=self.moment)
            except NotPossible as refusal:
                told = TransferNotPossible(
                    command_id=message.id,
                    transfer_id=asked.transfer_id,
                    reason=refusal.reason,
                    actor_id=asked.actor_id,
                    chat_id=asked.chat_id,
                )
                emit(told, subject=asked.transfer_id)

        self.work.once(command, answered)

    def _transfer_now(self, asked: Command, handler: Callable[..., None]) -> Answer:
        try:
            self.work.do(lambda directory, emit: handler(asked, directory, emit, moment=self.moment))
        except NotPossible as refusal:
            return {"refused": refusal.reason}
        return {"refused": None}
