"""A member talks to the bot: the real Application, over HTTP, with a real broker and database behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bots.telegram.process import TelegramBot
from shared.events.checkins import RecordCheckIn
from tests.integration.telegram.conftest import Services, StartBot
from tests.support.botapi import BotApi
from tests.support.broker import Vhost

CHAT = 1001


@pytest.fixture
async def bot(start_bot: StartBot, records: str) -> AsyncIterator[TelegramBot]:
    async with start_bot() as running:
        yield running


async def linked(api: BotApi, chat: int = CHAT) -> None:
    await api.user_says(chat, "/start 7K3M9QXD")
    await api.sent(chat, "Zhang San")


@pytest.mark.usefixtures("bot")
async def test_a_member_links_by_code_and_checks_in_by_a_tap(api: BotApi, vhost: Vhost, records: str) -> None:
    await linked(api)
    home = await api.sent(CHAT, "Zhang San")
    tap = await api.user_taps(CHAT, home, "tasks")
    await api.answered(tap)
    tasks = await api.sent(CHAT, "Online course")
    await api.without_buttons(CHAT, home)
    tap = await api.user_taps(CHAT, tasks, "Online course")
    await api.answered(tap)
    await api.sent(CHAT, "Received")
    sent = await asyncio.to_thread(vhost.take, records)
    assert sent is not None
    command = sent.message().data
    assert isinstance(command, RecordCheckIn)
    assert (command.member_id, command.occurrence_id) == ("m1", "t1")
    assert command.chat_id
    assert str(CHAT) not in command.chat_id


@pytest.mark.usefixtures("bot")
async def test_a_newcomer_is_answered_in_the_language_of_their_telegram(api: BotApi) -> None:
    api.server.world.chat(1002, language="en")
    await api.user_says(CHAT, "您好")
    await api.user_says(1002, "hello")
    assert "欢迎" in (await api.sent(CHAT)).text
    assert "Welcome" in (await api.sent(1002)).text


@pytest.mark.usefixtures("bot")
async def test_a_member_gets_their_notes_as_a_document(api: BotApi, services: Services) -> None:
    await linked(api)
    at = "2026-11-20T01:00:00+00:00"
    words = {"note_id": "n1", "member_id": "m1", "text": "Article 3", "tags": ["rules"], "version": 1}
    services.kept = [{**words, "made_at": at, "changed_at": at}]
    await api.user_says(CHAT, "export notes")
    sent = await api.sent(CHAT, "These are all your own notes")
    raw = api.server.world.find(api.server.world.chat(CHAT), sent.id)
    assert raw is not None
    content = api.server.world.files[raw["document"]["file_id"]].decode("utf-8-sig")
    assert content.splitlines()[0].startswith("Notes of Zhang San: 1 in all")
    assert content.endswith("2026-11-20 09:00 · not shared · #rules\n\nArticle 3\n")
