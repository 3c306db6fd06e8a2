"""The commands that Telegram offers behind its menu button, in both languages."""

from __future__ import annotations

from telegram import Bot, BotCommand

from shared.i18n import catalogue

#: Words that the conversations understand in every language; their descriptions are ``telegram-command-<word>``.
COMMANDS = (
    "start",
    "tasks",
    "checkin",
    "mine",
    "report",
    "incidents",
    "volunteer",
    "leave",
    "notes",
    "calendar",
    "reminders",
    "help",
    "language",
)

#: (Telegram's language code, our locale); "" is for whoever has neither.
_LANGUAGES = (("zh", "zh-CN"), ("en", "en"))


async def offer(bot: Bot, default_locale: str) -> None:
    """Raises TelegramError."""
    for code, locale in (("", default_locale), *_LANGUAGES):
        commands = [BotCommand(word, catalogue("bots").text(locale, f"telegram-command-{word}")) for word in COMMANDS]
        await bot.set_my_commands(commands, language_code=code or None)
