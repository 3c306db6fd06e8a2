"""A roll call: who was there, of a whole meeting at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict

from services.checkins.attendance.ports import Attendance
from services.checkins.attendance.rules import Rules
from services.checkins.marking import Mark, mark
from services.checkins.model import CheckIn, Occurrence
from services.checkins.plans.desk import Desk
from shared import rotating
from shared.events import Message
from shared.events.attendance import (
    Absent,
    MarkRefusal,
    NotMarked,
    RollCall,
    RollCallRefusal,
    RollCallRefused,
    RollCallTaken,
)

Emit = Callable[..., None]
_MOMENT = timedelta(milliseconds=1)


class Answer(TypedDict):
    """``refused`` is None when it was taken; ``at`` is the moment that a refusal is about, ISO 8601. ``marked`` are
    those who count as present now, ``not_marked`` by member why not."""

    refused: RollCallRefusal | None
    at: str | None
    marked: list[str]
    not_marked: dict[str, MarkRefusal]


@dataclass(frozen=True)
class Shown:
    """The code to show on the spot, and the one after it."""

    code: str
    expires_at: datetime
    next: str


def roll_call(command: Message[RollCall], store: Attendance, emit: Emit, desk: Desk, rules: Rules) -> Answer:
    """Judged by the command's time. It can be called from when the task opens until some days after it closed.

    Whoever is on the list and was there counts, on time, whatever evidence the task asks for: the secretary saw them.
    """
    asked = command.data
    task = store.occurrences({asked.occurrence_id}).get(asked.occurrence_id)
    refused, at = _refusal(task, command.time, rules.roll_call)
    if refused is not None or task is None:
        emit(
            RollCallRefused(
                command_id=command.id,
                occurrence_id=asked.occurrence_id,
                reason=refused or "unknown-task",
                task_title=task.title if task else None,
                at=at,
                actor_id=asked.actor_id,
                chat_id=asked.chat_id,
            ),
            subject=asked.occurrence_id,
        )
        shown = at.isoformat() if at else None
        return Answer(refused=refused or "unknown-task", at=shown, marked=[], not_marked={})
    present = list(dict.fromkeys(asked.present))
    absent = [each for each in asked.absent if each.member_id not in present]
    paths = where(task, [*present, *(each.member_id for each in absent)], store)
    known = store.check_ins({(task.occurrence_id, member_id) for member_id in present})
    # Who was called up when it was over was there before it was.
    moment = min(command.time, task.closes_at - _MOMENT)
    marks: list[Mark] = []
    marked: list[str] = []
    not_marked: dict[str, MarkRefusal] = {}
    for member_id in present:
        before = known.get((task.occurrence_id, member_id))
        reason = _why_not(before, paths.get(member_id))
        if reason is not None:
            not_marked[member_id] = reason
            continue
        marked.append(member_id)
        if before is None:
            marks.append(Mark(member_id, paths[member_id], moment, task.credit_minutes))
    mark(task, marks, "roll-call", command.id, store, emit, desk, rules.day_begins)
    noted = [each for each in absent if each.member_id in paths]
    store.keep_absences(task.occurrence_id, {each.member_id: each.reason for each in noted}, asked.actor_id, desk.now())
    emit(_taken(command, task, marked, not_marked, noted), subject=task.occurrence_id, unit_path=task.unit_path)
    return Answer(refused=None, at=None, marked=marked, not_marked=not_marked)


def where(task: Occurrence, member_ids: list[str], store: Attendance) -> dict[str, str]:
    """The unit paths of those of the members whom the task is for."""
    if task.plan is not None:
        found = store.listed([task], member_ids)
        return {member_id: listing.unit_path for (_, member_id), listing in found.items()}
    return {key: path for key, path in store.member_paths(member_ids).items() if task.expects(path)}


def attendance_code(task: Occurrence, store: Attendance, now: datetime) -> Shown:
    """From the first time it is shown; whoever shows it at the same time shows the same."""
    secret = store.keep_code_secret(task.occurrence_id, rotating.new_secret())
    step = rotating.step_at(now)
    return Shown(rotating.code_for(secret, step), rotating.ends_at(step), rotating.code_for(secret, step + 1))


def _refusal(
    task: Occurrence | None, moment: datetime, within: timedelta
) -> tuple[RollCallRefusal | None, datetime | None]:
    if task is None:
        return "unknown-task", None
    if moment < task.opens_at:
        return "not-yet-open", task.opens_at
    last = task.closes_at + within
    return ("too-late", last) if moment >= last else (None, None)


def _why_not(before: CheckIn | None, path: str | None) -> MarkRefusal | None:
    if path is None:
        return "not-on-the-list"
    if before is None or (before.counts and before.how == "roll-call"):
        return None
    return "already-checked-in" if before.counts else "taken-back"


def _taken(
    command: Message[RollCall],
    task: Occurrence,
    marked: list[str],
    not_marked: dict[str, MarkRefusal],
    absent: list[Absent],
) -> RollCallTaken:
    return RollCallTaken(
        command_id=command.id,
        occurrence_id=task.occurrence_id,
        task_title=task.title,
        unit_path=task.unit_path,
        marked=marked,
        not_marked=[NotMarked(member_id=key, reason=reason) for key, reason in not_marked.items()],
        absent=absent,
        actor_id=command.data.actor_id,
        chat_id=command.data.chat_id,
    )
