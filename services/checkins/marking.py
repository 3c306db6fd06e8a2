"""Check-ins that somebody else brought about: of a roll call, and made up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.checkins.handlers import recorded
from services.checkins.model import CheckIn, Occurrence, own_day
from services.checkins.plans.desk import Desk, milliseconds
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


def mark(
    task: Occurrence,
    marks: Sequence[Mark],
    how: How,
    command_id: str,
    store: CheckIns,
    emit: Emit,
    desk: Desk,
    day_begins: timedelta,
) -> None:
    """Record and tell. Nobody of them has a check-in to the task."""
    homes = store.homes({each.member_id for each in marks}) if marks else {}
    added: list[CheckIn] = []
    for each in marks:
        home = homes.get(each.member_id)
        at = milliseconds(each.at)
        check_in = CheckIn(
            task.occurrence_id,
            each.member_id,
            command_id,
            each.unit_path,
            task.title,
            at,
            desk.now(),
            each.credit_minutes,
            own_day(at, (home and home.zone) or desk.zone, day_begins),
            how=how,
        )
        added.append(check_in)
        emit(recorded(check_in), subject=each.member_id, unit_path=each.unit_path, time=check_in.recorded_at)
    store.add(added)
