"""A chat is linked to a member by a one-time code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.events.directory import Channel

LINK_CODE_LIFETIME = timedelta(minutes=15)
#: A chat may try this many codes within the window.
LINK_ATTEMPTS = 5
LINK_ATTEMPTS_WINDOW = timedelta(minutes=15)


@dataclass(frozen=True)
class LinkCode:
    code: str
    member_id: str
    expires_at: datetime


@dataclass(frozen=True)
class Chat:
    chat_id: str
    channel: Channel
    member_id: str
