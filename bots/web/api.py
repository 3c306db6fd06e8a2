"""The page's HTTP interface. Every fault is one sentence in the page's language: ``{"error": ...}``."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import uuid
from collections.abc import AsyncIterator
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pymongo.errors import PyMongoError
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bots.chats import Chats
from bots.conversations.model import MAX_DATA_BYTES, Button, Incoming, Received, Text
from bots.engine import Chat, Engine, NotAccepted, Outcome
from bots.web.cookies import ChatCookie
from bots.web.guard import network_of
from bots.web.history import Entry, History, now
from bots.web.limits import TokenBuckets
from bots.web.live import Live, Notice
from bots.web.locale import page_locale
from bots.web.permissions import HoldsChat, page
from bots.web.settings import WebSettings
from bots.web.unsaved import Unsaved
from shared.aio.guard import TooLarge, is_same_origin, limited_body
from shared.events import derived_id
from shared.i18n import catalogue

ENTRIES_AT_FIRST = 100
#: Milliseconds after which a browser comes back to a stream that ended.
_COME_BACK = 1500


class Said(BaseModel):
    """One message from the page. ``id`` is made there and stays the same however often it is sent."""

    model_config = ConfigDict(extra="forbid")

    id: uuid.UUID
    text: str | None = Field(default=None, min_length=1)
    button: str | None = Field(default=None, min_length=1)
    #: What stood on the button, to be shown as what the member said.
    label: str | None = Field(default=None, min_length=1, max_length=200)

    @model_validator(mode="after")
    def _one_of_both(self) -> Said:
        if (self.text is None) == (self.button is None):
            raise ValueError("either text or button")
        if self.button is not None and len(self.button.encode()) > MAX_DATA_BYTES:
            raise ValueError("button data too long")
        return self

    @property
    def incoming(self) -> Incoming:
        return Text(self.text) if self.text is not None else Button(self.button or "")

    @property
    def shown(self) -> str:
        return self.text or self.label or self.button or ""


class Fault(Exception):
    """Ends a request with a sentence; ``retry`` tells the page to keep the message and hand it in again, after ``wait``
    seconds if that is known."""

    def __init__(
        self,
        status: int,
        key: str,
        *,
        retry: bool = False,
        wait: float | None = None,
        **filled: str | int,
    ) -> None:
        super().__init__(key)
        self.status = status
        self.key = key
        self.retry = retry
        self.wait = wait
        self.filled = filled


class Api:
    def __init__(
        self,
        settings: WebSettings,
        *,
        engine: Engine,
        chats: Chats,
        history: History,
        live: Live,
        unsaved: Unsaved,
        cookie: ChatCookie,
    ) -> None:
        self._settings = settings
        self._engine = engine
        self._chats = chats
        self._history = history
        self._live = live
        self._unsaved = unsaved
        self._cookie = cookie
        rate, burst, factor = settings.web_rate, settings.web_rate_burst, settings.web_address_factor
        self._chat_limit = TokenBuckets(rate, burst)
        self._address_limit = TokenBuckets(rate * factor, burst * factor)

    def routes(self) -> list[Route]:
        return [
            Route("/api/messages", self.post_message, methods=["POST"]),
            Route("/api/history", self.get_history),
            Route("/api/stream", self.get_stream),
        ]

    @page(HoldsChat())
    async def post_message(self, request: Request) -> Response:
        """200 with what was said, numbered; 202 with the same when it could not be written to the history yet."""
        chat_id = self.admitted(request)
        said = await self._said(request)
        return await self.answer(request, chat_id, Entry(str(said.id), "member", said.shown, now()), said.incoming)

    async def answer(self, request: Request, chat_id: str, said: Entry, received: Received) -> Response:
        """Have the conversation answer; both are written to the history. Raises Fault."""
        outcome = await self._handle(request, chat_id, said.id, received)
        entries = [said]
        entries += [
            Entry(
                derived_id(chat_id, f"{said.id}\nreply {n}"),
                "bot",
                reply.text,
                now(),
                reply.choices,
                photo=reply.photo,
                mentions=reply.mentions,
                file=reply.file,
            )
            for n, reply in enumerate(outcome.replies)
        ]
        status = 200
        try:
            async with asyncio.timeout(self._settings.accept_within):
                await self._unsaved.write(chat_id)
                entries = await self._history.append(chat_id, entries)
            await self._live.wake(chat_id)
        except (PyMongoError, TimeoutError):
            await self._unsaved.keep(chat_id, entries)
            status = 202
        public = [entry.public() for entry in entries]
        return JSONResponse(
            {"entries": public, "me": _me(outcome, photo=self._engine.expected_photo(chat_id))}, status_code=status
        )

    @page(HoldsChat())
    async def get_history(self, request: Request) -> Response:
        """The last entries, oldest first, and whose chat it is."""
        chat_id = self.chat(request)
        try:
            async with asyncio.timeout(self._settings.accept_within):
                chat = await self._engine.chat(chat_id, page_locale(request))
                entries = await self._history.latest(chat_id, ENTRIES_AT_FIRST)
        except (PyMongoError, TimeoutError):
            raise Fault(503, "web-fault-history", retry=True) from None
        return JSONResponse(
            {"entries": [entry.public() for entry in entries], "me": _me(chat, photo=chat.expects_photo)},
            headers={"Cache-Control": "no-store"},
        )

    @page(HoldsChat())
    async def get_stream(self, request: Request) -> Response:
        """Server-sent events: ``entry`` (its number as event id), ``notice``, and ``reset`` when the reader knows of
        entries that do not exist."""
        chat_id = self.chat(request)
        after = _number(request.headers.get("last-event-id") or request.query_params.get("after"))
        return EventSourceResponse(
            self._events(chat_id, after),
            ping=self._settings.web_heartbeat,
            send_timeout=30,
        )

    async def _events(self, chat_id: str, after: int) -> AsyncIterator[ServerSentEvent]:
        yield ServerSentEvent(comment="hello", retry=_COME_BACK)
        if await self._is_ahead(chat_id, after):
            yield ServerSentEvent(event="reset", data="{}")
            after = 0
        async for item in self._live.follow(chat_id, after):
            match item:
                case Entry():
                    number = str(item.seq) if item.seq else None
                    yield ServerSentEvent(event="entry", id=number, data=_json(item.public()))
                case Notice():
                    yield ServerSentEvent(event="notice", data=_json({"answers": item.answers, "text": item.text}))

    async def _is_ahead(self, chat_id: str, after: int) -> bool:
        if not after:
            return False
        try:
            latest = await self._history.latest(chat_id, 1)
        except PyMongoError:
            return False
        return not latest or latest[0].seq < after

    async def _handle(self, request: Request, chat_id: str, update_id: str, received: Received) -> Outcome:
        locale = page_locale(request)
        try:
            async with asyncio.timeout(self._settings.accept_within):
                await self._chats.ensure(chat_id, "web")
            return await self._engine.handle(
                chat_id, "web", received, update_id, locale=locale, client=self._client(request)
            )
        except (NotAccepted, PyMongoError, TimeoutError):
            raise Fault(503, "fault-not-accepted", retry=True) from None

    async def _said(self, request: Request) -> Said:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise Fault(415, "web-fault-not-json")
        try:
            body = await limited_body(request, self._settings.web_max_request_bytes)
        except TooLarge:
            raise Fault(413, "fault-too-long", most=self._settings.web_max_text) from None
        try:
            said = Said.model_validate_json(body)
        except ValidationError:
            raise Fault(400, "web-fault-malformed") from None
        if said.text is not None:
            if not said.text.strip():
                raise Fault(400, "web-fault-empty")
            if len(said.text) > self._settings.web_max_text:
                raise Fault(400, "fault-too-long", most=self._settings.web_max_text)
        return said

    def admitted(self, request: Request) -> str:
        """The chat of a request that changes something. Raises Fault."""
        if not is_same_origin(request, self._settings.web_origin):
            raise Fault(403, "web-fault-foreign")
        chat_id = self.chat(request)
        self.limit(request, chat_id)
        return chat_id

    def chat(self, request: Request) -> str:
        """Raises Fault where there is no cookie of ours."""
        chat_id = self._cookie.read(request)
        if chat_id is None:
            raise Fault(401, "web-fault-no-chat")
        return chat_id

    def _client(self, request: Request) -> str:
        """Tells addresses apart without telling them."""
        secret = self._settings.web_secret.get_secret_value().encode()
        return hmac.new(secret, f"client {network_of(request)}".encode(), hashlib.sha256).hexdigest()[:32]

    def limit(self, request: Request, chat_id: str) -> None:
        """Raises Fault."""
        wait = max(self._chat_limit.take(chat_id), self._address_limit.take(network_of(request)))
        if wait:
            raise Fault(429, "web-fault-too-many", retry=True, wait=wait)


async def on_fault(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, Fault)  # noqa: S101 - registered for Fault
    text = catalogue("bots").text(page_locale(request) or "", fault.key, fault.filled)
    headers = {"Retry-After": str(int(fault.wait) + 1)} if fault.wait is not None else None
    return JSONResponse({"error": text, "retry": fault.retry}, status_code=fault.status, headers=headers)


async def on_http_exception(request: Request, error: Exception) -> Response:
    """An address or a method that does not exist."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    return await on_fault(request, Fault(status, "web-fault-no-such-page"))


async def on_unexpected(request: Request, _error: Exception) -> Response:
    """A defect of ours; Starlette raises it again after this answer, for the log."""
    return await on_fault(request, Fault(500, "web-fault-unexpected", retry=True))


def _me(chat: Outcome | Chat, *, photo: bool) -> dict[str, Any]:
    member = chat.member
    return {
        "locale": chat.locale,
        # Whether the conversation has a use for a photo now.
        "photo": photo,
        "member": {"name": member.name, "unit": member.unit_name} if member else None,
    }


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _number(value: str | None) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 13 else 0
