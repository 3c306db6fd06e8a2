"""Check-ins that somebody else brought about: of a roll call, and made up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.checkins.handlers import recorded
from services.checkins.model import Changed, CheckIn, Entry, Occurrence, standing
from services.checkins.ports import CheckIns
from shared.events.checkins import How

Emit = Callable[..., None]


@dataclass(frozen=True)
class Mark:
    """A member whom a task is to count for. ``at`` is when they took part, or asked for it."""

    member_id: str
    unit_path: str
    at: datetime
    credit_minutes: int
    photo_ids: tuple[str, ...] = ()


def mark(
    task: Occurrence,
    marks: Sequence[Mark],
    how: How,
    command_id: str,
    store: CheckIns,
    emit: Emit,
    zone: ZoneInfo,
    now: datetime,
    changed: Changed | None = None,
) -> None:
    """Record and tell. Nobody of them has a check-in to the task."""
    days: dict[str, date] = {each.member_id: each.at.astimezone(zone).date() for each in marks}
    known = store.entries(days) if days else {}
    added: list[CheckIn] = []
    entries: dict[str, Sequence[Entry]] = {}
    for each in marks:
        entry = Entry(task.occurrence_id, days[each.member_id], each.credit_minutes)
        entries[each.member_id] = [entry]
        check_in = CheckIn(
            task.occurrence_id,
            each.member_id,
            command_id,
            each.unit_path,
            task.title,
            each.at,
            now,
            each.credit_minutes,
            standing([*known[each.member_id], entry], entry.day),
            how=how,
            photo_ids=each.photo_ids,
            changed=changed,
        )
        added.append(check_in)
        emit(recorded(check_in), subject=each.member_id, unit_path=each.unit_path, time=now)
    store.add(added, entries)
