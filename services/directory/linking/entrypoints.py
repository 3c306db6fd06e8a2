"""Entrypoints about chats."""

from __future__ import annotations

from typing import Any

from services.directory.base import Base
from services.directory.linking import handlers
from services.directory.views import Profile
from shared.access.permission import At, Process
from shared.events.directory import Channel
from shared.messaging.access import ask

#: Who knows a chat when they see one.
BOTS = Process("web", "telegram")


class LinkEntrypoints(Base):
    @ask(permission=At("issue-link-code"))
    def issue_link_code(self, member_id: str) -> dict[str, str]:
        """``{"code": "482913", "expires_at": ISO 8601}``. Raises UnknownMember, Forbidden."""
        self.asker.require_for(member_id, "issue-link-code", self.places.of_member(member_id))
        issued = self.work.do(lambda directory, _emit: handlers.issue_link_code(member_id, directory))
        return {"code": issued.code, "expires_at": issued.expires_at.isoformat()}

    @ask(permission=BOTS)
    def link_chat(self, chat_id: str, channel: Channel, code: str) -> dict[str, Any]:
        """``{"outcome": linked | unknown-code | expired-code | too-many-attempts, "member": Profile or None}``."""
        linking = self.work.do(lambda directory, emit: handlers.link_chat(chat_id, channel, code, directory, emit))
        member = self.views.profile(linking.member_id) if linking.member_id else None
        return {"outcome": linking.outcome, "member": member}

    @ask(permission=BOTS)
    def unlink_chat(self, chat_id: str) -> bool:
        return bool(self.work.do(lambda directory, emit: handlers.unlink_chat(chat_id, directory, emit)))

    @ask(permission=BOTS)
    def chat_profile(self, chat_id: str) -> Profile | None:
        return self.views.chat_profile(chat_id)  # type: ignore[no-any-return]
