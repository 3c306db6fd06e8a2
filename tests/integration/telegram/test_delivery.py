"""Messages from notifications on their way into a chat."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet

from bots.telegram.process import TelegramBot
from shared.events import Event, Message, compose, derived_id
from shared.events.notifications import Choice, DeliverToTelegram, MessageExpired, MessageFailed, MessageSent
from tests.integration.telegram.conftest import StartBot
from tests.support.botapi import BotApi, Limits
from tests.support.broker import Listener, Vhost
from tests.support.database import Databases

CHAT, OTHER = 1001, 1002
QUEUE = "bots.telegram.deliver"


@pytest.fixture
def outcomes(vhost: Vhost) -> Listener:
    return vhost.listen(MessageSent, MessageFailed, MessageExpired)


@pytest.fixture
async def bot(start_bot: StartBot) -> AsyncIterator[TelegramBot]:
    async with start_bot() as running:
        yield running


def message_id(chat_id: str, text: str) -> str:
    return derived_id(chat_id, text)


class Notifications:
    """Sends what the service would send, to chats that have talked to the bot before."""

    def __init__(self, api: BotApi, vhost: Vhost, databases: Databases, outcomes: Listener) -> None:
        self.api = api
        self.vhost = vhost
        self.databases = databases
        self.outcomes = outcomes

    async def chat(self, address: int) -> str:
        """The chat's opaque id, after a first contact."""
        before = {row["_id"] for row in self.databases.of("bots").chats.find()}
        await self.api.user_says(address, "hello")
        await self.api.sent(address)
        [made] = {row["_id"] for row in self.databases.of("bots").chats.find()} - before
        return str(made)

    async def deliver(self, chat_id: str, *texts: str, **fields: str) -> list[Message[DeliverToTelegram]]:
        messages = [
            compose(
                DeliverToTelegram(message_id=message_id(chat_id, text), chat_id=chat_id, text=text, **fields),
                source="/zhixing/notifications",
            )
            for text in texts
        ]
        await asyncio.to_thread(self.vhost.send, *messages)
        return messages

    async def expect(self, count: int = 1) -> list[Event]:
        heard = await asyncio.to_thread(self.outcomes.expect, count)
        assert all(isinstance(message.data, Event) for message in heard)
        return [message.data for message in heard if isinstance(message.data, Event)]


@pytest.fixture
def notifications(
    bot: TelegramBot, api: BotApi, vhost: Vhost, databases: Databases, outcomes: Listener
) -> Notifications:
    return Notifications(api, vhost, databases, outcomes)


def failures(events: list[Event]) -> list[str]:
    return [event.reason for event in events if isinstance(event, MessageFailed)]


async def test_a_message_is_shown_and_told_as_sent(api: BotApi, notifications: Notifications) -> None:
    chat_id = await notifications.chat(CHAT)
    await notifications.deliver(chat_id, "Recorded: 12 days in a row")
    await api.sent(CHAT, "Recorded: 12 days in a row")
    [event] = await notifications.expect()
    assert isinstance(event, MessageSent)
    assert event.channel == "telegram"


async def test_the_choices_of_a_message_are_buttons_below_it(api: BotApi, notifications: Notifications) -> None:
    chat_id = await notifications.chat(CHAT)
    wanted = DeliverToTelegram(
        message_id="m1",
        chat_id=chat_id,
        text="Incident",
        choices=[Choice(label="Acknowledge", data="inc:acknowledge:i1")],
    )
    await asyncio.to_thread(notifications.vhost.send, compose(wanted, source="/zhixing/notifications"))
    shown = await api.sent(CHAT, "Incident")
    assert shown.buttons == (("Acknowledge", "inc:acknowledge:i1"),)


async def test_a_message_that_is_of_no_use_any_more_is_not_shown(api: BotApi, notifications: Notifications) -> None:
    chat_id = await notifications.chat(CHAT)
    over, soon = (
        DeliverToTelegram(
            message_id=text, chat_id=chat_id, text=text, not_after=datetime.now(UTC) + timedelta(minutes=minutes)
        )
        for text, minutes in (("over", -60), ("soon", 60))
    )
    for wanted in (over, soon):
        await asyncio.to_thread(notifications.vhost.send, compose(wanted, source="/zhixing/notifications"))
    await api.sent(CHAT, "soon")
    events = await notifications.expect(2)
    ends = {type(event): event.message_id for event in events if isinstance(event, (MessageExpired, MessageSent))}
    assert ends == {MessageExpired: "over", MessageSent: "soon"}


async def test_a_message_that_comes_again_is_not_shown_again(api: BotApi, notifications: Notifications) -> None:
    chat_id = await notifications.chat(CHAT)
    outcomes = notifications.vhost.listen(MessageSent, repeats=True)
    [message] = await notifications.deliver(chat_id, "once")
    heard = await asyncio.to_thread(outcomes.expect, 1)
    for count in (2, 3):
        await asyncio.to_thread(notifications.vhost.send, message)
        heard = await asyncio.to_thread(outcomes.expect, count)
    assert len({told.id for told in heard}) == 1
    assert [shown.text for shown in api.messages(CHAT)].count("once") == 1


async def test_a_blocked_chat_is_told_as_failed_and_not_tried_again(api: BotApi, notifications: Notifications) -> None:
    chat_id = await notifications.chat(CHAT)
    await api.user_blocks(CHAT)
    before = len(api.calls("sendMessage"))
    await notifications.deliver(chat_id, "nobody reads this")
    assert failures(await notifications.expect()) == ["blocked"]
    assert len(api.calls("sendMessage")) == before + 1
    assert await asyncio.to_thread(notifications.vhost.waiting, QUEUE) == 0


async def test_a_chat_telegram_does_not_know_is_told_as_failed(api: BotApi, notifications: Notifications) -> None:
    chat_id = await notifications.chat(CHAT)
    del api.server.world.chats[CHAT]
    await notifications.deliver(chat_id, "nobody is there")
    assert failures(await notifications.expect()) == ["unknown-chat"]


async def test_a_chat_we_do_not_know_is_told_as_failed(api: BotApi, notifications: Notifications) -> None:
    await notifications.deliver("no-such-chat", "nobody")
    assert failures(await notifications.expect()) == ["unknown-chat"]
    assert api.calls("sendMessage") == []


async def test_a_message_telegram_refuses_is_told_as_rejected(api: BotApi, notifications: Notifications) -> None:
    chat_id = await notifications.chat(CHAT)
    api.fail("sendMessage", status=400, description="Bad Request: message text is empty")
    await notifications.deliver(chat_id, "refused")
    assert failures(await notifications.expect()) == ["rejected"]


async def test_errors_of_the_server_and_the_network_are_outlived(api: BotApi, notifications: Notifications) -> None:
    chat_id = await notifications.chat(CHAT)
    broken = api.fail("sendMessage", status=502, description="Bad Gateway")
    await notifications.deliver(chat_id, "arrives later")
    await api.sent(CHAT, "arrives later")
    assert broken.hits == 1
    dropped = api.fail("sendMessage", "drop")
    await notifications.deliver(chat_id, "and this one too")
    await api.sent(CHAT, "and this one too")
    assert dropped.hits == 1
    assert failures(await notifications.expect(2)) == []


async def test_a_message_that_never_gets_through_is_given_up_after_the_last_delay(
    api: BotApi, start_bot: StartBot, vhost: Vhost, databases: Databases, outcomes: Listener
) -> None:
    async with start_bot(retry_delays=(0.2, 0.4)):
        notifications = Notifications(api, vhost, databases, outcomes)
        chat_id = await notifications.chat(CHAT)
        fault = api.fail("sendMessage", times=float("inf"), chat=CHAT)
        await notifications.deliver(chat_id, "never")
        assert failures(await notifications.expect()) == ["gave-up"]
        assert fault.hits == 3
        assert await asyncio.to_thread(vhost.parked, QUEUE) is None


async def test_a_message_whose_answer_was_lost_may_be_shown_twice_but_is_never_left_out(
    api: BotApi, notifications: Notifications
) -> None:
    chat_id = await notifications.chat(CHAT)
    api.fail("sendMessage", "drop", applied=True)
    await notifications.deliver(chat_id, "shown")
    assert failures(await notifications.expect()) == []
    assert [shown.text for shown in api.messages(CHAT)].count("shown") == 2


async def test_a_429_pauses_its_chat_for_as_long_as_told_and_no_other_chat(
    api: BotApi, start_bot: StartBot, vhost: Vhost, databases: Databases, outcomes: Listener
) -> None:
    async with start_bot(retry_delays=(600.0,)):
        notifications = Notifications(api, vhost, databases, outcomes)
        slow, quick = await notifications.chat(CHAT), await notifications.chat(OTHER)
        for_an_hour = api.fail("sendMessage", chat=CHAT, retry_after=3600)
        await notifications.deliver(slow, "in an hour")
        await api.called("sendMessage", 3)
        await notifications.deliver(quick, "at once")
        await api.sent(OTHER, "at once")
        assert "in an hour" not in [message.text for message in api.messages(CHAT)]

        for_a_moment = api.fail("sendMessage", chat=OTHER, retry_after=1)
        began = asyncio.get_running_loop().time()
        await notifications.deliver(quick, "after the pause")
        await api.sent(OTHER, "after the pause")
        assert asyncio.get_running_loop().time() - began >= 1
        assert for_an_hour.hits == for_a_moment.hits == 1
        assert failures(await notifications.expect(2)) == []


async def test_a_long_pause_sends_the_message_back_to_the_broker_without_asking_telegram_again(
    api: BotApi, start_bot: StartBot, vhost: Vhost, databases: Databases, outcomes: Listener
) -> None:
    async with start_bot(telegram_patience=0.5):
        notifications = Notifications(api, vhost, databases, outcomes)
        chat_id = await notifications.chat(CHAT)
        fault = api.fail("sendMessage", chat=CHAT, retry_after=2, times=float("inf"))
        await notifications.deliver(chat_id, "later")
        await api.called("sendMessage", 2)
        fault.times = 0
        await api.sent(CHAT, "later")
    assert fault.hits == 1


async def test_messages_to_one_chat_are_paced_so_that_telegram_never_has_to_refuse(
    api: BotApi, notifications: Notifications
) -> None:
    chat_id = await notifications.chat(CHAT)
    api.limit(Limits(chat_burst=3, chat_rate=1))
    before = len(api.calls("sendMessage"))
    await notifications.deliver(chat_id, *(f"m{number}" for number in range(6)))
    await notifications.expect(6)
    assert len(api.calls("sendMessage")) == before + 6
    assert sorted(shown.text for shown in api.messages(CHAT)[-6:]) == [f"m{number}" for number in range(6)]


async def test_messages_to_one_chat_leave_hands_free_for_others(
    api: BotApi, start_bot: StartBot, vhost: Vhost, databases: Databases, outcomes: Listener
) -> None:
    async with start_bot(retry_delays=(600.0,), max_workers=2, telegram_patience=7200):
        notifications = Notifications(api, vhost, databases, outcomes)
        busy, other = await notifications.chat(CHAT), await notifications.chat(OTHER)
        fault = api.fail("sendMessage", chat=CHAT, retry_after=3600)
        # More than the bot's ten hands.
        await notifications.deliver(busy, *(f"b{number}" for number in range(12)))
        await notifications.deliver(other, "not last")
        await api.sent(OTHER, "not last")
        assert not any(message.text.startswith("b") for message in api.messages(CHAT))
    assert fault.hits == 1


async def test_a_message_too_long_in_telegrams_count_comes_in_parts(api: BotApi, notifications: Notifications) -> None:
    chat_id = await notifications.chat(CHAT)
    await notifications.deliver(chat_id, "\U0001f600" * 4000)
    await notifications.expect()
    parts = [message.text for message in api.messages(CHAT) if "\U0001f600" in message.text]
    assert len(parts) == 2
    assert "".join(parts) == "\U0001f600" * 4000


async def test_an_address_no_key_opens_is_parked_not_failed(
    api: BotApi, notifications: Notifications, start_bot: StartBot, vhost: Vhost
) -> None:
    chat_id = await notifications.chat(CHAT)
    rows = notifications.databases.of("bots").chats
    rows.update_one({"_id": chat_id}, {"$set": {"address": Fernet(Fernet.generate_key()).encrypt(b"1").decode()}})
    async with start_bot():
        # The first bot remembers the address; the second reads it.
        await notifications.deliver(chat_id, "x1", "x2", "x3", "x4")
        letter = await asyncio.to_thread(vhost.dead_letter, QUEUE)
    assert letter.headers["x-zhixing-reason"] == "permanent-failure"
    assert "ZHIXING_CONTACT_KEYS" in letter.headers["x-zhixing-detail"]


async def test_a_message_left_in_the_middle_by_a_dead_process_is_sent_once_its_lease_is_over(
    api: BotApi, notifications: Notifications
) -> None:
    chat_id = await notifications.chat(CHAT)
    rows = notifications.databases.of("bots").deliveries
    left = message_id(chat_id, "left")
    soon = datetime.now(UTC) + timedelta(seconds=2)
    rows.insert_one({"_id": left, "state": "sending", "owner": "dead", "leased_until": soon, "at": datetime.now(UTC)})
    await notifications.deliver(chat_id, "left")
    await api.sent(CHAT, "left")
    assert datetime.now(UTC) >= soon
    await notifications.expect()
    [row] = rows.find({"_id": left})
    assert (row["state"], row["owner"] != "dead") == ("sent", True)
