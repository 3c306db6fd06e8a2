"""Photos on the page: one is sent, and those of a chat, an incident or a check-in are shown to whom they concern."""

from __future__ import annotations

import asyncio
import uuid
from typing import get_args

from pymongo.errors import PyMongoError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bots.engine import Engine, NotAccepted
from bots.photos.checking import BadPhoto, Limits, in_megabytes
from bots.photos.intake import PhotoIntake
from bots.photos.store import Photos, Size
from bots.ports import Rpc
from bots.web.api import Api, Fault
from bots.web.history import Entry, now
from bots.web.locale import page_locale
from bots.web.permissions import HoldsChat, page
from bots.web.settings import WebSettings
from shared.access.actor import Actor, acting
from shared.aio.errors import RpcError
from shared.aio.guard import TooLarge, limited_body
from shared.i18n import catalogue


class PhotoApi:
    def __init__(self, settings: WebSettings, api: Api, engine: Engine, photos: Photos, rpc: Rpc) -> None:
        self._settings = settings
        self._api = api
        self._engine = engine
        self._photos = photos
        self._rpc = rpc
        self._limits = Limits(settings.photo_max_bytes, settings.photo_max_pixels)
        self._intake = PhotoIntake(photos, self._limits, engine.photo_use)

    def routes(self) -> list[Route]:
        return [
            Route("/api/photos/{id:uuid}", self.post_photo, methods=["POST"]),
            Route("/photos/{photo_id}", self.get_photo),
            Route("/photos/{photo_id}/{size}", self.get_photo),
        ]

    @page(HoldsChat())
    async def post_photo(self, request: Request) -> Response:
        """The body is the file; ``id`` is made by the page, as for a message. Answers as POST /api/messages does."""
        chat_id = self._api.admitted(request)
        update_id = str(request.path_params["id"])
        try:
            content = await limited_body(request, self._limits.bytes)
        except TooLarge:
            raise self._bad(BadPhoto("too-large"), 413) from None

        async def fetch() -> bytes:
            return content

        try:
            photo = await self._intake.take(chat_id, update_id, fetch)
        except BadPhoto as bad:
            raise self._bad(bad, 400) from None
        except (NotAccepted, PyMongoError):
            raise Fault(503, "fault-not-accepted", retry=True) from None
        shown = catalogue("bots").text(page_locale(request) or self._settings.locale, "web-photo")
        said = Entry(update_id, "member", shown, now(), photo=photo.photo_id)
        return await self._api.answer(request, chat_id, said, photo)

    @page(HoldsChat())
    async def get_photo(self, request: Request) -> Response:
        """A JPEG: ``/photos/<id>``, or ``/photos/<id>/thumbnail``. To the chat that sent it, and to those who may see
        the incident or the check-in that it belongs to; to all others it does not exist."""
        chat_id = self._api.chat(request)
        photo_id, size = request.path_params["photo_id"], request.path_params.get("size", "image")
        if size not in get_args(Size) or not _is_id(photo_id):
            raise Fault(404, "photo-gone")
        try:
            async with asyncio.timeout(self._settings.accept_within + self._settings.rpc_timeout):
                content = await self._photos.get(photo_id, size) if await self._may_see(photo_id, chat_id) else None
        except (PyMongoError, RpcError, TimeoutError):
            raise Fault(503, "fault-no-answer", retry=True) from None
        if content is None:
            raise Fault(404, "photo-gone")
        # Who may see it changes, so that nothing between us and the browser keeps it, nor the browser for long.
        return Response(content, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=300"})

    async def _may_see(self, photo_id: str, chat_id: str) -> bool:
        sender = await self._photos.chat_of(photo_id)
        if sender is None or sender == chat_id:
            return sender is not None
        profile = await self._rpc.call("directory", "chat_profile", chat_id=chat_id)
        if not profile:
            return False
        member_id = profile["member_id"]
        with acting(Actor(member_id, "web", chat_id)):
            asked = {"photo_id": photo_id, "member_id": member_id}
            if await self._rpc.call("incidents", "may_see_photo", **asked):
                return True
            return bool(await self._rpc.call("checkins", "may_see_check_in_photo", **asked))

    def _bad(self, bad: BadPhoto, status: int) -> Fault:
        return Fault(status, f"photo-{bad.reason}", most=in_megabytes(self._limits.bytes))


def _is_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
