"""Entrypoints of the directory."""

from __future__ import annotations

from typing import Any

from nameko.rpc import rpc

from services.directory import handlers, login
from services.directory.repository import MongoDirectory
from services.directory.views import DirectoryViews, Profile
from shared.events import Message
from shared.events.directory import Channel, RegisterMember, RegisterUnit, SetLocale
from shared.messaging.entrypoints import on_command
from shared.messaging.health import Health
from shared.messaging.mongo import Views
from shared.messaging.work import UnitOfWork


class DirectoryService:
    name = "directory"

    work = UnitOfWork(MongoDirectory)
    views = Views(DirectoryViews)
    health = Health()

    @on_command(RegisterUnit, queue="directory.register-unit")
    def register_unit(self, command: Message[RegisterUnit]) -> None:
        self.work.once(command, handlers.register_unit)

    @on_command(RegisterMember, queue="directory.register-member")
    def register_member(self, command: Message[RegisterMember]) -> None:
        self.work.once(command, handlers.register_member)

    @on_command(SetLocale, queue="directory.set-locale")
    def set_locale(self, command: Message[SetLocale]) -> None:
        self.work.once(command, handlers.set_locale)

    @rpc
    def issue_link_code(self, member_id: str) -> dict[str, str]:
        """``{"code": "482913", "expires_at": ISO 8601}``. Raises UnknownMember."""
        issued = self.work.do(lambda directory, _emit: handlers.issue_link_code(member_id, directory))
        return {"code": issued.code, "expires_at": issued.expires_at.isoformat()}

    @rpc
    def link_chat(self, chat_id: str, channel: Channel, code: str) -> dict[str, Any]:
        """``{"outcome": linked | unknown-code | expired-code | too-many-attempts, "member": Profile or None}``."""
        linking = self.work.do(lambda directory, emit: handlers.link_chat(chat_id, channel, code, directory, emit))
        member = self.views.profile(linking.member_id) if linking.member_id else None
        return {"outcome": linking.outcome, "member": member}

    @rpc
    def unlink_chat(self, chat_id: str) -> bool:
        return bool(self.work.do(lambda directory, emit: handlers.unlink_chat(chat_id, directory, emit)))

    @rpc
    def issue_login_code(self, member_id: str) -> dict[str, str]:
        """``{"code": "48291377", "expires_at": ISO 8601}``. Raises UnknownMember, MayNotSeeFigures."""
        issued = self.work.do(lambda directory, _emit: login.issue_login_code(member_id, directory))
        return {"code": issued.code, "expires_at": issued.expires_at.isoformat()}

    @rpc
    def redeem_login_code(self, code: str, client: str) -> dict[str, Any]:
        """``{"outcome": logged-in | unknown-code | expired-code | too-many-attempts, "member": Profile or None}``.

        ``client`` is whoever tries, for counting: a network address or the like.
        """
        redeemed = self.work.do(lambda directory, _emit: login.redeem_login_code(code, client, directory))
        member = self.views.profile(redeemed.member_id) if redeemed.member_id else None
        return {"outcome": redeemed.outcome, "member": member}

    @rpc
    def chat_profile(self, chat_id: str) -> Profile | None:
        return self.views.chat_profile(chat_id)  # type: ignore[no-any-return]

    @rpc
    def list_members(self, unit_id: str | None = None) -> list[Profile]:
        return self.views.members(unit_id)  # type: ignore[no-any-return]

    @rpc
    def profiles(self, member_ids: list[str]) -> list[Profile]:
        """Those of them who are known, by id."""
        return self.views.profiles(member_ids)  # type: ignore[no-any-return]

    @rpc
    def units(self, unit_path: str) -> list[dict[str, Any]]:
        return self.views.units(unit_path)  # type: ignore[no-any-return]

    @rpc
    def may(self, member_id: str, action: str, unit_id: str) -> bool:
        return bool(self.views.may(member_id, action, unit_id))
