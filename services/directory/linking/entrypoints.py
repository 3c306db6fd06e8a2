"""Entrypoints about chats."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from nameko.rpc import rpc

from services.directory.base import Base
from services.directory.linking import handlers
from services.directory.linking.model import LINK_CODE_LIFETIME
from services.directory.views import Profile
from shared.events.directory import Channel

_USUAL = int(LINK_CODE_LIFETIME.total_seconds()) // 60


class LinkEntrypoints(Base):
    @rpc
    def issue_link_code(self, member_id: str, minutes: int = _USUAL) -> dict[str, str]:
        """``{"code": "7K3M-9QXD", "expires_at": ISO 8601}``, in place of the one that the member had.

        Raises UnknownMember, or ValueError for minutes that are more than three days.
        """
        lifetime = timedelta(minutes=minutes)
        issued = self.work.do(
            lambda directory, _emit: handlers.issue_link_code(member_id, directory, lifetime=lifetime)
        )
        return {"code": issued.code, "expires_at": issued.expires_at.isoformat()}

    @rpc
    def revoke_link_code(self, member_id: str) -> bool:
        """False when there was none. Raises UnknownMember."""
        return bool(self.work.do(lambda directory, _emit: handlers.revoke_link_code(member_id, directory)))

    @rpc
    def link_chat(self, chat_id: str, channel: Channel, code: str, client: str | None = None) -> dict[str, Any]:
        """``{"outcome": linked | unknown-code | expired-code | too-many-attempts, "member": Profile or None}``.

        ``client`` tells apart where tries come from: a digest of a network address.
        """
        linking = self.work.do(
            lambda directory, emit: handlers.link_chat(chat_id, channel, code, directory, emit, client=client)
        )
        member = self.views.profile(linking.member_id) if linking.member_id else None
        return {"outcome": linking.outcome, "member": member}

    @rpc
    def unlink_chat(self, chat_id: str) -> bool:
        return bool(self.work.do(lambda directory, emit: handlers.unlink_chat(chat_id, directory, emit)))

    @rpc
    def unlink_other_chat(self, chat_id: str, other_chat_id: str) -> bool:
        """False when the two are not chats of one member."""
        return bool(
            self.work.do(lambda directory, emit: handlers.unlink_other_chat(chat_id, other_chat_id, directory, emit))
        )

    @rpc
    def chats_of(self, member_id: str) -> list[dict[str, Any]]:
        """``{"chat_id", "channel", "linked_at": ISO 8601 or None}``, the one linked last first."""
        return self.views.chats_of(member_id)  # type: ignore[no-any-return]

    @rpc
    def chat_profile(self, chat_id: str) -> Profile | None:
        return self.views.chat_profile(chat_id)  # type: ignore[no-any-return]
