"""A chat is linked by a one-time code, and unlinked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from services.directory.linking.model import LINK_CODE_LIFETIME, LONGEST_LIFETIME, Chat, LinkCode, limits, window_of
from services.directory.linking.ports import Links
from services.directory.members.model import UnknownMember
from shared.codes import digest, grouped, new_code, plain
from shared.events.directory import Channel, ChatLinked, ChatUnlinked

Emit = Callable[..., None]
LinkOutcome = Literal["linked", "unknown-code", "expired-code", "too-many-attempts"]


@dataclass(frozen=True)
class Issued:
    """The only place where the code stands in the clear; ``7K3M-9QXD``."""

    code: str
    expires_at: datetime


@dataclass(frozen=True)
class Linking:
    outcome: LinkOutcome
    member_id: str | None = None


def issue_link_code(
    member_id: str, directory: Links, now: datetime | None = None, lifetime: timedelta = LINK_CODE_LIFETIME
) -> Issued:
    """A fresh code; the one that the member had before is no good any more. Raises UnknownMember, or ValueError for a
    lifetime that is not short."""
    if not timedelta(0) < lifetime <= LONGEST_LIFETIME:
        raise ValueError(f"a code lives for up to {LONGEST_LIFETIME}, not {lifetime}")
    if directory.member(member_id) is None:
        raise UnknownMember(member_id)
    expires_at = (now or datetime.now(UTC)) + lifetime
    salt = directory.link_salt()
    while True:
        code = new_code()
        kept = LinkCode(digest(code, salt), member_id, expires_at)
        if directory.link_code(kept.digest) is None:
            directory.keep_link_code(kept)
            return Issued(grouped(code), expires_at)


def revoke_link_code(member_id: str, directory: Links) -> bool:
    """False when there was none. Raises UnknownMember."""
    if directory.member(member_id) is None:
        raise UnknownMember(member_id)
    return directory.forget_link_codes_of(member_id)


def link_chat(
    chat_id: str,
    channel: Channel,
    code: str,
    directory: Links,
    emit: Emit,
    now: datetime | None = None,
    *,
    client: str | None = None,
) -> Linking:
    """Link a chat to the member whom the code was made for. A code works once.

    ``client`` is where the try comes from, such as a digest of a network address: a chat on a page costs nothing to
    make, so its own limit alone would stop nobody. None where the channel makes sure that a chat is a person's.
    """
    moment = now or datetime.now(UTC)
    counted, window = limits(chat_id, client), window_of(moment)
    failures = directory.link_failures(counted, window)
    if any(failures.get(who, 0) >= most for who, most in counted.items()):
        return Linking("too-many-attempts")
    written = plain(code)
    tried = digest(written, directory.link_salt()) if written else None
    before = directory.chat(chat_id)
    if tried is not None and before is not None and before.code == tried:
        # A question may be carried out twice: its answer was lost, and it is the same.
        return Linking("linked", before.member_id)
    known = directory.link_code(tried) if tried else None
    if known is None:
        directory.count_link_failure(counted, window)
        return Linking("unknown-code")
    if known.expires_at <= moment:
        return Linking("expired-code")
    directory.forget_link_code(known.digest)
    directory.keep_chat(Chat(chat_id, channel, known.member_id, moment, known.digest))
    linked = ChatLinked(chat_id=chat_id, channel=channel, member_id=known.member_id)
    # The time that is kept with the chat: whoever hears of it later, by a snapshot, hears the same.
    emit(linked, subject=chat_id, time=moment)
    return Linking("linked", known.member_id)


def unlink_chat(chat_id: str, directory: Links, emit: Emit) -> bool:
    """False when the chat was not linked."""
    chat = directory.chat(chat_id)
    if chat is None:
        return False
    directory.forget_chat(chat_id)
    emit(ChatUnlinked(chat_id=chat_id, channel=chat.channel, member_id=chat.member_id), subject=chat_id)
    return True


def unlink_other_chat(chat_id: str, other_chat_id: str, directory: Links, emit: Emit) -> bool:
    """A member puts out one of their chats from another. False when the two are not the same member's."""
    own, other = directory.chat(chat_id), directory.chat(other_chat_id)
    if own is None or other is None or own.member_id != other.member_id:
        return False
    return unlink_chat(other_chat_id, directory, emit)
