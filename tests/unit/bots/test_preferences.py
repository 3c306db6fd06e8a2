"""Reminders and language, chosen in chat."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bots.conversations import router
from bots.conversations.model import Button, Facts, Linked, Member, Needs, Preferences, State, Step, Text
from bots.engine import Engine
from shared.events import Command
from shared.events.directory import SetLocale
from shared.events.notifications import Quiet, SetPreferences
from shared.settings import Settings
from tests.unit.bots.fakes import PROFILE, FakeBroker, FakeMongo, FakeServices

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
MEMBER = Member.model_validate(PROFILE)
LINKED = State(member=MEMBER)
DEFAULT = Preferences.model_validate({"quiet": {"starts": "21:30", "ends": "07:30"}, "zone": "Asia/Shanghai"})


def ask(state: State, incoming: str | Button, **facts: Any) -> Step:
    said = Text(incoming) if isinstance(incoming, str) else incoming
    return router.step(state, said, Facts("chat-1", **facts), NOW)


def commands(step: Step) -> list[Command]:
    return [send.payload for send in step.commands]


@pytest.mark.parametrize("incoming", ["提醒设置", "reminders", "Reminder settings", "提醒", Button("reminders")])
def test_the_settings_are_shown_with_a_button_for_each_change(incoming: str | Button) -> None:
    said = Text(incoming) if isinstance(incoming, str) else incoming
    assert router.needs(LINKED, said) == Needs(profile=True, preferences=True)
    step = ask(LINKED, incoming, profile=MEMBER, preferences=DEFAULT)
    (reply,) = step.replies
    assert (reply.key, reply.args["study"], reply.args["starts"]) == ("reminders-shown", "on", "21:30")
    assert [choice.data for choice in reply.choices] == [
        "rem:study:off",
        "rem:shifts:off",
        "rem:quiet:20:00-08:00",
        "rem:quiet:23:00-06:30",
        "rem:quiet:00:00-00:00",
    ]


def test_what_is_off_can_be_turned_on() -> None:
    step = ask(LINKED, "reminders", profile=MEMBER, preferences=Preferences(study=False))
    assert [choice.data for choice in step.replies[0].choices][:2] == ["rem:study:on", "rem:shifts:off"]
    assert len(step.replies[0].choices) == 5


@pytest.mark.parametrize(
    ("incoming", "chosen"),
    [
        (Button("rem:study:off"), {"study": False}),
        (Button("rem:shifts:on"), {"shifts": True}),
        (Button("rem:quiet:20:00-08:00"), {"quiet": Quiet(starts=1200, ends=480)}),
        ("免打扰 22:00-07:00", {"quiet": Quiet(starts=1320, ends=420)}),
        ("免打扰 ２２：００至7:00", {"quiet": Quiet(starts=1320, ends=420)}),
        ("quiet hours 9:05 to 10:00", {"quiet": Quiet(starts=545, ends=600)}),
    ],
)
def test_a_choice_is_sent_without_asking_any_service(incoming: str | Button, chosen: dict[str, Any]) -> None:
    said = Text(incoming) if isinstance(incoming, str) else incoming
    assert router.needs(LINKED, said) == Needs()
    step = ask(LINKED, incoming)
    assert commands(step) == [SetPreferences(member_id="m1", chat_id="chat-1", **chosen)]
    assert [reply.key for reply in step.replies] == ["reminders-received"]


@pytest.mark.parametrize(
    "incoming", ["免打扰", "quiet 25:00-07:00", "quiet 22:00", "quiet 22:61-07:00", Button("rem:quiet:never")]
)
def test_hours_that_make_no_sense_get_one_sentence(incoming: str | Button) -> None:
    step = ask(LINKED, incoming)
    assert (commands(step), [reply.key for reply in step.replies]) == ([], ["reminders-hours-how"])


def test_an_old_button_leads_back_to_the_settings() -> None:
    step = ask(LINKED, Button("rem:birthdays:on"))
    assert [reply.key for reply in step.replies] == ["reminders-again"]


def test_a_linked_chat_tells_the_directory_its_language_and_a_stranger_does_not() -> None:
    assert commands(ask(LINKED, "English")) == [SetLocale(member_id="m1", chat_id="chat-1", locale="en")]
    assert commands(ask(State(), "English")) == []


def test_a_language_chosen_before_linking_is_told_with_it() -> None:
    linked = Linked(outcome="linked", member=MEMBER)
    assert commands(ask(State(locale="en"), "7K3M9QXD", linked=linked)) == [
        SetLocale(member_id="m1", chat_id="chat-1", locale="en")
    ]
    assert commands(ask(State(locale="zh-CN"), "7K3M9QXD", linked=linked)) == []


async def test_a_chat_does_not_wait_for_an_outcome_of_a_change_of_language() -> None:
    broker = FakeBroker()
    engine = Engine(broker, FakeServices(), FakeMongo(), Settings(), clock=lambda: NOW)
    await engine.handle("chat-1", "web", Text("任务"), "u0")
    outcome = await engine.handle("chat-1", "web", Button("lang:en"), "u1")
    await engine.close()
    assert [type(message.data) for message in broker.published] == [SetLocale]
    assert outcome.commands == ()
    assert outcome.locale == "en"
