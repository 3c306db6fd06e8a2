"""Entrypoints of the notifications service."""

from __future__ import annotations

from nameko.dependency_providers import Config

from services.notifications import handlers, incidents, timers
from services.notifications.model import Wording
from services.notifications.repository import MongoNotifications
from services.notifications.timers import MongoTimers
from services.notifications.wording import render
from shared.events import Message
from shared.events.checkins import CheckInRecorded, CheckInRefused
from shared.events.directory import ChatLinked, ChatUnlinked, Locale, MemberRegistered
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
)
from shared.events.notifications import MessageFailed, MessageSent
from shared.events.timers import CancelTimer, ScheduleTimer
from shared.messaging.entrypoints import on_batch, on_event
from shared.messaging.health import Health
from shared.messaging.work import UnitOfWork


class NotificationsService:
    name = "notifications"

    config = Config()
    work = UnitOfWork(MongoNotifications)
    timers = UnitOfWork(MongoTimers)
    health = Health()

    @on_event(MemberRegistered, queue="notifications.members")
    def member_registered(self, event: Message[MemberRegistered]) -> None:
        self.work.once(event, handlers.member_registered)

    @on_event(ChatLinked, ChatUnlinked, queue="notifications.chats")
    def chat_changed(self, event: Message[ChatLinked | ChatUnlinked]) -> None:
        self.work.once(event, handlers.chat_changed)

    @on_event(CheckInRecorded, CheckInRefused, queue="notifications.check-ins")
    def check_in_answered(self, event: Message[CheckInRecorded | CheckInRefused]) -> None:
        self.work.once(event, lambda e, store, emit: handlers.check_in_answered(e, store, emit, self._render))

    @on_event(IncidentReported, IncidentReportRefused, queue="notifications.incident-reports")
    def incident_reported(self, event: Message[IncidentReported | IncidentReportRefused]) -> None:
        self.work.once(event, lambda e, store, emit: incidents.reported(e, store, emit, self._render))

    @on_event(IncidentEscalated, queue="notifications.incident-escalations")
    def incident_escalated(self, event: Message[IncidentEscalated]) -> None:
        self.work.once(event, lambda e, store, emit: incidents.escalated(e, store, emit, self._render))

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

    @on_event(MessageSent, MessageFailed, queue="notifications.settled")
    def message_settled(self, event: Message[MessageSent | MessageFailed]) -> None:
        self.work.once(event, handlers.message_settled)

    @on_batch(ScheduleTimer, CancelTimer, queue="notifications.timers")
    def keep_timers(self, commands: list[Message[ScheduleTimer | CancelTimer]]) -> None:
        self.timers.together(commands, lambda batch, store, _emit: timers.keep(batch, store))

    def _render(self, locale: Locale, wording: Wording) -> str:
        return render(locale, wording, self.config["settings"].zone)
