"""The pages about a month's study, and the files they offer."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from fastapi import FastAPI, Request
from pydantic import ValidationError
from starlette.responses import Response

from services.console.access import Officer
from services.console.months import CHANGES_SHOWN, SESSIONS_SHOWN, Months, within_own
from services.console.pages import Pages
from services.console.permissions import page
from services.console.refused import Refused
from services.console.units import NoSuchUnit
from shared.access.permission import At
from shared.aio.errors import RpcError, RpcFailed
from shared.exports.gathering import KINDS, last_day
from shared.logging import get_logger

log = get_logger(__name__)

_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


class StudyRoutes:
    """A part of ``Routes``."""

    _months: Months
    _pages: Pages

    def _locale(self, request: Request, officer: Officer | None = None) -> str:
        raise NotImplementedError

    def add_study_to(self, app: FastAPI) -> None:
        app.add_api_route("/month", self.month)
        app.add_api_route("/exports/{kind}.{form}", self.export)

    @page(At("see-figures"), turn_away="_to_the_login")
    async def month(self, request: Request, officer: Officer) -> Response:
        """``?month=2026-11&unit=/d/s``; without them, this month of the officer's own unit."""
        path, key = self._asked(request, officer)
        locale = self._locale(request, officer)
        try:
            found = await self._months.month(officer, path, key, locale)
        except (ValueError, NoSuchUnit, RpcError) as error:
            raise _refused(error) from None
        shown = {"changes_shown": CHANGES_SHOWN, "sessions_shown": SESSIONS_SHOWN}
        return self._pages.page("month.html", locale, officer=officer, month=found, **shown)

    @page(At("see-figures"))
    async def export(self, request: Request, officer: Officer, kind: str, form: str) -> Response:
        """``/exports/roster.xlsx?month=2026-11&unit=/d/s``; also summary and policies, also json."""
        path, key = self._asked(request, officer)
        if kind not in KINDS or form not in _TYPES:
            raise Refused(404, "fault-no-such-page")
        try:
            found = await self._months.export(kind, path.rpartition("/")[2], key)
        except RpcError as error:
            raise _refused(error) from None
        content = await asyncio.to_thread(_written, kind, form, found, self._locale(request, officer))
        headers = {
            "Content-Disposition": f'attachment; filename="zhixing-{kind}-{key}.{form}"',
            # Names stand in it.
            "Cache-Control": "no-store",
        }
        log.info("console.exported", kind=kind, form=form, member_id=officer.profile.member_id)
        return Response(content, media_type=_TYPES[form], headers=headers)

    def _asked(self, request: Request, officer: Officer) -> tuple[str, str]:
        """The unit's path and the month. Raises Refused."""
        path = request.query_params.get("unit") or officer.profile.unit_path
        key = request.query_params.get("month") or self._months.this_month()
        try:
            last_day(key)
        except ValueError:
            raise Refused(404, "fault-no-such-page") from None
        if not within_own(officer, path):
            raise Refused(404, "fault-no-such-page")
        return path, key


def _written(kind: str, form: str, found: dict[str, Any], locale: str) -> bytes:
    if form == "json":
        return json.dumps(found, ensure_ascii=False, indent=2).encode()
    # It loads what writes workbooks.
    from shared.exports.books import BOOKS

    return BOOKS[kind](found, locale)


def _refused(error: Exception) -> Refused:
    if isinstance(error, RpcFailed) and error.exc_type in ("Forbidden", "UnknownUnit"):
        return Refused(404, "fault-no-such-page")
    if isinstance(error, NoSuchUnit) or (isinstance(error, ValueError) and not isinstance(error, ValidationError)):
        return Refused(404, "fault-no-such-page")
    log.warning("console.no-answer", page="month", error=type(error).__name__)
    return Refused(503, "fault-no-answer")
