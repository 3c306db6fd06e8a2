"""Entrypoints about members."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any

from nameko.rpc import rpc

from services.directory.base import Base
from services.directory.members import changing, handlers, rotation
from services.directory.members.contacts import UnusablePhone
from services.directory.members.model import EmployeeNumberTaken, UnknownMember
from services.directory.units.model import UnknownUnit
from services.directory.views import Profile
from shared.events import Message
from shared.events.directory import Grant, MemberStatus, RegisterMember, SetLocale
from shared.messaging.entrypoints import on_command

#: ``{"refused": why or None, "changed": whether anything did}``.
Change = dict[str, Any]

_REFUSALS: dict[type[Exception], str] = {
    UnknownMember: "unknown-member",
    UnknownUnit: "unknown-unit",
    EmployeeNumberTaken: "employee-number-taken",
    UnusablePhone: "unusable-phone",
    changing.HasLeft: "has-left",
}


class MemberEntrypoints(Base):
    @on_command(RegisterMember, queue="directory.register-member")
    def register_member(self, command: Message[RegisterMember]) -> None:
        self.work.once(command, partial(handlers.register_member, safe=self.safe))

    @on_command(SetLocale, queue="directory.set-locale")
    def set_locale(self, command: Message[SetLocale]) -> None:
        self.work.once(command, handlers.set_locale)

    @rpc
    def register_member_now(self, member: dict[str, Any]) -> Change:
        """Register as the command does, answered at once; ``member`` has the fields of RegisterMember."""
        asked = RegisterMember.model_validate(member)

        def register(directory: Any, emit: Any) -> bool:
            before = directory.member(asked.member_id)
            return bool(handlers.register(asked, directory, emit, self.safe) != before)

        return self._change_member(register)

    @rpc
    def set_member_status(self, member_id: str, status: MemberStatus) -> Change:
        return self._change_member(lambda directory, emit: changing.set_status(member_id, status, directory, emit))

    @rpc
    def grant_role(self, member_id: str, role: str, unit_id: str) -> Change:
        given = Grant.model_validate({"role": role, "unit_id": unit_id})
        return self._change_member(lambda directory, emit: changing.grant(member_id, given, directory, emit))

    @rpc
    def revoke_role(self, member_id: str, role: str, unit_id: str) -> Change:
        taken = Grant.model_validate({"role": role, "unit_id": unit_id})
        return self._change_member(lambda directory, emit: changing.revoke(member_id, taken, directory, emit))

    @rpc
    def list_members(self, unit_id: str | None = None) -> list[Profile]:
        return self.views.members(unit_id)  # type: ignore[no-any-return]

    @rpc
    def profiles(self, member_ids: list[str]) -> list[Profile]:
        """Those of them who are known, by id."""
        return self.views.profiles(member_ids)  # type: ignore[no-any-return]

    @rpc
    def member(self, member_id: str) -> dict[str, Any] | None:
        """See MemberViews.member: contacts are masked."""
        return self.views.member(member_id, self.safe)  # type: ignore[no-any-return]

    @rpc
    def members(
        self,
        unit_id: str | None = None,
        wanted: dict[str, Any] | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> dict[str, Any]:
        """See MemberViews.members_page: contacts are masked."""
        return self.views.members_page(self.safe, unit_id, wanted or {}, after, limit)  # type: ignore[no-any-return]

    @rpc
    def member_units(self, member_id: str) -> list[dict[str, Any]]:
        """See MemberViews.member_units."""
        return self.views.member_units(member_id)  # type: ignore[no-any-return]

    @rpc
    def pending_for(self, member_id: str) -> dict[str, list[dict[str, Any]]]:
        """See PendingViews.pending_for."""
        return self.views.pending_for(member_id, self.moment)  # type: ignore[no-any-return]

    @rpc
    def rotate_contact_keys(self, after: str | None = None, limit: int = 200) -> dict[str, Any]:
        """``{"renewed", "unreadable", "next"}``: see rotation.rotate."""
        portion = self.work.do(lambda directory, _emit: rotation.rotate(directory, self.safe, after, limit))
        return asdict(portion)

    @rpc
    def contacts_under_old_keys(self) -> int:
        """How many members' contacts are not under the present keys."""
        return int(self.views.contacts_under_old_keys(self.safe.names))

    @rpc
    def may(self, member_id: str, action: str, unit_id: str) -> bool:
        return bool(self.views.may(member_id, action, unit_id))

    def _change_member(self, change: Callable[[Any, Any], bool]) -> Change:
        try:
            return {"refused": None, "changed": self.work.do(change)}
        except tuple(_REFUSALS) as refusal:
            return {"refused": _REFUSALS[type(refusal)], "changed": False}
