"""Where the member stands: the streak and this month's figures.

.. mermaid::

    flowchart LR
        mine --> standing["days in a row, check-ins and minutes of the month"]
"""

from __future__ import annotations

from datetime import datetime

from bots.conversations import menu
from bots.conversations.model import Args, Button, Facts, Incoming, Needs, Reply, State, Step, Text
from bots.conversations.tasks import no_longer_linked
from bots.conversations.words import is_said

NAME = "standing"


def wants(state: State, incoming: Incoming) -> bool:
    match incoming:
        case Text(text):
            return is_said(text, "standing")
        case Button(data):
            return data == menu.STANDING.data


def needs(state: State, incoming: Incoming) -> Needs:
    return Needs(profile=True, standing=True)


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    if facts.profile is None or facts.standing is None:
        return no_longer_linked(state)
    args: Args = {
        "name": facts.profile.name,
        "unit": facts.profile.unit_name,
        "streak": facts.standing.streak_days,
        "checkins": facts.standing.month_checkins,
        "minutes": facts.standing.month_minutes,
    }
    return Step(state.but(member=facts.profile), (Reply("standing", args, (menu.TASKS, menu.HELP)),))
