"""Make-ups: asked for, decided, expired."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.checkins.attendance.handlers import where
from services.checkins.attendance.rules import Rules
from services.checkins.makeup.limits import limits_at
from services.checkins.makeup.model import MakeUp, NotPossible
from services.checkins.makeup.ports import MakeUps
from services.checkins.marking import Mark, mark
from services.checkins.model import Occurrence
from services.checkins.plans.desk import Desk
from shared.events import Message
from shared.events.attendance import (
    DecideMakeUp,
    ExpireMakeUp,
    MakeUpAccepted,
    MakeUpExpired,
    MakeUpRefusal,
    MakeUpRefused,
    MakeUpRequested,
    MakeUpState,
    RequestMakeUp,
)
from shared.events.timers import CancelTimer, ScheduleTimer, keep

Emit = Callable[..., None]


def request(command: Message[RequestMakeUp], store: MakeUps, emit: Emit, desk: Desk, rules: Rules) -> None:
    """Judged by the command's time and the limits where the member is on the list. Asked again with the same id,
    nothing changes. Raises NotPossible."""
    asked = command.data
    if store.make_up(asked.make_up_id) is not None:
        return
    task = store.occurrences({asked.occurrence_id}).get(asked.occurrence_id)
    if task is None:
        raise NotPossible("unknown-task")
    path = where(task, [asked.member_id], store).get(asked.member_id)
    if path is None:
        raise NotPossible("not-on-the-list", title=task.title)
    _not_there(task, asked.member_id, store)
    if command.time < task.taken_until:
        raise NotPossible("still-open", task.taken_until, title=task.title)
    limits = limits_at(path, store, rules.make_up)
    last = task.taken_until + limits.ask_within
    if command.time >= last:
        raise NotPossible("too-late", last, title=task.title, limits=limits)
    month = f"{task.closes_at.astimezone(desk.zone):%Y-%m}"
    before = store.make_ups_of(asked.member_id, month)
    if any(each.occurrence_id == task.occurrence_id and each.state == "requested" for each in before):
        raise NotPossible("already-requested", title=task.title)
    if sum(each.state != "expired" for each in before) >= limits.rule.per_month:
        raise NotPossible("too-many-this-month", most=limits.rule.per_month, title=task.title, limits=limits)
    make_up = MakeUp(
        asked.make_up_id,
        task.occurrence_id,
        asked.member_id,
        path,
        task.title,
        asked.reason,
        "requested",
        command.time,
        command.time + limits.decide_within,
        month,
        asked.chat_id,
    )
    store.keep_make_up(make_up)
    timer = keep(ExpireMakeUp(make_up_id=make_up.make_up_id), **_about(make_up))
    emit(ScheduleTimer(key=_key(make_up), due_at=make_up.expires_at, send=timer), subject=_key(make_up))
    emit(
        MakeUpRequested(
            reason=make_up.reason,
            expires_at=make_up.expires_at,
            decider_ids=list(store.deciders(path, "decide-make-up", make_up.member_id)),
            **_facts(make_up, asked.chat_id),
        ),
        **_about(make_up),
    )


def decide(command: Message[DecideMakeUp], store: MakeUps, emit: Emit, desk: Desk, rules: Rules) -> None:
    """Judged by the command's time. An accepted one earns what a late check-in does. Raises NotPossible."""
    asked = command.data
    make_up = store.make_up(asked.make_up_id)
    if make_up is None:
        raise NotPossible("unknown-request")
    title = make_up.task_title
    if asked.actor_id == make_up.member_id:
        raise NotPossible("own-request", title=title)
    if make_up.state != "requested":
        raise NotPossible("over", make_up.decided_at, title=title)
    if command.time >= make_up.expires_at:
        raise NotPossible("too-late", make_up.expires_at, title=title)
    if not asked.accepted:
        refused = _end(make_up, "refused", desk.now(), store, emit, asked)
        emit(MakeUpRefused(actor_id=asked.actor_id, why=asked.why, **_facts(refused, asked.chat_id)), **_about(refused))
        return
    task = store.occurrences({make_up.occurrence_id}).get(make_up.occurrence_id)
    if task is None:
        raise NotPossible("unknown-task", title=title)
    _not_there(task, make_up.member_id, store)
    accepted = _end(make_up, "accepted", desk.now(), store, emit, asked)
    credit = task.credit_at(make_up.asked_at)
    row = Mark(make_up.member_id, make_up.unit_path, make_up.asked_at, credit)
    mark(task, [row], "made-up", command.id, store, emit, desk, rules.day_begins)
    emit(
        MakeUpAccepted(
            actor_id=asked.actor_id, credit_minutes=credit, why=asked.why, **_facts(accepted, asked.chat_id)
        ),
        **_about(accepted),
    )


def expire(command: Message[ExpireMakeUp], store: MakeUps, emit: Emit, desk: Desk) -> None:
    make_up = store.make_up(command.data.make_up_id)
    if make_up is None or make_up.state != "requested" or desk.now() < make_up.expires_at:
        return
    store.keep_make_up(replace(make_up, state="expired", decided_at=desk.now()))
    told = list(store.deciders(make_up.unit_path, "decide-make-up", make_up.member_id))
    emit(MakeUpExpired(decider_ids=told, **_facts(make_up, None)), **_about(make_up))


def _end(make_up: MakeUp, state: MakeUpState, now: datetime, store: MakeUps, emit: Emit, asked: DecideMakeUp) -> MakeUp:
    ended = replace(make_up, state=state, decided_by=asked.actor_id, decided_at=now, why=asked.why)
    store.keep_make_up(ended)
    emit(CancelTimer(key=_key(make_up)), subject=_key(make_up))
    return ended


def _not_there(task: Occurrence, member_id: str, store: MakeUps) -> None:
    """Raises NotPossible where the member has a check-in."""
    before = store.check_ins({(task.occurrence_id, member_id)}).get((task.occurrence_id, member_id))
    if before is not None:
        reason: MakeUpRefusal = "already-checked-in" if before.counts else "taken-back"
        raise NotPossible(reason, before.checked_in_at, title=task.title)


def _facts(make_up: MakeUp, chat_id: str | None) -> dict[str, Any]:
    return {
        "make_up_id": make_up.make_up_id,
        "occurrence_id": make_up.occurrence_id,
        "member_id": make_up.member_id,
        "unit_path": make_up.unit_path,
        "task_title": make_up.task_title,
        "chat_id": chat_id,
    }


def _about(make_up: MakeUp) -> dict[str, Any]:
    return {"subject": make_up.make_up_id, "unit_path": make_up.unit_path}


def _key(make_up: MakeUp) -> str:
    return f"checkins:make-up:{make_up.make_up_id}"
