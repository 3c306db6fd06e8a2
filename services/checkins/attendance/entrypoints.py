"""Entrypoints about roll calls and the code that is shown on the spot."""

from __future__ import annotations

from typing import Any

from services.checkins.attendance import handlers
from services.checkins.attendance.handlers import Answer
from services.checkins.attendance.views import AttendanceViews
from services.checkins.base import Base
from services.checkins.model import Occurrence
from shared.access.consultation import nothing_to_decide
from shared.access.permission import At
from shared.events import Message
from shared.events.attendance import RollCall
from shared.messaging.access import ask
from shared.messaging.entrypoints import on_command
from shared.messaging.mongo import Views


class AttendanceEntrypoints(Base):
    attendance_views = Views(AttendanceViews)

    @on_command(RollCall, queue="checkins.roll-call", permission=At("take-roll", by="actor_id"))
    def on_roll_call(self, command: Message[RollCall]) -> None:
        asked = self._called(command)
        rules = self._attendance_rules
        self.work.once(asked, lambda c, store, emit: handlers.roll_call(c, store, emit, self._desk, rules))

    @ask(permission=At("take-roll"))
    def roll_call(self, call: dict[str, Any]) -> Answer:
        """``call`` is the data of ``checkins.roll-call.v1`` without ``actor_id``. Raises ValidationError for what is
        none, and Forbidden, as do those below."""
        data = RollCall.model_validate({**call, "actor_id": self.asker.actor.id})
        asked = self._called(self._compose(data))
        rules = self._attendance_rules
        answer: Answer = self.work.do(lambda store, emit: handlers.roll_call(asked, store, emit, self._desk, rules))
        return answer

    @ask(permission=At("take-roll"))
    def roll(self, occurrence_id: str) -> dict[str, Any] | None:
        """``{"title", "unit_path", "opens_at", "closes_at", "members": see AttendanceViews.roll}``, of those whom the
        asker may call up; None for no such task."""
        task = self._task(occurrence_id)
        if task is None:
            return None
        scopes = self.asker.within("take-roll")
        return {
            "title": task.title,
            "unit_path": task.unit_path,
            "opens_at": task.opens_at.isoformat(),
            "closes_at": task.closes_at.isoformat(),
            "members": self.attendance_views.roll(task, scopes),
        }

    @ask(permission=At("take-roll"))
    def rolls(self) -> list[dict[str, Any]]:
        """See AttendanceViews.callable."""
        scopes = self.asker.within("take-roll")
        return self.attendance_views.callable(  # type: ignore[no-any-return]
            scopes, self._desk.now(), self._attendance_rules.roll_call
        )

    @ask(permission=At("take-roll"))
    def attendance_code(self, occurrence_id: str) -> dict[str, Any]:
        """``{"outcome": "shown", "title", "closes_at", "code", "expires_at", "next"}``; next is the code from then on.
        Or ``{"outcome": "unknown-task" | "no-code" | "closed"}``: no-code where the task asks for none."""
        task = self._task(occurrence_id)
        if task is None:
            return {"outcome": "unknown-task"}
        self.asker.require("take-roll", task.unit_path)
        if task.plan is None or task.plan.evidence != "attendance-code":
            return {"outcome": "no-code"}
        now = self._desk.now()
        if now >= task.taken_until:
            return {"outcome": "closed"}
        shown = self.work.do(lambda store, _emit: handlers.attendance_code(task, store, now))
        return {
            "outcome": "shown",
            "title": task.title,
            "closes_at": task.taken_until.isoformat(),
            "code": shown.code,
            "expires_at": shown.expires_at.isoformat(),
            "next": shown.next,
        }

    def _task(self, occurrence_id: str) -> Occurrence | None:
        """Raises Forbidden for whoever may call up nobody."""
        found: Occurrence | None = self.attendance_views.task(occurrence_id)
        if found is None:
            nothing_to_decide()
        elif not self.asker.within("take-roll"):
            self.asker.require("take-roll", found.unit_path)
        return found

    def _called(self, command: Message[RollCall]) -> Message[RollCall]:
        """In the name of whoever signed it: of the whole task, or of each member who is named. Raises Forbidden."""
        asked = command.data
        task = self._task(asked.occurrence_id)
        if task is not None and not self.asker.may("take-roll", task.unit_path):
            named = [*asked.present, *(each.member_id for each in asked.absent)]
            for path in self.attendance_views.paths(named) or [task.unit_path]:
                self.asker.require("take-roll", path)
        return self._signed(command)
