"""Whoever may not do what they asked for is told so in one sentence, where they asked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from services.notifications import refusals
from services.notifications.model import Chat, Wording
from services.notifications.wording import render
from shared.events import Message, compose
from shared.events.directory import Locale
from shared.events.notifications import Deliver
from shared.events.refusals import CommandForbidden
from tests.unit.services.emitted import Emitted
from tests.unit.services.notifications.memory import MemoryNotifications


@pytest.mark.parametrize("locale", get_args(Locale))
def test_the_chat_that_asked_reads_that_it_was_not_done(locale: Locale) -> None:
    store = MemoryNotifications()
    store.keep_locale("s", locale, 1)
    for chat_id in ("chat-s", "another"):
        store.keep_chat(Chat(chat_id, "web", "s"), datetime(2026, 11, 22, tzinfo=UTC))
    data = CommandForbidden(command_id="c1", command_type="checkins.decide-make-up.v1", actor_id="s", chat_id="chat-s")
    event: Message[Any] = compose(data, source="/zhixing/checkins")
    emitted = Emitted(event)

    def in_shanghai(locale: Locale, wording: Wording) -> str:
        return render(locale, wording, "Asia/Shanghai")

    refusals.forbidden(event, store, emitted, in_shanghai)
    told = emitted.only()
    assert isinstance(told, Deliver)
    assert (told.chat_id, told.answers) == ("chat-s", "c1")
    assert ("permission" in told.text) is (locale == "en")
