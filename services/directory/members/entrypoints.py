"""Entrypoints about members."""

from __future__ import annotations

from services.directory.base import Base
from services.directory.members import handlers
from services.directory.views import Profile
from shared.access.permission import At, Process, Self
from shared.access.policy import Action, is_within, may
from shared.events import Message
from shared.events.directory import RegisterMember, SetLocale
from shared.messaging.access import ask
from shared.messaging.entrypoints import on_command


class MemberEntrypoints(Base):
    @on_command(RegisterMember, queue="directory.register-member", permission=At("register-members"))
    def register_member(self, command: Message[RegisterMember]) -> None:
        self.places.registering_member(command.data, self.asker)
        self.work.once(command, handlers.register_member)

    @on_command(SetLocale, queue="directory.set-locale", permission=Self("member_id"))
    def set_locale(self, command: Message[SetLocale]) -> None:
        self.work.once(command, handlers.set_locale)

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
