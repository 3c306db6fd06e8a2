"""The evidence of a check-in: minutes, a note, a photo, the code shown on the spot, a short quiz.

.. mermaid::

    flowchart LR
        checkin -- asks for evidence --> question{which?}
        question -- minutes, note, code --> typed["in the member's words"] --> send["command checkins.record"]
        question -- photo --> photo --> send
        question -- quiz --> one["question by question, see quiz.py"] --> send

The service judges; what is plainly too little is said here, before it is sent.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Any

from bots.conversations import menu, quiz
from bots.conversations.model import Args, Button, Choice, Facts, Incoming, Needs, Reply, Send, State, Step, Text
from bots.conversations.notes import offered
from bots.conversations.study_facts import Proving
from bots.conversations.tasks import no_longer_linked
from bots.conversations.words import is_said, rest_after
from shared.events.checkins import RecordCheckIn

NAME = "proof"
PREFIX = "pr:"
CANCEL = Choice("choice-proof-cancel", "pr:no")
MAX_NOTE = 2000
MAX_MINUTES = 24 * 60

#: Whoever says one of these wants something else.
_ELSEWHERE = ("tasks", "help", "standing", "leave", "report", "make-up", "roll-call")
_OFFERED = (30, 45, 60, 90, 120, 180)
_NUMBER = re.compile(r"\d{1,4}")
_CODE = re.compile(r"\d(?:[\s-]*\d){5}")


def wants(state: State, incoming: Incoming) -> bool:
    if isinstance(incoming, Button):
        return incoming.data.startswith(PREFIX)
    elsewhere = any(is_said(incoming.text, topic) for topic in _ELSEWHERE)
    again = rest_after(incoming.text, "checkin") is not None
    return state.waiting == NAME and state.proving is not None and not elsewhere and not again


def needs(state: State, incoming: Incoming) -> Needs:
    return Needs()


def begin(state: State, proving: Proving, facts: Facts) -> Step:
    """Ask for what the task asks for; at once on the way where it is there already."""
    if proving.evidence == "none" or (proving.evidence == "note" and _long_enough(proving.note, proving)):
        return _send(state, proving, facts)
    return Step(state.but(proving=proving, waiting=NAME, note=None), (_question(proving),))


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    if state.member is None:
        return no_longer_linked(state)
    proving = state.proving
    if proving is None or state.waiting != NAME:
        return Step(_without(state), (Reply("proof-over", choices=(menu.TASKS,)),))
    said_no = isinstance(incoming, Text) and is_said(incoming.text, "no")
    if incoming == Button(CANCEL.data) or said_no:
        return Step(_without(state), (Reply("proof-left", choices=menu.HOME),))
    match proving.evidence:
        case "minutes":
            return _minutes(state, proving, incoming, facts)
        case "note":
            return _note(state, proving, incoming, facts)
        case "attendance-code":
            return _code(state, proving, incoming, facts)
        case "quiz":
            return _answer(state, proving, incoming, facts)
        case _:
            return Step(state, (_question(proving),))


def expects_photo(state: State) -> bool:
    return state.waiting == NAME and state.proving is not None and state.proving.evidence == "photo"


def attached(state: State, photo_id: str, facts: Facts) -> Step:
    if state.proving is None:
        return Step(_without(state), (Reply("proof-over", choices=(menu.TASKS,)),))
    return _send(state, state.proving, facts, photo_ids=[photo_id])


def _minutes(state: State, proving: Proving, incoming: Incoming, facts: Facts) -> Step:
    said = incoming.data.removeprefix("pr:m:") if isinstance(incoming, Button) else _plain(incoming.text)
    found = _NUMBER.search(said)
    minutes = int(found[0]) if found else None
    if minutes is None or minutes > MAX_MINUTES:
        return Step(state, (Reply("proof-minutes-again", choices=(CANCEL,)),))
    if minutes < proving.least:
        return Step(state, (Reply("proof-minutes-too-few", {"least": proving.least}, (CANCEL,)),))
    return _send(state, proving, facts, minutes=minutes)


def _note(state: State, proving: Proving, incoming: Incoming, facts: Facts) -> Step:
    if isinstance(incoming, Button):
        return Step(state, (_question(proving),))
    note = incoming.text.strip()
    if len(note) > MAX_NOTE:
        return Step(state, (Reply("checkin-note-too-long", {"most": MAX_NOTE}),))
    if not _long_enough(note, proving):
        lengths = {"least": proving.least, "given": len(note)}
        return Step(state, (Reply("proof-note-too-short", lengths, (CANCEL,)),))
    return _send(state, proving.but(note=note), facts)


def _code(state: State, proving: Proving, incoming: Incoming, facts: Facts) -> Step:
    said = _plain(incoming.text).strip() if isinstance(incoming, Text) else ""
    if not _CODE.fullmatch(said):
        return Step(state, (Reply("proof-code-again", choices=(CANCEL,)),))
    return _send(state, proving, facts, code=re.sub(r"\D", "", said))


def _answer(state: State, proving: Proving, incoming: Incoming, facts: Facts) -> Step:
    number = len(proving.answers)
    if number >= len(proving.questions):
        return Step(state, (_question(proving),))
    asked = proving.questions[number]
    if asked.several and isinstance(incoming, Button):
        marked = quiz.marked(incoming, proving)
        if marked is not None:
            proving = proving.but(marked=marked)
            return Step(state.but(proving=proving), (quiz.so_far(proving, CANCEL),))
    taken = quiz.taken(incoming, proving)
    if not taken:
        return Step(state, (_question(proving),))
    proving = proving.but(answers=(*proving.answers, taken[0]), chosen=(*proving.chosen, taken), marked=())
    if len(proving.answers) < len(proving.questions):
        return Step(state.but(proving=proving), (_question(proving),))
    if any(each.several for each in proving.questions):
        return _send(state, proving, facts, chosen=[list(each) for each in proving.chosen])
    return _send(state, proving, facts, answers=list(proving.answers))


def _question(proving: Proving) -> Reply:
    about: Args = {"title": proving.title, "least": proving.least}
    match proving.evidence:
        case "minutes":
            offered = [minutes for minutes in _OFFERED if minutes >= proving.least][:4]
            choices = tuple(Choice("choice-proof-minutes", f"pr:m:{each}", {"minutes": each}) for each in offered)
            return Reply("proof-minutes", about, (*choices, CANCEL))
        case "note":
            return Reply("proof-note", about, (CANCEL,))
        case "photo":
            return Reply("proof-photo", {"title": proving.title}, (CANCEL,))
        case "attendance-code":
            return Reply("proof-code", {"title": proving.title}, (CANCEL,))
        case _:
            return quiz.question(proving, CANCEL)


def _send(state: State, proving: Proving, facts: Facts, **given: Any) -> Step:
    if state.member is None:
        return no_longer_linked(state)
    command = RecordCheckIn(
        occurrence_id=proving.occurrence_id,
        member_id=state.member.member_id,
        chat_id=facts.chat_id,
        note=proving.note,
        **given,
    )
    title = proving.title
    state, keep = offered(state, command.note, command.occurrence_id)
    key, args = ("checkin-received", {"title": title}) if title else ("checkin-received-untitled", {})
    received = Reply(key, args, keep)
    return Step(_without(state), (received,), (Send(command, "check-in"),))


def _long_enough(note: str | None, proving: Proving) -> bool:
    return len((note or "").strip()) >= max(1, proving.least)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _without(state: State) -> State:
    return state.but(proving=None, note=None, waiting=None)
