"""Entrypoints about plans: each can be asked for by RPC, which answers, and by durable command, whose answer is an
event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from services.checkins.base import Base
from services.checkins.plans import concerned, handlers, opening, templates
from services.checkins.plans.handlers import Answer
from services.checkins.plans.views import PlanViews
from shared.access.consultation import nothing_to_decide
from shared.access.permission import At, Process, Public
from shared.events import Command, Message
from shared.events.directory import MemberRegistered, UnitRegistered
from shared.events.plans import (
    CancelOccurrence,
    CancelPlan,
    CancelTask,
    ChangeSeries,
    CopyPlans,
    OpenOccurrence,
    PlanAhead,
    PlanStudy,
    SetTerm,
    TellConcerned,
)
from shared.messaging.access import ask
from shared.messaging.entrypoints import on_command, on_event
from shared.messaging.mongo import Views

#: By RPC, whoever signed is whoever acts.
PLANNING = At("schedule-task")
COMMANDING = At("schedule-task", by="actor_id")


class PlanEntrypoints(Base):
    plan_views = Views(PlanViews)

    @on_event(UnitRegistered, queue="checkins.plan-units")
    def plan_unit_registered(self, event: Message[UnitRegistered]) -> None:
        self._plan(event, opening.unit_registered)

    @on_event(MemberRegistered, queue="checkins.plan-members")
    def plan_member_registered(self, event: Message[MemberRegistered]) -> None:
        self._plan(event, opening.member_registered)

    @on_command(PlanStudy, queue="checkins.plan-study", permission=COMMANDING)
    def on_plan_study(self, command: Message[PlanStudy]) -> None:
        self._plan(self._permitted(command), handlers.plan_study)

    @on_command(ChangeSeries, queue="checkins.change-series", permission=COMMANDING)
    def on_change_series(self, command: Message[ChangeSeries]) -> None:
        self._plan(self._permitted(command), handlers.change_series)

    @on_command(CancelOccurrence, queue="checkins.cancel-occurrence", permission=COMMANDING)
    def on_cancel_occurrence(self, command: Message[CancelOccurrence]) -> None:
        self._plan(self._permitted(command), handlers.cancel_occurrence)

    @on_command(CancelPlan, queue="checkins.cancel-plan", permission=COMMANDING)
    def on_cancel_plan(self, command: Message[CancelPlan]) -> None:
        self._plan(self._permitted(command), handlers.cancel_plan)

    @on_command(CancelTask, queue="checkins.cancel-task", permission=COMMANDING)
    def on_cancel_task(self, command: Message[CancelTask]) -> None:
        self._plan(self._permitted(command), handlers.cancel_task)

    @on_command(SetTerm, queue="checkins.set-term", permission=COMMANDING)
    def on_set_term(self, command: Message[SetTerm]) -> None:
        self.work.once(self._permitted(command), handlers.set_term)

    @on_command(CopyPlans, queue="checkins.copy-plans", permission=COMMANDING)
    def on_copy_plans(self, command: Message[CopyPlans]) -> None:
        self._plan(self._permitted(command), handlers.copy_plans)

    @on_command(PlanAhead, queue="checkins.plan-ahead", permission=Process("timekeeper"))
    def plan_ahead(self, command: Message[PlanAhead]) -> None:
        self._plan(command, handlers.plan_ahead)

    @on_command(OpenOccurrence, queue="checkins.open-occurrence", permission=Process("timekeeper", "checkins"))
    def open_occurrence(self, command: Message[OpenOccurrence]) -> None:
        self._plan(command, opening.open_occurrence)

    @on_command(TellConcerned, queue="checkins.tell-concerned", permission=Process("checkins"))
    def tell_concerned(self, command: Message[TellConcerned]) -> None:
        self._plan(command, concerned.tell_concerned)

    @ask(permission=PLANNING)
    def plan_study(self, plan: dict[str, Any]) -> Answer:
        """``plan`` is the data of ``checkins.plan-study.v1``. Raises ValidationError for what is none; so do those
        below."""
        return self._ask(PlanStudy.model_validate(plan), handlers.plan_study)

    @ask(permission=PLANNING)
    def change_series(self, change: dict[str, Any]) -> Answer:
        """The data of ``checkins.change-series.v1``."""
        return self._ask(ChangeSeries.model_validate(change), handlers.change_series)

    @ask(permission=PLANNING)
    def cancel_occurrence(self, cancellation: dict[str, Any]) -> Answer:
        """The data of ``checkins.cancel-occurrence.v1``."""
        return self._ask(CancelOccurrence.model_validate(cancellation), handlers.cancel_occurrence)

    @ask(permission=PLANNING)
    def cancel_plan(self, cancellation: dict[str, Any]) -> Answer:
        """The data of ``checkins.cancel-plan.v1``."""
        return self._ask(CancelPlan.model_validate(cancellation), handlers.cancel_plan)

    @ask(permission=PLANNING)
    def cancel_task(self, cancellation: dict[str, Any]) -> Answer:
        """The data of ``checkins.cancel-task.v1``."""
        return self._ask(CancelTask.model_validate(cancellation), handlers.cancel_task)

    @ask(permission=PLANNING)
    def set_term(self, term: dict[str, Any]) -> Answer:
        """The data of ``checkins.set-term.v1``."""
        return self._ask(SetTerm.model_validate(term), lambda c, store, emit, _desk: handlers.set_term(c, store, emit))

    @ask(permission=PLANNING)
    def copy_plans(self, copy: dict[str, Any]) -> Answer:
        """The data of ``checkins.copy-plans.v1``."""
        return self._ask(CopyPlans.model_validate(copy), handlers.copy_plans)

    @ask(permission=At("see-figures"))
    def unit_path(self, unit_id: str) -> str | None:
        """None for a unit that plans cannot be made for, because it is not known here. Raises Forbidden, as do those
        below."""
        path: str | None = self.plan_views.unit_path(unit_id)
        self._require("see-figures", path)
        return path

    @ask(permission=At("see-figures"))
    def term(self, unit_id: str, term_id: str) -> dict[str, Any] | None:
        """The days of a term as they hold for a unit: ``{"term_id", "first_day", "last_day"}``."""
        self._require("see-figures", self.plan_views.unit_path(unit_id))
        return self.plan_views.term(unit_id, term_id)  # type: ignore[no-any-return]

    @ask(permission=At("see-figures"))
    def terms(self, unit_id: str) -> list[dict[str, Any]]:
        """All terms that hold for a unit, as ``term`` tells one, by their first day."""
        self._require("see-figures", self.plan_views.unit_path(unit_id))
        return self.plan_views.terms(unit_id)  # type: ignore[no-any-return]

    @ask(permission=At("see-figures"))
    def plans(self, unit_path: str) -> list[dict[str, Any]]:
        self._require("see-figures", unit_path)
        return self.plan_views.plans(unit_path)  # type: ignore[no-any-return]

    @ask(permission=At("see-figures"))
    def plan(self, plan_id: str) -> dict[str, Any] | None:
        for path in self.plan_views.paths_of(plan_id) or [None]:
            self._require("see-figures", path)
        return self.plan_views.plan(plan_id, self._zone)  # type: ignore[no-any-return]

    @ask(permission=PLANNING)
    def plan_to_change(self, plan_id: str) -> dict[str, Any] | None:
        """The right answers of a quiz are told here only, to those who may set them."""
        for path in self.plan_views.paths_of(plan_id) or [None]:
            self._require("schedule-task", path)
        return self.plan_views.plan_to_change(plan_id, self._zone)  # type: ignore[no-any-return]

    @ask(permission=At("see-figures"))
    def planned(
        self, unit_path: str, first: str, last: str, above: bool = False, under_way: bool = False
    ) -> list[dict[str, Any]]:
        """Days in ISO 8601. Raises ValueError for what is no day."""
        self._require("see-figures", unit_path)
        days = (date.fromisoformat(first), date.fromisoformat(last))
        return self.plan_views.occurrences(  # type: ignore[no-any-return]
            unit_path, *days, self._zone, above=above, under_way=under_way
        )

    @ask(permission=At("see-missing"))
    def expected_at(self, occurrence_id: str) -> list[dict[str, Any]]:
        path = self.plan_views.path_of_occurrence(occurrence_id)
        if path is None:
            nothing_to_decide()
            return []
        self.asker.require("see-missing", path)
        return self.plan_views.expected(occurrence_id)  # type: ignore[no-any-return]

    @ask(permission=Public("shipped with the programme: it names nobody"))
    def plan_templates(self) -> list[dict[str, Any]]:
        """See ``shared.events.templates.Template``."""
        return [each.model_dump(mode="json") for each in templates.load()]

    def _permitted(self, command: Message[Any]) -> Message[Any]:
        """The command in the name of whoever signed it. Raises Forbidden; a unit or plan that does not exist is
        refused by the handler, in words."""
        for path in self.plan_views.paths_touched(command.data):
            self.asker.require("schedule-task", path)
        nothing_to_decide()
        return self._signed(command)

    def _plan(self, message: Message[Any], handler: Callable[..., Any]) -> None:
        self.work.once(message, lambda m, store, emit: handler(m, store, emit, self._desk))

    def _ask(self, data: Command, handler: Callable[..., Answer]) -> Answer:
        asked = self._permitted(self._compose(data))
        answer: Answer = self.work.do(lambda store, emit: handler(asked, store, emit, self._desk))
        return answer
