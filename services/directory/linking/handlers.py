"""A chat is linked by a one-time code, and unlinked."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from services.directory.linking.model import LINK_ATTEMPTS, LINK_CODE_LIFETIME, Chat, LinkCode
from services.directory.linking.ports import Links
from services.directory.members.model import UnknownMember
from shared.events.directory import Channel, ChatLinked, ChatUnlinked

Emit = Callable[..., None]
LinkOutcome = Literal["linked", "unknown-code", "expired-code", "too-many-attempts"]


@dataclass(frozen=True)
class Linking:
    outcome: LinkOutcome
    member_id: str | None = None


def issue_link_code(member_id: str, directory: Links, now: datetime | None = None) -> LinkCode:
    """A fresh one-time code for a member. Raises UnknownMember."""
    if directory.member(member_id) is None:
        raise UnknownMember(member_id)
    moment = now or datetime.now(UTC)
    code = next(code for code in _codes() if directory.link_code(code) is None)
    issued = LinkCode(code, member_id, moment + LINK_CODE_LIFETIME)
    directory.keep_link_code(issued)
    return issued


def link_chat(
    chat_id: str, channel: Channel, code: str, directory: Links, emit: Emit, now: datetime | None = None
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


def unlink_chat(chat_id: str, directory: Links, emit: Emit) -> bool:
    """False when the chat was not linked."""
    chat = directory.chat(chat_id)
    if chat is None:
        return False
    directory.forget_chat(chat_id)
    emit(ChatUnlinked(chat_id=chat_id, channel=chat.channel, member_id=chat.member_id), subject=chat_id)
    return True


def _codes() -> list[str]:
    return [f"{secrets.randbelow(1_000_000):06d}" for _ in range(100)]
