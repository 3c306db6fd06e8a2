"""What feeds need kept."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from services.checkins.feeds.model import Feed


class Feeds(Protocol):
    def put_feed(self, feed: Feed, digest: str, at: datetime) -> None:
        """In place of the address that there was."""
        ...

    def drop_feed(self, feed: Feed) -> bool:
        """False when there was none."""
        ...

    def changed(self, occurrence_id: str, at: datetime) -> None:
        """Count a change of a task's time."""
        ...
