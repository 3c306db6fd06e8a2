"""Leaves, transfers and linked chats become messages for those concerned."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest

from services.notifications import directory
from services.notifications.model import Chat, UnknownUnit, Wording
from services.notifications.wording import render
from shared.events import Message, Payload, compose
from shared.events.directory import ChatLinked, LeaveReason, Locale, UnitRegistered
from shared.events.leave import LeaveDecided, LeaveNotPossible, LeaveRefusal, LeaveRequested, RequestLeave
from shared.events.notifications import Deliver
from shared.events.transfers import (
    TransferEnded,
    TransferNotPossible,
    TransferRefusal,
    TransferRequested,
    TransferState,
)
from tests.unit.services.emitted import Emitted
from tests.unit.services.notifications.memory import MemoryNotifications

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SOURCE = "/zhixing/tests"
LOCALES: tuple[Locale, ...] = get_args(Locale)
DAYS = {"first_day": date(2026, 12, 1), "last_day": date(2026, 12, 3), "reason": "study"}
COMMAND = compose(RequestLeave(leave_id="l1", member_id="m1", actor_id="m1", **DAYS), source=SOURCE, id="command-1")  # type: ignore[arg-type]


def in_shanghai(locale: Locale, wording: Wording) -> str:
    return render(locale, wording, "Asia/Shanghai")


@pytest.fixture
def store() -> MemoryNotifications:
    return a_store()


def a_store(locale: Locale = "en") -> MemoryNotifications:
    store = MemoryNotifications()
    for member in ("m1", "secretary", "other"):
        store.keep_locale(member, locale, 1)
        store.keep_chat(Chat(f"chat-{member}", "web", member), NOW)
    for unit in ("a", "b"):
        event = UnitRegistered(unit_id=unit, kind="branch", name=f"Branch {unit}", path=f"/d/{unit}", version=1)
        directory.unit_registered(compose(event, source=SOURCE), store, Emitted())
    return store


def told(
    handler: Any, payload: Payload, store: MemoryNotifications, *, cause: Message[Any] = COMMAND
) -> dict[str, Deliver]:
    event = compose(payload, source=SOURCE, cause=cause)
    emitted = Emitted(event)
    handler(event, store, emitted, in_shanghai)
    return {delivery.chat_id: delivery for delivery in emitted.payloads if isinstance(delivery, Deliver)}


def decided(**fields: Any) -> LeaveDecided:
    return LeaveDecided(**{key: value for key, value in leave(**fields).items() if key != "reason"})


def leave(**fields: Any) -> dict[str, Any]:
    return {"leave_id": "l1", "member_id": "m1", "unit_id": "a", **DAYS, **fields}


def test_a_request_is_put_to_whoever_decides_with_two_buttons(store: MemoryNotifications) -> None:
    event = LeaveRequested(**leave(decider_ids=["secretary", "m1"], chat_id="chat-m1"))
    messages = told(directory.leave_requested, event, store)
    assert set(messages) == {"chat-m1", "chat-secretary"}
    assert (messages["chat-m1"].answers, messages["chat-secretary"].answers) == ("command-1", None)
    assert "waits for your branch secretary" in messages["chat-m1"].text
    assert "M1 asks for leave: study, 2026-12-01 to 2026-12-03, 3 days" in messages["chat-secretary"].text
    assert [(each.label, each.data) for each in messages["chat-secretary"].choices] == [
        ("Approve", "dec:lv+:l1"),
        ("Refuse", "dec:lv-:l1"),
    ]


def test_a_member_is_told_when_nobody_can_approve(store: MemoryNotifications) -> None:
    messages = told(directory.leave_requested, LeaveRequested(**leave(decider_ids=[], chat_id="chat-m1")), store)
    assert "Nobody can approve" in messages["chat-m1"].text


@pytest.mark.parametrize("state", ["approved", "refused"])
def test_a_decision_is_told_to_both(store: MemoryNotifications, state: str) -> None:
    event = decided(state=state, actor_id="secretary", chat_id="chat-secretary")
    messages = told(directory.leave_decided, event, store)
    assert set(messages) == {"chat-m1", "chat-secretary"}
    assert (messages["chat-m1"].answers, messages["chat-secretary"].answers) == (None, "command-1")
    assert messages["chat-secretary"].text.lower().startswith(state)


def test_a_leave_that_needs_no_approval_or_is_taken_back_answers_its_chat(store: MemoryNotifications) -> None:
    for state, actor in (("approved", None), ("cancelled", "m1")):
        event = decided(state=state, actor_id=actor, chat_id="chat-m1")
        messages = told(directory.leave_decided, event, a_store())
        assert {chat: each.answers for chat, each in messages.items()} == {"chat-m1": "command-1"}


def test_who_was_asked_is_told_that_a_leave_was_taken_back(store: MemoryNotifications) -> None:
    told_ids = ["secretary", "m1"]
    event = decided(state="cancelled", actor_id="m1", chat_id="chat-m1", told_ids=told_ids)
    messages = told(directory.leave_decided, event, store)
    assert set(messages) == {"chat-m1", "chat-secretary"}
    assert "M1 took the request for leave back" in messages["chat-secretary"].text


def test_a_leave_that_is_cut_short_says_until_when_it_was(store: MemoryNotifications) -> None:
    event = decided(state="cancelled", cut_short=True, actor_id="m1", chat_id="chat-m1")
    assert "2026-12-03" in told(directory.leave_decided, event, store)["chat-m1"].text
    assert "ended early" in told(directory.leave_decided, event, a_store())["chat-m1"].text


def test_who_acts_at_a_terminal_need_not_be_a_member(store: MemoryNotifications) -> None:
    event = decided(state="approved", actor_id="terminal")
    assert set(told(directory.leave_decided, event, store)) == {"chat-m1"}
    refused = LeaveNotPossible(command_id="c", leave_id="l1", reason="over", actor_id="terminal")
    assert told(directory.not_possible, refused, store) == {}


def transfer(**fields: Any) -> dict[str, Any]:
    return {"transfer_id": "t1", "member_id": "m1", "from_unit_id": "a", "to_unit_id": "b", **fields}


def test_a_transfer_is_put_to_the_receiving_side(store: MemoryNotifications) -> None:
    asked = {"to_unit_path": "/d/b", "reason": "New post", "expires_at": NOW + timedelta(days=7)}
    event = TransferRequested(**transfer(decider_ids=["secretary"], **asked))
    messages = told(directory.transfer_requested, event, store)
    assert set(messages) == {"chat-m1", "chat-secretary"}
    assert "from Branch a to Branch b: New post" in messages["chat-secretary"].text
    assert [each.data for each in messages["chat-secretary"].choices] == ["dec:tr+:t1", "dec:tr-:t1"]


def test_the_end_of_a_transfer_is_told_to_the_member_and_both_sides_once(store: MemoryNotifications) -> None:
    told_ids = ["secretary", "other", "m1"]
    event = TransferEnded(**transfer(state="refused", reason="Full", actor_id="secretary", told_ids=told_ids))
    messages = told(directory.transfer_ended, event, store)
    assert set(messages) == {"chat-m1", "chat-secretary", "chat-other"}
    assert messages["chat-m1"].text == "Branch b did not accept your move from Branch a. Reason: Full"
    assert messages["chat-other"].text == "Branch b did not accept M1 from Branch a. Reason: Full"
    assert messages["chat-secretary"].answers == "command-1"


def test_a_unit_that_is_not_known_yet_is_waited_for(store: MemoryNotifications) -> None:
    with pytest.raises(UnknownUnit):
        told(directory.transfer_ended, TransferEnded(**{**transfer(state="expired"), "to_unit_id": "new"}), store)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_end_and_every_refusal_has_a_sentence(locale: Locale) -> None:
    for state in get_args(TransferState):
        if state != "requested":
            event = TransferEnded(**transfer(state=state, told_ids=["other"]))
            assert len(told(directory.transfer_ended, event, a_store(locale))) == 2
    for reason in get_args(LeaveReason):
        asked = LeaveRequested(**leave(reason=reason, decider_ids=["other"]))
        assert len(told(directory.leave_requested, asked, a_store(locale))) == 2
    who = {"command_id": "c", "actor_id": "m1", "chat_id": "chat-m1"}
    for why in get_args(LeaveRefusal):
        refusal = LeaveNotPossible(leave_id="l1", reason=why, **who)
        assert told(directory.not_possible, refusal, a_store(locale))["chat-m1"].answers == "c"
    for why in get_args(TransferRefusal):
        assert told(directory.not_possible, TransferNotPossible(transfer_id="t", reason=why, **who), a_store(locale))


def test_a_second_chat_is_told_to_the_first_with_a_way_to_put_it_out(store: MemoryNotifications) -> None:
    linked = ChatLinked(chat_id="new", channel="telegram", member_id="m1")
    messages = told(directory.chat_changed, linked, store)
    assert set(messages) == {"chat-m1"}
    assert "Telegram" in messages["chat-m1"].text
    assert [each.data for each in messages["chat-m1"].choices] == ["chat:off:new"]
    assert told(directory.chat_changed, linked, store, cause=compose(linked, source=SOURCE)) == {}, "told once"


def test_a_first_chat_is_told_to_nobody(store: MemoryNotifications) -> None:
    assert told(directory.chat_changed, ChatLinked(chat_id="c", channel="web", member_id="fresh"), store) == {}
