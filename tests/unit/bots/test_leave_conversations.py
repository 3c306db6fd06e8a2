"""Leave, decisions and linked chats, as the conversations lead through them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.conversations import menu, router
from bots.conversations.days import day_of, days_of, shown
from bots.conversations.directory_facts import OwnChat, OwnLeave, Pending
from bots.conversations.model import Button, Facts, Member, Needs, Reply, State, Step, Text
from shared.events import Command
from shared.events.leave import CancelLeave, DecideLeave, RequestLeave
from shared.events.transfers import DecideTransfer
from tests.unit.bots.fakes import PROFILE

#: A Sunday.
NOW = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()
MEMBER = Member.model_validate(PROFILE)
LINKED = State(member=MEMBER)


def ask(state: State, incoming: str | Button, **facts: Any) -> Step:
    said = Text(incoming) if isinstance(incoming, str) else incoming
    return router.step(state, said, Facts("chat-1", **facts), NOW)


def key(step: Step) -> str:
    return step.replies[-1].key


def data(step: Step) -> list[str]:
    return [choice.data for reply in step.replies for choice in reply.choices]


def sent(step: Step) -> Command:
    [command] = step.commands
    return command.payload


def through(*answers: str | Button) -> Step:
    step = ask(LINKED, "请假", profile=MEMBER)
    for answer in answers:
        step = ask(step.state, answer)
    return step


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今天", "2026-11-22"),
        ("明天", "2026-11-23"),
        ("后天", "2026-11-24"),
        ("3月5日", "2027-03-05"),
        ("11月20号", "2026-11-20"),
        ("３－５", "2027-03-05"),
        ("3.5", "2027-03-05"),
        ("2026年12月1日", "2026-12-01"),
        ("2026/12/1", "2026-12-01"),
        ("20261201", "2026-12-01"),
        ("25号", "2026-11-25"),
        ("周日", "2026-11-22"),
        ("星期三", "2026-11-25"),
        ("下周一", "2026-11-23"),
        ("下星期天", "2026-11-29"),
        ("next monday", "2026-11-23"),
        ("Tomorrow", "2026-11-23"),
        ("25th", "2026-11-25"),
        ("十二月三十一日", "2026-12-31"),
        ("三月五号", "2027-03-05"),
    ],
)
def test_a_day_is_understood_however_it_is_usually_written(text: str, day: str) -> None:
    assert day_of(text, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text", ["", "13月5日", "2月30日", "3", "1-2-3-4", "3-5 下午去北京开会", "很久以后", "20261341"]
)
def test_what_is_no_day_is_not_taken_for_one(text: str) -> None:
    assert day_of(text, TODAY) is None


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(-180, 180))
def test_a_date_without_a_year_is_the_one_nearest(today: date, away: int) -> None:
    day = today + timedelta(days=away)
    if (day.month, day.day) != (2, 29):
        assert day_of(f"{day.month}月{day.day}日", today) == day
    assert day_of(day.isoformat(), today) == day_of(f"{day:%Y%m%d}", today) == day


def test_the_last_day_comes_after_the_first() -> None:
    assert day_of("1-3", TODAY, not_before=date(2026, 12, 30)) == date(2027, 1, 3)
    assert day_of("11-20", TODAY, not_before=TODAY) == date(2027, 11, 20)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("3天", 3),
        ("2 周", 14),
        ("1星期", 7),
        ("5 days", 5),
        ("三天", 3),
        ("两周", 14),
        ("十天", 10),
        ("天", None),
        ("3", None),
    ],
)
def test_a_number_of_days_is_understood(text: str, days: int | None) -> None:
    assert days_of(text) == days


def test_a_year_is_shown_where_it_is_another() -> None:
    assert (shown(date(2026, 12, 1), TODAY), shown(date(2027, 1, 3), TODAY)) == ("12-01", "2027-01-03")


def test_leave_is_asked_for_by_taps_alone() -> None:
    step = ask(LINKED, Button(menu.LEAVE.data), profile=MEMBER)
    for prefix, question in (("lv:why:sick", "leave-from"), ("lv:from:", "leave-to"), ("lv:to:", "leave-look")):
        [tap] = [each for each in data(step) if each.startswith(prefix)][:1]
        step = ask(step.state, Button(tap))
        assert key(step) == question
    step = ask(step.state, Button("lv:yes"))
    assert key(step) == "leave-received"
    command = sent(step)
    assert isinstance(command, RequestLeave)
    assert (command.first_day, command.last_day, command.reason) == (TODAY, TODAY, "sick")
    assert (command.member_id, command.actor_id, command.chat_id) == ("m1", "m1", "chat-1")
    assert (step.state.asked_leave, step.state.waiting) == (None, None)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("3月5日", "3-7", (5, 7)),
        ("3-5", "3天", (5, 7)),
        ("2027-3-5", "一周", (5, 11)),
        ("2027-3-5", "不知道", None),
        ("3.5", "1周", (5, 11)),
    ],
)
def test_days_may_be_typed(first: str, last: str, days: tuple[int, int] | None) -> None:
    step = through(Button("lv:why:study"), first, last)
    if days is None:
        assert key(step) == "leave-day-again"
        return
    command = sent(ask(step.state, "确认"))
    assert isinstance(command, RequestLeave)
    assert (command.first_day, command.last_day) == (date(2027, 3, days[0]), date(2027, 3, days[1]))


def test_the_same_request_is_the_same_leave_however_often_it_is_sent() -> None:
    step = through(Button("lv:why:sick"), "明天", "3天")
    again = [sent(ask(step.state, Button("lv:yes"))) for _ in range(2)]
    assert again[0] == again[1]


def test_a_last_day_before_the_first_is_asked_for_again() -> None:
    step = through(Button("lv:why:sick"), "2026-12-05", "2026-12-04")
    assert key(step) == "leave-ends-before"
    assert key(ask(step.state, "2026-12-05")) == "leave-look"


def test_no_leave_is_asked_for_without_the_last_yes() -> None:
    for answer in (Button("lv:cancel"), "取消"):
        step = ask(through(Button("lv:why:sick"), "明天", "3天").state, answer)
        assert (key(step), step.commands, step.state.asked_leave) == ("leave-left", (), None)
    assert key(ask(LINKED, Button("lv:yes"))) == "leave-over"


def test_another_conversation_ends_the_question() -> None:
    step = ask(through(Button("lv:why:sick")).state, Button("help"))
    assert (step.state.waiting, step.state.asked_leave) == (None, None)


@given(st.lists(st.text(max_size=20) | st.sampled_from(["明天", "3天", "确认", "请假"]), max_size=6))
def test_any_answer_to_any_question_gets_a_reply(answers: list[str]) -> None:
    step = ask(LINKED, "请假", profile=MEMBER)
    for answer in answers:
        step = ask(step.state, answer, profile=MEMBER)
        assert step.replies


def own(leave_id: str, state: str, first: int, last: int) -> OwnLeave:
    days = {"first_day": TODAY + timedelta(days=first), "last_day": TODAY + timedelta(days=last)}
    return OwnLeave.model_validate({"leave_id": leave_id, "reason": "sick", "state": state, **days})


def test_own_leaves_are_listed_and_those_to_come_can_be_taken_back() -> None:
    leaves = (own("past", "approved", -9, -5), own("now", "approved", -1, 2), own("asked", "requested", 5, 6))
    assert router.needs(LINKED, Text("我的请假")) == Needs(profile=True, leaves=True)
    listed = ask(LINKED, "我的请假", profile=MEMBER, leaves=(*leaves, own("no", "refused", 8, 9)))
    assert [line.args["state"] for line in listed.replies[0].lines] == ["refused", "requested", "approved", "approved"]
    assert [each for each in data(listed) if each.startswith("lv:off")] == ["lv:off:asked", "lv:off:now"]
    asked = ask(listed.state, Button("lv:off:now"))
    assert (key(asked), asked.commands) == ("leave-off-ask", ())
    assert sent(ask(asked.state, Button("lv:off!:now"))) == CancelLeave(leave_id="now", actor_id="m1", chat_id="chat-1")


PENDING = Pending.model_validate(
    {
        "leaves": [
            {
                "leave_id": "l1",
                "member_id": "m2",
                "name": "Li Lei",
                "first_day": "2026-12-01",
                "last_day": "2026-12-03",
                "reason": "study",
            }
        ],
        "transfers": [
            {
                "transfer_id": "t1",
                "member_id": "m3",
                "name": "Han",
                "from_unit_name": "A",
                "to_unit_name": "B",
                "reason": "moved",
            }
        ],
    }
)


def test_what_waits_is_listed_with_two_buttons_each() -> None:
    listed = ask(LINKED, "待办", profile=MEMBER, pending=PENDING)
    assert [line.key for line in listed.replies[0].lines] == ["pending-leave", "pending-transfer"]
    assert listed.replies[0].mentions == ("m2", "m3")
    assert all("Li Lei" not in str(choice.args) for choice in listed.replies[0].choices)
    assert data(listed) == ["dec:lv+:l1", "dec:lv-:l1", "dec:tr+:t1", "dec:tr-:t1"]
    assert key(ask(LINKED, "待办", profile=MEMBER, pending=Pending())) == "pending-none"


@pytest.mark.parametrize("approved", [True, False])
def test_a_leave_is_decided_by_one_tap_that_needs_no_service(approved: bool) -> None:
    tap = Button(f"dec:lv{'+' if approved else '-'}:l1")
    assert router.needs(LINKED, tap) == Needs()
    assert sent(ask(LINKED, tap)) == DecideLeave(leave_id="l1", approved=approved, actor_id="m1", chat_id="chat-1")


def test_a_transfer_is_accepted_by_a_tap_and_refused_with_a_reason() -> None:
    who = {"transfer_id": "t1", "actor_id": "m1", "chat_id": "chat-1"}
    assert sent(ask(LINKED, Button("dec:tr+:t1"))) == DecideTransfer(accepted=True, **who)
    asked = ask(LINKED, Button("dec:tr-:t1"))
    assert (key(asked), asked.commands) == ("transfer-why-not", ())
    assert key(ask(asked.state, "x" * 501)) == "decision-too-long"
    assert key(ask(asked.state, "取消")) == "decision-left"
    refused = ask(asked.state, "No room")
    assert sent(refused) == DecideTransfer(accepted=False, reason="No room", **who)
    assert refused.state.refusing is None


@pytest.mark.parametrize("tap", ["dec:", "dec:xx+:l1", "dec:lv*:l1", "dec:lv+:a b"])
def test_a_button_that_is_not_ours_decides_nothing(tap: str) -> None:
    step = ask(LINKED, Button(tap))
    assert (key(step), step.commands) == ("pending-again", ())


CHATS = (
    OwnChat(chat_id="phone", channel="telegram", linked_at=NOW),
    OwnChat(chat_id="chat-1", channel="web", linked_at=NOW),
    OwnChat(chat_id="old", channel="web"),
)


def test_own_chats_are_listed_and_another_is_put_out_after_a_question() -> None:
    listed = ask(LINKED, "我的设备", profile=MEMBER, chats=CHATS)
    assert [line.args["here"] for line in listed.replies[0].lines] == ["yes", "no", "no"]
    assert data(listed) == ["chat:off:phone", "chat:off:old", "unlink"]
    asked = ask(listed.state, Button("chat:off:phone"))
    assert (key(asked), data(asked)) == ("chat-off-ask", ["chat:off!:phone", "chats"])
    assert router.needs(LINKED, Button("chat:off:phone")) == Needs()
    assert router.needs(LINKED, Button("chat:off!:phone")).unlink_other == "phone"
    assert key(ask(asked.state, Button("chat:off!:phone"), unlinked=True)) == "chat-off-done"
    assert key(ask(asked.state, Button("chat:off!:phone"), unlinked=False)) == "chat-off-gone"


def test_a_chat_that_was_unlinked_elsewhere_lists_nothing() -> None:
    for said in ("我的设备", "我的请假", "待办", "请假"):
        step = ask(LINKED, said)
        assert (key(step), step.state.member) == ("link-lost", None)


def test_every_reply_is_in_the_catalogues() -> None:
    from bots.engine.rendering import Renderer

    renderer = Renderer("zh-CN", "Asia/Shanghai")
    steps: list[Step] = [
        ask(LINKED, "我的设备", profile=MEMBER, chats=CHATS),
        ask(LINKED, "待办", profile=MEMBER, pending=PENDING),
        ask(LINKED, "我的请假", profile=MEMBER, leaves=(own("now", "approved", -1, 2),)),
        through(),
        through(Button("lv:why:study")),
        through(Button("lv:why:study"), "明天"),
        through(Button("lv:why:study"), "明天", "3天"),
    ]
    for step in steps:
        replies: tuple[Reply, ...] = step.replies
        for locale in ("zh-CN", "en"):
            for rendered in renderer.render(locale, replies):
                assert rendered.text
                assert all(choice.label for choice in rendered.choices)
