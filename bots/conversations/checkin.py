"""A check-in: one tap in the list of tasks, or the word "check in", with a note if there is something to say.

.. mermaid::

    flowchart TD
        tap["tap on a task"] --> send["command checkins.record"]
        word["'check in' + note"] --> open{open tasks?}
        open -- none --> checkin-none
        open -- one --> send
        open -- several --> ask["which one? (the note waits)"] --> tap
        tap & word -- the task asks for evidence --> proof["see proof"] --> send
        send --> received["'received'; the outcome comes by itself"]

A tap needs no service to answer: it works while the services are away.
"""

from __future__ import annotations

from datetime import datetime

from bots.conversations import menu, proof
from bots.conversations.model import Button, Facts, Incoming, Needs, Reply, ShownTask, State, Step, Text
from bots.conversations.proof import MAX_NOTE
from bots.conversations.study_facts import Proving
from bots.conversations.tasks import PREFIX, SHORTENED, buttons, no_longer_linked, references, shown
from bots.conversations.words import rest_after

NAME = "checkin"


def wants(state: State, incoming: Incoming) -> bool:
    match incoming:
        case Text(text):
            return rest_after(text, "checkin") is not None
        case Button(data):
            return data.startswith(PREFIX)


def needs(state: State, incoming: Incoming) -> Needs:
    if isinstance(incoming, Button) or _too_long(incoming):
        return Needs()
    return Needs(profile=True, tasks=True)


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    match incoming:
        case Button(data):
            return _tapped(state, data.removeprefix(PREFIX), facts)
        case Text(text):
            return _said(state, text, facts)


def _tapped(state: State, reference: str, facts: Facts) -> Step:
    task = state.shown.get(reference)
    if task is None and (reference.startswith(SHORTENED) or not _is_id(reference)):
        return Step(state, (Reply("checkin-list-again", choices=(menu.TASKS,)),))
    return _check_in(state, task or ShownTask(occurrence_id=reference, title=""), state.note, facts)


def _said(state: State, text: str, facts: Facts) -> Step:
    note = rest_after(text, "checkin") or None
    if _too_long(Text(text)):
        return Step(state, (Reply("checkin-note-too-long", {"most": MAX_NOTE}),))
    if facts.profile is None:
        return no_longer_linked(state)
    state = state.but(member=facts.profile, note=None, waiting=None)
    open_tasks = [task for task in facts.tasks if task.state == "open"]
    if not open_tasks:
        return Step(state, (Reply("checkin-none", choices=menu.HOME),))
    if len(open_tasks) == 1:
        [only] = open_tasks
        return _check_in(state, shown(only), note, facts)
    state = state.but(note=note, waiting=NAME, shown=references(open_tasks))
    return Step(state, (Reply("checkin-which", {"count": len(open_tasks)}, buttons(open_tasks)),))


def _check_in(state: State, task: ShownTask, note: str | None, facts: Facts) -> Step:
    if state.member is None:
        return no_longer_linked(state)
    return proof.begin(state, Proving(**dict(task), note=note), facts)


def _too_long(incoming: Incoming) -> bool:
    return isinstance(incoming, Text) and len(rest_after(incoming.text, "checkin") or "") > MAX_NOTE


def _is_id(reference: str) -> bool:
    return bool(reference) and all(char.isascii() and (char.isalnum() or char in "_.:-") for char in reference)
