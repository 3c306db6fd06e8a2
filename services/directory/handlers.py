"""One function per command: load, decide, save, emit."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from services.directory.model import (
    LINK_ATTEMPTS,
    LINK_CODE_LIFETIME,
    Chat,
    LinkCode,
    Member,
    Unit,
    UnknownMember,
    UnknownUnit,
    path_of,
)
from services.directory.ports import Directory
from shared.events import Message
from shared.events.directory import (
    Channel,
    ChatLinked,
    ChatUnlinked,
    MemberRegistered,
    PersonName,
    RegisterMember,
    RegisterUnit,
    SetLocale,
    UnitRegistered,
)
from shared.failures import PermanentFailure

Emit = Callable[..., None]
LinkOutcome = Literal["linked", "unknown-code", "expired-code", "too-many-attempts"]


@dataclass(frozen=True)
class Linking:
    outcome: LinkOutcome
    member_id: str | None = None


def register_unit(command: Message[RegisterUnit], directory: Directory, emit: Emit) -> None:
    """Raises UnknownUnit while the parent is not registered, so that the command is tried again later."""
    asked = command.data
    parent = directory.unit(asked.parent_id) if asked.parent_id else None
    if asked.parent_id and parent is None:
        raise UnknownUnit(asked.parent_id)
    unit = Unit(asked.unit_id, asked.kind, asked.name, asked.parent_id, path_of(asked.unit_id, parent))
    directory.keep_unit(unit)
    emit(
        UnitRegistered(unit_id=unit.unit_id, kind=unit.kind, name=unit.name, parent_id=unit.parent_id, path=unit.path),
        subject=unit.unit_id,
        unit_path=unit.path,
    )


def register_member(command: Message[RegisterMember], directory: Directory, emit: Emit) -> None:
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
        tuple(asked.roles),
        before.version + 1 if before else 1,
        bool(before and before.chose_locale),
    )
    _keep(member, unit, directory, emit)


def set_locale(command: Message[SetLocale], directory: Directory, emit: Emit) -> None:
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
    _keep(member, unit, directory, emit)


def issue_link_code(member_id: str, directory: Directory, now: datetime | None = None) -> LinkCode:
    """A fresh one-time code for a member. Raises UnknownMember."""
    if directory.member(member_id) is None:
        raise UnknownMember(member_id)
    moment = now or datetime.now(UTC)
    code = next(code for code in _codes() if directory.link_code(code) is None)
    issued = LinkCode(code, member_id, moment + LINK_CODE_LIFETIME)
    directory.keep_link_code(issued)
    return issued


def link_chat(
    chat_id: str, channel: Channel, code: str, directory: Directory, emit: Emit, now: datetime | None = None
) -> Linking:
    """Link a chat to the member whom the code was made for. A code works once."""
    moment = now or datetime.now(UTC)
    if directory.count_attempt(chat_id, moment) > LINK_ATTEMPTS:
        return Linking("too-many-attempts")
    known = directory.link_code(code)
    if known is None:
        return Linking("unknown-code")
    if known.expires_at <= moment:
        return Linking("expired-code")
    directory.forget_link_code(code)
    directory.keep_chat(Chat(chat_id, channel, known.member_id))
    emit(ChatLinked(chat_id=chat_id, channel=channel, member_id=known.member_id), subject=chat_id)
    return Linking("linked", known.member_id)


def unlink_chat(chat_id: str, directory: Directory, emit: Emit) -> bool:
    """False when the chat was not linked."""
    chat = directory.chat(chat_id)
    if chat is None:
        return False
    directory.forget_chat(chat_id)
    emit(ChatUnlinked(chat_id=chat_id, channel=chat.channel, member_id=chat.member_id), subject=chat_id)
    return True


def _keep(member: Member, unit: Unit, directory: Directory, emit: Emit) -> None:
    directory.keep_member(member)
    emit(
        MemberRegistered(
            member_id=member.member_id,
            kind=member.kind,
            unit_id=unit.unit_id,
            unit_path=unit.path,
            person=PersonName(name=member.name),
            locale=member.locale,
            version=member.version,
            roles=list(member.roles),
        ),
        subject=member.member_id,
        unit_path=unit.path,
    )


def _codes() -> list[str]:
    return [f"{secrets.randbelow(1_000_000):06d}" for _ in range(100)]
