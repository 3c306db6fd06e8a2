"""A feed as RFC 5545 wants it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from services.checkins.feeds.model import Item
from shared.i18n import catalogue

#: Calendar programs ask again so often.
_AGAIN = timedelta(hours=1)
_STATUS = {"confirmed": "CONFIRMED", "tentative": "TENTATIVE", "cancelled": "CANCELLED"}


def text(items: Iterable[Item], locale: str, now: datetime) -> str:
    """One event for each task. None of them takes up time: a task may be open for days."""
    words = catalogue("services.checkins.feeds")
    calendar = Calendar()
    calendar.add("prodid", "-//Zhixing//Study//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", words.text(locale, "calendar-name"))
    calendar.add("refresh-interval", _AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for item in items:
        event = Event()
        event.add("uid", f"{item.occurrence_id}@zhixing")
        event.add("summary", item.title)
        event.add("dtstart", item.opens_at.astimezone(UTC))
        event.add("dtend", max(item.closes_at, item.opens_at).astimezone(UTC))
        event.add("dtstamp", now.astimezone(UTC))
        event.add("sequence", item.sequence)
        event.add("status", _STATUS[item.status])
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        if item.changed_at:
            event.add("last-modified", item.changed_at.astimezone(UTC))
        about = {"minutes": item.credit_minutes, "status": item.status, "why": item.why or ""}
        event.add("description", words.text(locale, "calendar-description", about))
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written.decode()
