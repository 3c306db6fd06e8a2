"""The page on which a unit's make-up limits are shown and changed."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from pydantic import ValidationError
from starlette.responses import Response

from services.console.access import Officer
from services.console.guard import paper
from services.console.permissions import page
from services.console.planning.base import unanswered
from services.console.planning.typed import Typed, Wrong
from services.console.rules import forms
from services.console.rules.answers import Answer
from services.console.rules.asking import MakeUps
from services.console.rules.base import NOT_ALLOWED, RuleBase, at_fault, back
from services.console.rules.shown import shown
from services.console.texts import sayer
from services.console.units import NoSuchUnit
from shared.access.permission import At
from shared.aio.errors import RpcError
from shared.events.policies import SetMakeUpRule

_DONE = frozenset({"limits", "limits-taken-back"})


class MakeUpRoutes(RuleBase):
    """A part of ``Routes``."""

    def add_make_up_to(self, app: FastAPI) -> None:
        app.add_api_route("/make-up-limits", self.make_up_limits)
        app.add_api_route("/make-up-limits", self.change_make_up_limits, methods=["POST"])

    @page(At("see-figures"), turn_away="_to_the_login")
    async def make_up_limits(self, request: Request, officer: Officer) -> Response:
        """``?unit=/d/s``; without it, what holds at the officer's own unit."""
        found = await self._make_ups(officer, self._seen_path(request, officer))
        done = request.query_params.get("done", "")
        said = sayer(self._locale(request, officer))(f"done-{done}") if done in _DONE else None
        return await self._limits_page(
            request, officer, found, forms.of_rule(found.limits.holds.rule, found.version), done=said
        )

    @page(At("administer"))
    async def change_make_up_limits(self, request: Request, officer: Officer) -> Response:
        """Sets the unit's own rule, or takes it back: then what holds above it holds."""
        self._own_page_only(request)
        typed, locale = Typed(await paper(request)), self._locale(request, officer)
        path = self._seen_path(request, officer, typed.one("unit"))
        found = await self._make_ups(officer, path)
        if not found.place.may_change:
            return await self._limits_page(request, officer, found, typed, sayer(locale)(NOT_ALLOWED), status=403)
        taking_back = typed.one("do") == "take-back"
        if taking_back:
            # Its button sends no numbers.
            typed = forms.of_rule(found.limits.holds.rule, found.version).but(version=typed.one("version"))
        try:
            rule = None if taking_back else forms.rule(typed)
            version = typed.number("version", 999_999)
            own = found.limits.of(found.place.unit.unit_id)
            if own is not None and own.rule == rule and own.version == version:
                raise Wrong("", "wrong-nothing-changed")
            asked = SetMakeUpRule(unit_id=found.place.unit.unit_id, rule=rule, version=version)
            answer = await self._rules.set_limits(asked)
        except (Wrong, RpcError, ValidationError) as error:
            return await self._limits_page(request, officer, found, typed, *at_fault(error, locale))
        if answer.refused:
            return await self._limits_refused(request, officer, path, typed, answer)
        return back("/make-up-limits", path, "limits-taken-back" if taking_back else "limits")

    async def _limits_refused(
        self, request: Request, officer: Officer, path: str, typed: Typed, answer: Answer
    ) -> Response:
        locale = self._locale(request, officer)
        found = await self._make_ups(officer, path)
        if answer.refused != "conflict":
            why = sayer(locale)(f"refused-{answer.refused}")
            return await self._limits_page(request, officer, found, typed, why, status=409)
        why = await self._overtaken_by(answer.changed_by, officer, locale)
        typed = typed.but(version=str(answer.version))
        return await self._limits_page(request, officer, found, typed, why, status=409)

    async def _limits_page(
        self,
        request: Request,
        officer: Officer,
        found: MakeUps,
        typed: Typed,
        fault: str | None = None,
        at: str = "",
        status: int = 0,
        done: str | None = None,
    ) -> Response:
        """``at`` is the field that ``fault`` is about."""
        locale = self._locale(request, officer)
        given: dict[str, Any] = {"typed": typed, "fault": fault, "at": at, "done": done}
        return self._pages.page(
            "make_up_limits.html",
            locale,
            status=status or (422 if fault else 200),
            officer=officer,
            found=found,
            own=found.limits.of(found.place.unit.unit_id),
            who=await self._names(each.changed_by for each in found.limits.set),
            label=shown(locale)["label"],
            **given,
        )

    async def _make_ups(self, officer: Officer, path: str) -> MakeUps:
        """Raises Refused."""
        try:
            return await self._rules.make_ups(officer, path)
        except (RpcError, ValidationError, NoSuchUnit) as error:
            raise unanswered(error) from None
