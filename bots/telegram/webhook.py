"""Where Telegram posts updates. Answered 200 when the update has been handled, commonly after some milliseconds.

If that takes too long (the broker or the database is away) the answer is 503: the update stays in hand here, and
Telegram delivers it again, to this replica or another. A repetition joins the task in hand or finds the stored answer.
"""

from __future__ import annotations

import asyncio
import hmac
import json

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram import Bot, Update

from bots.telegram.intake import Intake
from shared.logging import get_logger

log = get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
MAX_BYTES = 1024 * 1024


class Webhook:
    """``patience``: seconds until an update that is not handled yet is answered 503."""

    def __init__(self, bot: Bot, intake: Intake, *, secret: str, patience: float) -> None:
        self._bot = bot
        self._intake = intake
        self._secret = secret.encode()
        self._patience = patience

    def app(self, path: str) -> Starlette:
        return Starlette(routes=[Route(path, self._receive, methods=["POST"])])

    async def _receive(self, request: Request) -> Response:
        told = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(told, self._secret):
            log.warning("telegram.webhook-refused")
            return PlainTextResponse("forbidden", 403)
        if self._intake.closed:
            return _later("stopping")
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BYTES:
                return PlainTextResponse("too large", 413)
        update = _read(bytes(body), self._bot)
        if update is None:
            # Telegram would repeat anything but a success for hours, and this will not become readable.
            log.error("telegram.update-unreadable", size=len(body))
            return PlainTextResponse("unreadable")
        task = self._intake.accept(update)
        await asyncio.wait([task], timeout=self._patience)
        if not task.done() or task.cancelled():
            return _later("not handled yet")
        return PlainTextResponse("ok")


def _later(why: str) -> Response:
    return PlainTextResponse(why, 503, headers={"Retry-After": "5"})


def _read(body: bytes, bot: Bot) -> Update | None:
    try:
        raw = json.loads(body)
        return Update.de_json(raw, bot) if isinstance(raw, dict) else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
