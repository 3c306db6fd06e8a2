"""The chat's id in a signed cookie: whoever holds the cookie holds the chat."""

from __future__ import annotations

import uuid

from itsdangerous import BadData, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import Response

NAME = "zhixing_chat"
#: Seconds; the longest that browsers keep a cookie.
_MAX_AGE = 400 * 24 * 3600


class ChatCookie:
    def __init__(self, secret: str) -> None:
        self._serializer = URLSafeSerializer(secret, salt="zhixing.web.chat")

    def read(self, request: Request) -> str | None:
        """The chat's id; None if there is no cookie or it was not signed by us."""
        try:
            chat_id = self._serializer.loads(request.cookies.get(NAME, ""))
            return str(uuid.UUID(chat_id))
        except (BadData, ValueError, AttributeError, TypeError):
            return None

    def write(self, response: Response, chat_id: str, *, secure: bool) -> None:
        value = self._serializer.dumps(chat_id)
        assert isinstance(value, str)  # noqa: S101 - URLSafeSerializer gives text
        response.set_cookie(NAME, value, max_age=_MAX_AGE, httponly=True, samesite="lax", secure=secure, path="/")
