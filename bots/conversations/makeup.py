"""A task that was missed is asked to count after all.

.. mermaid::

    flowchart LR
        make-up --> list["missed tasks, a button for each"] -- tap --> why["in your own words"]
        why --> send["command request-make-up"]

The secretary's answer comes by itself.
"""

from __future__ import annotations

from datetime import datetime

from bots.conversations import menu
from bots.conversations.model import (
    Button,
    Choice,
    Facts,
    Incoming,
    Line,
    Needs,
    Reply,
    Send,
    ShownTask,
    State,
    Step,
    Text,
)
from bots.conversations.study_facts import MakingUp
from bots.conversations.tasks import no_longer_linked, reference
from bots.conversations.words import is_said
from shared.events import derived_id
from shared.events.attendance import RequestMakeUp

NAME = "make-up"
PREFIX = "mu:"
CANCEL = Choice("choice-make-up-cancel", "mu!no")
MAX_REASON = 500
MOST_SHOWN = 6


def wants(state: State, incoming: Incoming) -> bool:
    match incoming:
        case Text(text):
            return is_said(text, "make-up") or (state.waiting == NAME and state.making_up is not None)
        case Button(data):
            return data in (menu.MAKE_UP.data, CANCEL.data) or data.startswith(PREFIX)


def needs(state: State, incoming: Incoming) -> Needs:
    return Needs(profile=True, missed=True) if _lists(incoming) else Needs()


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    if _lists(incoming):
        return _listed(state, facts)
    if state.member is None:
        return no_longer_linked(state)
    match incoming:
        case Button(data):
            if data == CANCEL.data:
                return Step(_without(state), (Reply("make-up-left", choices=menu.HOME),))
            task = state.shown.get(data.removeprefix(PREFIX))
            if task is None:
                return Step(_without(state), (Reply("make-up-again", choices=(menu.MAKE_UP,)),))
            asked = MakingUp(begun=now, occurrence_id=task.occurrence_id, title=task.title)
            asking = state.but(making_up=asked, waiting=NAME)
            return Step(asking, (Reply("make-up-why", {"title": task.title}, (CANCEL,)),))
        case Text(text):
            return _request(state, text.strip(), facts)


def _lists(incoming: Incoming) -> bool:
    return incoming == Button(menu.MAKE_UP.data) or (isinstance(incoming, Text) and is_said(incoming.text, "make-up"))


def _listed(state: State, facts: Facts) -> Step:
    if facts.profile is None:
        return no_longer_linked(state)
    state = _without(state.but(member=facts.profile))
    if not facts.missed:
        return Step(state, (Reply("make-up-none", choices=menu.HOME),))
    missed = facts.missed[:MOST_SHOWN]
    lines = tuple(
        Line(
            "make-up-line",
            {"title": task.title, "until": task.until, "requested": "yes" if task.requested else "no"},
        )
        for task in missed
    )
    open_ones = [task for task in missed if not task.requested]
    choices = tuple(
        Choice("choice-make-up-task", PREFIX + reference(task.occurrence_id), {"title": task.title})
        for task in open_ones
    )
    shown = {
        reference(task.occurrence_id): ShownTask(occurrence_id=task.occurrence_id, title=task.title)
        for task in open_ones
    }
    reply = Reply("make-up-list", {"count": len(facts.missed)}, (*choices, menu.TASKS), lines)
    return Step(state.but(shown=shown), (reply,))


def _request(state: State, reason: str, facts: Facts) -> Step:
    asked = state.making_up
    if state.member is None or asked is None:
        return no_longer_linked(state)
    if is_said(reason, "no"):
        return Step(_without(state), (Reply("make-up-left", choices=menu.HOME),))
    if not reason or len(reason) > MAX_REASON:
        return Step(state, (Reply("make-up-reason-too-long", {"most": MAX_REASON}),))
    command = RequestMakeUp(
        # The same however often the last answer is handled.
        make_up_id=derived_id(facts.chat_id, f"make-up\n{asked.occurrence_id}\n{asked.begun.isoformat()}"),
        occurrence_id=asked.occurrence_id,
        member_id=state.member.member_id,
        reason=reason,
        chat_id=facts.chat_id,
    )
    return Step(_without(state), (Reply("make-up-received"),), (Send(command, "make-up"),))


def _without(state: State) -> State:
    return state.but(making_up=None, waiting=None)
