"""One function per command or consumed event: load, decide, save, emit. Escalation is in escalation.py."""

from __future__ import annotations

from collections.abc import Callable

from services.incidents.escalation import Asked, facts, put_to_next, stop_clock
from services.incidents.model import (
    Done,
    Incident,
    Member,
    Unit,
    UnknownMember,
    UnknownUnit,
    report_refusal,
)
from services.incidents.policy import Policy
from services.incidents.ports import Incidents
from services.incidents.suggestion import suggested
from shared.access import consultation
from shared.access.copies import grants_of
from shared.events import Message
from shared.events.directory import MemberRegistered, UnitRegistered
from shared.events.incidents import (
    Account,
    AcknowledgeIncident,
    CloseIncident,
    IncidentAcknowledged,
    IncidentClosed,
    IncidentMoved,
    IncidentMoveRefused,
    IncidentNoted,
    IncidentReported,
    IncidentReportRefused,
    IncidentResolved,
    Move,
    MoveIncident,
    MoveRefusal,
    NoteIncident,
    ReportIncident,
    ResolveIncident,
    Suggested,
    Words,
)
from shared.events.units import DutiesSet

Emit = Callable[..., None]

_MOVES: dict[type[MoveIncident], tuple[Move, type[IncidentMoved]]] = {
    AcknowledgeIncident: ("acknowledge", IncidentAcknowledged),
    NoteIncident: ("note", IncidentNoted),
    ResolveIncident: ("resolve", IncidentResolved),
    CloseIncident: ("close", IncidentClosed),
}


def unit_registered(event: Message[UnitRegistered], store: Incidents, emit: Emit) -> None:
    unit = event.data
    store.keep_unit(Unit(unit.unit_id, unit.kind, unit.name, unit.path), unit.version)


def duties_set(event: Message[DutiesSet], store: Incidents, emit: Emit) -> None:
    store.keep_duties(event.data.unit_id, event.data.duties, event.data.version)


def member_registered(event: Message[MemberRegistered], store: Incidents, emit: Emit) -> None:
    data = event.data
    store.keep_member(
        Member(
            data.member_id,
            data.unit_id,
            data.unit_path,
            tuple(data.roles),
            data.version,
            data.status,
            tuple(data.leaves),
            grants_of(data),
        )
    )


def report(command: Message[ReportIncident], store: Incidents, emit: Emit, policy: Policy) -> None:
    """Raises UnknownMember or UnknownUnit while the copies lag behind, so that the command is tried again later."""
    data = command.data
    reporter = store.member(data.reporter_id)
    if reporter is None:
        raise UnknownMember(data.reporter_id)
    unit = store.unit(data.unit_id or reporter.unit_id)
    if unit is None:
        raise UnknownUnit(data.unit_id or reporter.unit_id)
    refused = report_refusal(reporter, unit)
    if refused is None and store.incident(data.incident_id):
        refused = "already-reported"
    if refused:
        emit(
            IncidentReportRefused(
                command_id=command.id,
                incident_id=data.incident_id,
                reporter_id=data.reporter_id,
                reason=refused,
                chat_id=data.chat_id,
            ),
            subject=data.incident_id,
        )
        return
    suggestion = suggested(data.account.what)
    incident = Incident(
        incident_id=data.incident_id,
        number=store.next_number(command.time.astimezone(policy.zone).year),
        report_command_id=command.id,
        reporter_id=data.reporter_id,
        unit_path=unit.path,
        unit_name=unit.name,
        category=data.category,
        severity=data.severity,
        what=data.account.what,
        where=data.account.where,
        occurred_at=data.occurred_at,
        reported_at=command.time,
        suggested=suggestion.model_dump(),
        photo_id=data.photo_id,
    )
    asked = put_to_next(incident, store, emit, policy)
    store.add(asked.incident if asked else incident)
    emit(
        _reported(incident, asked, command, suggestion),
        subject=incident.incident_id,
        unit_path=incident.unit_path,
    )


def move(command: Message[MoveIncident], store: Incidents, emit: Emit, policy: Policy) -> None:
    """Make a move, or tell why not. Raises UnknownMember while the actor's copy lags behind."""
    data = command.data
    name, event = _MOVES[type(data)]
    actor = store.member(data.actor_id)
    if actor is None:
        raise UnknownMember(data.actor_id)
    incident = store.incident(data.incident_id)
    if incident is None:
        consultation.nothing_to_decide()
    reason = incident.refusal(name, actor) if incident else "unknown-incident"
    if incident is None or reason:
        emit(_refused(command, name, reason or "unknown-incident", incident), subject=data.incident_id)
        return
    words: Words | None = getattr(data, "words", None)
    done = Done(name, actor.member_id, policy.now(), words.text if words else None)
    moved = incident.moved(done)
    store.save(moved)
    if name == "acknowledge":
        stop_clock(moved, emit)
    spoken = {"words": words} if name != "acknowledge" else {}
    emit(
        event(
            **facts(moved),
            **spoken,
            command_id=command.id,
            actor_id=actor.member_id,
            at=done.at,
            chat_id=data.chat_id,
        ),
        subject=moved.incident_id,
        unit_path=moved.unit_path,
    )


def _reported(
    incident: Incident, asked: Asked | None, command: Message[ReportIncident], suggestion: Suggested
) -> IncidentReported:
    return IncidentReported(
        **facts(asked.incident if asked else incident),
        command_id=command.id,
        account=Account(what=incident.what, where=incident.where),
        occurred_at=incident.occurred_at,
        reported_at=incident.reported_at,
        clock=asked.clock if asked else None,
        suggested=suggestion,
        photo_id=incident.photo_id,
        chat_id=command.data.chat_id,
    )


def _refused(
    command: Message[MoveIncident], name: Move, reason: MoveRefusal, incident: Incident | None
) -> IncidentMoveRefused:
    data = command.data
    # Whoever may not handle it learns nothing about it.
    shown = incident if reason != "not-allowed" else None
    last = shown.last_move() if shown else None
    return IncidentMoveRefused(
        command_id=command.id,
        incident_id=data.incident_id,
        actor_id=data.actor_id,
        move=name,
        reason=reason,
        number=shown.number if shown else None,
        state=shown.state if shown else None,
        by=last.actor_id if last else None,
        at=last.at if last else None,
        chat_id=data.chat_id,
    )
