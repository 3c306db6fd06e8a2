"""Entrypoints of the check-ins service."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from services.checkins import copying, handlers, missing
from services.checkins.attendance.entrypoints import AttendanceEntrypoints
from services.checkins.contests.entrypoints import ContestEntrypoints
from services.checkins.corrections.entrypoints import CorrectionEntrypoints
from services.checkins.exports.entrypoints import ExportEntrypoints
from services.checkins.feeds.entrypoints import FeedEntrypoints
from services.checkins.figures.entrypoints import FigureEntrypoints
from services.checkins.homes import Homes
from services.checkins.makeup.entrypoints import MakeUpEntrypoints
from services.checkins.notes.entrypoints import NoteEntrypoints
from services.checkins.personal_data import HELD
from services.checkins.plans.entrypoints import PlanEntrypoints
from services.checkins.policies.entrypoints import PolicyEntrypoints
from services.checkins.ports import AlreadyThere
from services.checkins.retention import rules
from services.checkins.settings import CheckinsSettings
from shared.access.permission import At, Fact, Process, Self
from shared.events import Message
from shared.events.attendance import CheckInCorrected
from shared.events.checkins import CheckInRecorded, RecordCheckIn, ScheduleTask, TellMissing
from shared.events.directory import MemberRegistered, UnitRegistered
from shared.events.people import PersonErased
from shared.events.plans import ExpectationChanged, ExpectationsFixed
from shared.messaging.access import ask
from shared.messaging.copies import Copies, Copy
from shared.messaging.entrypoints import on_batch, on_command, on_event
from shared.messaging.health import Health
from shared.messaging.personal_data import PersonalData
from shared.messaging.retention import Retention


class CheckinsService(
    PlanEntrypoints,
    PolicyEntrypoints,
    NoteEntrypoints,
    ContestEntrypoints,
    ExportEntrypoints,
    FeedEntrypoints,
    AttendanceEntrypoints,
    MakeUpEntrypoints,
    CorrectionEntrypoints,
    FigureEntrypoints,
    PersonalData,
    Copies,
):
    name = "checkins"
    settings = CheckinsSettings

    #: Of the process: nameko makes a service anew for each worker.
    known_homes = Homes()

    health = Health()
    retention = Retention(rules)
    held = HELD
    copies = (
        Copy("units", UnitRegistered, "units", copying.keep_unit),
        Copy("members", MemberRegistered, "members", copying.keep_member),
    )

    @on_event(PersonErased, queue="checkins.erasures")
    def person_erased(self, event: Message[PersonErased]) -> None:
        self.erase_person(event)

    @on_event(UnitRegistered, queue="checkins.units")
    def unit_registered(self, event: Message[UnitRegistered]) -> None:
        self.work.once(event, handlers.unit_registered)

    @on_event(MemberRegistered, queue="checkins.members")
    def member_registered(self, event: Message[MemberRegistered]) -> None:
        self.work.once(event, handlers.member_registered)
        self.known_homes.forget(event.data.member_id)

    @on_command(ScheduleTask, queue="checkins.schedule-task", permission=At("schedule-task"))
    def schedule_task(self, command: Message[ScheduleTask]) -> None:
        self.asker.require("schedule-task", self.views.unit_path(command.data.unit_id))
        self.work.once(command, handlers.schedule_task)

    @on_batch(RecordCheckIn, queue="checkins.record", permission=Self("member_id"))
    def record(self, commands: list[Message[RecordCheckIn]]) -> None:
        def recorded(careful: bool) -> None:
            self.work.together(
                commands,
                lambda batch, store, emit: handlers.record(
                    batch, store, emit, self._zone, self._day_begins, careful=careful, known=self.known_homes
                ),
            )

        try:
            # Reading what is there would take as long as storing all of it, and nearly always find nothing.
            recorded(careful=False)
        except AlreadyThere:
            recorded(careful=True)

    @on_batch(
        CheckInRecorded,
        CheckInCorrected,
        ExpectationsFixed,
        ExpectationChanged,
        queue="checkins.figures",
        permission=Fact(),
        gives_way_to="checkins.record",
    )
    def count(self, events: list[Message[Any]]) -> None:
        """In the figures, and then in contests: a queue for each would be written to for each check-in. Both take an
        event that comes again for what it is."""
        self._count_figures(events)
        if checked_in := [each for each in events if isinstance(each.data, CheckInRecorded | CheckInCorrected)]:
            self._count_points(checked_in)

    @on_command(TellMissing, queue="checkins.tell-missing", permission=Process("notifications", "timekeeper"))
    def tell_missing(self, command: Message[TellMissing]) -> None:
        today = datetime.now(self._zone).date()
        self.work.once(command, lambda c, store, emit: missing.tell_missing(c, store, emit, today))

    @ask(permission=Self("member_id"))
    def open_tasks(self, member_id: str) -> list[dict[str, Any]]:
        return self.views.open_tasks(member_id)  # type: ignore[no-any-return]

    @ask(permission=Self("member_id"))
    def standing(self, member_id: str) -> dict[str, int]:
        return self.views.standing(member_id, self._zone, self._day_begins)  # type: ignore[no-any-return]

    @ask(permission=At("see-figures", "see-missing"))
    def participation(self, unit_path: str, day: str | None = None) -> list[dict[str, Any]]:
        """``day`` is ISO 8601; without it, today in the unit's zone. Raises Forbidden, and ValueError for what is no
        day. Who is missing is named to those only who may see it."""
        self.asker.require("see-figures", unit_path)
        wanted = date.fromisoformat(day) if day else datetime.now(self._zone).date()
        rows: list[dict[str, Any]] = self.views.participation(unit_path, wanted, self._zone)
        return rows if self.asker.may("see-missing", unit_path) else [{**row, "missing": []} for row in rows]
