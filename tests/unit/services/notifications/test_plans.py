"""Members are told of tasks that were moved or cancelled, in their language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.notifications.model import Chat, Wording
from services.notifications.plans import change_announced
from services.notifications.wording import render
from shared.events import compose
from shared.events.directory import Locale
from shared.events.plans import TaskChangeAnnounced
from tests.unit.services.emitted import Emitted
from tests.unit.services.notifications.memory import MemoryNotifications

WAS = datetime(2026, 11, 26, 11, tzinfo=UTC)


def in_shanghai(locale: Locale, wording: Wording) -> str:
    return render(locale, wording, "Asia/Shanghai")


def told(locale: Locale, **fields: Any) -> list[str]:
    store, emitted = MemoryNotifications(), Emitted()
    for member_id in ("m1", "m2"):
        store.keep_locale(member_id, locale, 1)
        store.keep_chat(Chat(f"chat-{member_id}", "web", member_id), WAS)
    data = {
        "occurrence_id": "t1",
        "title": "Theme day",
        "unit_path": "/d/b",
        "change": "moved",
        "old_opens_at": WAS,
        "opens_at": WAS + timedelta(days=1),
        "closes_at": WAS + timedelta(days=1, hours=2),
        "members": ["m1", "m2"],
        **fields,
    }
    event = compose(TaskChangeAnnounced.model_validate(data), source="/zhixing/tests")
    change_announced(event, store, emitted, in_shanghai)
    return [message.text for message in emitted.payloads]  # type: ignore[attr-defined]


def test_each_member_reads_the_old_time_and_the_new() -> None:
    assert told("en") == ["“Theme day” was moved: not at 11-26 19:00 but from 11-27 19:00 to 11-27 21:00."] * 2


@pytest.mark.parametrize(
    ("why", "sentence"), [("Flood", "Reason: Flood"), (None, "You need not do anything.")], ids=["given", "none"]
)
def test_who_need_not_come_reads_why_where_it_was_said(why: str | None, sentence: str) -> None:
    texts = told("en", change="cancelled", why=why, members=["m1"])
    assert texts == [f"“Theme day” at 11-26 19:00 is cancelled. {sentence}"]


@pytest.mark.parametrize("change", ["moved", "cancelled"])
def test_it_is_told_in_chinese_too(change: str) -> None:
    (text,) = told("zh-CN", change=change, members=["m1"])
    assert "11-26 19:00" in text
    assert "Theme day" in text
    assert not text.isascii()
