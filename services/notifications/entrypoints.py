"""Entrypoints about study: what became of attendance, notes, plans and contests."""

from __future__ import annotations

from nameko.dependency_providers import Config

from services.notifications import attendance, contests, notes, plans
from services.notifications.model import Wording
from services.notifications.repository import MongoNotifications
from services.notifications.wording import render
from shared.events import Message
from shared.events.attendance import (
    CheckInCorrected,
    CheckInQuestioned,
    CorrectionRefused,
    MakeUpAccepted,
    MakeUpExpired,
    MakeUpNotPossible,
    MakeUpRefused,
    MakeUpRequested,
    RollCallRefused,
    RollCallTaken,
)
from shared.events.checkins import CheckInDeclined
from shared.events.contests import ContestEnded
from shared.events.directory import Locale
from shared.events.notes import NoteRefused
from shared.events.plans import PlanAccepted, PlanRefused, TaskChangeAnnounced
from shared.messaging.entrypoints import on_event
from shared.messaging.work import UnitOfWork


class Base:
    """What every entrypoint that words messages has at hand."""

    config = Config()
    work = UnitOfWork(MongoNotifications)

    def _render(self, locale: Locale, wording: Wording) -> str:
        return render(locale, wording, self.config["settings"].zone)


class StudyEntrypoints(Base):
    @on_event(NoteRefused, queue="notifications.notes")
    def note_refused(self, event: Message[NoteRefused]) -> None:
        self.work.once(event, lambda e, store, emit: notes.note_refused(e, store, emit, self._render))

    @on_event(CheckInDeclined, queue="notifications.check-ins-declined")
    def check_in_declined(self, event: Message[CheckInDeclined]) -> None:
        self.work.once(event, lambda e, store, emit: attendance.declined(e, store, emit, self._render))

    @on_event(RollCallTaken, RollCallRefused, queue="notifications.roll-calls")
    def roll_called(self, event: Message[RollCallTaken | RollCallRefused]) -> None:
        self.work.once(event, lambda e, store, emit: attendance.roll_called(e, store, emit, self._render))

    @on_event(
        MakeUpRequested,
        MakeUpAccepted,
        MakeUpRefused,
        MakeUpExpired,
        MakeUpNotPossible,
        queue="notifications.make-ups",
    )
    def make_up_changed(self, event: Message[attendance.MakeUpNews]) -> None:
        self.work.once(event, lambda e, store, emit: attendance.make_up_changed(e, store, emit, self._render))

    @on_event(CheckInQuestioned, CheckInCorrected, CorrectionRefused, queue="notifications.corrections")
    def check_in_changed(self, event: Message[attendance.CorrectionNews]) -> None:
        self.work.once(event, lambda e, store, emit: attendance.check_in_changed(e, store, emit, self._render))

    @on_event(TaskChangeAnnounced, queue="notifications.task-changes")
    def task_changed(self, event: Message[TaskChangeAnnounced]) -> None:
        self.work.once(event, lambda e, store, emit: plans.change_announced(e, store, emit, self._render))

    @on_event(PlanAccepted, PlanRefused, queue="notifications.plan-answers")
    def plan_answered(self, event: Message[PlanAccepted | PlanRefused]) -> None:
        self.work.once(event, lambda e, store, emit: plans.plan_answered(e, store, emit, self._render))

    @on_event(ContestEnded, queue="notifications.contests")
    def contest_ended(self, event: Message[ContestEnded]) -> None:
        self.work.once(event, lambda e, store, emit: contests.ended(e, store, emit, self._render))
