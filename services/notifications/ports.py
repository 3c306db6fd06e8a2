"""What the notifications service needs kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

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


class Notifications(Protocol):
    def keep_person(self, person: Person, version: int) -> None: ...
    def person(self, member_id: str) -> Person | None: ...
    def keep_unit_name(self, unit_id: str, name: str, version: int) -> None:
        """Keep the one with the highest version."""
        ...

    def unit_name(self, unit_id: str) -> str | None: ...
    def keep_chat(self, chat: Chat, at: datetime) -> None: ...
    def forget_chat(self, chat: Chat, at: datetime) -> None: ...
    def chat(self, chat_id: str) -> Chat | None:
        """Also one that is not linked any more."""
        ...

    def chats_of(self, member_id: str) -> list[Chat]: ...
    def plan(self, plan: Plan) -> None: ...
    def add(self, messages: Sequence[ChatMessage]) -> None: ...
    def hold(self, messages: Sequence[Held]) -> None: ...
    def settle(self, message_id: str, state: State, at: datetime, reason: str | None = None) -> None:
        """What was settled once stays as it is. A chat that refused is barred; one that was reached is not any more."""
        ...

    def wants(self, member_id: str, lane: Lane) -> bool:
        """Whether the member has not turned this off."""
        ...


class KeptPreferences(Notifications, Protocol):
    def prefer(self, member_id: str, chosen: Mapping[str, object], at: datetime) -> None:
        """Keep what was chosen, by field, unless something was chosen later."""
        ...

    def preferences(self, member_ids: Collection[str], quiet: QuietHours) -> Mapping[str, Preferences]:
        """Of each of the members; ``quiet`` for those who have not chosen."""
        ...


class Reminders(Notifications, Protocol):
    def keep_task(self, occurrence_id: str, task: Mapping[str, object]) -> bool:
        """False when it was kept before."""
        ...

    def change_task(self, occurrence_id: str, **changes: object) -> None: ...
    def call_off(self, occurrence_id: str, title: str, closes_at: datetime) -> None:
        """Nobody is reminded of the task any more, also where it was not kept yet."""
        ...

    def is_called_off(self, occurrence_id: str) -> bool: ...
    def people(self, member_ids: Collection[str]) -> Mapping[str, Person]: ...
    def chats(self, member_ids: Collection[str]) -> Mapping[str, list[Chat]]:
        """The linked chats by member, the one linked last first."""
        ...

    def preferences(self, member_ids: Collection[str], quiet: QuietHours) -> Mapping[str, Preferences]:
        """Of each of the members; ``quiet`` for those who have not chosen."""
        ...

    def rows(self, message_ids: Collection[str]) -> Mapping[str, Row]: ...
    def drop(self, message_ids: Collection[str]) -> None:
        """Remove messages that wait, to be put anew. The plan that they belong to stays."""
        ...
