"""Calendar feeds: asked for by calendar programs, which have nothing but the secret address."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bots.ports import Rpc
from bots.web.permissions import page
from shared.access.permission import Public
from shared.aio.errors import RpcError
from shared.logging import get_logger

log = get_logger(__name__)

_SECRET = re.compile(r"[A-Za-z0-9_-]{32}")
#: Calendar programs ask again by themselves.
_LATER = {"Retry-After": "300"}


class CalendarApi:
    def __init__(self, rpc: Rpc) -> None:
        self._rpc = rpc

    def routes(self) -> list[Route]:
        return [Route("/calendar/{secret}.ics", self.get_feed)]

    @page(Public("whoever has the secret address of a feed"))
    async def get_feed(self, request: Request) -> Response:
        """404 for an address that was never made or was taken back, 503 while nobody answers."""
        secret = request.path_params["secret"]
        if not _SECRET.fullmatch(secret):
            return Response(status_code=404)
        try:
            found = await self._rpc.call("checkins", "feed", secret=secret)
        except RpcError as error:
            # The address is a secret: it is not to stand in a log.
            log.warning("web.no-feed", error=type(error).__name__)
            return Response(status_code=503, headers=_LATER)
        if found is None:
            return Response(status_code=404)
        headers = {
            "Content-Disposition": 'inline; filename="zhixing.ics"',
            "Cache-Control": "private, max-age=900",
            "X-Robots-Tag": "noindex",
        }
        return Response(found["text"], media_type="text/calendar", headers=headers)
