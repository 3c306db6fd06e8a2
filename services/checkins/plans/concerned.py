"""Whom a change of an occurrence concerns: everyone in its scope who is there on the day."""

from __future__ import annotations

from collections.abc import Callable

from services.checkins.plans.desk import Desk
from services.checkins.plans.expected import concerns, on_leave
from services.checkins.plans.ports import PlanStore
from shared.events import Message
from shared.events.checkins import Cursor
from shared.events.plans import TaskChangeAnnounced, TellConcerned

#: Members to a message: each becomes a message of their own in one transaction.
PAGE = 100

Emit = Callable[..., None]


def tell_concerned(command: Message[TellConcerned], store: PlanStore, emit: Emit, desk: Desk) -> None:
    """Tell one page, and ask for the next. Nothing of a change that was itself undone meanwhile."""
    asked = command.data
    if asked.change == "cancelled":
        occurrence = store.withdrawn_occurrence(asked.occurrence_id)
    else:
        occurrence = store.occurrences({asked.occurrence_id}).get(asked.occurrence_id)
    if occurrence is None or (asked.change == "moved" and occurrence.opens_at == asked.old_opens_at):
        return
    path = store.path_of(occurrence.unit_id) or occurrence.unit_path
    after = (asked.after.unit_path, asked.after.member_id) if asked.after else None
    people = store.people_after(path, after, PAGE)
    members = [
        person.member_id
        for person in people
        if person.status == "active" and concerns(occurrence, person) and not on_leave(occurrence, person, desk.zone)
    ]
    about = {"subject": occurrence.occurrence_id, "unit_path": path}
    if members:
        emit(
            TaskChangeAnnounced(
                occurrence_id=occurrence.occurrence_id,
                title=occurrence.title,
                unit_path=path,
                change=asked.change,
                old_opens_at=asked.old_opens_at,
                opens_at=occurrence.opens_at,
                closes_at=occurrence.closes_at,
                why=asked.why,
                members=members,
            ),
            **about,
        )
    if len(people) == PAGE:
        following = Cursor(unit_path=people[-1].unit_path, member_id=people[-1].member_id)
        emit(asked.model_copy(update={"after": following}), **about)
