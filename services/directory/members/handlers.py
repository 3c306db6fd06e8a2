"""Members are registered, and choose their language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from services.directory.linking.ports import Links
from services.directory.members.model import Member
from services.directory.members.ports import Members
from services.directory.members.telling import tell_member
from services.directory.units.model import UnknownUnit
from shared.events import Message
from shared.events.directory import RegisterMember, SetLocale
from shared.failures import PermanentFailure

Emit = Callable[..., None]


def register_member(command: Message[RegisterMember], directory: Members, emit: Emit) -> None:
    """Register or update. Raises UnknownUnit while the unit is not registered."""
    asked = command.data
    unit = directory.unit(asked.unit_id)
    if unit is None:
        raise UnknownUnit(asked.unit_id)
    before = directory.member(asked.member_id)
    member = Member(
        asked.member_id,
        asked.kind,
        asked.unit_id,
        asked.person.name,
        before.locale if before and before.chose_locale else asked.locale,
        tuple(asked.roles if asked.roles is not None else before.roles if before else ()),
        before.version + 1 if before else 1,
        bool(before and before.chose_locale),
    )
    directory.keep_member(member)
    tell_member(member, directory, emit)


def set_locale(command: Message[SetLocale], directory: Links, emit: Emit) -> None:
    """The language a member chose. Raises PermanentFailure when the chat is not that member's: nobody chooses for
    another, and a chat that was unlinked meanwhile has its own language still."""
    asked = command.data
    chat, before = directory.chat(asked.chat_id), directory.member(asked.member_id)
    if chat is None or before is None or chat.member_id != asked.member_id:
        raise PermanentFailure(f"chat {asked.chat_id} is not one of member {asked.member_id}")
    unit = directory.unit(before.unit_id)
    if unit is None:
        raise UnknownUnit(before.unit_id)
    if before.chose_locale and before.locale == asked.locale:
        return
    member = replace(before, locale=asked.locale, version=before.version + 1, chose_locale=True)
    directory.keep_member(member)
    tell_member(member, directory, emit)
