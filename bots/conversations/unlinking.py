"""The chat is parted from the member, after a question.

.. mermaid::

    stateDiagram-v2
        Linked --> Asked: unlink
        Asked --> Stranger: yes
        Asked --> Linked: no, or anything else
"""

from __future__ import annotations

from datetime import datetime

from bots.conversations import menu
from bots.conversations.model import Button, Choice, Facts, Incoming, Needs, Reply, State, Step, Text
from bots.conversations.words import is_said

NAME = "unlinking"

YES = Choice("choice-unlink-yes", "unlink:yes")
NO = Choice("choice-unlink-no", "unlink:no")


def wants(state: State, incoming: Incoming) -> bool:
    if _answer(state, incoming) is not None:
        return True
    match incoming:
        case Text(text):
            return is_said(text, "unlink")
        case Button(data):
            return data in (menu.UNLINK.data, YES.data, NO.data)


def needs(state: State, incoming: Incoming) -> Needs:
    return Needs(unlink=_answer(state, incoming) is True)


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    answer = _answer(state, incoming)
    if answer is True:
        return Step(State(locale=state.locale), (Reply("unlink-done", choices=menu.STRANGER),))
    if answer is False:
        return Step(state.but(waiting=None), (Reply("unlink-kept", choices=menu.HOME),))
    name = state.member.name if state.member else ""
    return Step(state.but(waiting=NAME), (Reply("unlink-ask", {"name": name}, (YES, NO)),))


def _answer(state: State, incoming: Incoming) -> bool | None:
    """Yes or no to a question that is still open; an old button alone unlinks nothing."""
    if incoming == Button(NO.data):
        return False
    if state.waiting != NAME:
        return None
    match incoming:
        case Text(text):
            if is_said(text, "yes"):
                return True
            return False if is_said(text, "no") else None
        case Button(data):
            return True if data == YES.data else None
