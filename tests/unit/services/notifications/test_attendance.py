"""What becomes of evidence, roll calls, make-ups and corrections is told to those concerned, in their language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from services.notifications import attendance
from services.notifications.model import Chat, UnknownMember, Wording
from services.notifications.wording import render
from shared.events import Message, Payload, compose
from shared.events.attendance import (
    CheckInCorrected,
    CheckInQuestioned,
    CorrectionRefusal,
    CorrectionRefused,
    DecideMakeUp,
    MakeUpAccepted,
    MakeUpExpired,
    MakeUpNotPossible,
    MakeUpRefusal,
    MakeUpRefused,
    MakeUpRequested,
    NotMarked,
    RollCallRefusal,
    RollCallRefused,
    RollCallTaken,
)
from shared.events.checkins import CheckInDeclined, DeclinedReason
from shared.events.directory import Locale
from shared.events.notifications import Deliver
from tests.unit.services.emitted import Emitted
from tests.unit.services.notifications.memory import MemoryNotifications

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SOURCE = "/zhixing/tests"
LOCALES: tuple[Locale, ...] = get_args(Locale)
COMMAND = compose(DecideMakeUp(make_up_id="u1", accepted=True, actor_id="s"), source=SOURCE, id="command-1")
TASK = {"occurrence_id": "t", "member_id": "m1", "unit_path": "/d/a", "task_title": "Theme day"}
MAKE_UP = {"make_up_id": "u1", **TASK}


def store_in(locale: Locale) -> MemoryNotifications:
    store = MemoryNotifications()
    for member in ("m1", "s", "s2"):
        store.keep_locale(member, locale, 1)
        store.keep_chat(Chat(f"chat-{member}", "web", member), NOW)
    return store


@pytest.fixture
def store() -> MemoryNotifications:
    return store_in("en")


def told(handler: Any, payload: Payload, store: MemoryNotifications) -> dict[str, Deliver]:
    event: Message[Any] = compose(payload, source=SOURCE, cause=COMMAND)
    emitted = Emitted(event)

    def in_shanghai(locale: Locale, wording: Wording) -> str:
        return render(locale, wording, "Asia/Shanghai")

    handler(event, store, emitted, in_shanghai)
    return {delivery.chat_id: delivery for delivery in emitted.payloads if isinstance(delivery, Deliver)}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("reason", get_args(DeclinedReason))
def test_what_evidence_lacks_is_said_in_every_language(locale: Locale, reason: DeclinedReason) -> None:
    fields = {key: value for key, value in TASK.items() if key != "unit_path"}
    lacks = CheckInDeclined(command_id="c", reason=reason, least=20, given=7, chat_id="chat-m1", **fields)
    found = told(attendance.declined, lacks, store_in(locale))["chat-m1"]
    assert "Theme day" in found.text
    assert found.answers == "c"
    if reason in ("minutes-too-few", "note-too-short", "quiz-too-few-right"):
        assert "20" in found.text
        assert "7" in found.text


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("reason", get_args(MakeUpRefusal))
def test_every_make_up_that_is_not_possible_is_explained(locale: Locale, reason: MakeUpRefusal) -> None:
    event = MakeUpNotPossible(
        command_id="c",
        make_up_id="u1",
        reason=reason,
        actor_id="m1",
        task_title="Theme day",
        at=NOW,
        most=2,
        chat_id="chat-m1",
    )
    text = told(attendance.make_up_changed, event, store_in(locale))["chat-m1"].text
    assert ("20:00" in text) is (reason in ("still-open", "too-late"))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("reason", "limit"), [("too-late", 3), ("too-many-this-month", 2)])
def test_a_limit_is_told_with_the_unit_whose_rule_it_is(locale: Locale, reason: MakeUpRefusal, limit: int) -> None:
    store = store_in(locale)
    store.keep_unit_name("s1", "No. 1 School", 1)
    about: dict[str, Any] = {"command_id": "c", "make_up_id": "u1", "actor_id": "m1", "chat_id": "chat-m1", "most": 2}
    event = MakeUpNotPossible(reason=reason, task_title="Theme day", at=NOW, days=3, rule_unit_id="s1", **about)
    text = told(attendance.make_up_changed, event, store)["chat-m1"].text
    assert "No. 1 School" in text
    assert str(limit) in text.replace("No. 1", "")
    none = told(attendance.make_up_changed, event.model_copy(update={"days": 0, "most": 0}), store_in(locale))
    assert "0" not in none["chat-m1"].text, "where nothing is made up, that is said and no number"
    general = event.model_copy(update={"rule_unit_id": None})
    assert "No. 1 School" not in told(attendance.make_up_changed, general, store_in(locale))["chat-m1"].text


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("reason", get_args(RollCallRefusal))
def test_every_refused_roll_call_is_explained(locale: Locale, reason: RollCallRefusal) -> None:
    event = RollCallRefused(
        command_id="c",
        occurrence_id="t",
        reason=reason,
        task_title="Theme day",
        at=NOW,
        actor_id="s",
        chat_id="chat-s",
    )
    text = told(attendance.roll_called, event, store_in(locale))["chat-s"].text
    assert ("Theme day" in text) is (reason != "unknown-task")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("reason", get_args(CorrectionRefusal))
def test_every_refused_correction_is_explained(locale: Locale, reason: CorrectionRefusal) -> None:
    event = CorrectionRefused(
        command_id="c", occurrence_id="t", member_id="m1", reason=reason, actor_id="s", chat_id="chat-s"
    )
    assert told(attendance.check_in_changed, event, store_in(locale)).keys() == {"chat-s"}


def test_a_request_is_put_to_those_who_may_decide_with_a_button_each_way(store: MemoryNotifications) -> None:
    event = MakeUpRequested(
        **MAKE_UP,
        reason="was ill",
        expires_at=NOW + timedelta(days=7),
        decider_ids=["s", "s2", "m1"],
        chat_id="chat-m1",
    )
    found = told(attendance.make_up_changed, event, store)
    assert found.keys() == {"chat-m1", "chat-s", "chat-s2"}
    assert [choice.data for choice in found["chat-s"].choices] == ["dec:mu+:u1", "dec:mu-:u1"]
    assert "was ill" in found["chat-s"].text
    assert found["chat-s"].mentions == ["m1"]
    assert (found["chat-m1"].answers, found["chat-m1"].choices) == ("command-1", [])


def test_a_decision_is_told_to_the_member_and_confirmed_where_it_was_made(store: MemoryNotifications) -> None:
    yes = MakeUpAccepted(**MAKE_UP, actor_id="s", credit_minutes=45, chat_id="chat-s")
    found = told(attendance.make_up_changed, yes, store)
    assert "45" in found["chat-m1"].text
    assert found["chat-s"].answers == "command-1"
    no = MakeUpRefused(**MAKE_UP, actor_id="s", why="no proof", chat_id=None)
    found = told(attendance.make_up_changed, no, store)
    assert found.keys() == {"chat-m1"}
    assert "no proof" in found["chat-m1"].text


def test_a_request_that_lapsed_is_told_to_both_sides(store: MemoryNotifications) -> None:
    found = told(attendance.make_up_changed, MakeUpExpired(**MAKE_UP, decider_ids=["s", "s2"]), store)
    assert found.keys() == {"chat-m1", "chat-s", "chat-s2"}


def test_a_roll_call_is_summed_up_to_the_chat_it_came_from_only(store: MemoryNotifications) -> None:
    event = RollCallTaken(
        command_id="c",
        occurrence_id="t",
        task_title="Theme day",
        unit_path="/d/a",
        marked=["m1", "m2"],
        not_marked=[NotMarked(member_id="m3", reason="not-on-the-list")],
        absent=[],
        actor_id="s",
        chat_id="chat-s",
    )
    found = told(attendance.roll_called, event, store)
    assert found.keys() == {"chat-s"}
    assert "2 present" in found["chat-s"].text
    assert "1 not on the list" in found["chat-s"].text
    assert told(attendance.roll_called, event.model_copy(update={"chat_id": None}), store) == {}


def test_the_member_learns_why_a_check_in_is_questioned_and_what_it_is_now(store: MemoryNotifications) -> None:
    asked = CheckInQuestioned(**TASK, version=2, reason="two places at once", actor_id="s", chat_id="chat-s")
    found = told(attendance.check_in_changed, asked, store)
    assert "two places at once" in found["chat-m1"].text
    assert found["chat-s"].answers == "command-1"
    state = {"late": False, "credit_minutes": 30, "checked_in_at": NOW, "how": "chat", "actor_id": "s"}
    for counts, word in ((True, "30 minutes"), (False, "took")):
        event = CheckInCorrected(**TASK, version=3, counts=counts, reason="as agreed", **state)  # type: ignore[arg-type]
        text = told(attendance.check_in_changed, event, store_in("en"))["chat-m1"].text
        assert word in text
        assert "as agreed" in text


def test_a_member_who_is_not_known_here_yet_is_tried_again(store: MemoryNotifications) -> None:
    with pytest.raises(UnknownMember):
        told(attendance.make_up_changed, MakeUpExpired(**{**MAKE_UP, "member_id": "new"}, decider_ids=[]), store)
