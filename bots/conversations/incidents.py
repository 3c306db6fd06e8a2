"""The member's incidents, and the moves on them: acknowledge, add news, resolve, close.

.. mermaid::

    flowchart LR
        incidents --> list --> show["one of them, a button for each move"]
        show & alert["an alert from notifications"] --> acknowledge & close --> send["command"]
        show & alert --> note & resolve --> words["in your own words"] --> send

A tap on a move needs no service: the command waits for it, and the outcome comes by itself.
"""

from __future__ import annotations

import re
from datetime import datetime

from bots.conversations import menu
from bots.conversations.model import (
    Acting,
    Args,
    Button,
    Choice,
    Facts,
    Incident,
    Incoming,
    Line,
    Needs,
    Reply,
    Send,
    State,
    Step,
    Text,
)
from bots.conversations.tasks import no_longer_linked
from bots.conversations.words import is_said
from shared.events.incidents import (
    AcknowledgeIncident,
    CloseIncident,
    MoveIncident,
    NoteIncident,
    ResolveIncident,
    Words,
)

NAME = "incidents"
PREFIX = "inc:"
MAX_WORDS = 2000
MOST_SHOWN = 8

_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


def wants(state: State, incoming: Incoming) -> bool:
    match incoming:
        case Text(text):
            return is_said(text, "incidents") or (state.waiting == NAME and state.acting is not None)
        case Button(data):
            return data == menu.INCIDENTS.data or data.startswith(PREFIX)


def needs(state: State, incoming: Incoming) -> Needs:
    if isinstance(incoming, Button):
        move, incident_id = _parts(incoming)
        if move in ("show", "photo"):
            return Needs(profile=True, incident=incident_id)
        return Needs() if move else Needs(profile=True, incidents=True)
    return Needs(profile=True, incidents=True) if is_said(incoming.text, "incidents") else Needs()


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    match incoming:
        case Button():
            move, incident_id = _parts(incoming)
            if move == "show":
                return _shown(state, facts)
            if move == "photo":
                return _photo(state, facts)
            return _tapped(state, move, incident_id, facts) if move else _listed(state, facts)
        case Text(text):
            return _listed(state, facts) if is_said(text, "incidents") else _said(state, text.strip(), facts)


def _parts(button: Button) -> tuple[str, str]:
    """The move and the incident; the move is empty for the list."""
    if not button.data.startswith(PREFIX):
        return "", ""
    move, _, incident_id = button.data.removeprefix(PREFIX).partition(":")
    return move, incident_id


def _listed(state: State, facts: Facts) -> Step:
    if facts.profile is None:
        return no_longer_linked(state)
    state = state.but(member=facts.profile, waiting=None, acting=None)
    if not facts.incidents:
        return Step(state, (Reply("incidents-none", choices=(menu.REPORT, menu.HELP)),))
    shown = facts.incidents[:MOST_SHOWN]
    lines = tuple(Line("incident-line", _args(incident)) for incident in shown)
    if len(facts.incidents) > MOST_SHOWN:
        lines = (*lines, Line("incidents-more", {"count": len(facts.incidents) - MOST_SHOWN}))
    choices = tuple(
        Choice("choice-incident", f"inc:show:{incident.incident_id}", {"number": incident.number}) for incident in shown
    )
    return Step(state, (Reply("incidents-list", {"count": len(facts.incidents)}, (*choices, menu.REPORT), lines),))


def _shown(state: State, facts: Facts) -> Step:
    if facts.profile is None:
        return no_longer_linked(state)
    state = state.but(member=facts.profile)
    if facts.incident is None:
        return Step(state, (Reply("incident-unknown", choices=(menu.INCIDENTS,)),))
    incident = facts.incident
    args = {
        **_args(incident),
        "what": incident.what,
        "where": incident.where,
        "occurred": incident.occurred_at,
        "unit": incident.unit_name,
    }
    moves = tuple(
        Choice("choice-incident-move", f"inc:{move}:{incident.incident_id}", {"move": move}) for move in incident.moves
    )
    photo = (Choice("choice-incident-photo", f"inc:photo:{incident.incident_id}"),) if incident.photo_id else ()
    return Step(state, (Reply("incident-shown", args, (*moves, *photo, menu.INCIDENTS)),))


def _photo(state: State, facts: Facts) -> Step:
    if facts.profile is None:
        return no_longer_linked(state)
    state = state.but(member=facts.profile)
    if facts.incident is None or facts.incident.photo_id is None:
        return Step(state, (Reply("incident-unknown", choices=(menu.INCIDENTS,)),))
    incident = facts.incident
    back = Choice("choice-incident-show", f"inc:show:{incident.incident_id}", {"number": incident.number})
    shown = Reply("incident-photo", {"number": incident.number}, (back, menu.INCIDENTS), photo=incident.photo_id)
    return Step(state, (shown,))


def _tapped(state: State, move: str, incident_id: str, facts: Facts) -> Step:
    if state.member is None:
        return no_longer_linked(state)
    if not _ID.fullmatch(incident_id):
        return Step(state, (Reply("incident-unknown", choices=(menu.INCIDENTS,)),))
    who = {"incident_id": incident_id, "actor_id": state.member.member_id, "chat_id": facts.chat_id}
    match move:
        case "acknowledge":
            return _send(state, AcknowledgeIncident.model_validate(who))
        case "close":
            return _send(state, CloseIncident.model_validate(who))
        case "plain":
            return _send(state, ResolveIncident.model_validate(who))
        case "note":
            acting = Acting(move="note", incident_id=incident_id)
            return Step(state.but(waiting=NAME, acting=acting), (Reply("incident-ask-note"),))
        case "resolve":
            acting = Acting(move="resolve", incident_id=incident_id)
            plain = Choice("choice-incident-plain", f"inc:plain:{incident_id}")
            return Step(state.but(waiting=NAME, acting=acting), (Reply("incident-ask-resolution", choices=(plain,)),))
    return Step(state, (Reply("incident-unknown", choices=(menu.INCIDENTS,)),))


def _said(state: State, text: str, facts: Facts) -> Step:
    acting = state.acting
    if state.member is None or acting is None:
        return no_longer_linked(state)
    if is_said(text, "no"):
        return Step(state.but(waiting=None, acting=None), (Reply("incident-left", choices=(menu.INCIDENTS,)),))
    if not text or len(text) > MAX_WORDS:
        return Step(state, (Reply("report-too-long", {"most": MAX_WORDS}),))
    who = {"incident_id": acting.incident_id, "actor_id": state.member.member_id, "chat_id": facts.chat_id}
    command = NoteIncident if acting.move == "note" else ResolveIncident
    return _send(state, command.model_validate({**who, "words": Words(text=text)}))


def _send(state: State, command: MoveIncident) -> Step:
    return Step(state.but(waiting=None, acting=None), (Reply("incident-received"),), (Send(command, "incident"),))


def _args(incident: Incident) -> Args:
    return {
        "number": incident.number,
        "title": incident.title,
        "category": incident.category,
        "severity": incident.severity,
        "state": incident.state,
        "clock": "none" if incident.due_at is None else "set",
        "due": incident.due_at or "",
    }
