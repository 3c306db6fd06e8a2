"""The check-in service's own handlers of plans, answering the console from memory."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any

from services.checkins.model import session_day
from services.checkins.plans import handlers, templates
from services.checkins.plans.realising import published
from services.checkins.plans.views import conditions_of
from shared.aio.errors import RpcFailed
from shared.events.base import Command
from shared.events.plans import CancelOccurrence, CancelPlan, CancelTask, ChangeSeries, CopyPlans, PlanStudy, SetTerm
from tests.unit.services.checkins.plans.conftest import Office

COMMANDS: dict[str, tuple[str, type[Command]]] = {
    "plan_study": ("plan", PlanStudy),
    "change_series": ("change", ChangeSeries),
    "cancel_occurrence": ("cancellation", CancelOccurrence),
    "cancel_plan": ("cancellation", CancelPlan),
    "cancel_task": ("cancellation", CancelTask),
    "set_term": ("term", SetTerm),
    "copy_plans": ("copy", CopyPlans),
}
UNITS = [
    {"unit_id": "b", "name": "Branch <1>", "path": "/d/b", "kind": "branch"},
    {"unit_id": "g", "name": "Group", "path": "/d/b/g", "kind": "group"},
]
NAMES = {"o": "Li Lei", "other": "Han Meimei"}


class PlanServices:
    def __init__(self) -> None:
        self.office = Office(now=datetime(2026, 9, 1, 2, tzinfo=UTC))
        self.office.handlers[SetTerm] = lambda command, store, emit, _desk: handlers.set_term(command, store, emit)
        self.office.unit("b", "/d/b")
        self.office.unit("g", "/d/b/g")
        #: Who asks, in whose name the services act.
        self.actor = "o"
        self.fault: Exception | None = None
        self.asked: list[str] = []

    async def call(self, service: str, method: str, /, *, timeout: float | None = None, **given: Any) -> Any:
        self.asked.append(method)
        if method in COMMANDS:
            if self.fault is not None:
                raise self.fault
            name, cls = COMMANDS[method]
            return self.ask(cls.model_validate(given[name]))
        plans = ("plans", "planned", "plan", "plan_to_change", "terms", "plan_templates")
        if method not in ("units", "tree", "profiles", *plans):
            raise RpcFailed("MethodNotFound", method)
        return getattr(self, f"_{method}")(**given)

    def ask(self, command: Command) -> Any:
        return self.office.ask(command.model_copy(update={"actor_id": self.actor}))

    def by_another(self, command: Command) -> None:
        self.actor = "other"
        assert self.ask(command)["refused"] is None
        self.actor = "o"

    def _units(self, unit_path: str) -> Any:
        return [unit for unit in UNITS if f"{unit['path']}/".startswith(f"{unit_path}/")]

    def _tree(self, unit_id: str) -> Any:
        path = next((unit["path"] for unit in UNITS if unit["unit_id"] == unit_id), None)
        if path is None:
            raise RpcFailed("UnknownUnit", unit_id)
        return self._units(path)

    def _profiles(self, member_ids: list[str]) -> Any:
        where = {"unit_id": "b", "unit_name": "-", "unit_path": "/d/b"}
        return [{"member_id": key, "name": NAMES[key], **where} for key in member_ids if key in NAMES]

    def _plans(self, unit_path: str) -> Any:
        return [published(plan).model_dump(mode="json") for plan in self.office.store.plans_within(unit_path)]

    def _plan(self, plan_id: str) -> Any:
        plan = self.office.store.plan(plan_id)
        rows = [row for row in self._planned() if row["plan_id"] == plan_id]
        return {**published(plan).model_dump(mode="json"), "occurrences": rows} if plan else None

    def _plan_to_change(self, plan_id: str) -> Any:
        plan, told = self.office.store.plan(plan_id), self._plan(plan_id)
        if plan is None:
            return None
        own = {
            (each.plan.slot.isoformat(), each.unit_path): conditions_of(each.plan)
            for each in self.office.store.tasks.values()
            if each.plan is not None and each.plan.plan_id == plan_id
        }
        rows = [{**row, **own[row["slot"], row["unit_path"]]} for row in told["occurrences"]]
        return {**told, "evidence": plan.evidence.model_dump(mode="json"), "occurrences": rows}

    def _planned(self, **_: str) -> list[Any]:
        rows = []
        for each in sorted(self.office.store.tasks.values(), key=lambda task: task.opens_at):
            plan = each.plan
            told = {
                "plan_id": plan.plan_id if plan else None,
                "slot": plan.slot.isoformat() if plan else None,
                "day": session_day(each, self.office.desk().zone).isoformat(),
                "provisional": plan is not None and plan.provisional,
            }
            own = dataclasses.asdict(each)
            names = ("occurrence_id", "title", "opens_at", "closes_at", "credit_minutes", "state", "unit_path")
            rows.append({**{name: own[name] for name in names}, **told})
        return rows

    def _terms(self, unit_id: str) -> Any:
        return [
            term.model_dump(mode="json")
            for (at, _), term in self.office.store.terms.items()
            if at in str(self.office.store.path_of(unit_id)).split("/")
        ]

    def _plan_templates(self) -> Any:
        return [each.model_dump(mode="json") for each in templates.load()]
