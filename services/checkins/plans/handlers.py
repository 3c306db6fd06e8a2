"""Plans are made, changed, cancelled and copied: load, decide, save, emit.

Each returns the answer that an RPC gives; by durable command the same answer is an event.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypedDict

from services.checkins.plans.ahead import occurrence_id
from services.checkins.plans.desk import Desk
from services.checkins.plans.model import Plan, Refused, changed, checked, ended, without
from services.checkins.plans.ports import PlanStore
from services.checkins.plans.realising import cancel, publish, realise
from services.checkins.plans.recurrence import same_day_of
from shared.events import Message, derived_id
from shared.events.plans import (
    CancelOccurrence,
    CancelPlan,
    CancelTask,
    ChangeSeries,
    CopyPlans,
    PlanAccepted,
    PlanAhead,
    Planning,
    PlanRefusal,
    PlanRefused,
    PlanStudy,
    SetTerm,
    Term,
)

Emit = Callable[..., None]


class Answer(TypedDict):
    """``refused`` is None when it was done; then ``plans`` are the ids and versions of what was made or changed.
    Of a conflict, they are the id and version of what is there, and ``changed_by`` who made it."""

    refused: PlanRefusal | None
    plans: dict[str, int]
    changed_by: str | None


def plan_study(command: Message[PlanStudy], store: PlanStore, emit: Emit, desk: Desk) -> Answer:
    asked = command.data
    plan = _plan_of(asked)

    def act() -> tuple[Plan, ...]:
        before = store.plan(asked.plan_id)
        if before is not None:
            if before == plan:
                return ()
            raise Refused("id-is-taken", before)
        return (_fit(plan, store),)

    return _answer(command, asked.plan_id, asked.actor_id, act, store, emit, desk)


def change_series(command: Message[ChangeSeries], store: PlanStore, emit: Emit, desk: Desk) -> Answer:
    asked = command.data

    def act() -> tuple[Plan, ...]:
        before = _known(store, asked.plan_id)
        new_id = derived_id(command.id, "following")
        made = changed(before, asked.version, asked.extent, asked.slot, asked.changes, new_id, asked.actor_id)
        if asked.extent == "this":
            _still_to_open(before, store, asked)
        # Of a series that was split the earlier part may have nothing left before its end: it is over, and no fault.
        return (*made[:-1], _fit(made[-1], store))

    return _answer(command, asked.plan_id, asked.actor_id, act, store, emit, desk)


def cancel_occurrence(command: Message[CancelOccurrence], store: PlanStore, emit: Emit, desk: Desk) -> Answer:
    asked = command.data

    def act() -> tuple[Plan, ...]:
        before = _known(store, asked.plan_id)
        after = without(before, asked.version, asked.slot, asked.reason, asked.actor_id)
        ids = {occurrence_id(before.series_id, asked.slot, unit_id) for unit_id in before.scope.unit_ids}
        there = store.occurrences(ids).values()
        if any(each.taken_until <= desk.now() for each in there):
            raise Refused("is-over", before)
        for each in there:
            if each.state != "scheduled":
                cancel(each, "cancelled", asked.reason, store, emit, desk)
        return (after,)

    return _answer(command, asked.plan_id, asked.actor_id, act, store, emit, desk, asked.reason)


def cancel_task(command: Message[CancelTask], store: PlanStore, emit: Emit, desk: Desk) -> Answer:
    """A task that was set by itself."""
    asked = command.data
    task = store.occurrences({asked.occurrence_id}).get(asked.occurrence_id)
    before = None if task else store.withdrawn_occurrence(asked.occurrence_id)
    reason: PlanRefusal | None = None
    if before is not None:
        reason = "is-cancelled"
    elif task is None or task.plan is not None:
        reason = "unknown-occurrence"
    elif task.taken_until <= desk.now():
        reason = "is-over"
    known = task or before
    if reason is not None or task is None:
        refused = Refused(reason or "unknown-occurrence", title=known.title if known else None)
        return _refused(command, asked.occurrence_id, asked.actor_id, refused, emit)
    cancel(task, "cancelled", asked.reason, store, emit, desk)
    _accepted(command, task.occurrence_id, task.title, emit)
    return Answer(refused=None, plans={}, changed_by=None)


def cancel_plan(command: Message[CancelPlan], store: PlanStore, emit: Emit, desk: Desk) -> Answer:
    asked = command.data
    return _answer(
        command,
        asked.plan_id,
        asked.actor_id,
        lambda: (ended(_known(store, asked.plan_id), asked.version, asked.actor_id),),
        store,
        emit,
        desk,
        asked.reason,
    )


def set_term(command: Message[SetTerm], store: PlanStore, emit: Emit) -> Answer:
    asked = command.data
    reason: PlanRefusal | None = None
    if store.path_of(asked.unit_id) is None:
        reason = "unknown-unit"
    elif asked.term.last_day < asked.term.first_day:
        reason = "ends-before-it-begins"
    if reason is not None:
        return _refused(command, asked.term.term_id, asked.actor_id, Refused(reason), emit)
    store.keep_term(asked.unit_id, asked.term)
    _accepted(command, asked.term.term_id, None, emit)
    return Answer(refused=None, plans={}, changed_by=None)


def copy_plans(command: Message[CopyPlans], store: PlanStore, emit: Emit, desk: Desk) -> Answer:
    """What a copy would never hold in the new term is left out. Copied again with the same id, nothing changes."""
    asked = command.data
    path = store.path_of(asked.unit_id)
    old, new = (store.term(term_id, path) if path else None for term_id in (asked.from_term, asked.to_term))
    if path is None or old is None or new is None:
        reason: PlanRefusal = "unknown-term" if path else "unknown-unit"
        return _refused(command, asked.copy_id, asked.actor_id, Refused(reason), emit)
    made: dict[str, int] = {}
    for plan in store.plans_within(path):
        if plan.state == "active" and plan.timing.term is not None and plan.timing.term.term_id == asked.from_term:
            copy = _copied(plan, old, new, derived_id(asked.copy_id, plan.plan_id), asked.actor_id)
            there = store.plan(copy.plan_id)
            try:
                if there is None:
                    publish([_fit(copy, store)], store, emit, desk)
            except Refused:
                continue
            made[copy.plan_id] = there.version if there else 1
    if not made:
        return _refused(command, asked.copy_id, asked.actor_id, Refused("nothing-to-copy"), emit)
    _accepted(command, asked.copy_id, None, emit)
    return Answer(refused=None, plans=made, changed_by=None)


def plan_ahead(command: Message[PlanAhead], store: PlanStore, emit: Emit, desk: Desk) -> None:
    """Each day: the next days, and what a calendar that is newly announced moves."""
    plan = store.plan(command.data.plan_id)
    if plan is not None and plan.state == "active":
        realise([plan], store, emit, desk, "calendar-announced")


def _plan_of(asked: PlanStudy) -> Plan:
    return Plan(
        asked.plan_id,
        asked.plan_id,
        1,
        "active",
        asked.title,
        asked.kind,
        tuple(asked.subjects),
        asked.scope,
        asked.timing,
        asked.window,
        asked.credit_minutes,
        asked.evidence,
        asked.late,
        {},
        asked.actor_id,
    )


def _copied(plan: Plan, old: Term, new: Term, plan_id: str, by: str | None) -> Plan:
    timing = plan.timing.model_copy(
        update={
            "term": new,
            "first_day": same_day_of(old, new, plan.timing.first_day),
            "last_day": same_day_of(old, new, plan.timing.last_day) if plan.timing.last_day else None,
        }
    )
    fresh = replace(plan, plan_id=plan_id, series_id=plan_id, version=1, timing=timing, deviations={}, changed_by=by)
    return replace(fresh, not_before=None, not_after=None)


def _fit(plan: Plan, store: PlanStore) -> Plan:
    """The plan itself. Raises Refused."""
    if any(store.path_of(unit_id) is None for unit_id in plan.scope.unit_ids):
        raise Refused("unknown-unit", plan)
    return checked(plan)


def _known(store: PlanStore, plan_id: str) -> Plan:
    plan = store.plan(plan_id)
    if plan is None:
        raise Refused("unknown-plan")
    return plan


def _still_to_open(plan: Plan, store: PlanStore, asked: ChangeSeries) -> None:
    if asked.slot is not None:
        ids = {occurrence_id(plan.series_id, asked.slot, unit_id) for unit_id in plan.scope.unit_ids}
        if ids & store.settled(plan.series_id):
            raise Refused("is-open", plan)


def _answer(
    command: Message[Planning],
    plan_id: str,
    actor_id: str | None,
    act: Callable[[], tuple[Plan, ...]],
    store: PlanStore,
    emit: Emit,
    desk: Desk,
    why: str | None = None,
) -> Answer:
    try:
        plans = act()
    except Refused as refused:
        return _refused(command, plan_id, actor_id, refused, emit)
    if plans:
        publish(plans, store, emit, desk, why)
    _accepted(command, plan_id, plans[-1].title if plans else _title(command), emit)
    return Answer(refused=None, plans={plan.plan_id: plan.version for plan in plans} or {plan_id: 1}, changed_by=None)


def _accepted(command: Message[Planning], plan_id: str, title: str | None, emit: Emit) -> None:
    """To the chat that asked; whoever asked elsewhere has the answer."""
    asked = command.data
    if asked.chat_id is not None:
        accepted = PlanAccepted(
            command_id=command.id,
            command_type=command.type,
            plan_id=plan_id,
            title=title,
            actor_id=asked.actor_id,
            chat_id=asked.chat_id,
        )
        emit(accepted, subject=plan_id)


def _title(command: Message[Planning]) -> str | None:
    return command.data.title if isinstance(command.data, PlanStudy) else None


def _refused(command: Message[Planning], plan_id: str, actor_id: str | None, refused: Refused, emit: Emit) -> Answer:
    plan = refused.plan if refused.reason == "conflict" else None
    emit(
        PlanRefused(
            command_id=command.id,
            command_type=command.type,
            plan_id=plan_id,
            reason=refused.reason,
            version=plan.version if plan else None,
            changed_by=plan.changed_by if plan else None,
            actor_id=actor_id,
            title=_title(command) or refused.title,
            chat_id=command.data.chat_id,
        ),
        subject=plan_id,
    )
    return Answer(
        refused=refused.reason,
        plans={plan.plan_id: plan.version} if plan else {},
        changed_by=plan.changed_by if plan else None,
    )
