"""Addresses are made and taken back; changes of tasks are counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from services.checkins.feeds.model import Feed, digest, new_secret
from services.checkins.feeds.ports import Feeds
from shared.events import Message
from shared.events.plans import TaskCancelled, TaskMoved

Emit = Callable[..., None]


def make_feed(feed: Feed, store: Feeds, now: datetime) -> str:
    """The secret of a new address. The one of before is good no more."""
    secret = new_secret()
    store.put_feed(feed, digest(secret), now)
    return secret


def task_changed(event: Message[TaskMoved | TaskCancelled], store: Feeds, emit: Emit) -> None:
    store.changed(event.data.occurrence_id, event.time)
