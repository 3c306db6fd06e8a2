"""The test's side: people who write and tap, and what they see."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Self

from tests.support.botapi.faults import Fault
from tests.support.botapi.limits import FloodControl, Limits
from tests.support.botapi.server import Server
from tests.support.waiting import PATIENCE

TOKEN = "700001:local-test-token-of-no-real-bot-000000"


@dataclass(frozen=True)
class Message:
    """A message of the bot as its reader sees it now."""

    id: int
    text: str
    #: (label, callback data), top to bottom.
    buttons: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, raw: dict[str, Any]) -> Message:
        rows = raw.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = tuple((button["text"], button.get("callback_data", "")) for row in rows for button in row)
        return cls(raw["message_id"], raw.get("text") or raw.get("caption") or "", buttons)

    def data(self, label_or_data: str) -> str:
        """The data of the button with this data, or whose label contains this text. Raises AssertionError."""
        for label, data in self.buttons:
            if label_or_data == data or label_or_data in label:
                return data
        raise AssertionError(f"no button {label_or_data!r} among {self.buttons!r} below {self.text!r}")


class BotApi:
    """A Bot API server in this loop. A chat opens with its person's first message; ids below 0 are groups."""

    def __init__(self, *, limits: Limits | None = None, token: str = TOKEN, wait: float = PATIENCE) -> None:
        self.server = Server(token, limits or Limits())
        self.token = token
        #: How long ``sent`` and the like wait, in seconds.
        self.wait = wait

    async def __aenter__(self) -> Self:
        await self.server.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.server.close()

    @property
    def base_url(self) -> str:
        """What PTB calls base_url: the token is appended."""
        return f"{self.root_url}/bot"

    @property
    def root_url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    def limit(self, limits: Limits) -> None:
        self.server.flood = self.server.methods.flood = FloodControl(limits)

    # What people do

    async def user_says(self, chat: int, text: str, **fields: Any) -> dict[str, Any]:
        """A person writes; the update is given back."""
        place = self.server.world.chat(chat, opened=True)
        if text.startswith("/"):
            length = len(text.split()[0])
            fields.setdefault("entities", [{"type": "bot_command", "offset": 0, "length": length}])
        message = self.server.world.message(place, place.user(), text=text, **fields)
        return await self._update("message", message)

    async def user_sends_photo(self, chat: int, content: bytes, caption: str | None = None) -> dict[str, Any]:
        place = self.server.world.chat(chat, opened=True)
        size = {**self.server.world.add_file(content), "width": 90, "height": 90}
        message = self.server.world.message(place, place.user(), photo=[size], caption=caption)
        return await self._update("message", message)

    async def user_taps(self, chat: int, message: Message, button: str, *, stale: bool = False) -> dict[str, Any]:
        """A person taps a button, named by its data or a part of its label.

        ``stale``: the keyboard on their screen is older than the message is now.
        """
        data = button if stale else self.seen(chat, message.id).data(button)
        place = self.server.world.chat(chat)
        raw = self.server.world.find(place, message.id)
        query = self.server.world.serial("query")
        self.server.world.queries[query] = None
        body = {"id": query, "from": place.user(), "message": raw, "chat_instance": "1", "data": data}
        return await self._update("callback_query", body)

    async def user_blocks(self, chat: int, blocked: bool = True) -> dict[str, Any]:
        """A person blocks the bot, or lets it in again; in a group: puts it out, or back in."""
        place = self.server.world.chat(chat, blocked=blocked)
        statuses = ("member", "kicked") if blocked else ("kicked", "member")
        old, new = ({"user": self.server.world.bot, "status": status, "until_date": 0} for status in statuses)
        change = {"chat": place.as_json(), "from": place.user(), "date": int(time.time())}
        return await self._update("my_chat_member", {**change, "old_chat_member": old, "new_chat_member": new})

    async def group_migrates(self, chat: int, new: int) -> None:
        self.server.world.chat(new, kind="supergroup", opened=True)
        self.server.world.chat(chat, migrated_to=new)
        await self.server.notify()

    async def redeliver(self, update: dict[str, Any]) -> int:
        """Push an update to the webhook once more; the HTTP status of the answer."""
        return await self.server.post(update)

    # What goes wrong

    def fail(
        self,
        method: str,
        kind: Literal["error", "hang", "drop"] = "error",
        *,
        status: int = 500,
        description: str = "Internal Server Error",
        retry_after: int | None = None,
        seconds: float = 60,
        times: float = 1,
        chat: int | None = None,
        applied: bool = False,
    ) -> Fault:
        """Order a fault (see Fault); its ``hits`` tells how often it struck."""
        fault = Fault(method.lower(), kind, status, description, retry_after, seconds, times, chat, applied)
        self.server.faults.append(fault)
        return fault

    # What is seen

    def messages(self, chat: int) -> list[Message]:
        """The bot's messages in a chat, as they are now, oldest first."""
        world = self.server.world
        raw = world.chats[chat].messages if chat in world.chats else []
        return [Message.of(message) for message in raw if message["from"]["id"] == world.bot["id"]]

    def seen(self, chat: int, message_id: int) -> Message:
        return next(message for message in self.messages(chat) if message.id == message_id)

    async def sent(self, chat: int, containing: str = "", *, count: int = 1, after: int = 0) -> Message:
        """Wait for the ``count``-th of the bot's messages (ids above ``after``) that contains a text."""

        def found() -> list[Message]:
            return [m for m in self.messages(chat) if containing in m.text and m.id > after]

        await self._until(lambda: len(found()) >= count, f"message {count} with {containing!r}", chat)
        return found()[count - 1]

    async def without_buttons(self, chat: int, message: Message) -> None:
        """Wait until a message has lost its keyboard."""
        await self._until(lambda: not self.seen(chat, message.id).buttons, "a message without buttons")

    async def answered(self, update: dict[str, Any]) -> dict[str, Any]:
        """Wait until the tap in ``update`` was answered; how."""
        query = update["callback_query"]["id"]
        await self._until(lambda: self.server.world.queries[query] is not None, f"an answer to {query}")
        return self.server.world.queries[query] or {}

    async def confirmed(self) -> None:
        """Wait until the bot has taken every update."""
        await self._until(lambda: not self.server.world.updates, "all updates confirmed")

    async def called(self, method: str, times: int = 1) -> list[dict[str, Any]]:
        """Wait until the bot called a method so often; the calls' parameters."""
        name = method.lower()
        await self._until(lambda: len(self.calls(name)) >= times, f"{times} calls of {method}")
        return self.calls(name)

    def calls(self, method: str) -> list[dict[str, Any]]:
        return [params for name, params in self.server.calls if name == method.lower()]

    async def _until(self, condition: Callable[[], bool], what: str, chat: int | None = None) -> None:
        try:
            await self.server.until(condition, self.wait)
        except TimeoutError:
            seen = "" if chat is None else f"; the chat shows {self.messages(chat)}"
            raise AssertionError(f"not within {self.wait} s: {what}{seen}") from None

    async def _update(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        update = self.server.world.update(**{kind: body})
        await self.server.notify()
        return update or {}
