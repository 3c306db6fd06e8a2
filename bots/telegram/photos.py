"""Photos that people send to the bot, fetched from Telegram."""

from __future__ import annotations

from telegram import Bot, Message

from bots.conversations.model import Photo
from bots.photos.checking import BadPhoto, Limits, in_megabytes
from bots.photos.intake import PhotoIntake


class PhotoDesk:
    def __init__(self, bot: Bot, intake: PhotoIntake, limits: Limits) -> None:
        self._bot = bot
        self._intake = intake
        self._limits = limits

    @property
    def limits(self) -> dict[str, int]:
        """What a sentence about a bad photo is filled with."""
        return {"most": in_megabytes(self._limits.bytes)}

    async def take(self, chat_id: str, update_id: str, message: Message) -> Photo:
        """Raises BadPhoto, TelegramError, pymongo's errors and the engine's NotAccepted."""
        # Telegram's own sizes of a photo, the largest last; a picture that was sent as a file has one.
        sent = message.photo[-1] if message.photo else message.document
        if sent is None:
            return Photo(None)

        async def fetch() -> bytes:
            if (sent.file_size or 0) > self._limits.bytes:
                raise BadPhoto("too-large")
            file = await self._bot.get_file(sent.file_id)
            return bytes(await file.download_as_bytearray())

        return await self._intake.take(chat_id, update_id, fetch)
