"""The page on which a task that was set by itself is cancelled."""

from __future__ import annotations

from fastapi import FastAPI, Request
from pydantic import ValidationError
from starlette.responses import Response

from services.console.access import Officer
from services.console.guard import paper
from services.console.permissions import page
from services.console.planning import forms
from services.console.planning.answers import Session
from services.console.planning.base import PlanBase, at_fault, back, unanswered
from services.console.planning.shown import shown
from services.console.planning.typed import Typed, Wrong
from services.console.refused import Refused
from shared.access.permission import At
from shared.aio.errors import RpcError
from shared.events.plans import CancelTask


class SingleRoutes(PlanBase):
    def add_single_to(self, app: FastAPI) -> None:
        app.add_api_route("/tasks/{occurrence_id}/cancel", self.ask_to_cancel_task)
        app.add_api_route("/tasks/{occurrence_id}/cancel", self.cancel_task, methods=["POST"])

    @page(At("schedule-task"), turn_away="_to_the_login")
    async def ask_to_cancel_task(self, request: Request, officer: Officer, occurrence_id: str) -> Response:
        path = self._path(request, officer)
        task = await self._single(path, occurrence_id)
        if task is None:
            raise Refused(404, "fault-no-such-page")
        return self._task_form(request, officer, path, task, Typed())

    @page(At("schedule-task"))
    async def cancel_task(self, request: Request, officer: Officer, occurrence_id: str) -> Response:
        """Asked although the list does not show it any more: the service says why it is not there."""
        self._own_page_only(request)
        typed, locale = Typed(await paper(request)), self._locale(request, officer)
        path = self._path(request, officer, typed.one("unit"))
        task = await self._single(path, occurrence_id)
        try:
            reason = typed.line("reason", forms.LONGEST_REASON)
            answer = await self._planning.cancel(CancelTask(occurrence_id=occurrence_id, reason=reason))
        except (Wrong, RpcError, ValidationError) as error:
            return self._task_form(request, officer, path, task, typed, *at_fault(error, locale))
        if not answer.refused:
            return back(path, "cancelled")
        why = await self._sentence(answer, officer, locale)
        return self._task_form(request, officer, path, task, typed, why, status=409)

    async def _single(self, path: str, occurrence_id: str) -> Session | None:
        """Raises Refused."""
        try:
            return await self._planning.single(path, occurrence_id)
        except (RpcError, ValidationError) as error:
            raise unanswered(error) from None

    def _task_form(
        self,
        request: Request,
        officer: Officer,
        path: str,
        task: Session | None,
        typed: Typed,
        fault: str | None = None,
        at: str = "",
        status: int = 0,
    ) -> Response:
        locale = self._locale(request, officer)
        return self._pages.page(
            "task_cancel.html",
            locale,
            status=status or (422 if fault else 200),
            officer=officer,
            path=path,
            task=task,
            typed=typed,
            **shown(locale),
            fault=fault,
            at=at,
        )
