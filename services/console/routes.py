"""The console over HTTP. Whatever goes wrong is one sentence in the page's language."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import AsyncIterator

from fastapi import FastAPI, Request
from pydantic import BaseModel, ConfigDict, ValidationError
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from services.console.access import Access, NoAnswer, Officer, Profile, Rpc
from services.console.guard import Limit, form
from services.console.live import Live
from services.console.months import Months
from services.console.pages import Files, Pages
from services.console.panels import PANELS, Panels
from services.console.permissions import page
from services.console.planning.asking import Planning
from services.console.planning.routes import PlanRoutes
from services.console.refused import Refused
from services.console.rules.asking import Rules
from services.console.rules.make_up import MakeUpRoutes
from services.console.rules.policies import PolicyRoutes
from services.console.session import SessionCookie
from services.console.settings import ConsoleSettings
from services.console.study import StudyRoutes
from services.console.texts import LOCALE_COOKIE
from shared.access.permission import At, Public
from shared.aio.errors import RpcError
from shared.aio.guard import is_same_origin
from shared.i18n import LOCALES
from shared.logging import get_logger

log = get_logger(__name__)

#: Milliseconds after which a browser comes back to a stream that ended.
_COME_BACK = 1500
_YEAR = 365 * 24 * 3600
_CODE = re.compile(r"[0-9]{8}")


class Redeemed(BaseModel):
    """What the directory said to a login code."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    outcome: str
    member: Profile | None = None


class Routes(StudyRoutes, PlanRoutes, PolicyRoutes, MakeUpRoutes):
    def __init__(
        self, settings: ConsoleSettings, *, rpc: Rpc, access: Access, panels: Panels, live: Live, pages: Pages
    ) -> None:
        self._settings = settings
        self._rpc = rpc
        self._access = access
        self._panels = panels
        self._live = live
        self._pages = pages
        self._months = Months(rpc, zone=settings.zone, patience=settings.console_patience)
        self._planning = Planning(rpc, zone=settings.zone, patience=settings.console_patience)
        self._rules = Rules(rpc, patience=settings.console_patience)
        self._cookie = SessionCookie(settings.console_secret.get_secret_value(), hours=settings.console_session_hours)
        self._tries = Limit(settings.console_login_rate, settings.console_login_burst)

    def add_to(self, app: FastAPI) -> None:
        app.add_api_route("/", self.status)
        app.add_api_route("/panels/{name}", self.panel)
        app.add_api_route("/live", self.live)
        self.add_study_to(app)
        self.add_plans_to(app)
        self.add_policies_to(app)
        self.add_make_up_to(app)
        app.add_api_route("/login", self.login_page)
        app.add_api_route("/login", self.login, methods=["POST"])
        app.add_api_route("/logout", self.logout, methods=["POST"])
        app.add_api_route("/language", self.language, methods=["POST"])
        app.mount("/static", Files())
        app.add_exception_handler(Refused, self._on_refused)
        app.add_exception_handler(HTTPException, self._on_http_exception)
        app.add_exception_handler(Exception, self._on_unexpected)

    @page(At("see-figures"), turn_away="_to_the_login")
    async def status(self, request: Request, officer: Officer) -> Response:
        """The status page; without a session, on to the login."""
        panels = await self._panels.all(officer)
        return self._pages.page("status.html", self._locale(request, officer), officer=officer, panels=panels)

    @page(At("see-figures"))
    async def panel(self, request: Request, officer: Officer, name: str) -> Response:
        """One panel's inside. 401 without a session, 404 for a panel that does not exist."""
        if name not in PANELS:
            raise Refused(404, "fault-no-such-page")
        return self._pages.panel(await self._panels.one(name, officer), self._locale(request, officer))

    @page(At("see-figures"))
    async def live(self, request: Request, officer: Officer) -> Response:
        """Server-sent events ``changed``, whose data is the name of a panel to ask for anew."""
        return EventSourceResponse(
            self._events(officer.profile.unit_path), ping=self._settings.console_heartbeat, send_timeout=30
        )

    async def _events(self, scope: str) -> AsyncIterator[ServerSentEvent]:
        yield ServerSentEvent(comment="hello", retry=_COME_BACK)
        async for panel in self._live.follow(scope):
            yield ServerSentEvent(event="changed", data=panel)

    @page(Public("who is not logged in yet"))
    async def login_page(self, request: Request) -> Response:
        if self._cookie.read(request) is not None:
            return RedirectResponse("/", 303)
        return self._login_page(request)

    @page(Public("who has a code; the directory decides"))
    async def login(self, request: Request) -> Response:
        """A right code sets the session; anything else is the login page again with a sentence."""
        self._own_page_only(request)
        address = request.client.host if request.client else ""
        if not self._tries.allows(address):
            return self._login_page(request, 429, "login-too-many-attempts")
        given = unicodedata.normalize("NFKC", (await form(request)).get("code", ""))
        code = re.sub(r"[\s-]", "", given)
        if not _CODE.fullmatch(code):
            return self._login_page(request, 400, "login-not-a-code")
        try:
            attempt = str(uuid.uuid4())
            answer = await self._rpc.call("directory", "redeem_login_code", code=code, client=address, attempt=attempt)
            redeemed = Redeemed.model_validate(answer)
        except (RpcError, ValidationError) as error:
            log.warning("console.login-no-answer", error=type(error).__name__)
            return self._login_page(request, 503, "fault-no-answer")
        if redeemed.outcome != "logged-in" or redeemed.member is None:
            too_many = redeemed.outcome == "too-many-attempts"
            return self._login_page(request, 429 if too_many else 403, f"login-{redeemed.outcome}")
        return await self._begin(request, redeemed.member)

    async def _begin(self, request: Request, member: Profile) -> Response:
        if await self._officer(member.member_id, afresh=True) is None:
            return self._login_page(request, 403, "login-not-allowed")
        log.info("console.logged-in", member_id=member.member_id)
        response = RedirectResponse("/", 303)
        self._cookie.write(response, member.member_id, secure=self._is_secure(request))
        return response

    @page(Public("it ends the session of the browser that asks, if it has one"))
    async def logout(self, request: Request) -> Response:
        self._own_page_only(request)
        response = RedirectResponse("/login", 303)
        self._cookie.clear(response)
        return response

    @page(Public("it changes a cookie of the browser that asks"))
    async def language(self, request: Request) -> Response:
        self._own_page_only(request)
        chosen = (await form(request)).get("locale")
        if chosen not in LOCALES:
            raise Refused(400, "fault-no-such-page")
        response = RedirectResponse("/", 303)
        response.set_cookie(
            LOCALE_COOKIE, chosen, max_age=_YEAR, httponly=True, samesite="lax", secure=self._is_secure(request)
        )
        return response

    async def _officer(self, member_id: str, *, afresh: bool = False) -> Officer | None:
        try:
            return await self._access.of(member_id, afresh=afresh)
        except NoAnswer:
            raise Refused(503, "fault-no-answer") from None

    async def officer_of(self, request: Request) -> Officer | None:
        """Who is logged in and may see figures, as the directory says now."""
        member_id = self._cookie.read(request)
        return await self._officer(member_id) if member_id is not None else None

    async def _logged_out(self, request: Request) -> Response:
        raise Refused(401, "fault-logged-out")

    async def _to_the_login(self, request: Request) -> Response:
        """Without a session; and with one whose member has lost the role, which ends it."""
        if self._cookie.read(request) is None:
            return RedirectResponse("/login", 303)
        response = self._login_page(request, 403, "login-not-allowed")
        self._cookie.clear(response)
        return response

    def _login_page(self, request: Request, status: int = 200, fault: str | None = None) -> HTMLResponse:
        return self._pages.page("login.html", self._locale(request), status=status, fault=fault)

    def _locale(self, request: Request, officer: Officer | None = None) -> str:
        chosen = request.cookies.get(LOCALE_COOKIE)
        if chosen in LOCALES:
            return str(chosen)
        return officer.profile.locale if officer else self._settings.locale

    def _own_page_only(self, request: Request) -> None:
        if not is_same_origin(request, self._settings.console_origin):
            raise Refused(403, "fault-foreign")

    def _is_secure(self, request: Request) -> bool:
        return (self._settings.console_origin or str(request.base_url)).startswith("https:")

    async def _on_refused(self, request: Request, refused: Exception) -> Response:
        assert isinstance(refused, Refused)  # noqa: S101 - registered for it
        return self._pages.page("fault.html", self._locale(request), status=refused.status, fault=refused.key)

    async def _on_http_exception(self, request: Request, error: Exception) -> Response:
        """An address or a method that does not exist."""
        status = error.status_code if isinstance(error, HTTPException) else 404
        return await self._on_refused(request, Refused(status, "fault-no-such-page"))

    async def _on_unexpected(self, request: Request, _error: Exception) -> Response:
        """A defect of ours; Starlette raises it again after this answer, for the log."""
        return await self._on_refused(request, Refused(500, "fault-unexpected"))
