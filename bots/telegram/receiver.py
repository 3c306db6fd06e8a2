"""What happens to an update: translated, handed to the engine until it is taken, answered.

Infrastructure that is away is waited for, with back-off; the person is told once. An update that breaks us by itself
is tried a few times, then apologised for and let go, so that it cannot block what comes after it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol, TypeVar

from pymongo.errors import PyMongoError
from telegram import CallbackQuery, Message, Update, User

from bots.conversations.model import Button, Received, Text
from bots.engine import Chat, NotAccepted, Outcome, Rendered
from bots.engine.facts import NoAnswer
from bots.notes_file import File, NotesFile
from bots.photos.checking import BadPhoto
from bots.telegram.chats import CHANNEL, Chats
from bots.telegram.photos import PhotoDesk
from bots.telegram.replies import Replies
from bots.telegram.sender import Sender
from shared.aio.backoff import Backoff
from shared.i18n import catalogue
from shared.logging import get_logger

log = get_logger(__name__)

#: Tries of an update that fails though nothing is known to be away.
TRIES = 3

T = TypeVar("T")


class Conversing(Protocol):
    """``bots.engine.Engine``, as far as it is used here."""

    async def handle(
        self, chat_id: str, channel: str, incoming: Received, update_id: str, *, locale: str | None = None
    ) -> Outcome: ...

    async def chat(self, chat_id: str, locale: str | None = None) -> Chat: ...


class Receiver:
    def __init__(
        self,
        chats: Chats,
        engine: Conversing,
        sender: Sender,
        replies: Replies,
        photos: PhotoDesk,
        notes: NotesFile,
        *,
        locale: str,
        backoff: Callable[[], Backoff] = lambda: Backoff(first=0.5, longest=10),
    ) -> None:
        self._chats = chats
        self._engine = engine
        self._sender = sender
        self._replies = replies
        self._photos = photos
        self._notes = notes
        self._locale = locale
        self._backoff = backoff

    async def text(self, update: Update) -> None:
        """A private text, commands included."""
        message = update.effective_message
        if message is not None and message.text:
            await self._converse(update, message.chat_id, Text(message.text), message.from_user)

    async def tap(self, update: Update) -> None:
        """A button of ours in a private chat."""
        query = update.callback_query
        if query is None:
            return
        await self._sender.answer_tap(query.id)
        address, data = _place(query), query.data
        if address is None or not data:
            return
        if await self._converse(update, address, Button(data), query.from_user) and query.message:
            await self._sender.take_buttons(address, query.message.message_id)

    async def photo(self, update: Update) -> None:
        """A private photo, or a picture sent as a file. What is written below it comes first: it may begin a report."""
        message = update.effective_message
        if message is None:
            return
        if message.caption:
            await self._converse(update, message.chat_id, Text(message.caption), message.from_user, part=" caption")
        await self._converse(update, message.chat_id, message, message.from_user)

    async def other(self, update: Update) -> None:
        """A private message that has neither text nor photo: a voice, a sticker ..."""
        message = update.effective_message
        if message is not None:
            locale = self._guess(message.from_user)
            await self._say(update, message.chat_id, "telegram-text-only", locale)

    async def group(self, update: Update) -> None:
        """Somebody put us into a group or called us there: one sentence, once."""
        chat = update.effective_chat
        if chat is not None and chat.type in ("group", "supergroup") and not _gone(update):
            text = catalogue("bots").text(self._locale, "telegram-private-only")
            await self._replies.send(f"group {self._chats.digest(chat.id)}", chat.id, [Rendered(text)])

    async def _converse(
        self, update: Update, address: int, said: Text | Button | Message, user: User | None, *, part: str = ""
    ) -> bool:
        """Whether it was taken by the engine (rather than let go with an apology). ``said`` is a message for a photo;
        ``part`` tells two things said by one update apart."""
        guess = self._guess(user)

        async def handle() -> tuple[str, Outcome]:
            chat_id = await self._chats.chat_id(address)
            update_id = f"{CHANNEL}:{update.update_id}{part}"
            incoming = await self._photos.take(chat_id, update_id, said) if isinstance(said, Message) else said
            return chat_id, await self._engine.handle(chat_id, CHANNEL, incoming, update_id, locale=guess)

        async def told(text: str) -> None:
            await self._replies.send(f"{self._key(update)} wait", address, [Rendered(text)])

        try:
            chat_id, outcome = await self._until_taken(update, handle, told)
        except BadPhoto as bad:
            locale = await self._chosen(address, guess)
            await self._say(update, address, f"photo-{bad.reason}", locale, **self._photos.limits)
            return False
        except Exception:
            log.exception("telegram.update-let-go", update_id=update.update_id)
            await self._say(update, address, "telegram-fault", guess)
            return False
        file = partial(self._file, chat_id, outcome.locale)
        await self._replies.send(f"{chat_id} {self._key(update)}{part}", address, outcome.replies, file)
        return True

    async def _file(self, chat_id: str, locale: str) -> File | str:
        """The member's notes, or why there are none."""
        try:
            file = await self._notes.of(chat_id, locale)
        except NoAnswer:
            return catalogue("bots").text(locale, "fault-no-answer")
        return file or catalogue("bots").text(locale, "link-lost")

    async def _until_taken(
        self, update: Update, handle: Callable[[], Awaitable[T]], told: Callable[[str], Awaitable[None]]
    ) -> T:
        backoff = self._backoff()
        faults = 0
        waiting = False
        while True:
            try:
                return await handle()
            except NotAccepted as error:
                log.warning("telegram.update-held", update_id=update.update_id, reason=error.reason)
                if not waiting:
                    await told(error.text)
                waiting = True
            except PyMongoError as error:
                log.warning("telegram.update-held", update_id=update.update_id, reason=type(error).__name__)
            except BadPhoto:
                raise
            except Exception:
                faults += 1
                if faults >= TRIES:
                    raise
                log.warning("telegram.update-failed", update_id=update.update_id, exc_info=True)
            await asyncio.sleep(backoff.pause())

    async def _say(self, update: Update, address: int, key: str, locale: str, **filled: int) -> None:
        text = catalogue("bots").text(locale, key, filled)
        await self._replies.send(f"{self._key(update)} {key}", address, [Rendered(text)])

    async def _chosen(self, address: int, guess: str) -> str:
        """The language of a chat, as far as it can be known."""
        try:
            return (await self._engine.chat(await self._chats.chat_id(address), guess)).locale
        except PyMongoError:
            return guess

    def _key(self, update: Update) -> str:
        return f"update {update.update_id}"

    def _guess(self, user: User | None) -> str:
        """The language of a person's Telegram, if we speak it; ours if we are not told."""
        if user is None or not user.language_code:
            return self._locale
        return "zh-CN" if user.language_code.lower().startswith("zh") else "en"


def _place(query: CallbackQuery) -> int | None:
    """The private chat a tap came from; None for one on somebody else's or an inline message."""
    chat = query.message.chat if query.message else None
    return chat.id if chat is not None and chat.type == "private" else None


def _gone(update: Update) -> bool:
    """Whether this tells that we were put out of the group."""
    change = update.my_chat_member
    return change is not None and change.new_chat_member.status in ("left", "kicked")
