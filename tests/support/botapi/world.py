"""What the server knows: people, chats, messages, files, and the updates not yet confirmed."""

from __future__ import annotations

import copy
import time
from dataclasses import dataclass, field
from typing import Any

#: What getUpdates leaves out unless asked for.
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass
class Chat:
    """A private chat's id is its user's id; a group's is negative."""

    id: int
    kind: str = "private"
    language: str = "zh-hans"
    title: str = "Test"
    #: The bot may not write first; a person's first message opens the chat.
    opened: bool = False
    blocked: bool = False
    deactivated: bool = False
    migrated_to: int | None = None
    messages: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        if self.kind == "private":
            return {"id": self.id, "type": "private", "first_name": self.title}
        return {"id": self.id, "type": self.kind, "title": self.title}

    def user(self) -> dict[str, Any]:
        return {"id": abs(self.id), "is_bot": False, "first_name": self.title, "language_code": self.language}


@dataclass
class Webhook:
    url: str
    secret_token: str | None
    max_connections: int = 40


class World:
    """Pure state of one bot's server; times in seconds since the epoch."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.bot = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Zhixing",
            "username": "zhixing_test_bot",
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
        self.chats: dict[int, Chat] = {}
        self.updates: list[dict[str, Any]] = []
        self.allowed_updates: list[str] = []
        self.webhook: Webhook | None = None
        self.files: dict[str, bytes] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        #: callback query id -> how the bot answered it, None until it did.
        self.queries: dict[str, dict[str, Any] | None] = {}
        self._message_id = 0
        self._update_id = 700_000_000
        self._serial = 0

    def chat(self, chat_id: int, **attributes: Any) -> Chat:
        if chat_id not in self.chats:
            self.chats[chat_id] = Chat(chat_id, kind="private" if chat_id > 0 else "group")
        chat = self.chats[chat_id]
        for name, value in attributes.items():
            setattr(chat, name, value)
        return chat

    def serial(self, prefix: str) -> str:
        self._serial += 1
        return f"{prefix}{self._serial:08d}"

    def message(self, chat: Chat, sender: dict[str, Any], **content: Any) -> dict[str, Any]:
        """Put a message into a chat."""
        self._message_id += 1
        message = {
            "message_id": self._message_id,
            "date": int(time.time()),
            "chat": chat.as_json(),
            "from": sender,
            **{name: value for name, value in content.items() if value is not None},
        }
        chat.messages.append(message)
        return message

    def update(self, **content: Any) -> dict[str, Any] | None:
        """Queue an update for the bot, or None if the bot does not want this kind."""
        kind = next(iter(content))
        if kind not in self.allowed_updates if self.allowed_updates else kind in NOT_BY_DEFAULT:
            return None
        self._update_id += 1
        update = {"update_id": self._update_id, **copy.deepcopy(content)}
        self.updates.append(update)
        return update

    def confirm(self, offset: int) -> None:
        """Forget the updates before ``offset``; a negative one keeps the last of them only."""
        if offset < 0:
            self.updates = self.updates[offset:]
        else:
            self.updates = [update for update in self.updates if update["update_id"] >= offset]

    def find(self, chat: Chat, message_id: int) -> dict[str, Any] | None:
        return next((message for message in chat.messages if message["message_id"] == message_id), None)

    def add_file(self, content: bytes, folder: str = "photos") -> dict[str, Any]:
        path = f"{folder}/{self.serial('file_')}.jpg"
        self.files[path] = content
        unique = path.rpartition("/")[2].partition(".")[0]
        return {"file_id": path, "file_unique_id": unique, "file_size": len(content)}
