"""A check-in is questioned, corrected, taken back: the next version of it, never another in its place.

Each returns the answer that an RPC gives; by durable command the same answer is an event.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypedDict

from services.checkins.corrections.ports import Corrections
from services.checkins.model import Changed, ChangeKind, CheckIn
from services.checkins.plans.desk import Desk
from shared.events import Message
from shared.events.attendance import (
    ChangeCheckIn,
    CheckInCorrected,
    CheckInQuestioned,
    CorrectCheckIn,
    CorrectionRefusal,
    CorrectionRefused,
    QuestionCheckIn,
)

Emit = Callable[..., None]


class Answer(TypedDict):
    """``version`` is the one that is there now; 0 where there is none. Of a conflict, ``changed_by`` made it."""

    refused: CorrectionRefusal | None
    version: int
    changed_by: str | None


def question(command: Message[QuestionCheckIn], store: Corrections, emit: Emit, desk: Desk) -> Answer:
    asked = command.data
    before = _there(asked, store)
    reason = _refusal(asked, before)
    if reason is not None or before is None:
        return _refused(command, before, reason or "unknown-check-in", emit)
    after = _changed(before, "questioned", asked, desk)
    return _keep(before, after, CheckInQuestioned(**_about(after, asked)), store, emit)


def correct(command: Message[CorrectCheckIn], store: Corrections, emit: Emit, desk: Desk) -> Answer:
    asked = command.data
    before = _there(asked, store)
    reason = _refusal(asked, before)
    if reason is not None or before is None:
        return _refused(command, before, reason or "unknown-check-in", emit)
    wanted = {name: getattr(asked, name) for name in ("counts", "late", "credit_minutes", "checked_in_at")}
    wanted = {name: value for name, value in wanted.items() if value is not None}
    if all(getattr(before, name) == value for name, value in wanted.items()):
        return _refused(command, before, "nothing-changes", emit)
    task = store.occurrences({before.occurrence_id}).get(before.occurrence_id)
    if task is not None and (asked.credit_minutes or 0) > task.credit_minutes:
        return _refused(command, before, "too-long", emit)
    kind: ChangeKind = "taken-back" if asked.counts is False else "corrected"
    after = _changed(before, kind, asked, desk, **wanted)
    told = CheckInCorrected(
        **_about(after, asked),
        counts=after.counts,
        late=after.late,
        credit_minutes=after.credit_minutes,
        checked_in_at=after.checked_in_at,
        how=after.how,
    )
    return _keep(before, after, told, store, emit)


def _there(asked: ChangeCheckIn, store: Corrections) -> CheckIn | None:
    key = (asked.occurrence_id, asked.member_id)
    return store.check_ins({key}).get(key)


def _refusal(asked: ChangeCheckIn, before: CheckIn | None) -> CorrectionRefusal | None:
    if before is None:
        return "unknown-check-in"
    if asked.actor_id == asked.member_id:
        return "own-check-in"
    return "conflict" if before.version != asked.version else None


def _changed(before: CheckIn, kind: ChangeKind, asked: ChangeCheckIn, desk: Desk, **wanted: Any) -> CheckIn:
    """The next version."""
    changed = Changed(kind, desk.now(), asked.reason, asked.actor_id)
    return replace(before, version=before.version + 1, changed=changed, **wanted)


def _about(after: CheckIn, asked: ChangeCheckIn) -> dict[str, Any]:
    """What is told of every change."""
    return {
        "occurrence_id": after.occurrence_id,
        "member_id": after.member_id,
        "unit_path": after.unit_path,
        "task_title": after.task_title,
        "version": after.version,
        "reason": asked.reason,
        "actor_id": asked.actor_id,
        "chat_id": asked.chat_id,
    }


def _keep(
    before: CheckIn,
    after: CheckIn,
    told: CheckInQuestioned | CheckInCorrected,
    store: Corrections,
    emit: Emit,
) -> Answer:
    store.replace_check_in(before, after)
    emit(told, subject=after.member_id, unit_path=after.unit_path)
    return Answer(refused=None, version=after.version, changed_by=told.actor_id)


def _refused(command: Message[ChangeCheckIn], before: CheckIn | None, reason: CorrectionRefusal, emit: Emit) -> Answer:
    asked = command.data
    by = before.changed.by if before and before.changed and reason == "conflict" else None
    emit(
        CorrectionRefused(
            command_id=command.id,
            occurrence_id=asked.occurrence_id,
            member_id=asked.member_id,
            reason=reason,
            version=before.version if before and reason == "conflict" else None,
            changed_by=by,
            actor_id=asked.actor_id,
            chat_id=asked.chat_id,
        ),
        subject=asked.member_id,
    )
    return Answer(refused=reason, version=before.version if before else 0, changed_by=by)
