"""The Bot API's methods (https://core.telegram.org/bots/api), as far as the bot calls them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from tests.support.botapi.errors import ApiError, bad_request, too_many_requests
from tests.support.botapi.formatting import MAX_CAPTION, checked_keyboard, parsed_text
from tests.support.botapi.limits import FloodControl
from tests.support.botapi.world import Chat, Webhook, World

Params = dict[str, Any]

#: Calls that count against the flood limits.
COUNTED = frozenset({"sendmessage", "sendphoto", "senddocument", "editmessagetext", "editmessagereplymarkup"})

_COMMAND = re.compile(r"^[a-z0-9_]{1,32}$")
_SECRET = re.compile(r"^[A-Za-z0-9_-]{1,256}$")


class Methods:
    """Each method takes the call's decoded parameters and gives its result. Raises ApiError."""

    def __init__(self, world: World, flood: FloodControl) -> None:
        self.world = world
        self.flood = flood
        self._table: dict[str, Callable[[Params], Any]] = {
            "getme": lambda params: world.bot,
            "sendmessage": self.send_message,
            "sendphoto": self.send_photo,
            "senddocument": self.send_document,
            "sendchataction": lambda params: bool(self._reachable(params)),
            "editmessagetext": self.edit_text,
            "editmessagereplymarkup": self.edit_markup,
            "answercallbackquery": self.answer_callback,
            "getfile": self.get_file,
            "setmycommands": self.set_commands,
            "getmycommands": lambda params: world.commands.get(_scope(params), []),
            "setwebhook": self.set_webhook,
            "deletewebhook": self.delete_webhook,
            "getwebhookinfo": self.webhook_info,
        }

    def call(self, name: str, params: Params) -> Any:
        method = self._table.get(name)
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        return method(params)

    def send_message(self, params: Params) -> Any:
        chat = self._reachable(params)
        text = parsed_text(str(params.get("text", "")), params.get("parse_mode"))
        keyboard = checked_keyboard(params.get("reply_markup"))
        self._count(chat)
        return self.world.message(chat, self.world.bot, text=text, reply_markup=keyboard)

    def send_photo(self, params: Params) -> Any:
        chat = self._reachable(params)
        photo = params.get("photo")
        if not isinstance(photo, (bytes, str)) or not photo:
            raise bad_request("there is no photo in the request")
        caption = params.get("caption")
        shown = parsed_text(caption, params.get("parse_mode"), limit=MAX_CAPTION) if caption else None
        if isinstance(photo, str) and photo not in self.world.files:
            raise bad_request("wrong file identifier/HTTP URL specified")
        keyboard = checked_keyboard(params.get("reply_markup"))
        self._count(chat)
        stored = self.world.add_file(photo if isinstance(photo, bytes) else self.world.files[photo])
        size = {**stored, "width": 90, "height": 90}
        return self.world.message(chat, self.world.bot, photo=[size], caption=shown, reply_markup=keyboard)

    def send_document(self, params: Params) -> Any:
        chat = self._reachable(params)
        content = params.get("document")
        if not isinstance(content, bytes) or not content:
            raise bad_request("there is no document in the request")
        caption = params.get("caption")
        shown = parsed_text(caption, params.get("parse_mode"), limit=MAX_CAPTION) if caption else None
        keyboard = checked_keyboard(params.get("reply_markup"))
        self._count(chat)
        document = self.world.add_file(content, "documents")
        return self.world.message(chat, self.world.bot, document=document, caption=shown, reply_markup=keyboard)

    def edit_text(self, params: Params) -> Any:
        chat = self._reachable(params)
        message = self._editable(chat, params)
        text = parsed_text(str(params.get("text", "")), params.get("parse_mode"))
        return self._edit(chat, message, text, checked_keyboard(params.get("reply_markup")))

    def edit_markup(self, params: Params) -> Any:
        chat = self._reachable(params)
        message = self._editable(chat, params)
        return self._edit(chat, message, message.get("text"), checked_keyboard(params.get("reply_markup")))

    def answer_callback(self, params: Params) -> bool:
        query = str(params.get("callback_query_id", ""))
        if query not in self.world.queries:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        alert = bool(params.get("show_alert", False))
        self.world.queries[query] = {"text": params.get("text"), "show_alert": alert}
        return True

    def get_file(self, params: Params) -> Any:
        path = str(params.get("file_id", ""))
        if path not in self.world.files:
            raise bad_request("invalid file_id")
        unique = path.rpartition("/")[2].partition(".")[0]
        size = len(self.world.files[path])
        return {"file_id": path, "file_unique_id": unique, "file_size": size, "file_path": path}

    def set_commands(self, params: Params) -> bool:
        commands = params.get("commands") or []
        for command in commands:
            if not _COMMAND.match(command.get("command", "")):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(command.get("description", "")) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self.world.commands[_scope(params)] = commands
        return True

    def set_webhook(self, params: Params) -> bool:
        url = str(params.get("url", ""))
        if not url:
            return self.delete_webhook(params)
        # Like a Bot API server run with --local: http and any port are allowed.
        if not url.startswith(("http://", "https://")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        secret = params.get("secret_token")
        if secret is not None and not _SECRET.match(str(secret)):
            raise bad_request("secret token contains unallowed characters")
        self.want(params.get("allowed_updates"))
        self._drop_pending(params)
        connections = int(params.get("max_connections", 40))
        self.world.webhook = Webhook(url, None if secret is None else str(secret), connections)
        return True

    def delete_webhook(self, params: Params) -> bool:
        self._drop_pending(params)
        self.world.webhook = None
        return True

    def webhook_info(self, _params: Params) -> Any:
        url = self.world.webhook.url if self.world.webhook else ""
        return {"url": url, "has_custom_certificate": False, "pending_update_count": len(self.world.updates)}

    def want(self, allowed: Any) -> None:
        """Remember the kinds of updates asked for; nothing said keeps what was said before."""
        if allowed is not None:
            self.world.allowed_updates = list(allowed)

    def _drop_pending(self, params: Params) -> None:
        if params.get("drop_pending_updates"):
            self.world.updates.clear()

    def _reachable(self, params: Params) -> Chat:
        chat_id = params.get("chat_id")
        if chat_id is None or chat_id == "":
            raise bad_request("chat_id is empty")
        chat = self.world.chats.get(int(chat_id)) if re.fullmatch(r"-?\d+", str(chat_id)) else None
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            text = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, text, {"migrate_to_chat_id": chat.migrated_to})
        if chat.deactivated:
            raise ApiError(403, "Forbidden: user is deactivated")
        if chat.blocked:
            how = "blocked by the user" if chat.kind == "private" else "kicked from the group chat"
            raise ApiError(403, f"Forbidden: bot was {how}")
        if not chat.opened:
            raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
        return chat

    def _count(self, chat: Chat) -> None:
        wait = self.flood.admit(chat.id, time.monotonic())
        if wait is not None:
            raise too_many_requests(wait)

    def _editable(self, chat: Chat, params: Params) -> dict[str, Any]:
        message = self.world.find(chat, int(params.get("message_id") or 0))
        if message is None:
            raise bad_request("message to edit not found")
        if message["from"]["id"] != self.world.bot["id"]:
            raise bad_request("message can't be edited")
        return message

    def _edit(self, chat: Chat, message: dict[str, Any], text: Any, keyboard: Any) -> Any:
        if message.get("text") == text and message.get("reply_markup") == keyboard:
            raise bad_request(
                "message is not modified: specified new message content and reply markup are exactly "
                "the same as a current content and reply markup of the message"
            )
        self._count(chat)
        changed = {"text": text, "reply_markup": keyboard, "edit_date": int(time.time())}
        message.update(changed)
        for name in [name for name, value in changed.items() if value is None]:
            message.pop(name)
        return message


def _scope(params: Params) -> tuple[str, str]:
    scope = params.get("scope") or {"type": "default"}
    return scope["type"], str(params.get("language_code") or "")
