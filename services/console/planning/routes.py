"""The pages on which plans are listed, made, changed and cancelled."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

from fastapi import FastAPI, Request
from pydantic import ValidationError
from starlette.responses import Response

from services.console.access import Officer
from services.console.guard import paper
from services.console.permissions import page
from services.console.planning import forms, quiz
from services.console.planning.answers import Plan
from services.console.planning.asking import MOST_SHOWN, NEXT_SHOWN
from services.console.planning.base import a_day, at_fault, at_field, back, unanswered
from services.console.planning.shown import shown
from services.console.planning.single import SingleRoutes
from services.console.planning.terms import TermRoutes
from services.console.planning.typed import Typed, Wrong
from services.console.texts import sayer
from services.console.units import NoSuchUnit, Unit
from shared.access.permission import At
from shared.aio.errors import RpcError
from shared.events import new_id
from shared.events.plans import CancelOccurrence, CancelPlan, Changes, ChangeSeries, Term

#: What the list can say was done.
_DONE = frozenset({"made", "changed", "cancelled", "term", "copied", "template"})


class PlanRoutes(TermRoutes, SingleRoutes):
    """A part of ``Routes``."""

    def add_plans_to(self, app: FastAPI) -> None:
        app.add_api_route("/plans", self.plans)
        app.add_api_route("/plans/new", self.new_plan)
        app.add_api_route("/plans/new", self.make_plan, methods=["POST"])
        self.add_terms_to(app)
        self.add_single_to(app)
        app.add_api_route("/plans/{plan_id}/edit", self.edit_plan)
        app.add_api_route("/plans/{plan_id}/edit", self.change_plan, methods=["POST"])
        app.add_api_route("/plans/{plan_id}/cancel", self.ask_to_cancel)
        app.add_api_route("/plans/{plan_id}/cancel", self.cancel_plan, methods=["POST"])

    @page(At("schedule-task"), turn_away="_to_the_login")
    async def plans(self, request: Request, officer: Officer) -> Response:
        """``?unit=/d/s``; without it, those of the officer's own unit."""
        path = self._path(request, officer)
        locale = self._locale(request, officer)
        try:
            found = await self._planning.overview(path)
        except (RpcError, ValidationError, NoSuchUnit) as error:
            raise unanswered(error) from None
        done = request.query_params.get("done", "")
        counts = {name: _count(request, name) for name in ("made", "already", "refused")}
        return self._pages.page(
            "plans.html",
            locale,
            officer=officer,
            overview=found,
            next_shown=NEXT_SHOWN,
            most_shown=MOST_SHOWN,
            **shown(locale),
            done=sayer(locale)(f"done-{done}", **counts) if done in _DONE else None,
        )

    @page(At("schedule-task"), turn_away="_to_the_login")
    async def new_plan(self, request: Request, officer: Officer) -> Response:
        """An empty form, with the id that the plan is going to have."""
        unit, terms = await self._unit(self._path(request, officer))
        typed = forms.blank(self._planning.today()).but(plan_id=new_id())
        return self._form(request, officer, unit, terms, typed)

    @page(At("schedule-task"))
    async def make_plan(self, request: Request, officer: Officer) -> Response:
        self._own_page_only(request)
        typed, locale = Typed(await paper(request)), self._locale(request, officer)
        unit, terms = await self._unit(self._path(request, officer, typed.one("unit")))
        if rebuilt := quiz.rebuilt(typed):
            return self._form(request, officer, unit, terms, rebuilt[0], focus=rebuilt[1])
        try:
            answer = await self._planning.make(forms.plan_study(typed, unit.unit_id, terms))
        except (Wrong, RpcError, ValidationError) as error:
            why, at, status = at_fault(error, locale)
            return self._form(request, officer, unit, terms, typed, why, at, status=status)
        if answer.refused:
            why = await self._sentence(answer, officer, locale)
            return self._form(request, officer, unit, terms, typed, why, at_field(answer), status=409)
        return back(unit.path, "made")

    @page(At("schedule-task"), turn_away="_to_the_login")
    async def edit_plan(self, request: Request, officer: Officer, plan_id: str) -> Response:
        """``?slot=2026-11-15``: about that session; without it, about all that have not opened."""
        path = self._path(request, officer)
        plan, (unit, terms) = await asyncio.gather(self._known(plan_id, to_change=True), self._unit(path))
        slot = _slot(request.query_params.get("slot", ""))
        typed = forms.of_plan(plan, slot, self._planning.zone).but(slot=slot.isoformat() if slot else "")
        return self._form(request, officer, unit, terms, typed, plan=plan)

    @page(At("schedule-task"))
    async def change_plan(self, request: Request, officer: Officer, plan_id: str) -> Response:
        self._own_page_only(request)
        typed, locale = Typed(await paper(request)), self._locale(request, officer)
        path = self._path(request, officer, typed.one("unit"))
        plan, (unit, terms) = await asyncio.gather(self._known(plan_id, to_change=True), self._unit(path))
        slot = _slot(typed.one("slot"))
        if rebuilt := quiz.rebuilt(typed):
            return self._form(request, officer, unit, terms, rebuilt[0], plan=plan, focus=rebuilt[1])
        try:
            asked = self._change(plan, slot, typed, terms)
            answer = await self._planning.change(asked)
        except (Wrong, RpcError, ValidationError) as error:
            why, at, status = at_fault(error, locale)
            return self._form(request, officer, unit, terms, typed, why, at, plan=plan, status=status)
        if not answer.refused:
            return back(unit.path, "changed")
        why = await self._sentence(answer, officer, locale)
        overtaken = answer.refused == "conflict"
        if overtaken:
            plan = await self._known(plan_id)
            typed = typed.but(version=str(plan.version))
        return self._form(
            request, officer, unit, terms, typed, why, at_field(answer), plan=plan, overtaken=overtaken, status=409
        )

    def _change(self, plan: Plan, slot: date | None, typed: Typed, terms: tuple[Term, ...]) -> ChangeSeries:
        """Raises Wrong."""
        extent = typed.choice("extent", forms.EXTENTS if slot else ("all",))
        before = forms.of_plan(plan, slot, self._planning.zone).but(slot=slot.isoformat() if slot else "")
        version = typed.number("version", 999_999)
        wanted = forms.parts(typed, terms, plan)
        try:
            changes = forms.changes(forms.parts(before, terms, plan), wanted, plan, extent)
        except Wrong:
            if version == plan.version:
                raise
            # It is compared with what another made of it: the service says who.
            changes = Changes(title=wanted.title)
        return ChangeSeries.model_validate(
            {
                "plan_id": plan.plan_id,
                "version": version,
                "extent": extent,
                "slot": slot if extent != "all" else None,
                "changes": changes,
            }
        )

    @page(At("schedule-task"), turn_away="_to_the_login")
    async def ask_to_cancel(self, request: Request, officer: Officer, plan_id: str) -> Response:
        path = self._path(request, officer)
        plan = await self._known(plan_id)
        slot = _slot(request.query_params.get("slot", ""))
        typed = Typed(version=str(plan.version), slot=slot.isoformat() if slot else "")
        return self._cancel_form(request, officer, path, plan, typed)

    @page(At("schedule-task"))
    async def cancel_plan(self, request: Request, officer: Officer, plan_id: str) -> Response:
        self._own_page_only(request)
        typed, locale = Typed(await paper(request)), self._locale(request, officer)
        path = self._path(request, officer, typed.one("unit"))
        plan = await self._known(plan_id)
        slot = _slot(typed.one("slot"))
        try:
            given = {
                "plan_id": plan_id,
                "version": typed.number("version", 999_999),
                "reason": typed.line("reason", forms.LONGEST_REASON),
            }
            asked = CancelOccurrence.model_validate({**given, "slot": slot}) if slot else CancelPlan(**given)
            answer = await self._planning.cancel(asked)
        except (Wrong, RpcError, ValidationError) as error:
            return self._cancel_form(request, officer, path, plan, typed, *at_fault(error, locale))
        if not answer.refused:
            return back(path, "cancelled")
        why = await self._sentence(answer, officer, locale)
        if answer.refused == "conflict":
            plan = await self._known(plan_id)
            typed = typed.but(version=str(plan.version))
        return self._cancel_form(request, officer, path, plan, typed, why, status=409)

    def _form(
        self,
        request: Request,
        officer: Officer,
        unit: Unit,
        terms: tuple[Term, ...],
        typed: Typed,
        fault: str | None = None,
        at: str = "",
        *,
        plan: Plan | None = None,
        overtaken: bool = False,
        status: int = 0,
        focus: str = "",
    ) -> Response:
        """``at`` is the field that ``fault`` is about, ``focus`` one to go on with; ``overtaken``: the plan as it is
        now is shown beside."""
        locale = self._locale(request, officer)
        given: dict[str, Any] = {"officer": officer, "unit": unit, "terms": terms, "typed": typed, "plan": plan}
        slot = typed.one("slot")
        given["session"] = plan.session(a_day(slot)) if plan and slot else None
        return self._pages.page(
            "plan.html",
            locale,
            status=status or (422 if fault else 200),
            **shown(locale, terms),
            fault=fault,
            at=at,
            focus=focus,
            quiz=quiz.rows(typed),
            longest={"text": quiz.LONGEST_TEXT, "choice": quiz.LONGEST_CHOICE},
            quiz_grows=quiz.may_grow(typed),
            overtaken=overtaken,
            **given,
        )

    def _cancel_form(
        self,
        request: Request,
        officer: Officer,
        path: str,
        plan: Plan,
        typed: Typed,
        fault: str | None = None,
        at: str = "",
        status: int = 0,
    ) -> Response:
        locale = self._locale(request, officer)
        slot = typed.one("slot")
        return self._pages.page(
            "plan_cancel.html",
            locale,
            status=status or (422 if fault else 200),
            officer=officer,
            path=path,
            plan=plan,
            session=plan.session(a_day(slot)) if slot else None,
            typed=typed,
            **shown(locale),
            fault=fault,
            at=at,
        )

    async def _unit(self, path: str) -> tuple[Unit, tuple[Term, ...]]:
        """The unit and its terms. Raises Refused."""
        try:
            unit = await self._planning.unit(path)
            return unit, await self._planning.terms(unit)
        except (RpcError, ValidationError, NoSuchUnit) as error:
            raise unanswered(error) from None


def _slot(text: str) -> date | None:
    """Raises Refused."""
    return a_day(text) if text else None


def _count(request: Request, name: str) -> int:
    found = request.query_params.get(name, "")
    return int(found) if found.isascii() and found.isdigit() and len(found) < 4 else 0
