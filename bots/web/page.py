"""The page itself and its static files."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from pymongo.errors import PyMongoError
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bots.engine import Engine
from bots.photos.checking import in_megabytes
from bots.web.cookies import ChatCookie
from bots.web.locale import page_locale
from bots.web.permissions import page
from bots.web.settings import WebSettings
from shared.access.permission import Public
from shared.events import new_id
from shared.i18n import catalogue

_HERE = Path(__file__).parent
_STATIC = _HERE / "static"

#: What the page's script says; the catalogue's keys without ``web-``.
SCRIPT_STRINGS = (
    "submitting",
    "submitting-unreachable",
    "not-accepted",
    "offline",
    "reconnecting",
    "connected",
    "you",
    "bot",
    "stranger",
    "today",
    "history-unreachable",
    "photo",
    "photo-lost",
    "photo-broken",
    "file-notes",
)
QUICK = (
    ("choice-tasks", "tasks"),
    ("choice-standing", "mine"),
    ("choice-volunteer", "volunteer"),
    ("choice-report", "report"),
    ("choice-help", "help"),
)


class _Files(StaticFiles):
    """Those asked for by version may be kept; the others (a module's imports) are asked after each time."""

    permission = Public("the page's style and script, the same for all")

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        versioned = response.status_code == 200 and scope.get("query_string")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if versioned else "no-cache"
        return response


class Page:
    def __init__(self, settings: WebSettings, engine: Engine, cookie: ChatCookie) -> None:
        self._settings = settings
        self._engine = engine
        self._cookie = cookie
        environment = Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=True)
        self._template = environment.get_template("chat.html")
        self._version = _version()

    def routes(self) -> list[Any]:
        return [Route("/", self.show), Mount("/static", _Files(directory=_STATIC))]

    @page(Public("a browser that has no chat yet is given one"))
    async def show(self, request: Request) -> Response:
        """The page; a browser that has no chat yet is given one."""
        chat_id = self._cookie.read(request)
        locale = await self._locale(chat_id, page_locale(request))
        text = catalogue("bots").text
        strings: dict[str, Any] = {name: text(locale, f"web-{name}") for name in SCRIPT_STRINGS}
        strings["greeting"] = text(locale, "welcome")
        strings["zone"] = self._settings.zone
        most_bytes = self._settings.photo_max_bytes
        strings["photo-most"] = most_bytes
        strings["photo-too-large"] = text(locale, "photo-too-large", {"most": in_megabytes(most_bytes)})
        html = self._template.render(
            locale=locale,
            other="en" if locale == "zh-CN" else "zh-CN",
            t=lambda key: text(locale, key),
            quick=QUICK,
            strings=strings,
            most=self._settings.web_max_text,
            version=self._version,
        )
        response = HTMLResponse(html, headers={"Cache-Control": "no-store"})
        if chat_id is None:
            self._cookie.write(response, new_id(), secure=self._is_secure(request))
        return response

    async def _locale(self, chat_id: str | None, hint: str | None) -> str:
        if chat_id is not None:
            try:
                async with asyncio.timeout(self._settings.web_page_patience):
                    return (await self._engine.chat(chat_id, hint)).locale
            except (PyMongoError, TimeoutError):
                pass
        return hint or self._settings.locale

    def _is_secure(self, request: Request) -> bool:
        origin = self._settings.web_origin or str(request.base_url)
        return origin.startswith("https:")


def _version() -> str:
    content = hashlib.blake2s(digest_size=6)
    for path in sorted(_STATIC.iterdir()):
        content.update(path.read_bytes())
    return content.hexdigest()
