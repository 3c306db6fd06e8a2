"""The notifications service's ports, in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.notifications.model import (
    Chat,
    ChatMessage,
    Held,
    Lane,
    Person,
    Plan,
    Preferences,
    QuietHours,
    Row,
    State,
)
from shared.events.directory import Locale


class MemoryNotifications:
    def __init__(self) -> None:
        self.persons: dict[str, tuple[Person, int]] = {}
        self.linked: dict[str, tuple[Chat, datetime, bool]] = {}
        self.plans: dict[str, Plan] = {}
        self.messages: dict[str, ChatMessage] = {}
        self.held: dict[str, Held] = {}
        self.settled: dict[str, tuple[State, datetime, str | None]] = {}
        self.unit_names: dict[str, tuple[str, int]] = {}
        self.chosen: dict[str, dict[str, Any]] = {}
        self.tasks: dict[str, dict[str, object]] = {}

    def keep_person(self, person: Person, version: int) -> None:
        if self.persons.get(person.member_id, (person, 0))[1] < version:
            self.persons[person.member_id] = (person, version)

    def keep_locale(self, member_id: str, locale: Locale, version: int) -> None:
        self.keep_person(Person(member_id, locale, member_id.upper()), version)

    def locale(self, member_id: str) -> Locale | None:
        person = self.person(member_id)
        return person.locale if person else None

    def person(self, member_id: str) -> Person | None:
        return self.persons[member_id][0] if member_id in self.persons else None

    def keep_unit_name(self, unit_id: str, name: str, version: int) -> None:
        if self.unit_names.get(unit_id, ("", -1))[1] <= version:
            self.unit_names[unit_id] = (name, version)

    def unit_name(self, unit_id: str) -> str | None:
        return self.unit_names[unit_id][0] if unit_id in self.unit_names else None

    def keep_chat(self, chat: Chat, at: datetime) -> None:
        self.linked[chat.chat_id] = (chat, at, True)

    def forget_chat(self, chat: Chat, at: datetime) -> None:
        self.linked[chat.chat_id] = (chat, at, False)

    def bar(self, chat_id: str) -> None:
        chat, at, linked = self.linked[chat_id]
        self.linked[chat_id] = (replace(chat, barred="blocked"), at, linked)

    def chat(self, chat_id: str) -> Chat | None:
        return self.linked[chat_id][0] if chat_id in self.linked else None

    def chats_of(self, member_id: str) -> list[Chat]:
        return [chat for chat, _, linked in self.linked.values() if linked and chat.member_id == member_id]

    def plan(self, plan: Plan) -> None:
        assert plan.plan_id not in self.plans
        self.plans[plan.plan_id] = plan

    def forget_messages(self) -> None:
        self.messages.clear()
        self.plans.clear()

    def add(self, messages: Sequence[ChatMessage]) -> None:
        for message in messages:
            assert message.message_id not in {*self.messages, *self.held}
            self.messages[message.message_id] = message

    def hold(self, messages: Sequence[Held]) -> None:
        for message in messages:
            assert message.message_id not in {*self.messages, *self.held}
            self.held[message.message_id] = message

    def settle(self, message_id: str, state: State, at: datetime, reason: str | None = None) -> None:
        self.settled.setdefault(message_id, (state, at, reason))

    def wants(self, member_id: str, lane: Lane) -> bool:
        field = {"reminder": "study", "shift": "shifts"}.get(lane, "")
        return bool(self.chosen.get(member_id, {}).get(field, True))

    def prefer(self, member_id: str, chosen: Mapping[str, object], at: datetime) -> None:
        self.chosen.setdefault(member_id, {}).update(chosen)

    def preferences(self, member_ids: Collection[str], quiet: QuietHours) -> dict[str, Preferences]:
        """Hours as QuietHours under ``hours``."""
        return {
            member_id: Preferences(own.get("hours", quiet), own.get("study", True), own.get("shifts", True))
            for member_id in member_ids
            for own in [self.chosen.get(member_id, {})]
        }

    def keep_task(self, occurrence_id: str, task: Mapping[str, object]) -> bool:
        if occurrence_id in self.tasks:
            return False
        self.tasks[occurrence_id] = dict(task)
        return True

    def change_task(self, occurrence_id: str, **changes: object) -> None:
        self.tasks.setdefault(occurrence_id, {}).update(changes)

    def call_off(self, occurrence_id: str, title: str, closes_at: datetime) -> None:
        self.tasks.setdefault(occurrence_id, {}).update(title=title, state="none", reason="cancelled")

    def is_called_off(self, occurrence_id: str) -> bool:
        return self.tasks.get(occurrence_id, {}).get("reason") == "cancelled"

    def people(self, member_ids: Collection[str]) -> dict[str, Person]:
        return {member_id: self.persons[member_id][0] for member_id in member_ids if member_id in self.persons}

    def chats(self, member_ids: Collection[str]) -> dict[str, list[Chat]]:
        return {member_id: list(reversed(found)) for member_id in member_ids if (found := self.chats_of(member_id))}

    def rows(self, message_ids: Collection[str]) -> dict[str, Row]:
        queued = {key: Row("queued", m.planned_at or m.queued_at) for key, m in self.messages.items()}
        held = {key: Row(m.state, m.at) for key, m in self.held.items()}
        return {key: row for key, row in {**queued, **held}.items() if key in message_ids}

    def drop(self, message_ids: Collection[str]) -> None:
        for key in message_ids:
            assert self.held.pop(key).state == "waiting"
