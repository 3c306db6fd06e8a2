"""Entrypoints about logging in."""

from __future__ import annotations

from typing import Any

from services.directory.base import Base
from services.directory.login import handlers as login
from shared.access.permission import At, Process
from shared.messaging.access import ask


class LoginEntrypoints(Base):
    @ask(permission=At("issue-link-code"))
    def issue_login_code(self, member_id: str) -> dict[str, str]:
        """``{"code": "48291377", "expires_at": ISO 8601}``. Raises UnknownMember, Forbidden, MayNotSeeFigures."""
        self.asker.require_for(member_id, "issue-link-code", self.places.of_member(member_id))
        issued = self.work.do(lambda directory, _emit: login.issue_login_code(member_id, directory))
        return {"code": issued.code, "expires_at": issued.expires_at.isoformat()}

    @ask(permission=Process("console"))
    def redeem_login_code(self, code: str, client: str, attempt: str | None = None) -> dict[str, Any]:
        """``{"outcome": logged-in | unknown-code | expired-code | too-many-attempts, "member": Profile or None}``.

        ``client`` is whoever tries, for counting: a network address or the like. ``attempt`` is the id of this try:
        a question may be carried out twice, and its second answer is that of the first.
        """
        redeemed = self.work.do(
            lambda directory, _emit: login.redeem_login_code(code, client, directory, attempt=attempt)
        )
        member = self.views.profile(redeemed.member_id) if redeemed.member_id else None
        return {"outcome": redeemed.outcome, "member": member}
