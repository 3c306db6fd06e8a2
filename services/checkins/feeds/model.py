"""Feeds, by a secret address, and what stands in them."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

#: So far back and ahead a feed reaches, and so many items it has at most.
BACK, AHEAD = timedelta(days=62), timedelta(days=400)
MOST_ITEMS = 1000

Status = Literal["confirmed", "tentative", "cancelled"]


@dataclass(frozen=True)
class Feed:
    """Whose it is, and what of: their own tasks, or those of a unit that they may see."""

    member_id: str
    unit_id: str | None = None

    @property
    def key(self) -> str:
        """A member has one address for each."""
        return f"{self.member_id}/{self.unit_id or ''}"


@dataclass(frozen=True)
class Item:
    """A study task. ``sequence`` grows with each change of its time, and when it is cancelled."""

    occurrence_id: str
    title: str
    opens_at: datetime
    closes_at: datetime
    credit_minutes: int
    status: Status
    sequence: int
    changed_at: datetime | None = None
    why: str | None = None


def new_secret() -> str:
    """192 random bits: whoever has the address sees the feed, and nobody guesses it."""
    return secrets.token_urlsafe(24)


def digest(secret: str) -> str:
    """What is kept of an address; a fast digest does, because there are too many addresses to try."""
    return hashlib.sha256(secret.encode()).hexdigest()
