"""The notifications service's port, in memory."""

from __future__ import annotations

from datetime import datetime

from services.notifications.model import Chat, ChatMessage, State
from shared.events.directory import Locale


class MemoryNotifications:
    def __init__(self) -> None:
        self.locales: dict[str, tuple[Locale, int]] = {}
        self.linked: dict[str, tuple[Chat, datetime, bool]] = {}
        self.messages: dict[str, ChatMessage] = {}
        self.settled: dict[str, tuple[State, datetime, str | None]] = {}

    def keep_locale(self, member_id: str, locale: Locale, version: int) -> None:
        if self.locales.get(member_id, (locale, 0))[1] < version:
            self.locales[member_id] = (locale, version)

    def locale(self, member_id: str) -> Locale | None:
        return self.locales[member_id][0] if member_id in self.locales else None

    def keep_chat(self, chat: Chat, at: datetime) -> None:
        self.linked[chat.chat_id] = (chat, at, True)

    def forget_chat(self, chat: Chat, at: datetime) -> None:
        self.linked[chat.chat_id] = (chat, at, False)

    def chat(self, chat_id: str) -> Chat | None:
        return self.linked[chat_id][0] if chat_id in self.linked else None

    def chats_of(self, member_id: str) -> list[Chat]:
        return [chat for chat, _, linked in self.linked.values() if linked and chat.member_id == member_id]

    def add(self, message: ChatMessage) -> None:
        assert message.message_id not in self.messages
        self.messages[message.message_id] = message

    def settle(self, message_id: str, state: State, at: datetime, reason: str | None = None) -> None:
        self.settled.setdefault(message_id, (state, at, reason))
