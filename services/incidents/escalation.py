"""An incident that nobody acknowledges climbs to the next duty, step by step; at the end the whole chain is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.incidents.duties import everybody
from services.incidents.model import Duty, Incident, Step, chain, next_duty
from services.incidents.policy import Policy
from services.incidents.ports import Incidents
from shared.events import Message
from shared.events.incidents import Account, Clock, EscalateIncident, IncidentEscalated, IncidentUnanswered
from shared.events.timers import CancelTimer, ScheduleTimer, keep

Emit = Callable[..., None]


@dataclass(frozen=True)
class Asked:
    """An incident that was just put to a duty, the highest of the chain if ``is_last``."""

    incident: Incident
    step: Step
    clock: Clock
    is_last: bool


def put_to_next(
    incident: Incident, store: Incidents, emit: Emit, policy: Policy, *, late: bool = False
) -> Asked | None:
    """Put it to the next duty and start the clock; None when there is no next one. The caller saves.

    The clock runs from now, when the duty is told, and not from when it should have been: after an outage each duty
    still has its time to react.
    """
    duties = _chain(incident, store, policy)
    duty = next_duty(duties, incident.steps)
    if duty is None:
        return None
    now = policy.now()
    number = len(incident.steps)
    deadline = policy.deadline(incident.category, incident.severity, now)
    step = Step(number, duty.unit.path, duty.unit.name, duty.officers, now, deadline.due_at, late)
    put = incident.climbed(step) if number else _first(incident, step)
    rule = deadline.rule
    clock = Clock(
        due_at=deadline.due_at, minutes=rule.minutes, calendar=rule.calendar, provisional=deadline.provisional
    )
    _start_clock(put, deadline.due_at, emit)
    return Asked(put, step, clock, is_last=not any(_is_above(other, duty) for other in duties))


def escalate(command: Message[EscalateIncident], store: Incidents, emit: Emit, policy: Policy) -> None:
    """Climb one step, or tell the whole chain at its end; nothing when somebody acknowledged, or when this was done
    already."""
    data = command.data
    incident = store.incident(data.incident_id)
    if incident is None or incident.state != "reported":
        return
    if (len(incident.steps), incident.unanswered) != (data.step, data.told):
        return
    late = policy.now() - data.due_at > policy.late_after
    asked = put_to_next(incident, store, emit, policy, late=late)
    if asked is None:
        _tell_all(incident, data.due_at, store, emit, policy, late=late)
        return
    store.save(asked.incident)
    emit(
        IncidentEscalated(
            **facts(asked.incident),
            account=Account(what=incident.what, where=incident.where),
            photo_id=incident.photo_id,
            step=asked.step.number,
            to_unit_name=asked.step.unit_name,
            to=list(asked.step.officers),
            due_at=data.due_at,
            escalated_at=asked.step.at,
            late=late,
            clock=asked.clock,
            is_last=asked.is_last,
        ),
        subject=incident.incident_id,
        unit_path=incident.unit_path,
    )


def _tell_all(
    incident: Incident, due_at: datetime, store: Incidents, emit: Emit, policy: Policy, *, late: bool
) -> None:
    """Nobody is left to climb to: everybody who was asked is told, and told again until the repeats are used up."""
    told = incident.left_unanswered()
    now = policy.now()
    again_at = None
    if told.unanswered <= policy.repeats:
        again_at = policy.repeat(incident.category, incident.severity, now).due_at
        _start_clock(told, again_at, emit)
    store.save(told)
    emit(
        IncidentUnanswered(
            **facts(told),
            account=Account(what=incident.what, where=incident.where),
            photo_id=incident.photo_id,
            time=told.unanswered,
            due_at=due_at,
            told_at=now,
            late=late,
            again_at=again_at,
        ),
        subject=incident.incident_id,
        unit_path=incident.unit_path,
    )


def _start_clock(incident: Incident, due_at: datetime, emit: Emit) -> None:
    escalate = EscalateIncident(
        incident_id=incident.incident_id, step=len(incident.steps), told=incident.unanswered, due_at=due_at
    )
    kept = keep(escalate, subject=incident.incident_id, unit_path=incident.unit_path)
    emit(ScheduleTimer(key=_key(incident), due_at=due_at, send=kept, lane="incident"), subject=_key(incident))


def stop_clock(incident: Incident, emit: Emit) -> None:
    emit(CancelTimer(key=_key(incident)), subject=_key(incident))


def facts(incident: Incident) -> dict[str, Any]:
    """The fields of an IncidentEvent."""
    return {
        "incident_id": incident.incident_id,
        "number": incident.number,
        "unit_path": incident.unit_path,
        "unit_name": incident.unit_name,
        "category": incident.category,
        "severity": incident.severity,
        "reporter_id": incident.reporter_id,
        "in_charge": incident.in_charge,
    }


def _key(incident: Incident) -> str:
    return f"incidents:{incident.incident_id}"


def _chain(incident: Incident, store: Incidents, policy: Policy) -> list[Duty]:
    upwards = store.upwards(incident.unit_path)
    unit_ids = [unit.unit_id for unit in upwards]
    lists = store.duties_of(unit_ids)
    listed = everybody([duty for duties in lists.values() for duty in duties])
    people = {member.member_id: member for member in [*store.members_at(unit_ids), *store.members_by_id(listed)]}
    today = policy.now().astimezone(policy.zone).date()
    return chain(upwards, people.values(), incident.reporter_id, lists, today)


def _is_above(other: Duty, duty: Duty) -> bool:
    return duty.unit.path.startswith(other.unit.path + "/") or (other.unit == duty.unit and other.rank > duty.rank)


def _first(incident: Incident, step: Step) -> Incident:
    # Part of its making, and so no version of its own.
    return replace(incident, steps=(step,))
