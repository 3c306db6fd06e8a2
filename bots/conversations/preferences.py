"""When the member wants to be reminded: on or off by kind, and quiet hours.

.. mermaid::

    flowchart LR
        ask["reminders"] --> shown["as it is now, a button for each change"] -- tap --> send["command"]
        hours["quiet 22:00-07:00"] --> send

A tap needs no service to answer; what holds then is told by the outcome.
"""

from __future__ import annotations

import re
from datetime import datetime

from bots.conversations import menu
from bots.conversations.model import (
    Button,
    Choice,
    Facts,
    Incoming,
    Needs,
    Preferences,
    Reply,
    Send,
    State,
    Step,
    Text,
)
from bots.conversations.tasks import no_longer_linked
from bots.conversations.words import is_said, rest_after
from shared.events.notifications import Quiet, SetPreferences

NAME = "preferences"
PREFIX = "rem:"

#: Offered as buttons; any other hours can be typed. The last one is none at all.
HOURS = ("21:30-07:30", "20:00-08:00", "23:00-06:30", "00:00-00:00")

#: Whatever stands between the two times.
_HOURS = re.compile(r"(\d{1,2})[:.](\d{2})\D{1,5}(\d{1,2})[:.](\d{2})")


def wants(state: State, incoming: Incoming) -> bool:
    match incoming:
        case Text(text):
            return is_said(text, "reminders") or rest_after(text, "quiet") is not None
        case Button(data):
            return data == menu.REMINDERS.data or data.startswith(PREFIX)


def needs(state: State, incoming: Incoming) -> Needs:
    shown = incoming == Button(menu.REMINDERS.data) or (
        isinstance(incoming, Text) and rest_after(incoming.text, "quiet") is None
    )
    return Needs(profile=True, preferences=True) if shown else Needs()


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    match incoming:
        case Text(text):
            hours = rest_after(text, "quiet")
            return _shown(state, facts) if hours is None else _quiet(state, hours, facts)
        case Button(data):
            return _shown(state, facts) if data == menu.REMINDERS.data else _tapped(state, data, facts)


def _shown(state: State, facts: Facts) -> Step:
    if facts.profile is None or facts.preferences is None:
        return no_longer_linked(state)
    now = facts.preferences
    args = {
        "study": "on" if now.study else "off",
        "shifts": "on" if now.shifts else "off",
        "quiet": "some" if now.quiet else "none",
        "starts": now.quiet.starts if now.quiet else "",
        "ends": now.quiet.ends if now.quiet else "",
    }
    return Step(state.but(member=facts.profile), (Reply("reminders-shown", args, _choices(now)),))


def _choices(now: Preferences) -> tuple[Choice, ...]:
    """What would change something."""
    current = f"{now.quiet.starts}-{now.quiet.ends}" if now.quiet else HOURS[-1]
    switches = (
        Choice("choice-reminders-study", f"{PREFIX}study:{_other(now.study)}", {"to": _other(now.study)}),
        Choice("choice-reminders-shifts", f"{PREFIX}shifts:{_other(now.shifts)}", {"to": _other(now.shifts)}),
    )
    hours = tuple(
        Choice("choice-quiet-none" if each == HOURS[-1] else "choice-quiet", f"{PREFIX}quiet:{each}", {"hours": each})
        for each in HOURS
        if each != current
    )
    return (*switches, *hours)


def _other(on: bool) -> str:
    return "off" if on else "on"


def _tapped(state: State, data: str, facts: Facts) -> Step:
    what, _, value = data.removeprefix(PREFIX).partition(":")
    if what == "quiet":
        return _quiet(state, value, facts)
    if what not in ("study", "shifts") or value not in ("on", "off"):
        return Step(state, (Reply("reminders-again", choices=(menu.REMINDERS,)),))
    return _send(state, {what: value == "on"}, facts)


def _quiet(state: State, text: str, facts: Facts) -> Step:
    found = _HOURS.fullmatch(text.strip())
    if found is None:
        return Step(state, (Reply("reminders-hours-how", choices=(menu.REMINDERS,)),))
    first, second, third, fourth = (int(part) for part in found.groups())
    if max(first, third) > 23 or max(second, fourth) > 59:
        return Step(state, (Reply("reminders-hours-how", choices=(menu.REMINDERS,)),))
    return _send(state, {"quiet": Quiet(starts=first * 60 + second, ends=third * 60 + fourth)}, facts)


def _send(state: State, chosen: dict[str, object], facts: Facts) -> Step:
    if state.member is None:
        return no_longer_linked(state)
    command = SetPreferences.model_validate({"member_id": state.member.member_id, "chat_id": facts.chat_id, **chosen})
    return Step(state, (Reply("reminders-received"),), (Send(command, "preferences"),))
