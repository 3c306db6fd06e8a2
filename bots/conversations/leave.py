"""Leave of absence: why, from when, until when, a last look; own leaves, and taking one back.

.. mermaid::

    flowchart LR
        leave --> why --> from["first day"] --> to["last day"] --> look{right?} -- yes --> sent["command request-leave"]
        look -- no --> nothing
        mine["my leaves"] -- tap --> sure{sure?} -- yes --> off["command cancel-leave"]

Days are chosen by buttons or typed. The secretary's answer comes by itself.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import get_args

from bots.conversations import menu
from bots.conversations.days import day_of, days_of, next_monday, shown
from bots.conversations.directory_facts import AskedLeave, Leave
from bots.conversations.model import Args, Button, Choice, Facts, Incoming, Line, Needs, Reply, Send, State, Step, Text
from bots.conversations.tasks import no_longer_linked
from bots.conversations.words import is_said
from shared.events import derived_id
from shared.events.directory import LeaveReason
from shared.events.leave import CancelLeave, RequestLeave

NAME = "leave"
PREFIX = "lv:"
MOST_SHOWN = 6

MINE = Choice("choice-my-leaves", "lv:mine")
YES = Choice("choice-leave-yes", "lv:yes")
CANCEL = Choice("choice-leave-cancel", "lv:cancel")

_ID = re.compile(r"[A-Za-z0-9_.:-]{1,56}")
#: Offered as buttons; any other length can be typed.
_LENGTHS = (1, 3, 7)


def wants(state: State, incoming: Incoming) -> bool:
    match incoming:
        case Text(text):
            asked = is_said(text, "leave") or is_said(text, "my-leaves")
            return asked or (state.waiting == NAME and state.asked_leave is not None)
        case Button(data):
            return data == menu.LEAVE.data or data.startswith(PREFIX)


def needs(state: State, incoming: Incoming) -> Needs:
    if _lists(incoming):
        return Needs(profile=True, leaves=True)
    return Needs(profile=_begins(incoming))


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    if _begins(incoming) or _lists(incoming):
        if facts.profile is None:
            return no_longer_linked(state)
        state = state.but(member=facts.profile)
        return _listed(state, facts, now) if _lists(incoming) else _begin(state, now)
    if state.member is None:
        return no_longer_linked(state)
    if isinstance(incoming, Button) and incoming.data.startswith(("lv:off:", "lv:off!:")):
        return _take_back(state, incoming.data, facts)
    if incoming == Button(CANCEL.data) or (isinstance(incoming, Text) and is_said(incoming.text, "no")):
        return Step(_without(state), (Reply("leave-left", choices=menu.HOME),))
    asked = state.asked_leave
    if asked is None:
        return Step(_without(state), (Reply("leave-over", choices=(menu.LEAVE, MINE)),))
    agreed = incoming == Button(YES.data) or (isinstance(incoming, Text) and is_said(incoming.text, "yes"))
    if agreed and asked.last_day is not None:
        return _request(state, state.member.member_id, asked, facts)
    filled = _fill(asked, incoming, now.date())
    if isinstance(filled, Reply):
        return Step(state, (filled,))
    return Step(state.but(asked_leave=filled, waiting=NAME), (_question(filled, now.date()),))


def _begins(incoming: Incoming) -> bool:
    return incoming == Button(menu.LEAVE.data) or (isinstance(incoming, Text) and is_said(incoming.text, "leave"))


def _lists(incoming: Incoming) -> bool:
    return incoming == Button(MINE.data) or (isinstance(incoming, Text) and is_said(incoming.text, "my-leaves"))


def _begin(state: State, now: datetime) -> Step:
    asked = AskedLeave(begun=now)
    return Step(state.but(asked_leave=asked, waiting=NAME), (_question(asked, now.date()),))


def _fill(asked: AskedLeave, incoming: Incoming, today: date) -> AskedLeave | Reply:
    """The leave with one more answer; a reply where the answer cannot be taken."""
    kind, value = "", ""
    if isinstance(incoming, Button):
        kind, _, value = incoming.data.removeprefix(PREFIX).partition(":")
    if kind == "why" and value in get_args(LeaveReason):
        return asked.but(reason=value)
    if asked.reason is None or kind == "why":
        return asked
    typed = incoming.text if isinstance(incoming, Text) else ""
    if asked.first_day is None:
        first = _iso(value) if kind == "from" else day_of(typed, today)
        return asked.but(first_day=first) if first else Reply("leave-day-again", choices=(CANCEL,))
    if asked.last_day is None:
        last = _iso(value) if kind == "to" else _until(typed, asked.first_day, today)
        if last is None:
            return Reply("leave-day-again", choices=(CANCEL,))
        if last < asked.first_day:
            return Reply("leave-ends-before", {"first": shown(asked.first_day, today)}, (CANCEL,))
        return asked.but(last_day=last)
    return asked


def _until(typed: str, first: date, today: date) -> date | None:
    days = days_of(typed)
    return first + timedelta(days=days - 1) if days else day_of(typed, today, not_before=first)


def _question(asked: AskedLeave, today: date) -> Reply:
    """Asks for the first thing that is missing, or for a last look."""
    if asked.reason is None:
        reasons: tuple[LeaveReason, ...] = get_args(LeaveReason)
        choices = tuple(Choice("choice-leave-reason", f"lv:why:{each}", {"reason": each}) for each in reasons)
        return Reply("leave-why", choices=(*choices, MINE, CANCEL))
    if asked.first_day is None:
        days = {"today": today, "tomorrow": today + timedelta(days=1), "monday": next_monday(today)}
        offered = tuple(
            Choice("choice-leave-from", f"lv:from:{day.isoformat()}", {"when": when, "day": shown(day, today)})
            for when, day in days.items()
        )
        return Reply("leave-from", choices=(*offered, CANCEL))
    if asked.last_day is None:
        ends = {count: asked.first_day + timedelta(days=count - 1) for count in _LENGTHS}
        offered = tuple(
            Choice("choice-leave-to", f"lv:to:{day.isoformat()}", {"count": count, "day": shown(day, today)})
            for count, day in ends.items()
        )
        return Reply("leave-to", {"first": shown(asked.first_day, today)}, (*offered, CANCEL))
    whole = Leave(leave_id="new", first_day=asked.first_day, last_day=asked.last_day, reason=asked.reason)
    return Reply("leave-look", leave_args(whole, today), (YES, CANCEL))


def _request(state: State, member_id: str, asked: AskedLeave, facts: Facts) -> Step:
    command = RequestLeave.model_validate(
        {
            # The same however often the last answer is handled.
            "leave_id": derived_id(facts.chat_id, f"leave\n{asked.begun.isoformat()}"),
            "member_id": member_id,
            "first_day": asked.first_day,
            "last_day": asked.last_day,
            "reason": asked.reason,
            "actor_id": member_id,
            "chat_id": facts.chat_id,
        }
    )
    return Step(_without(state), (Reply("leave-received"),), (Send(command, "leave"),))


def _listed(state: State, facts: Facts, now: datetime) -> Step:
    today = now.date()
    kept = sorted(facts.leaves, key=lambda leave: leave.first_day, reverse=True)[:MOST_SHOWN]
    lines = tuple(Line("leave-line", {**leave_args(leave, today), "state": leave.state}) for leave in kept)
    open_ones = [leave for leave in kept if leave.state in ("requested", "approved") and leave.last_day >= today]
    offs = tuple(
        Choice("choice-leave-off", f"lv:off:{leave.leave_id}", leave_args(leave, today))
        for leave in open_ones
        if _ID.fullmatch(leave.leave_id)
    )
    key = "leaves-mine" if kept else "leaves-none"
    return Step(_without(state), (Reply(key, choices=(*offs, menu.LEAVE), lines=lines),))


def _take_back(state: State, data: str, facts: Facts) -> Step:
    _, sure, leave_id = data.split(":", 2)
    if state.member is None or not _ID.fullmatch(leave_id):
        return Step(state, (Reply("leave-over", choices=(menu.LEAVE, MINE)),))
    if sure == "off":
        yes = Choice("choice-leave-off-yes", f"lv:off!:{leave_id}")
        return Step(state, (Reply("leave-off-ask", choices=(yes, MINE)),))
    command = CancelLeave(leave_id=leave_id, actor_id=state.member.member_id, chat_id=facts.chat_id)
    return Step(state, (Reply("leave-off-received"),), (Send(command, "leave"),))


def leave_args(leave: Leave, today: date) -> Args:
    return {
        "reason": leave.reason,
        "first": shown(leave.first_day, today),
        "last": shown(leave.last_day, today),
        "days": (leave.last_day - leave.first_day).days + 1,
    }


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _without(state: State) -> State:
    return state.but(asked_leave=None, waiting=None)
