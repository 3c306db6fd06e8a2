"""Help, for members and strangers alike; it needs no service.

.. mermaid::

    flowchart LR
        help --> linked{linked?} -- yes --> help-member
        linked -- no --> help-stranger
"""

from __future__ import annotations

from datetime import datetime

from bots.conversations import menu
from bots.conversations.model import Button, Facts, Incoming, Needs, Reply, State, Step, Text
from bots.conversations.planning import PLANNERS
from bots.conversations.words import is_said

NAME = "guidance"

#: Who may have leaves and transfers to decide about; the directory decides.
DECIDERS = frozenset({"secretary", "school-admin", "district-admin"})


def wants(state: State, incoming: Incoming) -> bool:
    match incoming:
        case Text(text):
            return is_said(text, "help")
        case Button(data):
            return data == menu.HELP.data


def needs(state: State, incoming: Incoming) -> Needs:
    return Needs()


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    if state.member is None:
        return Step(state, (Reply("help-stranger", choices=(menu.LANGUAGE,)),))
    decides = not DECIDERS.isdisjoint(state.member.roles)
    plans = not PLANNERS.isdisjoint(state.member.roles)
    choices = (
        menu.TASKS,
        menu.STANDING,
        menu.REPORT,
        menu.INCIDENTS,
        menu.VOLUNTEER,
        menu.LEAVE,
        menu.MAKE_UP,
        menu.NOTES,
        menu.CONTESTS,
        *((menu.PENDING, menu.ROLL_CALL) if decides else ()),
        *((menu.CORRECT, menu.PLANS) if plans else ()),
        menu.CALENDAR,
        menu.REMINDERS,
        menu.LANGUAGE,
        menu.CHATS,
    )
    return Step(state, (Reply("help-member", {"name": state.member.name}, choices),))
