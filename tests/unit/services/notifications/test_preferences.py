"""What members may choose, and who may choose it."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import pytest

from services.notifications.model import Chat, UnknownChat
from services.notifications.preferences import described, set_preferences
from services.notifications.quiet import QuietHours
from services.notifications.wording import render
from shared.events import compose
from shared.events.directory import Locale
from shared.events.notifications import DeliverToWeb, SetPreferences
from tests.unit.services.emitted import Emitted
from tests.unit.services.notifications.memory import MemoryNotifications

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NIGHT = QuietHours(time(21, 30), time(7, 30), "Asia/Shanghai")


@pytest.fixture
def store() -> MemoryNotifications:
    store = MemoryNotifications()
    for member_id in ("m1", "m2"):
        store.keep_locale(member_id, "en", 1)
        store.keep_chat(Chat(f"chat-{member_id}", "web", member_id), NOW)
    return store


def choose(store: MemoryNotifications, member_id: str = "m1", chat_id: str = "chat-m1", **chosen: Any) -> DeliverToWeb:
    command = compose(SetPreferences(member_id=member_id, chat_id=chat_id, **chosen), source="/tests")
    emitted = Emitted(command)
    set_preferences(command, store, emitted, lambda locale, words: render(locale, words, "UTC"), NIGHT)
    answer = emitted.only()
    assert isinstance(answer, DeliverToWeb)
    assert answer.answers == command.id
    return answer


def test_what_was_chosen_is_kept_and_told(store: MemoryNotifications) -> None:
    answer = choose(store, study=False)
    assert store.chosen["m1"] == {"study": False}
    for part in ("study tasks: off", "shifts: on", "21:30 to 07:30"):
        assert part in answer.text


@pytest.mark.parametrize(("locale", "parts"), [("zh-CN", ("关", "不设免打扰")), ("en", ("off", "No quiet hours"))])
def test_what_holds_is_told_in_the_members_language(
    store: MemoryNotifications, locale: Locale, parts: tuple[str, ...]
) -> None:
    store.keep_locale("m1", locale, 2)
    store.chosen["m1"] = {"hours": QuietHours(time(0), time(0), "UTC")}
    text = choose(store, shifts=False).text
    assert [part in text for part in parts] == [True, True]


def test_nobody_chooses_for_another_nor_from_a_chat_that_was_unlinked(store: MemoryNotifications) -> None:
    assert "nothing was changed" in choose(store, "m2", study=False).text
    store.forget_chat(Chat("chat-m1", "web", "m1"), NOW)
    assert "nothing was changed" in choose(store, study=False).text
    assert store.chosen == {}


def test_a_zone_that_does_not_exist_changes_nothing(store: MemoryNotifications) -> None:
    assert "Mars/Olympus" in choose(store, zone="Mars/Olympus", study=False).text
    assert store.chosen == {}


def test_a_chat_that_is_not_known_yet_is_tried_again(store: MemoryNotifications) -> None:
    with pytest.raises(UnknownChat):
        choose(store, chat_id="new")


def test_preferences_are_described_for_the_chat(store: MemoryNotifications) -> None:
    assert described(store.preferences(["m1"], NIGHT)["m1"]) == {
        "quiet": {"starts": "21:30", "ends": "07:30"},
        "zone": "Asia/Shanghai",
        "study": True,
        "shifts": True,
    }
    none = QuietHours(time(0), time(0), "UTC")
    assert described(store.preferences(["m1"], none)["m1"])["quiet"] is None
