"""A local Bot API server (https://core.telegram.org/bots/api), for tests of the Telegram channel.

It speaks HTTP to an unmodified python-telegram-bot, enforces Telegram's limits, and a test plays the people::

    async with BotApi() as telegram:
        ...  # start the bot with telegram.token and telegram.base_url
        telegram_chat = 1001
        await telegram.user_says(telegram_chat, "/start")
        message = await telegram.sent(telegram_chat)
        await telegram.user_taps(telegram_chat, message, "tasks")
"""

from tests.support.botapi.control import BotApi, Message
from tests.support.botapi.faults import Fault
from tests.support.botapi.limits import NO_LIMITS, Limits

__all__ = ["NO_LIMITS", "BotApi", "Fault", "Limits", "Message"]
