"""Entrypoints of the incidents service."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from nameko.dependency_providers import Config

from services.incidents import escalation, handlers
from services.incidents.personal_data import HELD
from services.incidents.policy import Policy
from services.incidents.repository import MongoIncidents
from services.incidents.retention import rules
from services.incidents.settings import IncidentsSettings
from services.incidents.suggestion import explained
from services.incidents.views import IncidentViews
from shared.access.permission import At, Process, Public, Self
from shared.events import Message
from shared.events.directory import MemberRegistered, UnitRegistered
from shared.events.incidents import (
    AcknowledgeIncident,
    CloseIncident,
    EscalateIncident,
    MoveIncident,
    NoteIncident,
    ReportIncident,
    ResolveIncident,
)
from shared.events.people import PersonErased
from shared.events.units import DutiesSet
from shared.messaging.access import Asking, ask
from shared.messaging.copies import Copies, Copy
from shared.messaging.entrypoints import on_command, on_event
from shared.messaging.health import Health
from shared.messaging.mongo import Views
from shared.messaging.personal_data import PersonalData
from shared.messaging.retention import Retention
from shared.messaging.work import UnitOfWork

#: Also for those whom an incident was put to, and for its reporter to add a note.
HANDLING = At("handle-incident", by="actor_id")


class IncidentsService(PersonalData, Copies):
    name = "incidents"
    settings = IncidentsSettings

    config = Config()
    work = UnitOfWork(MongoIncidents)
    views = Views(IncidentViews)
    asker = Asking()
    health = Health()
    retention = Retention(rules)
    held = HELD
    copies = (
        Copy("units", UnitRegistered, "units", handlers.unit_registered),
        Copy("members", MemberRegistered, "members", handlers.member_registered),
        Copy("duties", DutiesSet, "duties", handlers.duties_set),
    )

    @on_event(PersonErased, queue="incidents.erasures")
    def person_erased(self, event: Message[PersonErased]) -> None:
        self.erase_person(event)

    @on_event(UnitRegistered, queue="incidents.units")
    def unit_registered(self, event: Message[UnitRegistered]) -> None:
        self.work.once(event, handlers.unit_registered)

    @on_event(MemberRegistered, queue="incidents.members")
    def member_registered(self, event: Message[MemberRegistered]) -> None:
        self.work.once(event, handlers.member_registered)

    @on_event(DutiesSet, queue="incidents.duties")
    def duties_set(self, event: Message[DutiesSet]) -> None:
        self.work.once(event, handlers.duties_set)

    @on_command(ReportIncident, queue="incidents.report", permission=At("report-incident", by="reporter_id"))
    def report(self, command: Message[ReportIncident]) -> None:
        self.work.once(command, lambda c, store, emit: handlers.report(c, store, emit, self._policy))

    @on_command(AcknowledgeIncident, queue="incidents.acknowledge", permission=HANDLING)
    def acknowledge(self, command: Message[AcknowledgeIncident]) -> None:
        self._move(command)

    @on_command(NoteIncident, queue="incidents.note", permission=HANDLING)
    def note(self, command: Message[NoteIncident]) -> None:
        self._move(command)

    @on_command(ResolveIncident, queue="incidents.resolve", permission=HANDLING)
    def resolve(self, command: Message[ResolveIncident]) -> None:
        self._move(command)

    @on_command(CloseIncident, queue="incidents.close", permission=HANDLING)
    def close(self, command: Message[CloseIncident]) -> None:
        self._move(command)

    @on_command(EscalateIncident, queue="incidents.escalate", permission=Process("timekeeper"))
    def escalate(self, command: Message[EscalateIncident]) -> None:
        self.work.once(command, lambda c, store, emit: escalation.escalate(c, store, emit, self._policy))

    @ask(permission=At("handle-incident", by="member_id"))
    def get(self, incident_id: str, member_id: str) -> dict[str, Any] | None:
        return self.views.get(incident_id, member_id)  # type: ignore[no-any-return]

    @ask(permission=At("handle-incident", by="member_id"))
    def may_see_photo(self, photo_id: str, member_id: str) -> bool:
        return self.views.may_see_photo(photo_id, member_id)  # type: ignore[no-any-return]

    @ask(permission=Process("web"))
    def photos_in_use(self, photo_ids: list[str]) -> list[str]:
        """Those of the photos that belong to an incident."""
        return self.views.photos_in_use(photo_ids)  # type: ignore[no-any-return]

    @ask(permission=Self("member_id"))
    def open_for(self, member_id: str) -> list[dict[str, Any]]:
        return self.views.open_for(member_id)  # type: ignore[no-any-return]

    @ask(permission=At("handle-incident", by="member_id"))
    def open_within(self, member_id: str) -> list[dict[str, Any]]:
        return self.views.open_within(member_id)  # type: ignore[no-any-return]

    @ask(permission=Public("a text in, a category out: it knows nothing about anybody"))
    def suggest(self, text: str) -> dict[str, Any]:
        return explained(text)

    def _move(self, command: Message[MoveIncident]) -> None:
        self.work.once(command, lambda c, store, emit: handlers.move(c, store, emit, self._policy))

    @property
    def _policy(self) -> Policy:
        settings: IncidentsSettings = self.config["settings"]
        late_after = timedelta(seconds=settings.incidents_late_after)
        return Policy(settings.clocks, ZoneInfo(settings.zone), late_after)
