"""Entrypoints of the volunteers service."""

from __future__ import annotations

from typing import Any

from nameko.dependency_providers import Config

from services.volunteers import activities, handlers
from services.volunteers.desk import PlaceCommand
from services.volunteers.model import Rules
from services.volunteers.personal_data import HELD
from services.volunteers.repository import MongoVolunteers
from services.volunteers.settings import VolunteersSettings
from services.volunteers.views import VolunteerViews
from shared.access.permission import At, Process, Self
from shared.events import Message
from shared.events.directory import MemberRegistered, UnitRegistered
from shared.events.people import PersonErased
from shared.events.volunteers import Attend, CancelActivity, CancelSignUp, PublishActivity, RemindShift, SignUp
from shared.messaging.access import Asking, ask
from shared.messaging.copies import Copies, Copy
from shared.messaging.entrypoints import on_batch, on_command, on_event
from shared.messaging.health import Health
from shared.messaging.mongo import Views
from shared.messaging.personal_data import PersonalData
from shared.messaging.work import UnitOfWork


class VolunteersService(PersonalData, Copies):
    name = "volunteers"
    settings = VolunteersSettings

    config = Config()
    work = UnitOfWork(MongoVolunteers)
    views = Views(VolunteerViews)
    asker = Asking()
    health = Health()
    held = HELD
    copies = (
        Copy("units", UnitRegistered, "units", handlers.unit_registered),
        Copy("members", MemberRegistered, "members", handlers.member_registered),
    )

    @on_event(PersonErased, queue="volunteers.erasures")
    def person_erased(self, event: Message[PersonErased]) -> None:
        self.erase_person(event)

    @on_event(UnitRegistered, queue="volunteers.units")
    def unit_registered(self, event: Message[UnitRegistered]) -> None:
        self.work.once(event, handlers.unit_registered)

    @on_event(MemberRegistered, queue="volunteers.members")
    def member_registered(self, event: Message[MemberRegistered]) -> None:
        self.work.once(event, handlers.member_registered)

    @on_command(
        PublishActivity, queue="volunteers.publish-activity", permission=At("organise-activity", by="organiser_id")
    )
    def publish_activity(self, command: Message[PublishActivity]) -> None:
        self.work.together([command], lambda _, s, emit: handlers.publish_activity(command, s, emit, self._rules))

    @on_command(CancelActivity, queue="volunteers.cancel-activity", permission=At("organise-activity", by="actor_id"))
    def cancel_activity(self, command: Message[CancelActivity]) -> None:
        self.work.together([command], lambda _, store, emit: handlers.cancel_activity(command, store, emit))

    # One queue for the three, so that what a member does one after the other is handled in that order.
    @on_batch(SignUp, CancelSignUp, Attend, queue="volunteers.places", permission=Self("member_id"))
    def change_places(self, commands: list[Message[PlaceCommand]]) -> None:
        self.work.together(commands, lambda batch, store, emit: handlers.change_places(batch, store, emit, self._rules))

    @on_command(RemindShift, queue="volunteers.remind", permission=Process("timekeeper"))
    def remind(self, command: Message[RemindShift]) -> None:
        self.work.once(command, activities.remind)

    @ask(permission=Self("member_id"))
    def shifts(self, member_id: str) -> list[dict[str, Any]]:
        return self.views.shifts(member_id)  # type: ignore[no-any-return]

    @ask(permission=Self("member_id"))
    def mine(self, member_id: str) -> dict[str, Any]:
        return self.views.mine(member_id, self._rules)  # type: ignore[no-any-return]

    @ask(permission=At("organise-activity", by="member_id"))
    def next_shifts(self, member_id: str, unit_id: str | None = None) -> list[dict[str, Any]]:
        return self.views.next_shifts(unit_id, member_id)  # type: ignore[no-any-return]

    @ask(permission=At("organise-activity", by="member_id"))
    def attendance_code(self, shift_id: str, member_id: str) -> dict[str, Any]:
        return self.views.attendance_code(shift_id, member_id)  # type: ignore[no-any-return]

    @property
    def _rules(self) -> Rules:
        settings: VolunteersSettings = self.config["settings"]
        return settings.rules
