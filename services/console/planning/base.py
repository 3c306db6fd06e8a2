"""What the routes about plans have in common."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from fastapi import Request
from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from services.console.access import Access, NoAnswer, Officer
from services.console.months import within_own
from services.console.pages import Pages
from services.console.planning.answers import Answer, Plan
from services.console.planning.asking import Planning
from services.console.planning.typed import Wrong
from services.console.refused import Refused
from services.console.texts import sayer
from services.console.units import NoSuchUnit
from shared.aio.errors import RpcError, RpcFailed
from shared.logging import get_logger

log = get_logger(__name__)

#: Beside which field of the forms a refusal is told.
_FIELDS = {
    "bad-rule": "repeat",
    "never-happens": "repeat",
    "closes-before-it-opens": "closes",
    "ends-before-it-begins": "last_day",
    "unknown-term": "term",
    "unknown-occurrence": "extent",
    "is-open": "extent",
    "nothing-to-copy": "from_term",
}


class PlanBase:
    _access: Access
    _planning: Planning
    _pages: Pages

    def _locale(self, request: Request, officer: Officer | None = None) -> str:
        raise NotImplementedError

    def _own_page_only(self, request: Request) -> None:
        raise NotImplementedError

    def _path(self, request: Request, officer: Officer, given: str = "") -> str:
        """The path of the unit that is planned for. Raises Refused for whom this is not for."""
        if not officer.plans:
            raise Refused(403, "fault-not-allowed")
        path = given or request.query_params.get("unit") or officer.profile.unit_path
        if not within_own(officer, path):
            raise Refused(404, "fault-no-such-page")
        return path

    async def _known(self, plan_id: str, *, to_change: bool = False) -> Plan:
        """``to_change``: with all that a form of it shows. Raises Refused."""
        try:
            plan = await (self._planning.plan_to_change(plan_id) if to_change else self._planning.plan(plan_id))
        except (RpcError, ValidationError) as error:
            raise unanswered(error) from None
        if plan is None:
            raise Refused(404, "fault-no-such-page")
        return plan

    async def _sentence(self, answer: Answer, officer: Officer, locale: str) -> str:
        """Why it was refused; of a conflict, who was first."""
        say = sayer(locale)
        if answer.refused != "conflict":
            return say(f"refused-{answer.refused}")
        if answer.changed_by == officer.profile.member_id:
            return say("refused-conflict-own")
        try:
            names = await self._access.names([answer.changed_by] if answer.changed_by else [])
        except NoAnswer:
            names = {}
        return say("refused-conflict", who=names.get(answer.changed_by or "") or say("plan-somebody"))


def at_field(answer: Answer) -> str:
    return _FIELDS.get(answer.refused or "", "")


def at_fault(error: Wrong | RpcError | ValidationError, locale: str) -> tuple[str, str, int]:
    """What a form says of what could not be taken, beside which field, and the status. Raises Refused for what a
    browser does not send by itself."""
    if isinstance(error, Wrong):
        return sayer(locale)(error.key, **error.args_shown), error.field, 422
    if isinstance(error, RpcError):
        return undone(error, locale), "", 503
    raise Refused(400, "fault-no-such-page") from None


def back(path: str, done: str, **counts: int) -> Response:
    """To the list, which says what was done."""
    given: dict[str, str | int] = {"unit": path, "done": done, **counts}
    return RedirectResponse(f"/plans?{urlencode(given)}", 303)


def a_day(text: str) -> date:
    """Raises Refused."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(404, "fault-no-such-page") from None


def forbidden(error: Exception) -> bool:
    return isinstance(error, RpcFailed) and error.exc_type == "Forbidden"


def unanswered(error: Exception) -> Refused:
    """Of a page that only shows something."""
    if forbidden(error) or isinstance(error, NoSuchUnit):
        return Refused(404, "fault-no-such-page")
    if isinstance(error, RpcFailed) and error.exc_type == "UnknownUnit":
        return Refused(404, "fault-no-such-page")
    log.warning("console.no-answer", page="plans", error=type(error).__name__)
    return Refused(503, "fault-no-answer")


def undone(error: Exception, locale: str) -> str:
    """The sentence beside a form that brought no answer; it may be sent again. Raises Refused for who may not."""
    if forbidden(error):
        raise Refused(403, "fault-not-allowed")
    log.warning("console.no-answer", page="plans", error=type(error).__name__)
    return sayer(locale)("refused-no-answer")
