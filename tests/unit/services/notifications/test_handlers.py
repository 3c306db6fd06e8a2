"""Outcomes become messages in the member's language, one for each chat that is to know."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from services.notifications.directory import chat_changed
from services.notifications.handlers import check_in_answered, member_registered, message_settled, tell
from services.notifications.lanes import lane_of
from services.notifications.model import Chat, UnknownChat, UnknownMember, Wording
from services.notifications.wording import render
from shared.events import Message, compose
from shared.events.checkins import CheckInCounted, CheckInRefused, Figures, RefusalReason
from shared.events.directory import ChatLinked, ChatUnlinked, Locale, MemberRegistered, PersonName
from shared.events.notifications import DeliverToTelegram, DeliverToWeb, MessageExpired, MessageFailed, MessageSent
from tests.unit.services.emitted import Emitted
from tests.unit.services.notifications.memory import MemoryNotifications

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SOURCE = "/zhixing/tests"
LOCALES: list[Locale] = ["zh-CN", "en"]
REASONS: list[RefusalReason] = list(get_args(RefusalReason))


def in_shanghai(locale: Locale, wording: Wording) -> str:
    return render(locale, wording, "Asia/Shanghai")


@pytest.fixture
def store() -> MemoryNotifications:
    store = MemoryNotifications()
    store.keep_locale("m1", "en", 1)
    store.keep_chat(Chat("chat-web", "web", "m1"), NOW)
    store.keep_chat(Chat("chat-telegram", "telegram", "m1"), NOW)
    return store


def recorded(chat_id: str | None = "chat-web", **fields: Any) -> Message[CheckInCounted]:
    event = CheckInCounted(
        command_id="c1",
        occurrence_id="t1",
        member_id="m1",
        unit_path="/d/s",
        task_title="Theme day",
        checked_in_at=NOW,
        credit_minutes=45,
        figures=Figures(streak_days=12, month_checkins=1, month_minutes=45),
        chat_id=chat_id,
    )
    return compose(event.model_copy(update=fields), source=SOURCE, id="event-1")


def refused(reason: RefusalReason, **fields: Any) -> Message[CheckInRefused]:
    event = CheckInRefused(command_id="c1", occurrence_id="t1", member_id="m1", reason=reason, chat_id="chat-web")
    return compose(event.model_copy(update=fields), source=SOURCE)


def told(store: MemoryNotifications, event: Message[Any]) -> list[Any]:
    emitted = Emitted(event)
    check_in_answered(event, store, emitted, in_shanghai)
    return list(emitted.payloads)


def test_the_chat_that_asked_is_told_with_the_figures(store: MemoryNotifications) -> None:
    (delivery,) = told(store, recorded())
    assert isinstance(delivery, DeliverToWeb)
    assert (delivery.chat_id, delivery.answers) == ("chat-web", "c1")
    for part in ("Theme day", "45 minutes", "12 days in a row", "one check-in"):
        assert part in delivery.text
    assert store.messages[delivery.message_id].text == delivery.text


def test_every_chat_of_the_member_is_told_when_none_asked(store: MemoryNotifications) -> None:
    deliveries = told(store, recorded(None))
    assert {type(delivery) for delivery in deliveries} == {DeliverToWeb, DeliverToTelegram}
    assert len({delivery.message_id for delivery in deliveries}) == 2


def test_a_chat_that_was_unlinked_is_told_only_what_it_asked(store: MemoryNotifications) -> None:
    store.forget_chat(Chat("chat-web", "web", "m1"), NOW)
    assert [delivery.chat_id for delivery in told(store, recorded("chat-web"))] == ["chat-web"]
    store.forget_messages()
    assert [delivery.chat_id for delivery in told(store, recorded(None))] == ["chat-telegram"]


def test_a_message_told_again_has_the_same_id(store: MemoryNotifications) -> None:
    (first,) = told(store, recorded())
    store.forget_messages()
    (again,) = told(store, recorded())
    assert first == again


def test_what_is_not_known_here_yet_is_tried_again(store: MemoryNotifications) -> None:
    with pytest.raises(UnknownChat):
        told(store, recorded("chat-new"))
    with pytest.raises(UnknownMember):
        told(store, recorded(member_id="m2"))
    assert store.messages == {}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("reason", REASONS)
def test_every_refusal_is_worded_in_every_language(
    store: MemoryNotifications, locale: Locale, reason: RefusalReason
) -> None:
    store.keep_locale("m1", locale, 2)
    (delivery,) = told(store, refused(reason, task_title="Theme day", at=NOW))
    if reason in ("not-yet-open", "closed", "already-checked-in"):
        assert "11-22 20:00" in delivery.text
    assert ("Theme day" in delivery.text) is (reason != "unknown-task")


def test_a_task_without_a_title_is_named_by_its_id(store: MemoryNotifications) -> None:
    (delivery,) = told(store, refused("not-on-the-list"))
    assert "t1" in delivery.text


def test_a_members_language_follows_the_newest_copy(store: MemoryNotifications) -> None:
    for version, locale in ((3, "zh-CN"), (2, "en")):
        event = MemberRegistered(
            member_id="m1",
            kind="full",
            unit_id="s",
            unit_path="/d/s",
            person=PersonName(name="Li Lei"),
            locale=locale,
            version=version,
        )
        member_registered(compose(event, source=SOURCE), store, Emitted())
    assert store.locale("m1") == "zh-CN"


def test_chats_come_and_go(store: MemoryNotifications) -> None:
    chat_changed(
        compose(ChatLinked(chat_id="n", channel="web", member_id="m3"), source=SOURCE), store, Emitted(), in_shanghai
    )
    assert [chat.chat_id for chat in store.chats_of("m3")] == ["n"]
    chat_changed(
        compose(ChatUnlinked(chat_id="n", channel="web", member_id="m3"), source=SOURCE), store, Emitted(), in_shanghai
    )
    assert store.chats_of("m3") == []


def test_what_became_of_a_message_is_kept(store: MemoryNotifications) -> None:
    sent = MessageSent(message_id="a", channel="web", sent_at=NOW)
    failed = MessageFailed(message_id="b", channel="telegram", reason="blocked", failed_at=NOW)
    message_settled(compose(sent, source=SOURCE), store, Emitted())
    message_settled(compose(failed, source=SOURCE), store, Emitted())
    assert store.settled == {"a": ("sent", NOW, None), "b": ("failed", NOW, "blocked")}


def test_a_member_without_a_chat_is_accounted_for(store: MemoryNotifications) -> None:
    store.keep_locale("m2", "en", 1)
    assert told(store, recorded(None, member_id="m2")) == []
    (held,) = store.held.values()
    assert (held.member_id, held.state, held.reason, held.lane) == ("m2", "suppressed", "no-chat", "outcome")
    assert [plan.count for plan in store.plans.values()] == [1]


def test_a_chat_that_refused_is_told_only_what_it_asked(store: MemoryNotifications) -> None:
    store.bar("chat-telegram")
    assert [delivery.chat_id for delivery in told(store, recorded(None))] == ["chat-web"]
    (held,) = store.held.values()
    assert (held.chat, held.reason) == (store.chat("chat-telegram"), "blocked")
    assert [plan.count for plan in store.plans.values()] == [2]
    store.forget_messages()
    store.held.clear()
    assert [delivery.chat_id for delivery in told(store, recorded("chat-telegram"))] == ["chat-telegram"]


def test_shifts_are_not_reminded_of_when_the_member_turned_that_off(store: MemoryNotifications) -> None:
    store.chosen["m1"] = {"shifts": False}
    emitted = Emitted()
    event = recorded(None)
    tell(event, "m1", None, Wording("shift-reminder", {}), store, emitted, lambda *_: "shift")
    assert emitted.payloads == []
    assert {held.reason for held in store.held.values()} == {"turned-off"}
    assert [plan.count for plan in store.plans.values()] == [2]


@pytest.mark.parametrize(
    ("key", "answers", "lane"),
    [
        ("incident-alert", None, "alert"),
        ("incident-escalated", None, "alert"),
        ("incident-acknowledged", None, "outcome"),
        ("checkin-recorded", "c1", "outcome"),
        ("shift-reminder", None, "shift"),
    ],
)
def test_a_message_goes_by_the_lane_of_its_purpose(key: str, answers: str | None, lane: str) -> None:
    assert lane_of(key, answers=answers) == lane


def test_what_came_too_late_is_kept_as_expired(store: MemoryNotifications) -> None:
    expired = MessageExpired(message_id="a", channel="web", expired_at=NOW)
    message_settled(compose(expired, source=SOURCE), store, Emitted())
    assert store.settled == {"a": ("suppressed", NOW, "expired")}
