"""A code to log in to the console with, for members who may see figures.

.. mermaid::

    flowchart LR
        console --> may{may see figures?} -- yes --> console-code
        may -- no --> console-not-allowed
"""

from __future__ import annotations

from datetime import datetime

from bots.conversations import menu
from bots.conversations.model import Args, Button, Facts, Incoming, Needs, Reply, State, Step, Text
from bots.conversations.tasks import no_longer_linked
from bots.conversations.words import is_said

NAME = "console"


def wants(state: State, incoming: Incoming) -> bool:
    match incoming:
        case Text(text):
            return is_said(text, "console")
        case Button(data):
            return data == menu.CONSOLE_AGAIN.data


def needs(state: State, incoming: Incoming) -> Needs:
    return Needs(profile=True, console=True)


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    if facts.profile is None:
        return no_longer_linked(state)
    state = state.but(member=facts.profile)
    if facts.console is None:
        return Step(state, (Reply("console-not-allowed", choices=menu.HOME),))
    code = facts.console.code
    # Read out and typed in: two halves are easier than eight digits.
    args: Args = {
        "code": f"{code[:4]} {code[4:]}",
        "expires": facts.console.expires_at,
        "where": "known" if facts.console_url else "unknown",
        "url": facts.console_url or "",
    }
    return Step(state, (Reply("console-code", args, (menu.CONSOLE_AGAIN,)),))
