"""Incidents in words: the receipt, the alert to the duty, the climb, and what was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from services.notifications.handlers import Render, name_of, tell
from services.notifications.model import Button, Wording
from services.notifications.ports import Notifications
from shared.events import Message
from shared.events.incidents import (
    Clock,
    IncidentAcknowledged,
    IncidentClosed,
    IncidentEscalated,
    IncidentEvent,
    IncidentMoved,
    IncidentMoveRefused,
    IncidentNoted,
    IncidentReported,
    IncidentReportRefused,
    IncidentResolved,
    IncidentUnanswered,
)

Emit = Callable[..., None]
Args = dict[str, str | int | datetime]

_MOVED: dict[type[IncidentMoved], str] = {
    IncidentAcknowledged: "acknowledged",
    IncidentNoted: "noted",
    IncidentResolved: "resolved",
    IncidentClosed: "closed",
}


def reported(
    event: Message[IncidentReported | IncidentReportRefused], store: Notifications, emit: Emit, render: Render
) -> None:
    """The receipt with number and clock to the reporter, the alert to those in charge."""
    data = event.data
    if isinstance(data, IncidentReportRefused):
        wording = Wording(f"incident-report-refused-{data.reason}", {})
        tell(event, data.reporter_id, data.chat_id, wording, store, emit, render, answers=data.command_id)
        return
    receipt = Wording("incident-receipt", {**_about(data), **_clock(data.clock), "officers": len(data.in_charge)})
    tell(event, data.reporter_id, data.chat_id, receipt, store, emit, render, answers=data.command_id)
    alert = Wording(
        "incident-alert",
        {
            **_about(data),
            **_clock(data.clock),
            "what": data.account.what,
            "where": data.account.where,
            "occurred_at": data.occurred_at,
            "reporter": name_of(data.reporter_id, store),
            "phrases": " ".join(f"“{phrase}”" for phrase in data.suggested.phrases[:4]),
            "suggested_category": data.suggested.category or "none",
            "suggested_severity": data.suggested.severity or 0,
        },
    )
    buttons = _buttons(data.incident_id, *_asked(data))
    for officer in data.in_charge:
        tell(event, officer, None, alert, store, emit, render, buttons=buttons)


def escalated(event: Message[IncidentEscalated], store: Notifications, emit: Emit, render: Render) -> None:
    data = event.data
    wording = Wording(
        "incident-escalated",
        {
            **_about(data),
            **_clock(data.clock),
            "what": data.account.what,
            "where": data.account.where,
            "step": data.step,
            "missed": data.due_at,
            "late": "yes" if data.late else "no",
            "last": "yes" if data.is_last else "no",
        },
    )
    buttons = _buttons(data.incident_id, *_asked(data))
    for officer in data.to:
        tell(event, officer, None, wording, store, emit, render, buttons=buttons)


def unanswered(event: Message[IncidentUnanswered], store: Notifications, emit: Emit, render: Render) -> None:
    """Word to everybody who was asked; and to the reporter, the first time: a telephone is left."""
    data = event.data
    wording = Wording(
        "incident-unanswered",
        {
            **_about(data),
            "what": data.account.what,
            "where": data.account.where,
            "missed": data.due_at,
            "time": data.time,
            "late": "yes" if data.late else "no",
            "more": "yes" if data.again_at else "no",
            "again": data.again_at or "",
        },
    )
    buttons = _buttons(data.incident_id, *_asked(data))
    for officer in data.in_charge:
        tell(event, officer, None, wording, store, emit, render, buttons=buttons)
    if data.time == 1 and data.reporter_id not in data.in_charge:
        tell(event, data.reporter_id, None, Wording("incident-unanswered-reporter", _about(data)), store, emit, render)


def moved(
    event: Message[IncidentMoved | IncidentMoveRefused], store: Notifications, emit: Emit, render: Render
) -> None:
    """An answer to whoever acted, and word to the reporter; an acknowledgement also to the others who were asked."""
    data = event.data
    if isinstance(data, IncidentMoveRefused):
        args: Args = {"number": data.number or "", "by": name_of(data.by, store) if data.by else ""}
        wording = Wording(f"incident-refused-{data.reason}", {**args, "at": data.at} if data.at else args)
        tell(event, data.actor_id, data.chat_id, wording, store, emit, render, answers=data.command_id)
        return
    move = _MOVED[type(data)]
    words = data.words if isinstance(data, (IncidentNoted, IncidentResolved, IncidentClosed)) else None
    args = {
        **_about(data),
        "actor": name_of(data.actor_id, store),
        "at": data.at,
        "text": words.text if words else "",
        "spoken": "yes" if words else "no",
    }
    next_moves = {"acknowledged": ("note", "resolve"), "resolved": ("close",)}.get(move, ())
    tell(
        event,
        data.actor_id,
        data.chat_id,
        Wording(f"incident-you-{move}", args),
        store,
        emit,
        render,
        answers=data.command_id,
        buttons=_buttons(data.incident_id, *next_moves),
    )
    others = dict.fromkeys([data.reporter_id, *(data.in_charge if move == "acknowledged" else [])])
    for member_id in others:
        if member_id != data.actor_id:
            tell(event, member_id, None, Wording(f"incident-{move}", args), store, emit, render)


def _about(data: IncidentEvent) -> Args:
    return {"number": data.number, "unit": data.unit_name, "category": data.category, "severity": data.severity}


def _clock(clock: Clock | None) -> Args:
    """``clock`` is none, sure or provisional; ``due`` is only looked at where there is one."""
    if clock is None:
        return {"clock": "none", "due": ""}
    return {"clock": "provisional" if clock.provisional else "sure", "due": clock.due_at}


def _asked(data: IncidentReported | IncidentEscalated | IncidentUnanswered) -> tuple[str, ...]:
    """What whoever is asked about an incident may do at once."""
    return ("acknowledge", "photo") if data.photo_id else ("acknowledge",)


def _buttons(incident_id: str, *moves: str) -> list[Button]:
    return [Button(f"button-incident-{move}", f"inc:{move}:{incident_id}") for move in moves]
