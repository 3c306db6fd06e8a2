"""What becomes of each member's reminder."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.notifications.model import Chat, Person, QuietHours
from services.notifications.reminders import closing_soon, message_id, task_cancelled, task_scheduled
from services.notifications.wording import render
from shared.events import Message, compose
from shared.events.checkins import Cursor, TaskClosingSoon, TaskScheduled, TellMissing
from shared.events.directory import LeaveOfAbsence, Locale
from shared.events.notifications import Deliver, DeliverToTelegram, DeliverToWeb
from shared.events.plans import TaskCancelled
from shared.events.timers import CancelTimer, ScheduleTimer
from shared.i18n import catalogue
from tests.unit.services.emitted import Emitted
from tests.unit.services.notifications.memory import MemoryNotifications

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)  # 18:00 in Shanghai
NIGHT = QuietHours(time(21, 30), time(7, 30), "Asia/Shanghai")
CLOSES = NOW + timedelta(hours=2)


@pytest.fixture
def store() -> MemoryNotifications:
    store = MemoryNotifications()
    for number in range(1, 6):
        locale: Locale = "en" if number % 2 else "zh-CN"
        store.keep_locale(f"m{number}", locale, 1)
        store.keep_chat(Chat(f"c{number}", "web", f"m{number}"), NOW)
    return store


def page(*missing: str, at: datetime = NOW, **fields: Any) -> Message[TaskClosingSoon]:
    data: dict[str, Any] = {
        "occurrence_id": "t1",
        "title": "Theme day",
        "unit_path": "/d/b",
        "opens_at": NOW - timedelta(hours=8),
        "closes_at": CLOSES,
        "missing": list(missing),
        **fields,
    }
    return compose(TaskClosingSoon(**data), source="/tests", time=at)


def handle(store: MemoryNotifications, event: Message[TaskClosingSoon], now: datetime = NOW) -> Emitted:
    emitted = Emitted(event)
    closing_soon(
        event,
        store,
        emitted,
        lambda locale, wording: render(locale, wording, "Asia/Shanghai"),
        NIGHT,
        timedelta(seconds=60),
        now,
    )
    return emitted


def delivered(emitted: Emitted) -> list[Deliver]:
    return [payload for payload in emitted.payloads if isinstance(payload, Deliver)]


def ends(store: MemoryNotifications) -> dict[str, str | None]:
    return {held.member_id: held.reason for held in store.held.values()}


def test_nobody_is_reminded_while_away(store: MemoryNotifications) -> None:
    today = NOW.astimezone(ZoneInfo("Asia/Shanghai")).date()
    leave = LeaveOfAbsence(leave_id="l", first_day=today, last_day=today, reason="study")
    store.keep_person(Person("m1", "en", "M1", leaves=(leave,)), 2)
    store.keep_person(Person("m2", "en", "M2", "retired"), 2)
    late = leave.model_copy(update={"first_day": today + timedelta(days=1), "last_day": today + timedelta(days=1)})
    store.keep_person(Person("m3", "en", "M3", leaves=(late,)), 2)
    emitted = handle(store, page("m1", "m2", "m3"))
    assert [each.chat_id for each in delivered(emitted)] == ["c3"]
    assert ends(store) == {"m1": "on-leave", "m2": "not-active"}


def test_each_member_is_told_in_their_language_with_a_button(store: MemoryNotifications) -> None:
    english, chinese = delivered(handle(store, page("m1", "m2")))
    assert "“Theme day” closes at 11-22 20:00" in english.text
    words = catalogue("services.notifications")
    assert chinese.text == words.text("zh-CN", "task-closing-soon", {"task": "Theme day", "closes": "11-22 20:00"})
    assert [(choice.label, choice.data) for choice in english.choices + chinese.choices] == [
        ("Check in", "ci:t1"),
        (words.text("zh-CN", "button-check-in"), "ci:t1"),
    ]


def test_nothing_is_sent_after_the_task_closed_or_when_quiet_hours_begin(store: MemoryNotifications) -> None:
    (until_closed,) = delivered(handle(store, page("m1")))
    assert until_closed.not_after == CLOSES
    (until_quiet,) = delivered(handle(store, page("m2", closes_at=NOW + timedelta(hours=9))))
    assert until_quiet.not_after == datetime(2026, 11, 22, 13, 30, tzinfo=UTC)


def test_a_member_with_several_chats_is_reminded_in_one_the_one_that_rings(store: MemoryNotifications) -> None:
    store.keep_chat(Chat("telegram", "telegram", "m1"), NOW)
    store.keep_chat(Chat("newest", "web", "m1"), NOW)
    store.keep_chat(Chat("newest-of-m2", "web", "m2"), NOW)
    first, second = delivered(handle(store, page("m1", "m2")))
    assert isinstance(first, DeliverToTelegram)
    assert isinstance(second, DeliverToWeb)
    assert second.chat_id == "newest-of-m2"
    store.bar("telegram")
    (other,) = delivered(handle(store, page("m1", occurrence_id="t2")))
    assert other.chat_id == "newest"


def test_who_is_not_reminded_is_kept_with_the_reason(store: MemoryNotifications) -> None:
    store.forget_chat(Chat("c1", "web", "m1"), NOW)
    store.bar("c2")
    store.chosen["m3"] = {"study": False}
    store.chosen["m4"] = {"hours": QuietHours(time(17), time(20), "Asia/Shanghai")}
    emitted = handle(store, page("m1", "m2", "m3", "m4", "m5", "nobody"))
    assert ends(store) == {
        "m1": "no-chat",
        "m2": "blocked",
        "m3": "turned-off",
        "m4": "quiet-hours",
        "nobody": "unknown-member",
    }
    assert [data.chat_id for data in delivered(emitted)] == ["c5"]
    (plan,) = store.plans.values()
    assert plan.count == 6


def test_quiet_hours_that_end_in_time_move_the_reminder(store: MemoryNotifications) -> None:
    store.chosen["m1"] = {"hours": QuietHours(time(17), time(19), "Asia/Shanghai")}
    emitted = handle(store, page("m1"))
    (timer,) = emitted.payloads
    assert isinstance(timer, ScheduleTimer)
    assert timer.due_at == NOW + timedelta(hours=1)
    assert TellMissing.model_validate(timer.send.data).only == ["m1"]
    again = page("m1", at=timer.due_at, by_name=True)
    assert [data.chat_id for data in delivered(handle(store, again, timer.due_at))] == ["c1"]
    assert store.held == {}
    assert sum(plan.count for plan in store.plans.values()) == 1
    assert store.messages[message_id("t1", "m1")].planned_at == NOW


def test_who_checked_in_while_the_reminder_was_moved_is_left_alone(store: MemoryNotifications) -> None:
    store.chosen["m1"] = {"hours": QuietHours(time(17), time(19), "Asia/Shanghai")}
    handle(store, page("m1"))
    later = NOW + timedelta(hours=1)
    emitted = handle(store, page(settled=["m1"], by_name=True, at=later), later)
    assert emitted.payloads == []
    assert ends(store) == {"m1": "already-done"}


def cancelled(store: MemoryNotifications, **fields: Any) -> Emitted:
    data: dict[str, Any] = {
        "occurrence_id": "t1",
        "plan_id": "t1",
        "title": "Theme day",
        "unit_path": "/d/b",
        "slot": NOW.date(),
        "opens_at": NOW - timedelta(hours=8),
        "closes_at": CLOSES,
        "reason": "cancelled",
        **fields,
    }
    emitted = Emitted()
    task_cancelled(compose(TaskCancelled(**data), source="/tests"), store, emitted)
    return emitted


def test_of_a_cancelled_task_the_timer_is_called_off_and_nobody_waits_any_more(store: MemoryNotifications) -> None:
    store.chosen["m1"] = {"hours": QuietHours(time(17), time(19), "Asia/Shanghai")}
    handle(store, page("m1"))
    (timer,) = cancelled(store).payloads
    assert isinstance(timer, CancelTimer)
    assert timer.key == "notifications:closing:t1"
    assert (store.tasks["t1"]["state"], store.tasks["t1"]["reason"]) == ("none", "cancelled")
    next_page = Cursor(unit_path="/d/b", member_id="m2")
    for late in (page("m2", next=next_page), page(settled=["m1"], by_name=True)):
        assert handle(store, late).payloads == []
    assert ends(store) == {"m1": "cancelled"}
    assert sum(plan.count for plan in store.plans.values()) == 1


def test_a_session_that_had_not_opened_may_be_made_again_and_is_reminded_of_then(store: MemoryNotifications) -> None:
    assert cancelled(store, plan_id="p1").payloads == []
    assert [data.chat_id for data in delivered(handle(store, page("m1")))] == ["c1"]
    assert cancelled(store, plan_id="p1", was_open=True).payloads != []


def test_nobody_is_reminded_twice_whatever_is_told_again(store: MemoryNotifications) -> None:
    handle(store, page("m1", "m2"))
    for again in (page("m1", "m2"), page("m2", "m1", by_name=True), page("m1", again=True)):
        assert delivered(handle(store, again)) == []
    assert len(store.messages) == 2
    assert sum(plan.count for plan in store.plans.values()) == 2


def test_an_answer_that_grew_old_is_asked_for_once_more(store: MemoryNotifications) -> None:
    after = Cursor(unit_path="/d/b", member_id="m0")
    late = NOW + timedelta(minutes=2)
    assert handle(store, page("m1", after=after), late).payloads == [
        TellMissing(occurrence_id="t1", after=after, again=True)
    ]
    assert handle(store, page("m1", settled=["m2"], by_name=True), late).payloads == [
        TellMissing(occurrence_id="t1", only=["m1", "m2"], again=True)
    ]
    assert store.messages == {}
    assert len(delivered(handle(store, page("m1", again=True), late))) == 1


def test_the_next_page_is_asked_for_when_this_one_is_dealt_with(store: MemoryNotifications) -> None:
    following = Cursor(unit_path="/d/b", member_id="m2")
    emitted = handle(store, page("m1", "m2", next=following))
    assert emitted.payloads[-1] == TellMissing(occurrence_id="t1", after=following)
    assert store.tasks["t1"]["state"] == "asking"
    handle(store, page("m3", after=following))
    assert store.tasks["t1"]["state"] == "asked"


def test_after_the_task_closed_everyone_left_is_kept_as_closed(store: MemoryNotifications) -> None:
    assert delivered(handle(store, page("m1", again=True), CLOSES)) == []
    assert ends(store) == {"m1": "closed"}


def test_an_id_too_long_for_a_button_goes_without(store: MemoryNotifications) -> None:
    (data,) = delivered(handle(store, page("m1", occurrence_id="t" * 64)))
    assert data.choices == []


@pytest.mark.parametrize(
    ("opens", "closes", "now", "reason"),
    [(0, 10, 0, None), (0, 10, 11, "closed"), (0, 0.25, 0, "too-short"), (12, 20, 0, "quiet-hours")],
)
def test_a_task_gets_one_timer_or_a_reason(
    store: MemoryNotifications, opens: float, closes: float, now: float, reason: str | None
) -> None:
    begin = datetime(2026, 11, 22, 2, tzinfo=UTC)  # 10:00 in Shanghai
    data = TaskScheduled(
        occurrence_id="t1",
        title="Theme day",
        kind="theme-day",
        unit_id="b",
        unit_path="/d/b",
        opens_at=begin + timedelta(hours=opens),
        closes_at=begin + timedelta(hours=closes),
        credit_minutes=45,
    )
    event = compose(data, source="/tests")
    emitted = Emitted(event)
    for _ in range(2):
        task_scheduled(event, store, emitted, NIGHT, timedelta(hours=2), begin + timedelta(hours=now))
    assert store.tasks["t1"]["reason"] == reason
    timers = [payload for payload in emitted.payloads if isinstance(payload, ScheduleTimer)]
    assert [timer.key for timer in timers] == ([] if reason else ["notifications:closing:t1"])
