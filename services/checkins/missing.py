"""Who has not checked in: asked by a command, answered by an event, a page of members at a time.

Not an RPC: whoever asks has a reminder due, and must get the answer though this service or the broker is away for a
while; and the next page is asked for only when this one has been dealt with, so that no answer grows old in a queue
behind others. A page is 500 ids at most, about 33 kB.

Who is away on the day is not missed: retired, left, not to be reached, on leave.

A member who changes units while pages are asked for may be met twice or not at all; whoever reminds must remind once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from services.checkins.model import Occurrence
from services.checkins.ports import CheckIns
from shared.events import Message
from shared.events.checkins import Cursor, TaskClosingSoon, TellMissing
from shared.failures import PermanentFailure

PAGE = 500

Emit = Callable[..., None]


def tell_missing(command: Message[TellMissing], store: CheckIns, emit: Emit, today: date) -> None:
    """Who is away ``today``, a day of the unit's zone, is not missed. Of a task that was cancelled nobody is; those who
    were asked about by name are settled. Raises PermanentFailure for one that is not known: it was told by this very
    service."""
    asked = command.data
    occurrence = store.occurrences({asked.occurrence_id}).get(asked.occurrence_id)
    if occurrence is None:
        cancelled = store.withdrawn_occurrence(asked.occurrence_id)
        if cancelled is None:
            raise PermanentFailure(f"no task {asked.occurrence_id}")
        if asked.only is not None:
            emit(_closing_soon(cancelled, [], None, asked), subject=asked.occurrence_id, unit_path=cancelled.unit_path)
        return
    following = None
    if asked.only is not None:
        paths = store.member_paths(asked.only)
        expected = [member for member in asked.only if member in paths]
        if occurrence.plan is None:
            expected = [member for member in expected if occurrence.expects(paths[member])]
    else:
        after = (asked.after.unit_path, asked.after.member_id) if asked.after else None
        page = store.members_after(occurrence.unit_path, after, PAGE)
        expected = [member for _, member in page]
        if len(page) == PAGE:
            following = Cursor(unit_path=page[-1][0], member_id=page[-1][1])
    if occurrence.plan is not None:
        listed = store.listed([occurrence], expected)
        keys = {member_id for (_, member_id), found in listed.items() if not found.excused}
        expected = [member for member in expected if member in keys]
    done = store.checked_in(occurrence.occurrence_id, expected)
    away = store.away(expected, today)
    missing = [member for member in expected if member not in done and member not in away]
    emit(
        _closing_soon(occurrence, missing, following, asked),
        subject=occurrence.occurrence_id,
        unit_path=occurrence.unit_path,
    )


def _closing_soon(
    occurrence: Occurrence, missing: list[str], following: Cursor | None, asked: TellMissing
) -> TaskClosingSoon:
    wanted = set(missing)
    return TaskClosingSoon(
        occurrence_id=occurrence.occurrence_id,
        title=occurrence.title,
        unit_path=occurrence.unit_path,
        opens_at=occurrence.opens_at,
        closes_at=occurrence.closes_at,
        missing=missing,
        settled=[member for member in asked.only or () if member not in wanted],
        next=following,
        after=asked.after,
        again=asked.again,
        by_name=asked.only is not None,
    )
