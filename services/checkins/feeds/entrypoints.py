"""Entrypoints about calendar feeds."""

from __future__ import annotations

from typing import Any

from services.checkins.base import Base
from services.checkins.feeds import handlers, icalendar_text
from services.checkins.feeds.model import Feed
from services.checkins.feeds.views import FeedViews
from shared.access.errors import Forbidden
from shared.access.permission import Process, Self
from shared.events import Message
from shared.events.plans import TaskCancelled, TaskMoved
from shared.messaging.access import ask
from shared.messaging.entrypoints import on_event
from shared.messaging.mongo import Views


class FeedEntrypoints(Base):
    feed_views = Views(FeedViews)

    @on_event(TaskMoved, TaskCancelled, queue="checkins.feeds")
    def feed_task_changed(self, event: Message[TaskMoved | TaskCancelled]) -> None:
        self.work.once(event, handlers.task_changed)

    @ask(permission=Self("member_id"))
    def make_feed(self, member_id: str, unit_id: str | None = None) -> dict[str, str]:
        """``{"secret"}``, of which only a digest is kept: the address is ``/calendar/<secret>.ics`` of the chat page.
        Raises Forbidden for a unit whose figures the member may not see."""
        if unit_id is not None:
            path = self.feed_views.unit_path(unit_id)
            if path is None:
                raise Forbidden(f"{member_id} may not see a unit that is not known")
            self.asker.require("see-figures", path)
        feed, now = Feed(member_id, unit_id), self._desk.now()
        return {"secret": self.work.do(lambda store, _emit: handlers.make_feed(feed, store, now))}

    @ask(permission=Self("member_id"))
    def has_feed(self, member_id: str) -> bool:
        """Whether the member has an address of their own tasks. It cannot be told again: a new one can be made."""
        return bool(self.feed_views.is_there(Feed(member_id)))

    @ask(permission=Self("member_id"))
    def revoke_feed(self, member_id: str, unit_id: str | None = None) -> bool:
        """False when there was none."""
        return bool(self.work.do(lambda store, _emit: store.drop_feed(Feed(member_id, unit_id))))

    @ask(permission=Process("web"))
    def feed(self, secret: str) -> dict[str, Any] | None:
        """``{"text"}``, iCalendar; None where there is no such feed (any more)."""
        now = self._desk.now()
        items = self.feed_views.items(secret, now)
        return None if items is None else {"text": icalendar_text.text(items, self.config["settings"].locale, now)}
