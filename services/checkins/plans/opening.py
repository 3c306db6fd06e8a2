"""An occurrence opens, and what happens to its list of those expected afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal

from services.checkins.model import Occurrence
from services.checkins.plans.desk import Desk
from services.checkins.plans.expected import BACK, Expectation, Person, adjusted, at_opening
from services.checkins.plans.ports import PlanStore
from shared.events import Message
from shared.events.checkins import Cursor, TaskScheduled
from shared.events.directory import MemberRegistered, UnitRegistered
from shared.events.plans import ExpectationChanged, ExpectationsFixed, OnTheList, OpenOccurrence, nearest
from shared.events.timers import ScheduleTimer, keep

#: Members whose expectation is fixed in one transaction.
PAGE = 500

#: Members in a message about a list.
TOLD = 200

#: The version of a place on a list that does not change any more.
FOR_GOOD = 1_000_000

Emit = Callable[..., None]


def open_in_time(occurrence: Occurrence, emit: Emit, now: datetime | None = None) -> None:
    """Set the timer that opens it; what should be open ``now`` is opened without one."""
    command = OpenOccurrence(occurrence_id=occurrence.occurrence_id, opens_at=occurrence.opens_at)
    key = opening_key(occurrence)
    if now is not None and occurrence.opens_at <= now:
        emit(command, **about(occurrence))
        return
    emit(ScheduleTimer(key=key, due_at=occurrence.opens_at, send=keep(command, **about(occurrence))), subject=key)


def opening_key(occurrence: Occurrence) -> str:
    return f"checkins:open:{occurrence.occurrence_id}"


def about(occurrence: Occurrence) -> dict[str, str]:
    return {"subject": occurrence.occurrence_id, "unit_path": occurrence.unit_path}


def open_occurrence(command: Message[OpenOccurrence], store: PlanStore, emit: Emit, desk: Desk) -> None:
    """Fix who is expected, a page of members at a time. Nothing for one that is gone, open, or was moved to later."""
    asked = command.data
    occurrence = store.occurrences({asked.occurrence_id}).get(asked.occurrence_id)
    if occurrence is None or occurrence.state == "open":
        return
    if occurrence.state == "scheduled" and occurrence.opens_at > desk.now():
        return
    if occurrence.state == "scheduled" and occurrence.plan is not None:
        # Told now and not before: what has opened moves no more, and reminders are about nothing else.
        emit(_scheduled(occurrence), subject=occurrence.occurrence_id, unit_path=occurrence.unit_path)
    after = (asked.after.unit_path, asked.after.member_id) if asked.after else None
    people = store.people_after(store.path_of(occurrence.unit_id) or occurrence.unit_path, after, PAGE)
    listed = [row for person in people if (row := at_opening(occurrence, person, desk.zone)) is not None]
    store.fix(listed)
    tell_list(occurrence, listed, emit)
    done = len(people) < PAGE
    store.set_state(occurrence.occurrence_id, "open" if done else "opening")
    if not done:
        following = Cursor(unit_path=people[-1].unit_path, member_id=people[-1].member_id)
        emit(
            OpenOccurrence(occurrence_id=occurrence.occurrence_id, opens_at=occurrence.opens_at, after=following),
            subject=occurrence.occurrence_id,
            unit_path=occurrence.unit_path,
        )


def tell_list(
    occurrence: Occurrence, rows: Sequence[Expectation], emit: Emit, reason: Literal["opened", "cancelled"] = "opened"
) -> None:
    """In messages of as many members as figures are changed of at once; withdrawn for good where it is cancelled."""
    for start in range(0, len(rows), TOLD):
        page = rows[start : start + TOLD]
        members = [
            OnTheList(
                member_id=row.member_id,
                unit_path=row.unit_path,
                standing="withdrawn" if reason == "cancelled" else row.standing,
                version=FOR_GOOD if reason == "cancelled" else len(row.adjustments),
            )
            for row in page
        ]
        emit(
            ExpectationsFixed(
                occurrence_id=occurrence.occurrence_id,
                unit_path=occurrence.unit_path,
                reason=reason,
                members=members,
            ),
            # One cause tells each page once.
            subject=f"{occurrence.occurrence_id}/{page[0].member_id}",
            unit_path=occurrence.unit_path,
        )


def unit_registered(event: Message[UnitRegistered], store: PlanStore, emit: Emit, desk: Desk) -> None:
    unit = event.data
    days = (unit.opened_on, unit.closed_on)
    if store.keep_path(unit.unit_id, unit.kind, unit.path, unit.version, *days, at=event.time):
        store.move_occurrences(unit.unit_id, unit.path, desk.now())


def member_registered(event: Message[MemberRegistered], store: PlanStore, emit: Emit, desk: Desk) -> None:
    """Keep the copy, and adjust the lists of what has opened."""
    data = event.data
    before = store.person(data.member_id)
    if before is not None and before.version >= data.version:
        return
    person = Person(
        data.member_id,
        data.unit_path,
        data.kind,
        tuple(data.positions),
        data.status,
        tuple(data.leaves),
        data.version,
    )
    store.keep_person(person)
    units = {*person.unit_path.split("/"), *(before.unit_path.split("/") if before else ())} - {""}
    opened = store.opened_since(units, desk.now() - BACK)
    known = store.expectations([each.occurrence_id for each in opened], person.member_id)
    for occurrence in opened:
        row = known.get(occurrence.occurrence_id)
        after = adjusted(occurrence, row, before, person, desk.zone, desk.now())
        if after is not None:
            store.keep_expectation(after)
            emit(
                ExpectationChanged(
                    occurrence_id=occurrence.occurrence_id,
                    member_id=person.member_id,
                    unit_path=after.unit_path,
                    expected=after.standing == "expected",
                    reason=after.adjustments[-1].reason,
                    on=after.adjustments[-1].on,
                    version=len(after.adjustments),
                    standing=after.standing,
                ),
                subject=f"{occurrence.occurrence_id}/{person.member_id}",
                unit_path=after.unit_path,
            )


def _scheduled(occurrence: Occurrence) -> TaskScheduled:
    return TaskScheduled(
        occurrence_id=occurrence.occurrence_id,
        title=occurrence.title,
        kind=nearest(occurrence.kind),
        unit_id=occurrence.unit_id,
        unit_path=occurrence.unit_path,
        opens_at=occurrence.opens_at,
        closes_at=occurrence.closes_at,
        credit_minutes=occurrence.credit_minutes,
    )
