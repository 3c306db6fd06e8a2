"""The page on which a term's days are set, a term's plans are copied, and the usual month is made."""

from __future__ import annotations

import asyncio

from fastapi import FastAPI, Request
from pydantic import ValidationError
from starlette.responses import Response

from services.console.access import Officer
from services.console.guard import paper
from services.console.permissions import page
from services.console.planning.base import PlanBase, at_fault, at_field, back, unanswered
from services.console.planning.shown import shown
from services.console.planning.typed import Typed, Wrong
from services.console.units import NoSuchUnit, Unit
from shared.access.permission import At
from shared.aio.errors import RpcError
from shared.events.plans import SetTerm, Term
from shared.events.templates import Template


class TermRoutes(PlanBase):
    def add_terms_to(self, app: FastAPI) -> None:
        app.add_api_route("/plans/terms", self.terms_page)
        app.add_api_route("/plans/terms/set", self.set_term, methods=["POST"])
        app.add_api_route("/plans/terms/copy", self.copy_plans, methods=["POST"])
        app.add_api_route("/plans/terms/template", self.use_template, methods=["POST"])

    @page(At("schedule-task"), turn_away="_to_the_login")
    async def terms_page(self, request: Request, officer: Officer) -> Response:
        return await self._terms(request, officer, self._path(request, officer), "", Typed())

    @page(At("schedule-task"))
    async def set_term(self, request: Request, officer: Officer) -> Response:
        self._own_page_only(request)
        typed, locale = Typed(await paper(request)), self._locale(request, officer)
        path = self._path(request, officer, typed.one("unit"))
        try:
            unit, *_ = await self._found(path)
            answer = await self._planning.set_term(_set_term(typed, unit))
        except (Wrong, RpcError) as error:
            return await self._terms(request, officer, path, "set", typed, *at_fault(error, locale))
        if answer.refused:
            why = await self._sentence(answer, officer, locale)
            return await self._terms(request, officer, path, "set", typed, why, at_field(answer), 409)
        return back(path, "term")

    @page(At("schedule-task"))
    async def copy_plans(self, request: Request, officer: Officer) -> Response:
        self._own_page_only(request)
        typed, locale = Typed(await paper(request)), self._locale(request, officer)
        path = self._path(request, officer, typed.one("unit"))
        unit, terms, _ = await self._found(path)
        known = tuple(term.term_id for term in terms)
        try:
            old, new = typed.choice("from_term", known), typed.choice("to_term", known)
            if old == new:
                raise Wrong("to_term", "wrong-same-term")
            answer = await self._planning.copy(unit, old, new)
        except (Wrong, RpcError) as error:
            return await self._terms(request, officer, path, "copy", typed, *at_fault(error, locale))
        if answer.refused:
            why = await self._sentence(answer, officer, locale)
            return await self._terms(request, officer, path, "copy", typed, why, at_field(answer), 409)
        return back(path, "copied", made=len(answer.plans))

    @page(At("schedule-task"))
    async def use_template(self, request: Request, officer: Officer) -> Response:
        self._own_page_only(request)
        typed, locale = Typed(await paper(request)), self._locale(request, officer)
        path = self._path(request, officer, typed.one("unit"))
        unit, terms, templates = await self._found(path)
        try:
            template = _chosen(typed, templates)
            term = next((each for each in terms if each.term_id == typed.one("for_term")), None)
            if term is None and typed.one("for_term"):
                raise Wrong("for_term", "refused-unknown-term")
            first = term.first_day if term else self._planning.today().replace(day=1)
            made = await self._planning.use(template, unit, first, term, locale)
        except (Wrong, RpcError) as error:
            return await self._terms(request, officer, path, "template", typed, *at_fault(error, locale))
        return back(path, "template", made=made.made, already=made.already, refused=len(made.refused))

    async def _terms(
        self,
        request: Request,
        officer: Officer,
        path: str,
        form: str,
        typed: Typed,
        fault: str | None = None,
        at: str = "",
        status: int = 0,
    ) -> Response:
        """``form`` is the one of the three that was sent: set, copy or template."""
        unit, terms, templates = await self._found(path)
        return self._pages.page(
            "plan_terms.html",
            self._locale(request, officer),
            status=status or (422 if fault else 200),
            officer=officer,
            unit=unit,
            terms=terms,
            templates=templates,
            form=form,
            typed=typed,
            fault=fault,
            at=at,
            **shown(self._locale(request, officer), terms),
        )

    async def _found(self, path: str) -> tuple[Unit, tuple[Term, ...], tuple[Template, ...]]:
        """Raises Refused."""
        try:
            unit = await self._planning.unit(path)
            terms, templates = await asyncio.gather(self._planning.terms(unit), self._planning.templates())
        except (RpcError, ValidationError, NoSuchUnit) as error:
            raise unanswered(error) from None
        return unit, terms, templates


def _set_term(typed: Typed, unit: Unit) -> SetTerm:
    """Raises Wrong."""
    first, last = typed.day("first_day"), typed.day("last_day")
    if first is None or last is None:
        raise Wrong("first_day" if first is None else "last_day")
    if last < first:
        raise Wrong("last_day", "refused-ends-before-it-begins")
    try:
        term = {"term_id": typed.one("term_id"), "first_day": first, "last_day": last}
        return SetTerm.model_validate({"unit_id": unit.unit_id, "term": term})
    except ValidationError:
        raise Wrong("term_id") from None


def _chosen(typed: Typed, templates: tuple[Template, ...]) -> Template:
    """Raises Wrong."""
    found = next((each for each in templates if each.key == typed.one("template")), None)
    if found is None:
        raise Wrong("template")
    return found
