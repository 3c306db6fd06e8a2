"""Volunteer activity in words: confirmations, refusals explained, cancellations, hours, reminders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from services.notifications.handlers import Render, tell
from services.notifications.model import Wording
from services.notifications.ports import Notifications
from shared.events import Message
from shared.events.volunteers import (
    ActivityCancelled,
    ActivityPublished,
    ActivityRefused,
    AttendanceRecorded,
    AttendanceRefused,
    CancelRefused,
    ShiftFacts,
    ShiftReminded,
    SignUpCancelled,
    SignUpConfirmed,
    SignUpRefused,
)

Emit = Callable[..., None]
Args = dict[str, str | int | datetime]

PlaceAnswer = SignUpConfirmed | SignUpRefused | SignUpCancelled | CancelRefused | AttendanceRecorded | AttendanceRefused


def place_answered(event: Message[PlaceAnswer], store: Notifications, emit: Emit, render: Render) -> None:
    """Tell the chat that asked, or every chat of the member when none did."""
    data = event.data
    tell(event, data.member_id, data.chat_id, _answer(data), store, emit, render, answers=data.command_id)


def activity_answered(
    event: Message[ActivityPublished | ActivityRefused], store: Notifications, emit: Emit, render: Render
) -> None:
    data = event.data
    if isinstance(data, ActivityPublished):
        person, places = data.organiser_id, sum(shift.capacity for shift in data.shifts)
        args: Args = {"title": data.title, "place": data.place, "shifts": len(data.shifts), "places": places}
        wording = Wording("activity-published", args)
    else:
        person = data.actor_id
        wording = Wording(f"activity-refused-{data.reason}", {"title": data.title or "", "wanted": data.wanted})
    tell(event, person, data.chat_id, wording, store, emit, render, answers=data.command_id)


def activity_cancelled(event: Message[ActivityCancelled], store: Notifications, emit: Emit, render: Render) -> None:
    """An answer to whoever cancelled, and one message to each member who had a place, in however many shifts."""
    data = event.data
    affected: dict[str, list[datetime]] = {}
    for shift in data.shifts:
        for member_id in shift.members:
            affected.setdefault(member_id, []).append(shift.starts_at)
    args: Args = {"title": data.title, "place": data.place}
    answer = Wording("activity-cancelled", {**args, "members": len(affected)})
    tell(event, data.actor_id, data.chat_id, answer, store, emit, render, answers=data.command_id)
    for member_id, starts in affected.items():
        if member_id != data.actor_id:
            wording = Wording("activity-cancelled-for-you", {**args, "starts": min(starts), "shifts": len(starts)})
            tell(event, member_id, None, wording, store, emit, render)


def shift_reminded(event: Message[ShiftReminded], store: Notifications, emit: Emit, render: Render) -> None:
    for member_id in event.data.members:
        tell(event, member_id, None, Wording("shift-reminder", _shift(event.data.shift)), store, emit, render)


def _answer(data: PlaceAnswer) -> Wording:
    match data:
        case SignUpConfirmed():
            return Wording("signup-confirmed", {**_shift(data.shift), "free": data.free})
        case SignUpRefused():
            key = f"signup-refused-{data.closed or data.reason}"
            other: Args = {"other": data.other.title, "other_starts": data.other.starts_at} if data.other else {}
            return Wording(key, {**_shift(data.shift), **other})
        case SignUpCancelled():
            return Wording("signup-cancelled", _shift(data.shift))
        case CancelRefused():
            until: Args = {"until": data.until} if data.until else {}
            return Wording(f"cancel-refused-{data.reason}", {**_shift(data.shift), **until})
        case AttendanceRecorded():
            return Wording(
                "attendance-recorded", {**_shift(data.shift), "minutes": data.minutes, "total": data.total_minutes}
            )
        case AttendanceRefused():
            window: Args = {}
            if data.opens_at and data.closes_at:
                window = {"opens": data.opens_at, "closes": data.closes_at}
            return Wording(f"attendance-refused-{data.reason}", {**_shift(data.shift), **window})


def _shift(shift: ShiftFacts | None) -> Args:
    if shift is None:
        return {}
    return {"title": shift.title, "place": shift.place, "starts": shift.starts_at, "ends": shift.ends_at}
