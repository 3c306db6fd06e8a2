"""Whatever no other conversation wants gets one helpful sentence."""

from __future__ import annotations

from datetime import datetime

from bots.conversations import menu
from bots.conversations.model import Facts, Incoming, Needs, Reply, State, Step

NAME = "unknown"


def wants(state: State, incoming: Incoming) -> bool:
    return True


def needs(state: State, incoming: Incoming) -> Needs:
    return Needs()


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    return Step(state, (Reply("unknown", choices=menu.HOME),))
