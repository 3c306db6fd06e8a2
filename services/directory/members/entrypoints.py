"""Entrypoints about members."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any

from services.directory.base import Base
from services.directory.members import changing, handlers, rotation
from services.directory.members.contacts import UnusablePhone
from services.directory.members.deciding import SEE_CONTACTS
from services.directory.members.model import ClosedUnit, EmployeeNumberTaken, NoSuchZone, UnknownMember
from services.directory.units.model import UnknownUnit
from services.directory.views import Profile
from shared.access import consultation
from shared.access.permission import At, Process, Self
from shared.access.policy import EVERYWHERE, Action, is_within, may
from shared.events import Message
from shared.events.directory import Grant, MemberStatus, RegisterMember, SetLocale
from shared.messaging.access import ask
from shared.messaging.entrypoints import on_command

#: ``{"refused": why or None, "changed": whether anything did}``.
Change = dict[str, Any]

_REFUSALS: dict[type[Exception], str] = {
    UnknownMember: "unknown-member",
    UnknownUnit: "unknown-unit",
    ClosedUnit: "closed-unit",
    EmployeeNumberTaken: "employee-number-taken",
    NoSuchZone: "no-such-zone",
    UnusablePhone: "unusable-phone",
    changing.HasLeft: "has-left",
}


class MemberEntrypoints(Base):
    @on_command(RegisterMember, queue="directory.register-member", permission=At("register-members"))
    def register_member(self, command: Message[RegisterMember]) -> None:
        self.places.registering_member(command.data, self.asker)
        self.work.once(command, partial(handlers.register_member, safe=self.safe))

    @on_command(SetLocale, queue="directory.set-locale", permission=Self("member_id"))
    def set_locale(self, command: Message[SetLocale]) -> None:
        self.work.once(command, handlers.set_locale)

    @ask(permission=At("register-members"))
    def register_member_now(self, member: dict[str, Any]) -> Change:
        """Register as the command does, answered at once; ``member`` has the fields of RegisterMember."""
        asked = RegisterMember.model_validate(member)

        def register(directory: Any, emit: Any) -> bool:
            self.places.registering_member(asked, self.asker)
            before = directory.member(asked.member_id)
            return bool(handlers.register(asked, directory, emit, self.safe) != before)

        return self._change_member(register)

    @ask(permission=At("register-members"))
    def set_member_status(self, member_id: str, status: MemberStatus) -> Change:
        def change(directory: Any, emit: Any) -> bool:
            self.asker.require("register-members", self.places.of_member(member_id))
            return changing.set_status(member_id, status, directory, emit)

        return self._change_member(change)

    @ask(permission=At("administer"))
    def grant_role(self, member_id: str, role: str, unit_id: str) -> Change:
        given = Grant.model_validate({"role": role, "unit_id": unit_id})

        def change(directory: Any, emit: Any) -> bool:
            self.asker.require("administer", self.places.of_unit(unit_id))
            return changing.grant(member_id, given, directory, emit)

        return self._change_member(change)

    @ask(permission=At("administer"))
    def revoke_role(self, member_id: str, role: str, unit_id: str) -> Change:
        taken = Grant.model_validate({"role": role, "unit_id": unit_id})

        def change(directory: Any, emit: Any) -> bool:
            self.asker.require("administer", self.places.of_unit(unit_id))
            return changing.revoke(member_id, taken, directory, emit)

        return self._change_member(change)

    @ask(permission=At("see-members"))
    def list_members(self, unit_id: str | None = None) -> list[Profile]:
        """Raises UnknownUnit, Forbidden; without a unit only whoever may see everybody."""
        self.asker.require("see-members", self.places.of_unit(unit_id))
        return self.views.members(unit_id)  # type: ignore[no-any-return]

    @ask(permission=Process("console") | At("see-members"))
    def profiles(self, member_ids: list[str]) -> list[Profile]:
        """Those of them who are known and whom the asker may see, by id."""
        found: list[Profile] = self.views.profiles(member_ids)
        if self.asker.actor.is_process:
            return found
        scopes = self.asker.within("see-members")
        return [each for each in found if any(is_within(each["unit_path"], scope) for scope in scopes)]

    @ask(permission=Process() | Self("member_id"))
    def may(self, member_id: str, action: Action, unit_id: str) -> bool:
        """Raises UnknownMember, UnknownUnit."""
        return may(self.places.grants(member_id), action, self.places.of_unit(unit_id))

    @ask(permission=Self("member_id") | At("see-members"))
    def member(self, member_id: str) -> dict[str, Any] | None:
        """See MemberViews.member: contacts are masked."""
        try:
            self.seeing(member_id)
        except UnknownMember:
            consultation.nothing_to_decide()
            return None
        return self.views.member(member_id, self.safe)  # type: ignore[no-any-return]

    @ask(permission=At("see-members"))
    def members(
        self,
        unit_id: str | None = None,
        wanted: dict[str, Any] | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> dict[str, Any]:
        """See MemberViews.members_page: contacts are masked."""
        self.asker.require("see-members", self.places.of_unit(unit_id))
        return self.views.members_page(self.safe, unit_id, wanted or {}, after, limit)  # type: ignore[no-any-return]

    @ask(permission=Self("member_id") | At("see-members"))
    def member_units(self, member_id: str) -> list[dict[str, Any]]:
        """See MemberViews.member_units."""
        self.seeing(member_id)
        return self.views.member_units(member_id)  # type: ignore[no-any-return]

    @ask(permission=Self("member_id") | At(SEE_CONTACTS))
    def contacts(self, member_id: str) -> dict[str, str | None]:
        """In the clear: see MemberViews.contacts."""
        self.seeing(member_id, SEE_CONTACTS)
        return self.views.contacts(member_id, self.safe)  # type: ignore[no-any-return]

    @ask(permission=Self("member_id"))
    def pending_for(self, member_id: str) -> dict[str, list[dict[str, Any]]]:
        """See PendingViews.pending_for."""
        return self.views.pending_for(member_id, self.moment)  # type: ignore[no-any-return]

    @ask(permission=At("operate"))
    def rotate_contact_keys(self, after: str | None = None, limit: int = 200) -> dict[str, Any]:
        """``{"renewed", "unreadable", "next"}``: see rotation.rotate."""
        self.asker.require("operate", EVERYWHERE)
        portion = self.work.do(lambda directory, _emit: rotation.rotate(directory, self.safe, after, limit))
        return asdict(portion)

    @ask(permission=At("operate"))
    def contacts_under_old_keys(self) -> int:
        """How many members' contacts are not under the present keys."""
        self.asker.require("operate", EVERYWHERE)
        return int(self.views.contacts_under_old_keys(self.safe.names))

    def _change_member(self, change: Callable[[Any, Any], bool]) -> Change:
        try:
            return {"refused": None, "changed": self.work.do(change)}
        except tuple(_REFUSALS) as refusal:
            return {"refused": _REFUSALS[type(refusal)], "changed": False}
