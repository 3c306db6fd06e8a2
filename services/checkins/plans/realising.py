"""Keep a plan: tell it, and see that the days ahead are as it wants them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from services.checkins.model import Occurrence, planning_of, session_day
from services.checkins.plans import recurrence
from services.checkins.plans.ahead import Change, difference
from services.checkins.plans.desk import Desk
from services.checkins.plans.model import Plan
from services.checkins.plans.opening import about, open_in_time, opening_key, tell_list
from services.checkins.plans.ports import PlanStore
from shared.events.plans import (
    CancelReason,
    MoveReason,
    PlanAhead,
    PlanPublished,
    TaskCancelled,
    TaskChange,
    TaskMoved,
    TellConcerned,
)
from shared.events.timers import CancelTimer, ScheduleTimer, keep

Emit = Callable[..., None]

#: Members are told of a change of what was to open within this time.
NEAR = timedelta(days=14)

#: A plan that pauses for longer than this is not looked at again until it is changed.
_PAUSE = timedelta(days=366 * 9)


def publish(plans: Sequence[Plan], store: PlanStore, emit: Emit, desk: Desk, why: str | None = None) -> None:
    """Keep new states of plans of one series. The plans are valid: see ``model.checked``."""
    for plan in plans:
        store.keep_plan(plan)
        emit(published(plan), subject=plan.plan_id, unit_path=store.path_of(plan.scope.unit_ids[0]))
    realise(plans, store, emit, desk, "plan-changed", why)


def realise(
    plans: Sequence[Plan], store: PlanStore, emit: Emit, desk: Desk, because: MoveReason, why: str | None = None
) -> None:
    """Make, change, move and take away occurrences so that the days ahead are as the plans, of one series, want."""
    units = {unit_id for plan in plans for unit_id in plan.scope.unit_ids}
    paths = {unit_id: path for unit_id in units if (path := store.path_of(unit_id)) is not None}
    there = store.scheduled([plan.plan_id for plan in plans])
    settled = store.settled(plans[0].series_id)
    found = difference(plans, there, settled, paths, desk.calendar, desk.zone, desk.now(), desk.ahead)
    for occurrence in found.added:
        store.put_occurrence(occurrence)
        open_in_time(occurrence, emit)
    for change in found.changed:
        store.put_occurrence(change.after)
        if change.moved:
            open_in_time(change.after, emit)
            emit(_moved(change, because), **about(change.after))
            _tell(change.after, "moved", change.before.opens_at, why, emit, desk)
    for occurrence, reason in found.gone:
        cancel(occurrence, reason, why, store, emit, desk)
    for plan in plans:
        _look_again(plan, emit, desk)


def cancel(
    occurrence: Occurrence, reason: CancelReason, why: str | None, store: PlanStore, emit: Emit, desk: Desk
) -> None:
    """Of a plan or set by itself."""
    planning = occurrence.plan
    store.withdraw(occurrence, reason, why, desk.now())
    was_open = occurrence.state != "scheduled"
    if not was_open:
        emit(CancelTimer(key=opening_key(occurrence)), subject=opening_key(occurrence))
    emit(
        TaskCancelled(
            occurrence_id=occurrence.occurrence_id,
            plan_id=planning.plan_id if planning else occurrence.occurrence_id,
            title=occurrence.title,
            unit_path=occurrence.unit_path,
            slot=planning.slot if planning else session_day(occurrence, desk.zone),
            opens_at=occurrence.opens_at,
            closes_at=occurrence.closes_at,
            reason=reason,
            why=why,
            was_open=was_open,
        ),
        **about(occurrence),
    )
    if was_open:
        # Whoever was there was there; nobody else was expected.
        tell_list(occurrence, store.everyone_at(occurrence.occurrence_id), emit, "cancelled")
    _tell(occurrence, "cancelled", occurrence.opens_at, why, emit, desk)


def published(plan: Plan) -> PlanPublished:
    fields = {name: getattr(plan, name) for name in PlanPublished.model_fields if name not in ("subjects", "actor_id")}
    fields["evidence"] = plan.evidence.untold
    return PlanPublished(subjects=list(plan.subjects), actor_id=plan.changed_by, **fields)


def _tell(
    occurrence: Occurrence, change: TaskChange, old_opens_at: datetime, why: str | None, emit: Emit, desk: Desk
) -> None:
    # Of what was far away nobody has made plans yet: their list of tasks shows it as it is.
    if old_opens_at <= desk.now() + NEAR:
        told = TellConcerned(occurrence_id=occurrence.occurrence_id, change=change, old_opens_at=old_opens_at, why=why)
        emit(told, **about(occurrence))


def _look_again(plan: Plan, emit: Emit, desk: Desk) -> None:
    key = f"checkins:ahead:{plan.plan_id}"
    today = desk.today()
    # Also what is made already may move, when the year's holidays are announced.
    following = next(recurrence.nominals(plan.timing, today - recurrence.REACH, today + _PAUSE), None)
    if plan.state == "cancelled" or following is None:
        emit(CancelTimer(key=key), subject=key)
        return
    send = keep(PlanAhead(plan_id=plan.plan_id), subject=plan.plan_id)
    emit(ScheduleTimer(key=key, due_at=desk.next_look(), send=send, lane="digest"), subject=key)


def _moved(change: Change, because: MoveReason) -> TaskMoved:
    after, planning = change.after, planning_of(change.after)
    return TaskMoved(
        occurrence_id=after.occurrence_id,
        plan_id=planning.plan_id,
        title=after.title,
        unit_path=after.unit_path,
        slot=planning.slot,
        old_opens_at=change.before.opens_at,
        opens_at=after.opens_at,
        closes_at=after.closes_at,
        reason=because,
        provisional=planning.provisional,
    )
