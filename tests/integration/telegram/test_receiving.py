"""Updates that come at bad moments, again, or not from where they should."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from bots.telegram.process import TelegramBot
from bots.telegram.texts import LIMIT, length
from shared.events import compose
from shared.events.checkins import RecordCheckIn
from shared.events.notifications import DeliverToTelegram
from tests.integration.telegram.conftest import RECORDS, Services, StartBot
from tests.support.botapi import NO_LIMITS, BotApi
from tests.support.broker import Vhost
from tests.support.database import Databases
from tests.support.ports import own_port
from tests.support.process import Process
from tests.support.waiting import PATIENCE

CHAT = 1001


def bind_records(vhost: Vhost) -> None:
    channel = vhost.channel()
    channel.exchange_declare("zhixing.commands", "direct", durable=True)
    channel.queue_declare(RECORDS, durable=True)
    channel.queue_bind(RECORDS, "zhixing.commands", RecordCheckIn.routing_key())


async def ids_taken(vhost: Vhost) -> set[str]:
    """Of the commands that were sent: one whose confirm was slow to come may be there again, under its one id."""
    found = set()
    while raw := await asyncio.to_thread(vhost.take, RECORDS):
        found.add(raw.message().id)
    return found


async def shown_tasks(api: BotApi, chat: int = CHAT) -> None:
    """Link the chat and open its list of tasks."""
    await api.user_says(chat, "7K3M9QXD")
    home = await api.sent(chat, "Zhang San")
    await api.user_taps(chat, home, "tasks")
    await api.sent(chat, "Online course")


@pytest.fixture
async def bot(start_bot: StartBot) -> AsyncIterator[TelegramBot]:
    async with start_bot() as running:
        yield running


@pytest.mark.usefixtures("bot")
async def test_a_long_answer_comes_in_parts_with_the_buttons_under_the_last(api: BotApi, services: Services) -> None:
    services.title, services.states = "长" * 1500, ("upcoming",) * 3
    await api.user_says(CHAT, "7K3M9QXD")
    home = await api.sent(CHAT, "Zhang San")
    await api.user_says(CHAT, "tasks")
    last = await api.sent(CHAT, "长", count=2)
    [first] = [message for message in api.messages(CHAT) if home.id < message.id < last.id]
    assert last.buttons
    assert not first.buttons
    assert length(first.text) <= LIMIT
    assert (first.text + last.text).count("长") == 4500


@pytest.mark.usefixtures("bot")
async def test_a_group_is_told_once_that_only_private_chats_are_served(api: BotApi) -> None:
    group = -4001
    await api.user_says(group, "just talking among ourselves")
    await api.user_says(group, "/start")
    await api.sent(group, "私聊")
    await api.user_says(group, "/start@zhixing_test_bot")
    await api.user_blocks(group)
    await api.user_says(CHAT, "hello")
    await api.sent(CHAT)
    await api.confirmed()
    assert len(api.messages(group)) == 1


@pytest.mark.usefixtures("bot")
async def test_being_blocked_and_let_in_again_is_not_answered(api: BotApi) -> None:
    await api.user_says(CHAT, "hello")
    shown = await api.sent(CHAT)
    await api.user_blocks(CHAT)
    await api.user_blocks(CHAT, False)
    await api.user_says(CHAT, "hello again")
    await api.sent(CHAT, after=shown.id)
    await api.confirmed()
    assert len(api.messages(CHAT)) == 2


@pytest.mark.usefixtures("bot", "records")
async def test_a_tap_on_a_button_already_used_is_answered_and_leaves_no_error(api: BotApi, vhost: Vhost) -> None:
    await shown_tasks(api)
    tasks = await api.sent(CHAT, "Online course")
    data = tasks.data("Online course")
    await api.user_taps(CHAT, tasks, data)
    await api.without_buttons(CHAT, tasks)
    again = await api.user_taps(CHAT, tasks, data, stale=True)
    await api.answered(again)
    await api.confirmed()


@pytest.mark.usefixtures("bot")
async def test_a_chat_is_kept_encrypted_and_under_an_id_that_tells_nothing(api: BotApi, databases: Databases) -> None:
    # As long as a real one: four digits are found in a time or a digest now and then.
    chat = 8274630195
    await api.user_says(chat, "hello")
    await api.sent(chat)
    [row] = databases.of("bots").chats.find()
    assert str(chat) not in str(row)
    everything = [str(list(databases.of("bots")[name].find())) for name in databases.of("bots").list_collection_names()]
    assert not any(f"'{chat}'" in text or f" {chat}" in text for text in everything)


async def test_an_update_the_broker_would_not_take_is_kept_over_a_restart(
    api: BotApi, start_bot: StartBot, vhost: Vhost
) -> None:
    async with start_bot():
        await shown_tasks(api)
        tasks = await api.sent(CHAT, "Online course")
        await api.user_taps(CHAT, tasks, "Online course")
        # No queue is bound for the command, so the broker returns it.
        await api.sent(CHAT, "retried")
    assert len(api.server.world.updates) == 1
    await asyncio.to_thread(bind_records, vhost)
    async with start_bot():
        await api.sent(CHAT, "Received")
        await api.confirmed()
    assert len(await ids_taken(vhost)) == 1
    assert [message.text for message in api.messages(CHAT) if "retried" in message.text] != []


async def test_a_killed_process_gets_what_it_had_in_hand_again(
    api: BotApi, start_bot: StartBot, vhost: Vhost, variables: dict[str, str]
) -> None:
    async with start_bot():
        await shown_tasks(api)
        tasks = await api.sent(CHAT, "Online course")
    process = Process(["bots.telegram"], variables).start()
    try:
        await asyncio.to_thread(process.wait_ready)
        await api.user_taps(CHAT, tasks, "Online course")
        await api.sent(CHAT, "retried")
    finally:
        process.close()
    await asyncio.to_thread(bind_records, vhost)
    async with start_bot():
        await api.sent(CHAT, "Received")
        await api.confirmed()
    assert len(await ids_taken(vhost)) == 1


async def test_another_chat_is_served_while_one_is_stuck(api: BotApi, start_bot: StartBot) -> None:
    async with start_bot():
        await shown_tasks(api)
        tasks = await api.sent(CHAT, "Online course")
        await api.user_taps(CHAT, tasks, "Online course")
        await api.sent(CHAT, "retried")
        await api.user_says(1002, "hello")
        await api.sent(1002)


async def test_a_second_poller_is_outlived(api: BotApi, start_bot: StartBot) -> None:
    async with start_bot():
        async with httpx.AsyncClient(timeout=PATIENCE) as other:
            await other.get(f"{api.base_url}{api.token}/getUpdates")
        await api.user_says(CHAT, "hello")
        await api.sent(CHAT)


async def test_a_webhook_serves_who_knows_the_secret_and_nobody_else(api: BotApi, start_bot: StartBot) -> None:
    port = own_port()
    url = f"http://127.0.0.1:{port}/telegram/hook"
    async with start_bot(telegram_webhook_url=url, telegram_webhook_port=port):
        await api.user_says(CHAT, "hello")
        await api.sent(CHAT)
        await api.confirmed()
        hook = api.server.world.webhook
        assert hook is not None
        assert hook.secret_token
        forged = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 1002, "type": "private"}}}
        async with httpx.AsyncClient(timeout=PATIENCE) as stranger:
            for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}):
                assert (await stranger.post(url, json=forged, headers=headers)).status_code == 403
            known = {"X-Telegram-Bot-Api-Secret-Token": hook.secret_token}
            assert (await stranger.post(url, content=b"{", headers=known)).status_code == 200
            assert (await stranger.post(url, content=b"x" * 1_100_000, headers=known)).status_code == 413
            assert (await stranger.get(url)).status_code == 405
    assert {status for _, status in api.server.pushes} == {200}
    assert len(api.messages(CHAT)) == 1


@pytest.mark.usefixtures("records")
async def test_a_redelivered_update_is_answered_once_and_commands_once(
    api: BotApi, start_bot: StartBot, vhost: Vhost
) -> None:
    port = own_port()
    hook = {"telegram_webhook_url": f"http://127.0.0.1:{port}/hook", "telegram_webhook_port": port}
    async with start_bot(**hook):
        await shown_tasks(api)
        tasks = await api.sent(CHAT, "Online course")
        tap = await api.user_taps(CHAT, tasks, "Online course")
        await api.sent(CHAT, "Received")
        await api.confirmed()
        assert await api.redeliver(tap) == 200
    async with start_bot(**hook):
        assert await api.redeliver(tap) == 200
    assert len([message for message in api.messages(CHAT) if "Received your check-in" in message.text]) == 1
    assert len(await ids_taken(vhost)) == 1


async def test_a_webhook_asks_for_redelivery_while_an_update_cannot_be_taken(
    api: BotApi, start_bot: StartBot, vhost: Vhost
) -> None:
    port = own_port()
    async with start_bot(
        telegram_webhook_url=f"http://127.0.0.1:{port}/hook",
        telegram_webhook_port=port,
        telegram_webhook_patience=0.3,
    ):
        await shown_tasks(api)
        tasks = await api.sent(CHAT, "Online course")
        tap = await api.user_taps(CHAT, tasks, "Online course")
        await api.sent(CHAT, "retried")
        await api.server.until(lambda: (tap["update_id"], 503) in api.server.pushes, PATIENCE)
        await asyncio.to_thread(bind_records, vhost)
        await api.sent(CHAT, "Received")
        await api.confirmed()
    assert len(await ids_taken(vhost)) == 1


async def test_the_menu_is_offered_in_both_languages(api: BotApi, start_bot: StartBot) -> None:
    async with start_bot():
        commands = api.server.world.commands
    assert set(commands) == {("default", ""), ("default", "zh"), ("default", "en")}
    names = {tuple(entry["command"] for entry in offered) for offered in commands.values()}
    assert len(names) == 1
    assert commands["default", "zh"] != commands["default", "en"]


@pytest.mark.usefixtures("records")
async def test_a_chat_hears_when_recording_takes_longer(api: BotApi, start_bot: StartBot) -> None:
    async with start_bot(telegram_late_after=0.3):
        await shown_tasks(api)
        await api.user_taps(CHAT, await api.sent(CHAT, "Online course"), "Online course")
        await api.sent(CHAT, "Received your check-in")
        await api.sent(CHAT, "takes a little longer")


@pytest.mark.usefixtures("records")
async def test_a_chat_that_has_its_outcome_hears_of_no_delay(api: BotApi, start_bot: StartBot, vhost: Vhost) -> None:
    api.limit(NO_LIMITS)
    async with start_bot(telegram_late_after=3, telegram_chat_burst=20):
        for chat in (CHAT, 1002):
            await shown_tasks(api, chat)
        await api.user_taps(CHAT, await api.sent(CHAT, "Online course"), "Online course")
        await api.sent(CHAT, "Received your check-in")
        raw = await asyncio.to_thread(vhost.take, RECORDS)
        assert raw is not None
        command = raw.message()
        assert isinstance(command.data, RecordCheckIn)
        outcome = DeliverToTelegram(
            message_id="outcome", chat_id=command.data.chat_id or "", text="Recorded!", answers=command.id
        )
        await asyncio.to_thread(vhost.send, compose(outcome, source="/zhixing/notifications"))
        recorded = await api.sent(CHAT, "Recorded!")
        # A later tap without an outcome hears of its delay after the first one would have.
        await api.user_taps(1002, await api.sent(1002, "Online course"), "Online course")
        await api.sent(1002, "takes a little longer")
        # Only an outcome that was late itself may have been told of as late before.
        notices = [message.id for message in api.messages(CHAT) if "takes a little longer" in message.text]
        assert all(shown < recorded.id for shown in notices)


async def test_the_bot_waits_for_a_bot_api_that_is_away(api: BotApi, start_bot: StartBot) -> None:
    fault = api.fail("getMe", times=2)
    async with start_bot():
        await api.user_says(CHAT, "hello")
        await api.sent(CHAT)
    assert fault.hits == 2
