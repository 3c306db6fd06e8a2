"""Who is logged in: a member's id in a signed cookie that ends by itself."""

from __future__ import annotations

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

NAME = "zhixing_console"


class SessionCookie:
    def __init__(self, secret: str, *, hours: int) -> None:
        self._serializer = URLSafeTimedSerializer(secret, salt="zhixing.console.session")
        self._seconds = hours * 3600

    def read(self, request: Request) -> str | None:
        """The member's id; None if there is no cookie, it was not signed by us, or it is too old."""
        try:
            member_id = self._serializer.loads(request.cookies.get(NAME, ""), max_age=self._seconds)
        except BadData:
            return None
        return member_id if isinstance(member_id, str) else None

    def write(self, response: Response, member_id: str, *, secure: bool) -> None:
        value = self._serializer.dumps(member_id)
        assert isinstance(value, str)  # noqa: S101 - URLSafeTimedSerializer gives text
        response.set_cookie(NAME, value, max_age=self._seconds, httponly=True, samesite="lax", secure=secure, path="/")

    def clear(self, response: Response) -> None:
        response.delete_cookie(NAME, path="/", httponly=True, samesite="lax")
