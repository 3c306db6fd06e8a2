"""One message to one Telegram chat, and what became of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from enum import Enum
from typing import Any

from telegram import Bot, LinkPreviewOptions
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bots.engine import RenderedChoice
from bots.telegram.pacing import seconds
from bots.telegram.texts import keyboard
from shared.logging import get_logger

log = get_logger(__name__)

# For a preview Telegram would open the address, and some of ours are secret.
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Refusal(Enum):
    """Why Telegram will never take this message; the values are message.failed's."""

    BLOCKED = "blocked"
    UNKNOWN_CHAT = "unknown-chat"
    REJECTED = "rejected"


class Refused(Exception):
    """No retry will help."""

    def __init__(self, refusal: Refusal, detail: str) -> None:
        super().__init__(f"{refusal.value}: {detail}")
        self.refusal = refusal


class Unsent(Exception):
    """It did not work this time, or we were not told that it did. ``wait`` is what Telegram asked for, in seconds."""

    def __init__(self, detail: str, wait: float = 0) -> None:
        super().__init__(detail)
        self.wait = wait


class Sender:
    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, address: int, text: str, choices: Sequence[RenderedChoice] = ()) -> None:
        """Returns when Telegram has taken the message. ``text``: 1-4096 characters, shown as it is.

        Raises Refused or Unsent.
        """
        await self._attempt(
            address,
            lambda to: self._bot.send_message(
                to, text, reply_markup=keyboard(choices), link_preview_options=_NO_PREVIEW
            ),
        )

    async def send_photo(
        self, address: int, photo: bytes, caption: str, choices: Sequence[RenderedChoice] = ()
    ) -> None:
        """As ``send``, with a JPEG above the text (``caption``: at most 1024 characters)."""
        await self._attempt(
            address, lambda to: self._bot.send_photo(to, photo, caption=caption, reply_markup=keyboard(choices))
        )

    async def send_file(
        self, address: int, content: bytes, name: str, caption: str, choices: Sequence[RenderedChoice] = ()
    ) -> None:
        """As ``send_photo``, with a file of any kind (at most 50 MB)."""
        await self._attempt(
            address,
            lambda to: self._bot.send_document(
                to, content, filename=name, caption=caption, reply_markup=keyboard(choices)
            ),
        )

    async def _attempt(self, address: int, call: Callable[[int], Awaitable[object]]) -> None:
        try:
            await call(address)
        except ChatMigrated as moved:
            await self._attempt(moved.new_chat_id, call)
        except Forbidden as error:
            raise Refused(Refusal.BLOCKED, error.message) from None
        except BadRequest as error:
            unknown = "chat not found" in error.message.lower()
            raise Refused(Refusal.UNKNOWN_CHAT if unknown else Refusal.REJECTED, error.message) from None
        except RetryAfter as error:
            raise Unsent("429", seconds(error)) from None
        except TelegramError as error:
            raise Unsent(f"{type(error).__name__}: {error.message}"[:200]) from None

    async def answer_tap(self, query_id: str) -> None:
        """Stop the button's spinner; too late or failing is nobody's loss."""
        await self._quietly(self._bot.answer_callback_query(query_id))

    async def take_buttons(self, address: int, message_id: int) -> None:
        """Remove the keyboard below a message; one that is gone or bare already is fine."""
        edit = self._bot.edit_message_reply_markup(chat_id=address, message_id=message_id, reply_markup=None)
        await self._quietly(edit)

    async def _quietly(self, call: Coroutine[Any, Any, Any]) -> None:
        try:
            await call
        except TelegramError as error:
            log.debug("telegram.nicety-failed", error=type(error).__name__)
