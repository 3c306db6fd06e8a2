from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

import pytest
from pymongo.errors import AutoReconnect
from telegram import Chat, Message, Update, User

from bots.conversations.model import Incoming, Text
from bots.engine import NotAccepted, Outcome, Rendered
from bots.notes_file import NotesFile
from bots.telegram.chats import Chats
from bots.telegram.photos import PhotoDesk
from bots.telegram.receiver import Receiver
from bots.telegram.replies import Replies
from bots.telegram.sender import Sender
from shared.aio.backoff import Backoff


class Engine:
    """Raises ``faults`` one after the other, then answers."""

    def __init__(self, *faults: Exception) -> None:
        self.faults = list(faults)
        self.handled: list[tuple[str, Incoming, str, str | None]] = []

    async def handle(
        self, chat_id: str, channel: str, incoming: Incoming, update_id: str, *, locale: str | None = None
    ) -> Outcome:
        self.handled.append((chat_id, incoming, update_id, locale))
        if self.faults:
            raise self.faults.pop(0)
        return Outcome((Rendered("answer"),))


class Shown:
    def __init__(self) -> None:
        self.texts: list[str] = []

    async def send(self, key: str, address: int, replies: list[Rendered], file: Any = None) -> None:
        self.texts += [reply.text for reply in replies]


class Book:
    async def chat_id(self, address: int) -> str:
        return f"chat-{address}"


def said(text: str, language: str | None = "en") -> Update:
    person = User(7, "P", is_bot=False, language_code=language)
    message = Message(1, datetime.now(UTC), Chat(7, "private"), from_user=person, text=text)
    return Update(42, message=message)


def receiver(engine: Any) -> tuple[Receiver, Shown]:
    shown = Shown()
    made = Receiver(
        cast(Chats, Book()),
        engine,
        cast(Sender, None),
        cast(Replies, shown),
        cast(PhotoDesk, None),
        cast(NotesFile, None),
        locale="zh-CN",
        backoff=lambda: Backoff(first=0.001, longest=0.001),
    )
    return made, shown


async def test_a_text_reaches_the_engine_under_its_updates_id() -> None:
    engine = Engine()
    receive, shown = receiver(engine)
    await receive.text(said("hello"))
    assert engine.handled == [("chat-7", Text("hello"), "telegram:42", "en")]
    assert shown.texts == ["answer"]


@pytest.mark.parametrize(("language", "locale"), [("zh-hans", "zh-CN"), ("zh", "zh-CN"), ("de", "en"), (None, "zh-CN")])
async def test_the_language_is_guessed_from_the_persons_telegram(language: str | None, locale: str) -> None:
    engine = Engine()
    receive, _ = receiver(engine)
    await receive.text(said("hello", language))
    assert engine.handled[0][3] == locale


async def test_what_is_away_is_waited_for_and_the_person_is_told_once() -> None:
    away = [NotAccepted("broker", "please wait") for _ in range(6)]
    receive, shown = receiver(Engine(*away, AutoReconnect("gone"), AutoReconnect("gone")))
    await receive.text(said("hello"))
    assert shown.texts == ["please wait", "answer"]


async def test_an_update_that_always_breaks_us_is_apologised_for_and_let_go() -> None:
    engine = Engine(*(RuntimeError("bug") for _ in range(9)))
    receive, shown = receiver(engine)
    await receive.text(said("hello"))
    assert len(engine.handled) == 3
    assert shown.texts == [
        "Something went wrong with this message and it was not taken. Please try again, or tell your administrator."
    ]
