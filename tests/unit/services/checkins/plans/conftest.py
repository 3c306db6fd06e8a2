from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.checkins.plans import concerned, handlers, opening
from services.checkins.plans.desk import Desk
from services.checkins.plans.handlers import Answer
from shared.events import Command, Message, Payload, compose
from shared.events.directory import MemberRegistered, PersonName, UnitRegistered
from shared.events.plans import (
    CancelOccurrence,
    CancelPlan,
    CancelTask,
    ChangeSeries,
    CopyPlans,
    OpenOccurrence,
    PlanAhead,
    PlanStudy,
    TellConcerned,
)
from shared.events.timers import ScheduleTimer
from tests.unit.services.checkins.plans.calendars import KnownUntil
from tests.unit.services.checkins.plans.making import SHANGHAI
from tests.unit.services.checkins.plans.memory import MemoryPlans
from tests.unit.services.emitted import Emitted

SOURCE = "/zhixing/tests"
HANDLERS: dict[type[Command], Any] = {
    PlanStudy: handlers.plan_study,
    ChangeSeries: handlers.change_series,
    CancelOccurrence: handlers.cancel_occurrence,
    CancelPlan: handlers.cancel_plan,
    CancelTask: handlers.cancel_task,
    CopyPlans: handlers.copy_plans,
    PlanAhead: handlers.plan_ahead,
    OpenOccurrence: opening.open_occurrence,
    TellConcerned: concerned.tell_concerned,
}


@dataclass
class Office:
    """Handlers of plans on a store in memory, at a time that the test sets; timers are sent when they are due."""

    store: MemoryPlans = field(default_factory=MemoryPlans)
    now: datetime = datetime(2026, 9, 1, 2, tzinfo=UTC)
    calendar: KnownUntil = KnownUntil(2026)  # noqa: RUF009 - it holds nothing that changes
    ahead: timedelta = timedelta(days=30)
    told: list[Message[Payload]] = field(default_factory=list)
    timers: dict[str, ScheduleTimer] = field(default_factory=dict)
    handlers: dict[type[Command], Any] = field(default_factory=lambda: dict(HANDLERS))

    def desk(self) -> Desk:
        return Desk(SHANGHAI, self.ahead, self.calendar, lambda: self.now)

    def ask(self, data: Command, id: str | None = None) -> Answer:
        message = compose(data, source=SOURCE, id=id, time=self.now)
        return self._run(message, self.handlers[type(data)])  # type: ignore[no-any-return]

    def unit(self, unit_id: str, path: str, version: int = 1) -> None:
        data = UnitRegistered(unit_id=unit_id, kind="branch", name=unit_id, parent_id="d", path=path, version=version)
        self._run(compose(data, source=SOURCE), opening.unit_registered)

    def member(self, member_id: str, path: str = "/d/b", version: int = 1, **fields: Any) -> None:
        data = MemberRegistered(
            **{
                "member_id": member_id,
                "kind": "full",
                "unit_id": path.rpartition("/")[2],
                "unit_path": path,
                "person": PersonName(name=member_id),
                "locale": "en",
                "version": version,
                **fields,
            }
        )
        self._run(compose(data, source=SOURCE), opening.member_registered)

    def wait_until(self, moment: datetime) -> None:
        """Let time pass, and send each timer when it is due."""
        while due := sorted((t for t in self.timers.values() if t.due_at <= moment), key=lambda t: (t.due_at, t.key)):
            timer = due[0]
            del self.timers[timer.key]
            self.now = max(self.now, timer.due_at)
            kept = timer.send
            data = {cls.type: cls for cls in self.handlers}[kept.command_type].model_validate(kept.data)
            self.ask(data)
        self.now = moment

    def heard(self, cls: type[Payload]) -> list[Any]:
        return [message.data for message in self.told if isinstance(message.data, cls)]

    def days(self) -> list[str]:
        """The days of the occurrences that are there."""
        return sorted(each.plan.day.isoformat() for each in self.store.tasks.values() if each.plan)

    def _run(self, message: Message[Any], handler: Any) -> Any:
        emitted = Emitted(message)
        answer = handler(message, self.store, emitted, self.desk())
        follow: list[Command] = []
        for each in emitted.messages:
            data = each.data
            if data.type == "timers.schedule.v1":
                self.timers[data.key] = data  # type: ignore[attr-defined, assignment]
            elif data.type == "timers.cancel.v1":
                self.timers.pop(data.key, None)  # type: ignore[attr-defined]
            elif isinstance(data, Command):
                follow.append(data)
            else:
                self.told.append(each)
        for command in follow:
            self.ask(command)
        return answer


@pytest.fixture
def office() -> Office:
    office = Office()
    office.unit("b", "/d/b")
    return office
