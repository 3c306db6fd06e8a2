from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from services.checkins.feeds.handlers import make_feed
from services.checkins.feeds.icalendar_text import text
from services.checkins.feeds.model import Feed, Item, digest

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OPENS = datetime(2026, 11, 25, 15, tzinfo=ZoneInfo("Asia/Shanghai"))


class MemoryFeeds:
    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def put_feed(self, feed: Feed, digest: str, at: datetime) -> None:
        self.kept[feed.key] = digest

    def drop_feed(self, feed: Feed) -> bool:
        return self.kept.pop(feed.key, None) is not None

    def changed(self, occurrence_id: str, at: datetime) -> None:
        raise AssertionError("nothing was changed")


def item(occurrence_id: str = "o1", **fields: object) -> Item:
    base: dict[str, object] = {"title": "Theme day; all, of us\nhere", "opens_at": OPENS, "status": "confirmed"}
    base |= {"closes_at": OPENS + timedelta(hours=2), "credit_minutes": 90, "sequence": 0, **fields}
    return Item(occurrence_id, **base)  # type: ignore[arg-type]


def events(*items: Item) -> list[dict[str, object]]:
    """Read back as a calendar program does."""
    calendar = Calendar.from_ical(text(items, "en", NOW))
    return [{str(key): value for key, value in event.items()} for event in calendar.walk("VEVENT")]


def test_a_task_is_read_back_with_its_time_and_words() -> None:
    [event] = events(item())
    assert (event["SUMMARY"], event["UID"]) == ("Theme day; all, of us\nhere", "o1@zhixing")
    assert event["DTSTART"].dt == datetime(2026, 11, 25, 7, tzinfo=UTC)  # type: ignore[attr-defined]
    assert event["DTEND"].dt == datetime(2026, 11, 25, 9, tzinfo=UTC)  # type: ignore[attr-defined]
    assert (event["STATUS"], event["SEQUENCE"], event["TRANSP"]) == ("CONFIRMED", 0, "TRANSPARENT")
    assert event["DESCRIPTION"] == "90 minutes of credit."


def test_a_change_is_the_same_event_with_a_higher_sequence() -> None:
    moved = item(opens_at=OPENS + timedelta(days=1), closes_at=OPENS + timedelta(days=1), sequence=2, changed_at=NOW)
    [event] = events(moved)
    assert (event["UID"], event["SEQUENCE"]) == ("o1@zhixing", 2)
    assert event["LAST-MODIFIED"].dt == NOW  # type: ignore[attr-defined]


def test_what_is_cancelled_stays_and_says_so_with_the_reason() -> None:
    [event] = events(item(status="cancelled", sequence=1, why="The hall is closed"))
    assert (event["STATUS"], event["DESCRIPTION"]) == ("CANCELLED", "Cancelled. The hall is closed")


def test_a_day_that_may_still_move_is_tentative() -> None:
    assert events(item(status="tentative"))[0]["STATUS"] == "TENTATIVE"


def test_an_empty_feed_is_a_calendar_too() -> None:
    assert events() == []
    assert text([], "zh-CN", NOW).startswith("BEGIN:VCALENDAR\r\n")


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_lines_are_folded_and_end_as_the_standard_says(locale: str) -> None:
    long = text([item(title="\u515a" * 120)], locale, NOW)
    lines = long.encode().split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)


def test_a_new_address_takes_the_place_of_the_one_before_and_is_kept_as_a_digest_only() -> None:
    store = MemoryFeeds()
    first, second = make_feed(Feed("m1"), store, NOW), make_feed(Feed("m1"), store, NOW)
    other = make_feed(Feed("m1", "b"), store, NOW)
    assert len({first, second, other}) == 3
    assert sorted(store.kept.values()) == sorted([digest(second), digest(other)])
    assert len(first) == 32
