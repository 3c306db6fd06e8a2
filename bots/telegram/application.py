"""python-telegram-bot's Application, as we use it: it parses, dispatches and calls; we fetch, order and confirm."""

from __future__ import annotations

from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    MessageHandler,
    filters,
)

from bots.telegram.pacing import Pacing
from bots.telegram.receiver import Receiver
from bots.telegram.settings import TelegramSettings

#: The kinds of updates Telegram is asked for.
KINDS = ("message", "callback_query", "my_chat_member")

Bots = Application[Any, Any, Any, Any, Any, Any]


def build(settings: TelegramSettings) -> Bots:
    """Without PTB's Updater, job queue and persistence: none of them outlives the process. Raises SettingsError."""
    pacing = Pacing(
        overall=settings.telegram_rate,
        burst=settings.telegram_chat_burst,
        rate=settings.telegram_chat_rate,
        patience=settings.telegram_patience,
    )
    timeout = settings.telegram_timeout
    return (
        ApplicationBuilder()
        .token(settings.token())
        .base_url(f"{settings.telegram_api}/bot")
        .base_file_url(f"{settings.telegram_api}/file/bot")
        .rate_limiter(pacing)
        .updater(None)
        .job_queue(None)
        .connect_timeout(timeout)
        .read_timeout(timeout)
        .write_timeout(timeout)
        # As many as may wait for their chat's turn, so that no request fails for want of a connection.
        .pool_timeout(timeout)
        .get_updates_connect_timeout(timeout)
        .get_updates_read_timeout(timeout)
        .build()
    )


def serve(application: Bots, receiver: Receiver) -> None:
    """Say who handles what. Anything else (channels, edits, inline queries) is not asked for or ignored."""

    def to(handle: Any) -> Any:
        async def callback(update: Update, _context: object) -> None:
            await handle(update)

        return callback

    private = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
    called = filters.UpdateType.MESSAGE & filters.ChatType.GROUPS & filters.COMMAND
    application.add_handlers(
        [
            CallbackQueryHandler(to(receiver.tap)),
            MessageHandler(private & filters.TEXT, to(receiver.text)),
            MessageHandler(private & (filters.PHOTO | filters.Document.IMAGE), to(receiver.photo)),
            MessageHandler(private & ~filters.StatusUpdate.ALL, to(receiver.other)),
            MessageHandler(called, to(receiver.group)),
            ChatMemberHandler(to(receiver.group), ChatMemberHandler.MY_CHAT_MEMBER),
        ]
    )
