"""The address by which a member's calendar program shows their study tasks.

.. mermaid::

    flowchart LR
        calendar --> any{an address?} -- none --> made["a new one, shown once"]
        any -- there is one --> there["it cannot be told again"] -- new --> made
        there -- take back --> gone["shows nothing any more"]

The checkins service keeps a digest of the address only, and a new one stops the one before: it is made only where there
is none, or where the member asks for it.
"""

from __future__ import annotations

from datetime import datetime

from bots.conversations import menu
from bots.conversations.model import Button, Choice, Facts, Incoming, Needs, Reply, State, Step, Text
from bots.conversations.tasks import no_longer_linked
from bots.conversations.words import is_said

NAME = "calendar"
NEW = Choice("choice-calendar-new", "cal:new")
REVOKE = Choice("choice-calendar-revoke", "cal:none")


def wants(state: State, incoming: Incoming) -> bool:
    match incoming:
        case Text(text):
            return is_said(text, "calendar")
        case Button(data):
            return data in (menu.CALENDAR.data, NEW.data, REVOKE.data)


def needs(state: State, incoming: Incoming) -> Needs:
    if incoming == Button(REVOKE.data):
        return Needs(profile=True, calendar="none")
    return Needs(profile=True, calendar="new" if incoming == Button(NEW.data) else "first")


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    if facts.profile is None:
        return no_longer_linked(state)
    state = state.but(member=facts.profile)
    if incoming == Button(REVOKE.data):
        key = "calendar-revoked" if facts.calendar_revoked else "calendar-none"
        return Step(state, (Reply(key, choices=(menu.CALENDAR, menu.HELP)),))
    if facts.calendar_secret is None:
        return Step(state, (Reply("calendar-there", choices=(NEW, REVOKE)),))
    path = f"/calendar/{facts.calendar_secret}.ics"
    args = {"where": "known" if facts.page_url else "unknown", "url": (facts.page_url or "").rstrip("/") + path}
    return Step(state, (Reply("calendar-made", args, (NEW, REVOKE)),))
