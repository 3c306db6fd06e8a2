"""Entrypoints about members."""

from __future__ import annotations

from functools import partial

from nameko.rpc import rpc

from services.directory.base import Base
from services.directory.members import handlers
from services.directory.views import Profile
from shared.events import Message
from shared.events.directory import RegisterMember, SetLocale
from shared.messaging.entrypoints import on_command


class MemberEntrypoints(Base):
    @on_command(RegisterMember, queue="directory.register-member")
    def register_member(self, command: Message[RegisterMember]) -> None:
        self.work.once(command, partial(handlers.register_member, safe=self.safe))

    @on_command(SetLocale, queue="directory.set-locale")
    def set_locale(self, command: Message[SetLocale]) -> None:
        self.work.once(command, handlers.set_locale)

    @rpc
    def list_members(self, unit_id: str | None = None) -> list[Profile]:
        return self.views.members(unit_id)  # type: ignore[no-any-return]

    @rpc
    def profiles(self, member_ids: list[str]) -> list[Profile]:
        """Those of them who are known, by id."""
        return self.views.profiles(member_ids)  # type: ignore[no-any-return]

    @rpc
    def may(self, member_id: str, action: str, unit_id: str) -> bool:
        return bool(self.views.may(member_id, action, unit_id))
