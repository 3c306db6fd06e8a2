"""What the plans' pages ask the services, in the name of whoever is logged in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from services.console.access import Rpc
from services.console.planning.answers import Answer, Plan, Session
from services.console.units import UNITS, Unit, unit_at
from shared.events import derived_id
from shared.events.base import Command
from shared.events.plans import (
    CancelOccurrence,
    CancelPlan,
    CancelTask,
    ChangeSeries,
    CopyPlans,
    PlanStudy,
    SetTerm,
    Term,
)
from shared.events.templates import Template, plans_of

#: Of the sessions to come; as far as they are made ahead, by default.
DAYS_SHOWN = timedelta(days=60)
#: Of one plan, in the list.
NEXT_SHOWN = 3
#: Of plans, and of sessions, on one page: a district has more, its units have not.
MOST_SHOWN = 100
#: Seconds; many plans are made at once.
_LONG = 30.0

_CANCELLING = {CancelOccurrence: "cancel_occurrence", CancelPlan: "cancel_plan", CancelTask: "cancel_task"}

_PLANS = TypeAdapter(list[Plan])
_SESSIONS = TypeAdapter(list[Session])
_TERMS = TypeAdapter(list[Term])
_TEMPLATES = TypeAdapter(list[Template])


@dataclass(frozen=True)
class Overview:
    unit: Unit
    below: tuple[Unit, ...]
    active: tuple[Plan, ...]
    cancelled: tuple[Plan, ...]
    #: By plan.
    upcoming: dict[str, list[Session]]
    sessions: tuple[Session, ...]
    terms: tuple[Term, ...]
    #: Names of units by id.
    names: dict[str, str]

    def elsewhere(self, unit_ids: Iterable[str]) -> list[str]:
        """Of those units the names of the ones below."""
        return [self.names[each] for each in unit_ids if each != self.unit.unit_id and each in self.names]


@dataclass(frozen=True)
class Made:
    """What became of a template's plans."""

    made: int
    already: int
    #: Why the others were refused.
    refused: tuple[str, ...]


class Planning:
    """Every method raises RpcError, and ValidationError for what is no answer."""

    def __init__(
        self,
        rpc: Rpc,
        *,
        zone: str,
        patience: float,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._rpc = rpc
        self.zone = ZoneInfo(zone)
        self._patience = patience
        self._clock = clock

    def today(self) -> date:
        return self._clock().astimezone(self.zone).date()

    async def overview(self, path: str) -> Overview:
        """Raises NoSuchUnit besides."""
        units, tree, plans, to_come = await asyncio.gather(
            self._ask("directory", "units", unit_path=path),
            self._rpc.call("directory", "tree", timeout=_LONG, unit_id=path.rpartition("/")[2]),
            self._ask("checkins", "plans", unit_path=path),
            self._to_come(path),
        )
        known = UNITS.validate_python(units)
        own = unit_at(path, known)
        found = _PLANS.validate_python(plans)
        upcoming: dict[str, list[Session]] = {}
        for each in to_come:
            if each.plan_id is not None:
                upcoming.setdefault(each.plan_id, []).append(each)
        return Overview(
            own,
            tuple(unit for unit in known if unit.path != path),
            tuple(plan for plan in found if plan.state == "active"),
            tuple(plan for plan in found if plan.state != "active"),
            upcoming,
            tuple(to_come),
            await self.terms(own),
            {unit.unit_id: unit.name for unit in UNITS.validate_python(tree)},
        )

    async def single(self, path: str, occurrence_id: str) -> Session | None:
        """A task to come that was set by itself."""
        found = await self._to_come(path)
        return next((each for each in found if each.plan_id is None and each.occurrence_id == occurrence_id), None)

    async def unit(self, path: str) -> Unit:
        """Raises NoSuchUnit besides."""
        return unit_at(path, UNITS.validate_python(await self._ask("directory", "units", unit_path=path)))

    async def terms(self, unit: Unit) -> tuple[Term, ...]:
        """Those that hold for the unit, the latest first."""
        found = _TERMS.validate_python(await self._ask("checkins", "terms", unit_id=unit.unit_id))
        return tuple(sorted(found, key=lambda term: term.first_day, reverse=True))

    async def templates(self) -> tuple[Template, ...]:
        return tuple(_TEMPLATES.validate_python(await self._ask("checkins", "plan_templates")))

    async def plan(self, plan_id: str) -> Plan | None:
        found = await self._ask("checkins", "plan", plan_id=plan_id)
        return Plan.model_validate(found) if found is not None else None

    async def plan_to_change(self, plan_id: str) -> Plan | None:
        """With the right answers of a quiz, and what each session has of its own."""
        found = await self._ask("checkins", "plan_to_change", plan_id=plan_id)
        return Plan.model_validate(found) if found is not None else None

    async def make(self, asked: PlanStudy) -> Answer:
        return await self._do("plan_study", "plan", asked)

    async def change(self, asked: ChangeSeries) -> Answer:
        return await self._do("change_series", "change", asked)

    async def cancel(self, asked: CancelOccurrence | CancelPlan | CancelTask) -> Answer:
        return await self._do(_CANCELLING[type(asked)], "cancellation", asked)

    async def set_term(self, asked: SetTerm) -> Answer:
        return await self._do("set_term", "term", asked)

    async def copy(self, unit: Unit, from_term: str, to_term: str) -> Answer:
        """The same terms again are the same copy, and make nothing twice."""
        copy_id = derived_id(unit.unit_id, f"copy\n{from_term}\n{to_term}")
        asked = CopyPlans(copy_id=copy_id, unit_id=unit.unit_id, from_term=from_term, to_term=to_term)
        return await self._do("copy_plans", "copy", asked)

    async def use(self, template: Template, unit: Unit, first: date, term: Term | None, locale: str) -> Made:
        """Make a template's plans from a day on, or for a term; the same again makes them no second time."""
        made, already = 0, 0
        refused: list[str] = []
        for asked in plans_of(template, unit.unit_id, first, locale, term):
            answer = await self.make(asked)
            if answer.refused is None:
                made += 1
            elif answer.refused == "id-is-taken":
                already += 1
            else:
                refused.append(answer.refused)
        return Made(made, already, tuple(refused))

    async def _to_come(self, path: str) -> list[Session]:
        today = self.today()
        days = {"first": today.isoformat(), "last": (today + DAYS_SHOWN).isoformat()}
        found = await self._ask("checkins", "planned", unit_path=path, **days, under_way=True)
        return [each for each in _SESSIONS.validate_python(found) if each.closes_at > self._clock()]

    async def _do(self, method: str, argument: str, asked: Command) -> Answer:
        given = {argument: asked.model_dump(mode="json")}
        return Answer.model_validate(await self._rpc.call("checkins", method, timeout=_LONG, **given))

    async def _ask(self, service: str, method: str, **given: Any) -> Any:
        return await self._rpc.call(service, method, timeout=self._patience, **given)
