"""What a member takes away from the page as a file."""

from __future__ import annotations

import asyncio

from pymongo.errors import PyMongoError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bots.engine import Engine
from bots.engine.facts import NoAnswer
from bots.notes_file import NotesFile
from bots.web.api import Api, Fault
from bots.web.locale import page_locale
from bots.web.permissions import HoldsChat, page
from bots.web.settings import WebSettings
from shared.i18n import catalogue


class FileApi:
    def __init__(self, settings: WebSettings, api: Api, engine: Engine, notes: NotesFile) -> None:
        self._settings = settings
        self._api = api
        self._engine = engine
        self._notes = notes

    def routes(self) -> list[Route]:
        return [Route("/files/notes", self.get_notes)]

    @page(HoldsChat())
    async def get_notes(self, request: Request) -> Response:
        """The own notes of the member whose chat it is now. The address alone opens nothing: it is the same for all. A
        fault is a sentence to be read, for a link leads here."""
        locale = page_locale(request) or self._settings.locale
        try:
            chat_id = self._api.chat(request)
            self._api.limit(request, chat_id)
            locale = await self._chosen(chat_id, locale)
            file = await self._notes.of(chat_id, locale)
        except Fault as fault:
            return self._said(locale, fault.key, fault.status)
        except NoAnswer:
            return self._said(locale, "fault-no-answer", 503)
        if file is None:
            return self._said(locale, "link-lost", 403)
        headers = {
            "Content-Disposition": f'attachment; filename="{file.name}"',
            "Cache-Control": "no-store",
        }
        return Response(file.content, media_type="text/plain", headers=headers)

    async def _chosen(self, chat_id: str, guess: str) -> str:
        """The language of the chat, as far as it can be known."""
        try:
            async with asyncio.timeout(self._settings.accept_within):
                return (await self._engine.chat(chat_id, guess)).locale
        except (PyMongoError, TimeoutError):
            return guess

    def _said(self, locale: str, key: str, status: int) -> Response:
        text = catalogue("bots").text(locale, key)
        return PlainTextResponse(text, status_code=status, headers={"Cache-Control": "no-store"})
