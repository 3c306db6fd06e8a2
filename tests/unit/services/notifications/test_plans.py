"""Members are told of tasks that were moved or cancelled, in their language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from services.notifications.model import Chat, Wording
from services.notifications.plans import change_announced, plan_answered
from services.notifications.wording import render
from shared.events import Payload, compose
from shared.events.directory import Locale
from shared.events.notifications import Deliver
from shared.events.plans import (
    CancelOccurrence,
    CancelPlan,
    ChangeSeries,
    CopyPlans,
    PlanAccepted,
    PlanRefusal,
    PlanRefused,
    PlanStudy,
    SetTerm,
    TaskChangeAnnounced,
)
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


ASKED = {"command_id": "c1", "plan_id": "p1", "actor_id": "m1"}
LOCALES: tuple[Locale, ...] = get_args(Locale)


def answered(locale: Locale, payload: Payload) -> list[Any]:
    store, emitted = MemoryNotifications(), Emitted()
    store.keep_locale("m1", locale, 1)
    for chat_id in ("chat-1", "chat-2"):
        store.keep_chat(Chat(chat_id, "web", "m1"), WAS)
    event: Any = compose(payload, source="/zhixing/tests")
    plan_answered(event, store, emitted, in_shanghai)
    return emitted.payloads


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("title", ["Theme day", None], ids=["named", "unnamed"])
def test_each_reason_is_a_sentence_of_its_own_in_the_chat_that_asked(title: str | None, locale: Locale) -> None:
    texts = set()
    for reason in get_args(PlanRefusal):
        given = {**ASKED, "reason": reason, "title": title, "chat_id": "chat-1", "changed_by": "somebody-else"}
        refused = PlanRefused.model_validate({**given, "command_type": CancelOccurrence.type})
        (message,) = answered(locale, refused)
        assert isinstance(message, Deliver)
        assert (message.chat_id, message.answers) == ("chat-1", "c1")
        assert "somebody-else" not in message.text
        texts.add(message.text)
    assert len(texts) == len(get_args(PlanRefusal))


def test_who_was_overtaken_reads_that_it_was_changed_and_where_to_look() -> None:
    given = {**ASKED, "reason": "conflict", "title": "Theme day", "chat_id": "chat-1", "version": 3}
    (message,) = answered("en", PlanRefused.model_validate({**given, "command_type": CancelOccurrence.type}))
    assert message.text == (
        "“Theme day” was changed meanwhile; nothing was done. "
        "Please send “plans”, look at it again, and repeat it if it is still wanted."
    )


@pytest.mark.parametrize("locale", LOCALES)
def test_what_was_done_is_said_in_the_chat_that_asked(locale: Locale) -> None:
    texts = set()
    for command in (PlanStudy, CancelOccurrence, CancelPlan, ChangeSeries, SetTerm, CopyPlans):
        accepted = {**ASKED, "command_type": command.type, "title": "Theme day", "chat_id": "chat-1"}
        (message,) = answered(locale, PlanAccepted.model_validate(accepted))
        assert (message.chat_id, message.answers) == ("chat-1", "c1")
        texts.add(message.text)
    assert len(texts) == 6


def test_what_was_refused_elsewhere_is_told_in_no_chat() -> None:
    given = {**ASKED, "command_type": CancelOccurrence.type, "reason": "conflict"}
    assert answered("en", PlanRefused.model_validate(given)) == []
