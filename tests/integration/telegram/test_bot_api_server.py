"""The local server behaves as the Bot API does, towards an unmodified python-telegram-bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters
from telegram.request import HTTPXRequest

from bots.telegram.pacing import seconds
from tests.support.botapi import NO_LIMITS, BotApi, Limits
from tests.support.waiting import PATIENCE

CHAT = 1001


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi(limits=NO_LIMITS) as server:
        yield server


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    await api.user_says(CHAT, "hello")
    async with _bot(api) as client:
        yield client


def _bot(api: BotApi) -> Bot:
    waits = dict.fromkeys(("connect_timeout", "read_timeout", "write_timeout", "pool_timeout"), PATIENCE)
    own, polling = HTTPXRequest(**waits), HTTPXRequest(**waits)
    files = f"{api.root_url}/file/bot"
    return Bot(api.token, base_url=api.base_url, base_file_url=files, request=own, get_updates_request=polling)


async def test_an_unmodified_application_polls_answers_a_tap_and_edits(api: BotApi) -> None:
    async def ask(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.effective_message
        button = InlineKeyboardButton("Check in", callback_data="c:1")
        await update.effective_message.reply_text("Task", reply_markup=InlineKeyboardMarkup([[button]]))

    async def tapped(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query
        await update.callback_query.answer("ok")
        await update.callback_query.edit_message_text(f"tapped {update.callback_query.data}")

    application = Application.builder().bot(_bot(api)).build()
    application.add_handlers([MessageHandler(filters.TEXT, ask), CallbackQueryHandler(tapped)])
    async with application:
        await application.start()
        assert application.updater
        await application.updater.start_polling()
        await api.user_says(CHAT, "hello")
        shown = await api.sent(CHAT, "Task")
        tap = await api.user_taps(CHAT, shown, "Check in")
        assert (await api.answered(tap))["text"] == "ok"
        await api.without_buttons(CHAT, shown)
        assert api.seen(CHAT, shown.id).text == "tapped c:1"
        await application.updater.stop()
        await application.stop()
    assert api.server.world.updates == []


async def test_updates_stay_until_an_offset_confirms_them(api: BotApi, bot: Bot) -> None:
    second = await api.user_says(CHAT, "again")
    assert [update.update_id for update in await bot.get_updates()][-1] == second["update_id"]
    assert len(await bot.get_updates(offset=second["update_id"])) == 1
    assert await bot.get_updates(offset=second["update_id"] + 1) == ()


async def test_a_long_poll_ends_as_soon_as_something_comes(api: BotApi, bot: Bot) -> None:
    newest = (await bot.get_updates())[-1].update_id
    polling = asyncio.create_task(bot.get_updates(offset=newest + 1, timeout=30))
    await api.called("getUpdates", 2)
    await api.user_says(CHAT, "now")
    (update,) = await asyncio.wait_for(polling, PATIENCE)
    assert update.message
    assert update.message.text == "now"


async def test_a_second_poller_ends_the_first_with_a_conflict(api: BotApi, bot: Bot) -> None:
    newest = (await bot.get_updates())[-1].update_id
    first = asyncio.create_task(bot.get_updates(offset=newest + 1, timeout=30))
    await api.called("getUpdates", 2)
    async with _bot(api) as second:
        await second.get_updates(offset=newest + 1, timeout=0)
    with pytest.raises(Conflict, match="terminated by other getUpdates"):
        await first


async def test_polling_while_a_webhook_is_set_is_a_conflict(bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook", secret_token="s3cret")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert len(await bot.get_updates()) == 1


async def test_only_the_kinds_of_updates_asked_for_are_given(api: BotApi, bot: Bot) -> None:
    await bot.get_updates(offset=-1, allowed_updates=["callback_query"])
    assert await api.user_says(CHAT, "not wanted") == {}


@pytest.mark.parametrize(
    ("text", "parse_mode", "refusal"),
    [
        ("", None, "Message text is empty"),
        ("长" * 4097, None, "Message is too long"),
        ("\U0001f600" * 2049, None, "Message is too long"),
        ("<b>open", "HTML", "Can't find end tag"),
        ("<h1>no</h1>", "HTML", 'Unsupported start tag "h1"'),
        ("1. point", "MarkdownV2", "is reserved and must be escaped"),
        ("*open", "MarkdownV2", "Can't find end of the entity"),
    ],
)
async def test_a_text_that_breaks_the_rules_is_refused(
    bot: Bot, text: str, parse_mode: str | None, refusal: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){refusal}"):
        await bot.send_message(CHAT, text, parse_mode=parse_mode)


async def test_a_parsed_text_is_shown_without_its_marks(api: BotApi, bot: Bot) -> None:
    await bot.send_message(CHAT, "<b>1 &lt; 2</b>", parse_mode="HTML")
    await bot.send_message(CHAT, r"*done* 1\. point", parse_mode="MarkdownV2")
    assert [message.text for message in api.messages(CHAT)] == ["1 < 2", "done 1. point"]


async def test_callback_data_of_more_than_64_bytes_is_refused(bot: Bot) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="长" * 22)]])
    with pytest.raises(BadRequest, match="Button_data_invalid"):
        await bot.send_message(CHAT, "x", reply_markup=markup)


async def test_an_edit_that_changes_nothing_or_finds_nothing_is_refused(bot: Bot) -> None:
    message = await bot.send_message(CHAT, "same")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await message.edit_text("same")
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", chat_id=CHAT, message_id=message.message_id + 1)


async def test_an_unknown_query_cannot_be_answered(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="query id is invalid"):
        await bot.answer_callback_query("no-such-query")


async def test_chats_that_cannot_be_written_to_say_why(api: BotApi, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(4242, "x")
    await api.user_blocks(CHAT)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(CHAT, "x")
    await api.user_says(-5, "hi all")
    await api.group_migrates(-5, -1005)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(-5, "x")
    assert moved.value.new_chat_id == -1005
    await bot.send_message(-1005, "x")


async def test_who_sends_too_fast_is_told_how_long_to_wait(api: BotApi, bot: Bot) -> None:
    api.limit(Limits(chat_burst=2, chat_rate=0.001, retry_after=7))
    await api.user_says(1002, "hello")
    for _ in range(2):
        await bot.send_message(CHAT, "x")
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(CHAT, "x")
    assert seconds(refused.value) == 7
    await bot.send_message(1002, "another chat is not concerned")
    assert len(api.messages(CHAT)) == 2


async def test_the_overall_limit_concerns_every_chat(api: BotApi, bot: Bot) -> None:
    api.limit(Limits(overall_burst=1, overall_rate=0.001))
    await api.user_says(1002, "hello")
    await bot.send_message(CHAT, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(1002, "x")


async def test_ordered_faults_strike_as_often_as_ordered(api: BotApi, bot: Bot) -> None:
    fault = api.fail("sendMessage", status=502, description="Bad Gateway", times=2)
    for _ in range(2):
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await bot.send_message(CHAT, "x")
    await bot.send_message(CHAT, "x")
    assert fault.hits == 2
    assert len(api.messages(CHAT)) == 1


async def test_an_answer_can_be_lost_after_the_message_was_taken(api: BotApi, bot: Bot) -> None:
    api.fail("sendMessage", "drop", applied=True)
    with pytest.raises(NetworkError):
        await bot.send_message(CHAT, "taken all the same")
    assert (await api.sent(CHAT)).text == "taken all the same"
    api.fail("sendMessage", "hang")
    with pytest.raises(TimedOut):
        await bot.send_message(CHAT, "never taken", read_timeout=0.2)
    assert len(api.messages(CHAT)) == 1


async def test_photos_travel_both_ways(api: BotApi, bot: Bot) -> None:
    update = await api.user_sends_photo(CHAT, b"\xff\xd8 from the person", caption="evidence")
    received = await bot.get_file(update["message"]["photo"][0]["file_id"])
    assert bytes(await received.download_as_bytearray()) == b"\xff\xd8 from the person"
    sent = await bot.send_photo(CHAT, b"\xff\xd8 from the bot", caption="seen")
    assert api.server.world.files[sent.photo[-1].file_id] == b"\xff\xd8 from the bot"
    assert (await api.sent(CHAT)).text == "seen"


async def test_commands_are_kept_by_language_and_checked(bot: Bot) -> None:
    await bot.set_my_commands([("tasks", "Study tasks")], language_code="en")
    assert [command.command for command in await bot.get_my_commands(language_code="en")] == ["tasks"]
    assert await bot.get_my_commands() == ()
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([("Not a command", "x")])


async def test_a_wrong_token_is_refused(api: BotApi) -> None:
    with pytest.raises(InvalidToken):
        await Bot("1:wrong", base_url=api.base_url).initialize()
