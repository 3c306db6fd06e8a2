"""Entrypoints of the notifications service."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from services.notifications import (
    directory,
    handlers,
    incidents,
    preferences,
    refusals,
    reminders,
    timers,
    volunteers,
)
from services.notifications.audit import MongoBooks
from services.notifications.entrypoints import StudyEntrypoints
from services.notifications.personal_data import HELD
from services.notifications.repository import MongoReminders
from services.notifications.retention import rules
from services.notifications.settings import NotificationsSettings
from services.notifications.timers import MongoTimers
from shared.access.permission import At, Process, Self
from shared.access.policy import EVERYWHERE
from shared.events import Message
from shared.events.checkins import (
    CheckInCounted,
    CheckInRecorded,
    CheckInRefused,
    TaskClosingSoon,
    TaskScheduled,
)
from shared.events.directory import ChatLinked, ChatUnlinked, MemberRegistered, UnitRegistered
from shared.events.incidents import (
    IncidentAcknowledged,
    IncidentClosed,
    IncidentEscalated,
    IncidentMoved,
    IncidentMoveRefused,
    IncidentNoted,
    IncidentReported,
    IncidentReportRefused,
    IncidentResolved,
    IncidentUnanswered,
)
from shared.events.leave import LeaveDecided, LeaveNotPossible, LeaveRequested
from shared.events.notifications import MessageExpired, MessageFailed, MessageSent, SetPreferences
from shared.events.people import PersonErased
from shared.events.plans import TaskCancelled
from shared.events.refusals import CommandForbidden
from shared.events.timers import CancelTimer, ScheduleTimer
from shared.events.transfers import TransferEnded, TransferNotPossible, TransferRequested
from shared.events.volunteers import (
    ActivityCancelled,
    ActivityPublished,
    ActivityRefused,
    AttendanceRecorded,
    AttendanceRefused,
    CancelRefused,
    ShiftReminded,
    SignUpCancelled,
    SignUpConfirmed,
    SignUpRefused,
)
from shared.messaging.access import Asking, ask
from shared.messaging.copies import Copies, Copy
from shared.messaging.entrypoints import on_batch, on_command, on_event
from shared.messaging.health import Health
from shared.messaging.personal_data import PersonalData
from shared.messaging.retention import Retention
from shared.messaging.work import UnitOfWork


class NotificationsService(StudyEntrypoints, PersonalData, Copies):
    name = "notifications"
    settings = NotificationsSettings

    reminding = UnitOfWork(MongoReminders)
    books = UnitOfWork(MongoBooks)
    timers = UnitOfWork(MongoTimers)
    # Of members' roles this service keeps nothing: only whoever works at the machine is asked about.
    asker = Asking(lambda _database, _member_id: ())
    health = Health()
    retention = Retention(rules)
    held = HELD
    copies = (
        Copy("units", UnitRegistered, "units", directory.unit_registered),
        Copy("members", MemberRegistered, "members", handlers.member_registered),
        Copy(
            "chats",
            ChatLinked,
            "chats",
            directory.keep_chat,
            present={"linked": True},
            gone={"$set": {"linked": False}},
        ),
    )

    @on_event(PersonErased, queue="notifications.erasures")
    def person_erased(self, event: Message[PersonErased]) -> None:
        self.erase_person(event)

    @on_event(MemberRegistered, queue="notifications.members")
    def member_registered(self, event: Message[MemberRegistered]) -> None:
        self.work.once(event, handlers.member_registered)

    @on_event(ChatLinked, ChatUnlinked, queue="notifications.chats")
    def chat_changed(self, event: Message[ChatLinked | ChatUnlinked]) -> None:
        self.work.once(event, lambda e, store, emit: directory.chat_changed(e, store, emit, self._render))

    @on_event(UnitRegistered, queue="notifications.units")
    def unit_registered(self, event: Message[UnitRegistered]) -> None:
        self.work.once(event, directory.unit_registered)

    @on_event(LeaveRequested, queue="notifications.leave-requests")
    def leave_requested(self, event: Message[LeaveRequested]) -> None:
        self.work.once(event, lambda e, store, emit: directory.leave_requested(e, store, emit, self._render))

    @on_event(LeaveDecided, queue="notifications.leave-decisions")
    def leave_decided(self, event: Message[LeaveDecided]) -> None:
        self.work.once(event, lambda e, store, emit: directory.leave_decided(e, store, emit, self._render))

    @on_event(TransferRequested, queue="notifications.transfer-requests")
    def transfer_requested(self, event: Message[TransferRequested]) -> None:
        self.work.once(event, lambda e, store, emit: directory.transfer_requested(e, store, emit, self._render))

    @on_event(TransferEnded, queue="notifications.transfer-ends")
    def transfer_ended(self, event: Message[TransferEnded]) -> None:
        self.work.once(event, lambda e, store, emit: directory.transfer_ended(e, store, emit, self._render))

    @on_event(LeaveNotPossible, TransferNotPossible, queue="notifications.requests-not-possible")
    def not_possible(self, event: Message[LeaveNotPossible | TransferNotPossible]) -> None:
        self.work.once(event, lambda e, store, emit: directory.not_possible(e, store, emit, self._render))

    @on_event(CheckInRecorded, CheckInRefused, queue="notifications.check-ins")
    def check_in_answered(self, event: Message[CheckInRecorded | CheckInRefused]) -> None:
        """Of a check-in only when it was told with figures, as before they were counted apart."""
        if isinstance(event.data, CheckInRefused) or event.data.figures is not None:
            self.work.once(event, lambda e, store, emit: handlers.check_in_answered(e, store, emit, self._render))

    @on_event(CheckInCounted, queue="notifications.counted")
    def check_in_counted(self, event: Message[CheckInCounted]) -> None:
        self.work.once(event, lambda e, store, emit: handlers.check_in_answered(e, store, emit, self._render))

    @on_event(CommandForbidden, queue="notifications.forbidden")
    def command_forbidden(self, event: Message[CommandForbidden]) -> None:
        self.work.once(event, lambda e, store, emit: refusals.forbidden(e, store, emit, self._render))

    @on_event(IncidentReported, IncidentReportRefused, queue="notifications.incident-reports")
    def incident_reported(self, event: Message[IncidentReported | IncidentReportRefused]) -> None:
        self.work.once(event, lambda e, store, emit: incidents.reported(e, store, emit, self._render))

    @on_event(IncidentEscalated, IncidentUnanswered, queue="notifications.incident-escalations")
    def incident_escalated(self, event: Message[IncidentEscalated | IncidentUnanswered]) -> None:
        handler = incidents.escalated if isinstance(event.data, IncidentEscalated) else incidents.unanswered
        self.work.once(event, lambda e, store, emit: handler(e, store, emit, self._render))

    @on_event(
        IncidentAcknowledged,
        IncidentNoted,
        IncidentResolved,
        IncidentClosed,
        IncidentMoveRefused,
        queue="notifications.incident-moves",
    )
    def incident_moved(self, event: Message[IncidentMoved | IncidentMoveRefused]) -> None:
        self.work.once(event, lambda e, store, emit: incidents.moved(e, store, emit, self._render))

    @on_event(
        SignUpConfirmed,
        SignUpRefused,
        SignUpCancelled,
        CancelRefused,
        AttendanceRecorded,
        AttendanceRefused,
        queue="notifications.volunteer-places",
    )
    def place_answered(self, event: Message[volunteers.PlaceAnswer]) -> None:
        self.work.once(event, lambda e, store, emit: volunteers.place_answered(e, store, emit, self._render))

    @on_event(ActivityPublished, ActivityRefused, queue="notifications.volunteer-activities")
    def activity_answered(self, event: Message[ActivityPublished | ActivityRefused]) -> None:
        self.work.once(event, lambda e, store, emit: volunteers.activity_answered(e, store, emit, self._render))

    @on_event(ActivityCancelled, queue="notifications.volunteer-cancellations")
    def activity_cancelled(self, event: Message[ActivityCancelled]) -> None:
        self.work.once(event, lambda e, store, emit: volunteers.activity_cancelled(e, store, emit, self._render))

    @on_event(ShiftReminded, queue="notifications.volunteer-reminders")
    def shift_reminded(self, event: Message[ShiftReminded]) -> None:
        self.work.once(event, lambda e, store, emit: volunteers.shift_reminded(e, store, emit, self._render))

    @on_event(TaskScheduled, queue="notifications.tasks")
    def task_scheduled(self, event: Message[TaskScheduled]) -> None:
        own, now = self._settings, datetime.now(UTC)
        self.reminding.once(event, lambda e, s, emit: reminders.task_scheduled(e, s, emit, own.quiet, own.lead, now))

    @on_event(TaskCancelled, queue="notifications.task-cancellations")
    def task_cancelled(self, event: Message[TaskCancelled]) -> None:
        self.reminding.once(event, reminders.task_cancelled)

    @on_event(TaskClosingSoon, queue="notifications.closing-tasks")
    def task_closing_soon(self, event: Message[TaskClosingSoon]) -> None:
        own = self._settings

        def handle(event: Message[TaskClosingSoon], store: Any, emit: Any) -> None:
            reminders.closing_soon(event, store, emit, self._render, own.quiet, own.fresh, datetime.now(UTC))

        self.reminding.once(event, handle)

    @on_command(SetPreferences, queue="notifications.set-preferences", permission=Self("member_id"))
    def set_preferences(self, command: Message[SetPreferences]) -> None:
        quiet = self._settings.quiet
        self.work.once(command, lambda c, s, emit: preferences.set_preferences(c, s, emit, self._render, quiet))

    @ask(permission=Self("member_id"))
    def preferences(self, member_id: str) -> dict[str, Any]:
        """``{"quiet": {"starts", "ends"} as HH:MM or None, "zone", "study", "shifts"}``."""
        quiet = self._settings.quiet
        found = self.work.do(lambda store, _emit: store.preferences([member_id], quiet))
        return preferences.described(found[member_id])

    @ask(permission=At("operate"))
    def audit(self, since: str, patience: float) -> dict[str, Any]:
        """The books of what was planned since a moment (ISO 8601), and what waits for longer than ``patience``
        seconds; see services.notifications.audit. Raises Forbidden."""
        self.asker.require("operate", EVERYWHERE)
        moment, most = datetime.fromisoformat(since), timedelta(seconds=patience)
        found: dict[str, Any] = self.books.do(lambda store, _emit: store.audit(moment, most, datetime.now(UTC)))
        return found

    @on_event(MessageSent, MessageFailed, MessageExpired, queue="notifications.settled")
    def message_settled(self, event: Message[MessageSent | MessageFailed | MessageExpired]) -> None:
        self.work.once(event, handlers.message_settled)

    @on_batch(ScheduleTimer, CancelTimer, queue="notifications.timers", permission=Process())
    def keep_timers(self, commands: list[Message[ScheduleTimer | CancelTimer]]) -> None:
        self.timers.together(commands, lambda batch, store, _emit: timers.keep(batch, store))

    @property
    def _settings(self) -> NotificationsSettings:
        settings: NotificationsSettings = self.config["settings"]
        return settings
