from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from bots.conversations.model import Button, Text
from bots.engine import Engine, NotAccepted, forgetting
from shared.events import Message, compose
from shared.events.directory import Channel, ChatUnlinked
from shared.settings import Settings
from tests.support.waiting import PATIENCE
from tests.unit.bots.fakes import FakeBroker, FakeMongo, FakeServices, task

CHAT = "chat-1"


@dataclass
class Bench:
    broker: FakeBroker = field(default_factory=FakeBroker)
    services: FakeServices = field(default_factory=FakeServices)
    mongo: FakeMongo = field(default_factory=FakeMongo)
    late: list[tuple[str, str, str]] = field(default_factory=list)
    told: asyncio.Event = field(default_factory=asyncio.Event)

    def engine(self, *, late_after: float = 60) -> Engine:
        async def on_late(chat_id: str, command_id: str, text: str) -> None:
            self.late.append((chat_id, command_id, text))
            self.told.set()

        return Engine(
            self.broker, self.services, self.mongo, Settings(), late_after=late_after, patience=10, on_late=on_late
        )

    def sent_ids(self) -> list[str]:
        return [message.id for message in self.broker.published]


@pytest.fixture
def bench() -> Bench:
    return Bench()


async def linked(bench: Bench, engine: Engine) -> None:
    outcome = await engine.handle(CHAT, "web", Text("绑定 7K3M9QXD"), "u0")
    assert outcome.member is not None


async def test_a_check_in_is_sent_once_and_called_received_after_the_confirm(bench: Bench) -> None:
    engine = bench.engine()
    await linked(bench, engine)
    outcome = await engine.handle(CHAT, "web", Text("打卡 读了一章"), "u1")
    assert list(outcome.commands) == bench.sent_ids()
    assert "已收到" in outcome.replies[0].text
    assert "课程 o1" in outcome.replies[0].text


async def test_the_same_update_again_gives_the_same_answer_and_command(bench: Bench) -> None:
    engine = bench.engine()
    await linked(bench, engine)
    first = await engine.handle(CHAT, "web", Text("打卡"), "u1")
    bench.services.tasks = []
    again = await bench.engine().handle(CHAT, "web", Text("打卡"), "u1")
    assert again == first
    assert set(bench.sent_ids()) == set(first.commands)
    assert bench.broker.published[0] == bench.broker.published[-1]


async def test_two_taps_are_two_commands(bench: Bench) -> None:
    engine = bench.engine()
    await linked(bench, engine)
    first = await engine.handle(CHAT, "web", Button("ci:o1"), "u1")
    second = await engine.handle(CHAT, "web", Button("ci:o1"), "u2")
    assert first.commands != second.commands


async def test_without_the_broker_nothing_is_called_received_and_the_repeat_sends_the_same_command(
    bench: Bench,
) -> None:
    engine = bench.engine()
    await linked(bench, engine)
    bench.broker.away = True
    with pytest.raises(NotAccepted) as refused:
        await engine.handle(CHAT, "web", Button("ci:o1"), "u1")
    assert refused.value.reason == "broker"
    assert "自动重试" in refused.value.text
    bench.broker.away = False
    outcome = await bench.engine().handle(CHAT, "web", Button("ci:o1"), "u1")
    assert bench.sent_ids() == list(outcome.commands)


async def test_a_check_in_keeps_the_time_of_the_first_try(bench: Bench) -> None:
    engine = bench.engine()
    await linked(bench, engine)
    bench.broker.away = True
    with pytest.raises(NotAccepted):
        await engine.handle(CHAT, "web", Button("ci:o1"), "u1")
    saved = bench.mongo.conversations.documents[CHAT]["recent"][-1]["commands"][0]["time"]
    bench.broker.away = False
    await engine.handle(CHAT, "web", Button("ci:o1"), "u1")
    assert bench.broker.published[-1].time.isoformat() == saved


async def test_a_service_that_does_not_answer_is_told_in_a_sentence_and_not_remembered(bench: Bench) -> None:
    engine = bench.engine()
    await linked(bench, engine)
    bench.services.away = {"checkins"}
    outcome = await engine.handle(CHAT, "web", Text("任务"), "u1")
    assert "稍后再试" in outcome.replies[0].text
    bench.services.away = set()
    assert "课程 o1" in (await engine.handle(CHAT, "web", Text("任务"), "u1")).replies[0].text


async def test_a_tap_works_while_both_services_are_away(bench: Bench) -> None:
    engine = bench.engine()
    await linked(bench, engine)
    bench.services.away = {"checkins", "directory"}
    outcome = await engine.handle(CHAT, "web", Button("ci:o1"), "u1")
    assert bench.sent_ids() == list(outcome.commands)


async def test_an_answer_that_is_not_what_was_agreed_is_a_fault_not_a_crash(bench: Bench) -> None:
    engine = bench.engine()
    await linked(bench, engine)
    bench.services.tasks = [{"surprise": 1}]
    assert "稍后再试" in (await engine.handle(CHAT, "web", Text("任务"), "u1")).replies[0].text


async def test_two_messages_at_once_are_both_answered_and_neither_state_is_lost(bench: Bench) -> None:
    engine = bench.engine()
    await linked(bench, engine)
    bench.services.tasks = [task("o1"), task("o2")]
    documents = bench.mongo.conversations.documents

    def another_message_comes_first() -> None:
        documents[CHAT]["version"] += 1
        documents[CHAT]["state"]["locale"] = "en"

    bench.mongo.meanwhile = another_message_comes_first
    await engine.handle(CHAT, "web", Text("任务"), "u1")
    assert documents[CHAT]["state"]["locale"] == "en"
    assert set(documents[CHAT]["state"]["shown"]) == {"o1", "o2"}


async def test_a_conflict_does_not_spend_a_code_twice(bench: Bench) -> None:
    bench.services.linked = False

    def another_message_comes_first() -> None:
        bench.mongo.conversations.documents[CHAT] = {"_id": CHAT, "version": 1, "state": {}, "recent": []}

    bench.mongo.meanwhile = another_message_comes_first
    outcome = await bench.engine().handle(CHAT, "web", Text("7K3M9QXD"), "u1")
    assert outcome.member is not None
    assert bench.services.asked.count("link_chat") == 1


async def test_many_messages_of_one_chat_at_once_all_get_through(bench: Bench) -> None:
    engine = bench.engine()
    await linked(bench, engine)
    outcomes = await asyncio.gather(
        *(bench.engine().handle(CHAT, "web", Button(f"ci:o{n}"), f"u{n}") for n in range(1, 8))
    )
    assert sorted(bench.sent_ids()) == sorted(command for outcome in outcomes for command in outcome.commands)


async def test_with_the_database_away_a_tap_is_taken_and_its_repeat_is_the_same_command(bench: Bench) -> None:
    engine = bench.engine()
    await linked(bench, engine)
    bench.mongo.away = True
    first = await engine.handle(CHAT, "web", Button("ci:o1"), "u1")
    bench.mongo.away = False
    again = await engine.handle(CHAT, "web", Button("ci:o1"), "u1")
    assert first.commands == again.commands


@pytest.mark.parametrize("incoming", [Text("任务"), Text("帮助"), Text("解绑")])
async def test_with_the_database_away_everything_else_is_handed_in_again_later(bench: Bench, incoming: Text) -> None:
    engine = bench.engine()
    await linked(bench, engine)
    bench.mongo.away = True
    with pytest.raises(NotAccepted) as refused:
        await engine.handle(CHAT, "web", incoming, "u1")
    assert refused.value.reason == "database"


async def test_a_chat_this_process_does_not_know_waits_for_the_database(bench: Bench) -> None:
    bench.mongo.away = True
    with pytest.raises(NotAccepted):
        await bench.engine().handle(CHAT, "web", Button("ci:o1"), "u1")
    assert bench.broker.published == []


async def test_an_outcome_that_does_not_come_is_told_in_the_chat(bench: Bench) -> None:
    engine = bench.engine(late_after=0.01)
    await linked(bench, engine)
    outcome = await engine.handle(CHAT, "web", Button("ci:o1"), "u1")
    bench.mongo.away = True
    await asyncio.wait_for(bench.told.wait(), PATIENCE)
    [(chat_id, command_id, text)] = bench.late
    assert (chat_id, [command_id]) == (CHAT, list(outcome.commands))
    assert "已收到" in text


async def test_an_outcome_in_time_keeps_the_chat_quiet(bench: Bench) -> None:
    engine = bench.engine(late_after=1)
    await linked(bench, engine)
    first = await engine.handle(CHAT, "web", Button("ci:o1"), "u1")
    engine.answered(first.commands[0])
    second = await engine.handle(CHAT, "web", Button("ci:o2"), "u2")
    await asyncio.wait_for(bench.told.wait(), PATIENCE)
    assert [command_id for _, command_id, _ in bench.late] == list(second.commands)


async def test_a_command_that_was_not_accepted_is_never_called_late(bench: Bench) -> None:
    engine = bench.engine(late_after=0.01)
    await linked(bench, engine)
    bench.broker.away = True
    with pytest.raises(NotAccepted):
        await engine.handle(CHAT, "web", Button("ci:o1"), "u1")
    bench.broker.away = False
    outcome = await engine.handle(CHAT, "web", Button("ci:o2"), "u2")
    await asyncio.wait_for(bench.told.wait(), PATIENCE)
    assert [command_id for _, command_id, _ in bench.late] == list(outcome.commands)


@pytest.mark.parametrize(("hint", "word"), [("en", "Welcome"), (None, "欢迎")])
async def test_a_stranger_is_answered_in_the_language_of_the_channel(bench: Bench, hint: Any, word: str) -> None:
    bench.services.linked = False
    outcome = await bench.engine().handle(CHAT, "web", Text("?!"), "u1", locale=hint)
    assert word in outcome.replies[0].text


async def test_times_are_shown_in_the_zone_of_the_unit(bench: Bench) -> None:
    engine = bench.engine()
    await linked(bench, engine)
    outcome = await engine.handle(CHAT, "web", Text("任务"), "u1")
    assert "11-22 20:00" in outcome.replies[0].text


def unlinked(channel: Channel = "web") -> Message[ChatUnlinked]:
    return compose(ChatUnlinked(chat_id=CHAT, channel=channel, member_id="m1"), source="/tests")


async def test_a_chat_that_was_put_out_from_elsewhere_acts_for_nobody_by_its_old_buttons(bench: Bench) -> None:
    engine = bench.engine()
    await linked(bench, engine)
    await engine.handle(CHAT, "web", Text("English"), "u1")
    published = len(bench.broker.published)
    bench.services.linked = False
    await forgetting(engine, "telegram")(unlinked())
    assert (await engine.chat(CHAT)).member is not None, "another channel's chat"
    await forgetting(engine, "web")(unlinked())
    outcome = await engine.handle(CHAT, "web", Button("ci:o1"), "u2")
    assert (outcome.member, outcome.commands, outcome.locale) == (None, (), "en")
    assert len(bench.broker.published) == published
    await forgetting(engine, "web")(unlinked())


async def test_a_chat_that_was_linked_again_meanwhile_stays_linked(bench: Bench) -> None:
    engine = bench.engine()
    await linked(bench, engine)
    await forgetting(engine, "web")(unlinked())
    assert (await engine.chat(CHAT)).member is not None


async def test_a_message_that_comes_between_does_not_keep_a_chat_linked(bench: Bench) -> None:
    engine = bench.engine()
    await linked(bench, engine)
    bench.services.linked = False
    documents = bench.mongo.conversations.documents

    def meanwhile() -> None:
        documents[CHAT]["version"] += 1

    bench.mongo.meanwhile = meanwhile
    await engine.unlinked(CHAT)
    assert (await engine.chat(CHAT)).member is None
