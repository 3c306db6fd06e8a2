"""A chat is linked to a member by a one-time code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from shared.events.directory import Channel

LINK_CODE_LIFETIME = timedelta(minutes=15)
#: Codes on a printed sheet have to reach their members first.
LONGEST_LIFETIME = timedelta(days=3)

#: Within one window: wrong codes of one chat; of one network address, which a whole school may share on the day its
#: chats are linked; and of everybody together, against guesses from many addresses. With 2^40 codes and 20,000 of them
#: out, the last bound leaves a guesser one chance in 18,000 of finding anybody's code in a window.
LINK_ATTEMPTS = 5
LINK_ATTEMPTS_OF_CLIENT = 60
LINK_ATTEMPTS_OF_ALL = 3000
LINK_ATTEMPTS_WINDOW = timedelta(minutes=15)


@dataclass(frozen=True)
class LinkCode:
    """Links a chat once. The code itself is not kept: ``digest`` stands for it."""

    digest: str
    member_id: str
    expires_at: datetime


@dataclass(frozen=True)
class Chat:
    chat_id: str
    channel: Channel
    member_id: str
    #: None for one that was linked before this was kept.
    linked_at: datetime | None = None
    #: The digest of the code that linked it.
    code: str | None = None


def limits(chat_id: str, client: str | None) -> dict[str, int]:
    """Who is counted when a chat tries a code, and how many wrong ones each may try within a window."""
    counted = {f"chat {chat_id}": LINK_ATTEMPTS, "all": LINK_ATTEMPTS_OF_ALL}
    return {**counted, f"client {client}": LINK_ATTEMPTS_OF_CLIENT} if client else counted


def window_of(moment: datetime) -> datetime:
    """When the window began that a moment lies in. Fixed windows, so that a count is one number that two tries at the
    same moment cannot both pass by."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return moment - (moment - epoch) % LINK_ATTEMPTS_WINDOW
