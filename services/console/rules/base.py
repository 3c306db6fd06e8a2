"""What the routes about rules have in common."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from fastapi import Request
from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from services.console.access import Access, NoAnswer, Officer
from services.console.months import within_own
from services.console.pages import Pages
from services.console.planning import base
from services.console.planning.base import forbidden
from services.console.planning.typed import Wrong
from services.console.refused import Refused
from services.console.rules.asking import Rules
from services.console.texts import sayer
from shared.aio.errors import RpcError

NOT_ALLOWED = "rules-not-allowed"


class RuleBase:
    _access: Access
    _rules: Rules
    _pages: Pages

    def _locale(self, request: Request, officer: Officer | None = None) -> str:
        raise NotImplementedError

    def _own_page_only(self, request: Request) -> None:
        raise NotImplementedError

    def _seen_path(self, request: Request, officer: Officer, given: str = "") -> str:
        """The path of the unit whose rules are asked for. Raises Refused."""
        path = given or request.query_params.get("unit") or officer.profile.unit_path
        if not within_own(officer, path):
            raise Refused(404, "fault-no-such-page")
        return path

    async def _overtaken_by(self, member_id: str | None, officer: Officer, locale: str) -> str:
        """The sentence about who was first."""
        if member_id == officer.profile.member_id:
            return sayer(locale)("rules-conflict-own")
        who = (await self._names([member_id])).get(member_id or "")
        return sayer(locale)("rules-conflict", who=who or sayer(locale)("plan-somebody"))

    async def _names(self, member_ids: Iterable[str | None]) -> dict[str, str]:
        """Of those whose names may be told to who asks."""
        try:
            return await self._access.names(sorted({each for each in member_ids if each}))
        except NoAnswer:
            return {}


def at_fault(error: Wrong | RpcError | ValidationError, locale: str) -> tuple[str, str, int]:
    """As of a plan; and whoever may see a rule need not be allowed to change it."""
    if forbidden(error):
        return sayer(locale)(NOT_ALLOWED), "", 403
    return base.at_fault(error, locale)


def back(page: str, path: str, done: str) -> Response:
    """To a page, which says what was done."""
    return RedirectResponse(f"{page}?{urlencode({'unit': path, 'done': done})}", 303)
