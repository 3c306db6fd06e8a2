"""Reminders of study tasks that are about to close, to those who are missing.

.. mermaid::

    sequenceDiagram
        checkins->>notifications: task.scheduled
        notifications->>timekeeper: one timer for the task
        timekeeper->>checkins: checkins.tell-missing, when it is due
        checkins->>notifications: task.closing-soon, the first page
        notifications->>bots: one message for each member who is missing
        notifications->>checkins: checkins.tell-missing, the next page

Each member at most once for a task: the message's id is made of the two. Who checks in after the answer was given and
before the bot has sent the message is still reminded: that is the time in two queues, of which the first counts for
``fresh`` at most, since an older answer is asked for again, once. Out of the second queue nothing is sent when the task
has closed or quiet hours have begun (``not_after``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.notifications.handlers import Render, delivery
from services.notifications.model import (
    Button,
    Chat,
    ChatMessage,
    Held,
    Person,
    Plan,
    Preferences,
    QuietHours,
    Row,
    Suppression,
    Wording,
)
from services.notifications.ports import Reminders
from services.notifications.schedule import Never, later, reminder_time
from shared.events import Message, derived_id
from shared.events.checkins import TaskClosingSoon, TaskScheduled, TellMissing
from shared.events.directory import Locale
from shared.events.plans import TaskCancelled
from shared.events.timers import CancelTimer, ScheduleTimer, keep

KEY = "task-closing-soon"
#: What a check-in button sends back: see bots.conversations.checkin.
PREFIX = "ci:"
MAX_DATA_BYTES = 64

Emit = Callable[..., None]


def task_scheduled(
    event: Message[TaskScheduled], store: Reminders, emit: Emit, quiet: QuietHours, lead: timedelta, now: datetime
) -> None:
    """Have those who are missing asked for once, at the right time."""
    data = event.data
    when = reminder_time(data.opens_at, data.closes_at, quiet, lead)
    reason = "closed" if data.closes_at <= now else when.reason if isinstance(when, Never) else None
    due_at = None if isinstance(when, Never) or reason else when
    task = {"title": data.title, "closes_at": data.closes_at, "due_at": due_at, "reason": reason}
    if not store.keep_task(data.occurrence_id, {**task, "state": "scheduled" if due_at else "none"}) or due_at is None:
        return
    send = keep(TellMissing(occurrence_id=data.occurrence_id), subject=data.occurrence_id, unit_path=data.unit_path)
    key = _key(data.occurrence_id)
    emit(ScheduleTimer(key=key, due_at=due_at, send=send), subject=key)


def task_cancelled(event: Message[TaskCancelled], store: Reminders, emit: Emit) -> None:
    """What had not opened of a plan was never told, and may be made again under the same id."""
    data = event.data
    if data.was_open or data.plan_id == data.occurrence_id:
        store.call_off(data.occurrence_id, data.title, data.closes_at)
        emit(CancelTimer(key=_key(data.occurrence_id)), subject=_key(data.occurrence_id))


def closing_soon(
    event: Message[TaskClosingSoon],
    store: Reminders,
    emit: Emit,
    render: Render,
    quiet: QuietHours,
    fresh: timedelta,
    now: datetime,
) -> None:
    """Remind one page of members, and ask for the next. Nobody of a task that was cancelled meanwhile."""
    data = event.data
    if store.is_called_off(data.occurrence_id):
        _give_up(data, store)
        return
    only = [*data.missing, *data.settled] if data.by_name else None
    if now - event.time > fresh and not data.again:
        asked = TellMissing(occurrence_id=data.occurrence_id, after=data.after, only=only, again=True)
        emit(asked, subject=data.occurrence_id, unit_path=data.unit_path)
        return
    ids = {member_id: message_id(data.occurrence_id, member_id) for member_id in (*data.missing, *data.settled)}
    rows = store.rows(list(ids.values()))
    new = [member_id for member_id in data.missing if ids[member_id] not in rows]
    waited = [member_id for member_id in ids if data.by_name and _waits(rows.get(ids[member_id]))]
    store.drop([ids[member_id] for member_id in waited])
    if new:
        store.plan(Plan(derived_id(event.id, "plan"), "reminder", KEY, len(new), now))
    page = _Page(event, store, {*new, *waited}, quiet, now, render)
    held: list[Held] = []
    messages: list[tuple[ChatMessage, datetime]] = []
    for member_id in (*new, *waited):
        row = rows.get(ids[member_id])
        decided = page.decide(ids[member_id], member_id, row.planned_at if row else now)
        if isinstance(decided, Held):
            held.append(decided)
        else:
            messages.append(decided)
    store.hold(held)
    store.add([message for message, _ in messages])
    for message, not_after in messages:
        emit(delivery(message, render, not_after=not_after), subject=message.message_id)
    _ask_again_later(event, held, emit)
    if not data.by_name:
        store.change_task(data.occurrence_id, state="asking" if data.next else "asked", asked_at=now)
    if data.next:
        following = TellMissing(occurrence_id=data.occurrence_id, after=data.next)
        emit(following, subject=data.occurrence_id, unit_path=data.unit_path)


def message_id(occurrence_id: str, member_id: str) -> str:
    return derived_id(f"task-closing-soon:{occurrence_id}", member_id)


@dataclass(frozen=True)
class _Text:
    text: str
    buttons: tuple[Button, ...]


class _Page:
    """Everything that is known of some members, read at once."""

    def __init__(
        self,
        event: Message[TaskClosingSoon],
        store: Reminders,
        member_ids: set[str],
        quiet: QuietHours,
        now: datetime,
        render: Render,
    ) -> None:
        self._task = event.data
        self._settled = set(event.data.settled)
        self._now = now
        self._render = render
        self._people = store.people(member_ids)
        self._chats = store.chats(member_ids)
        self._preferences = store.preferences(member_ids, quiet)
        self._today = now.astimezone(ZoneInfo(quiet.zone)).date()
        self._texts: dict[Locale, str] = {}

    def decide(self, key: str, member_id: str, planned_at: datetime) -> Held | tuple[ChatMessage, datetime]:
        """What becomes of one member's reminder; with a message, until when it may be sent."""
        person, chats = self._people.get(member_id), self._chats.get(member_id, [])
        preferences = self._preferences[member_id]
        chat = _best(chats)
        reason = self._reason(member_id, person, chats, preferences)
        if reason is not None or person is None or chat is None:
            return Held(key, member_id, KEY, "reminder", planned_at, "suppressed", reason or "no-chat", chat)
        if preferences.quiet.hold(self._now):
            due_at = later(self._now, self._task.closes_at, preferences.quiet)
            if due_at is None:
                return Held(key, member_id, KEY, "reminder", planned_at, "suppressed", "quiet-hours", chat)
            return Held(key, member_id, KEY, "reminder", planned_at, "waiting", None, chat, due_at)
        message = ChatMessage(
            key,
            chat,
            person.locale,
            KEY,
            self._text(person.locale),
            None,
            self._now,
            _buttons(self._task.occurrence_id),
            "reminder",
            planned_at,
        )
        begins = preferences.quiet.next_quiet(self._now)
        return message, min(self._task.closes_at, begins) if begins else self._task.closes_at

    def _reason(
        self, member_id: str, person: Person | None, chats: Sequence[Chat], preferences: Preferences
    ) -> Suppression | None:
        away = person.away(self._today) if person else None
        if away:
            return away
        if member_id in self._settled:
            return "already-done"
        if self._now >= self._task.closes_at:
            return "closed"
        if person is None:
            return "unknown-member"
        if not chats:
            return "no-chat"
        if not preferences.want("reminder"):
            return "turned-off"
        return min(chat.barred for chat in chats if chat.barred) if all(chat.barred for chat in chats) else None

    def _text(self, locale: Locale) -> str:
        if locale not in self._texts:
            wording = Wording("task-closing-soon", {"task": self._task.title, "closes": self._task.closes_at})
            self._texts[locale] = self._render(locale, wording)
        return self._texts[locale]


def _give_up(task: TaskClosingSoon, store: Reminders) -> None:
    """Those that wait wait no more."""
    ids = {message_id(task.occurrence_id, member_id): member_id for member_id in (*task.missing, *task.settled)}
    waiting = {key: row for key, row in store.rows(list(ids)).items() if _waits(row)}
    store.drop(list(waiting))
    store.hold(
        [
            Held(key, ids[key], KEY, "reminder", row.planned_at, "suppressed", "cancelled")
            for key, row in waiting.items()
        ]
    )


def _key(occurrence_id: str) -> str:
    return f"notifications:closing:{occurrence_id}"


def _waits(row: Row | None) -> bool:
    return row is not None and row.state == "waiting"


def _best(chats: Sequence[Chat]) -> Chat | None:
    """One message is enough: to the chat that rings, or else the one linked last."""
    usable = [chat for chat in chats if not chat.barred] or list(chats)
    return next((chat for chat in usable if chat.channel == "telegram"), usable[0] if usable else None)


def _buttons(occurrence_id: str) -> tuple[Button, ...]:
    data = PREFIX + occurrence_id
    # A longer id does not fit behind a button; the text says how to do without.
    return (Button("button-check-in", data),) if len(data) <= MAX_DATA_BYTES else ()


def _ask_again_later(event: Message[TaskClosingSoon], held: Sequence[Held], emit: Emit) -> None:
    """Members in quiet hours of their own are asked about once more when these end."""
    moved: dict[datetime, list[str]] = defaultdict(list)
    for message in held:
        if message.due_at is not None:
            moved[message.due_at].append(message.member_id)
    for due_at, members in moved.items():
        asked = TellMissing(occurrence_id=event.data.occurrence_id, only=members)
        key = f"notifications:closing-later:{derived_id(event.id, due_at.isoformat())}"
        send = keep(asked, subject=event.data.occurrence_id, unit_path=event.data.unit_path)
        emit(ScheduleTimer(key=key, due_at=due_at, send=send), subject=key)
