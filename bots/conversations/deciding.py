"""What waits for the member's decision: leaves and make-ups of their branch, and who wants to join it.

.. mermaid::

    flowchart LR
        pending --> list["leaves, make-ups and transfers, two buttons each"]
        list & asked["a request from notifications"] -- yes --> send["command decide-..."]
        list & asked -- "no, a leave" --> send
        list & asked -- "no, a transfer or make-up" --> why["in your own words"] --> send

A tap needs no service: the command waits for it, and the outcome comes by itself.
"""

from __future__ import annotations

import re
from datetime import datetime

from bots.conversations import menu
from bots.conversations.directory_facts import PendingLeave, PendingTransfer, Refusing
from bots.conversations.leave import leave_args
from bots.conversations.model import Args, Button, Choice, Facts, Incoming, Line, Needs, Reply, Send, State, Step, Text
from bots.conversations.study_facts import WaitingMakeUp
from bots.conversations.tasks import no_longer_linked
from bots.conversations.words import is_said
from shared.events import Command
from shared.events.attendance import DecideMakeUp
from shared.events.leave import DecideLeave
from shared.events.transfers import DecideTransfer

NAME = "deciding"
PREFIX = "dec:"
MAX_WORDS = 500
#: Two buttons for each, and a message has no more than eight.
MOST_SHOWN = 4

Asked = PendingLeave | PendingTransfer | WaitingMakeUp

_DATA = re.compile(r"dec:(lv|tr|mu)([+-]):([A-Za-z0-9_.:-]{1,56})")


def wants(state: State, incoming: Incoming) -> bool:
    match incoming:
        case Text(text):
            return is_said(text, "pending") or (state.waiting == NAME and state.refusing is not None)
        case Button(data):
            return data == menu.PENDING.data or data.startswith(PREFIX)


def needs(state: State, incoming: Incoming) -> Needs:
    return Needs(profile=True, pending=True) if _lists(incoming) else Needs()


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    if _lists(incoming):
        return _listed(state, facts, now)
    match incoming:
        case Text(text):
            return _refuse(state, text.strip(), facts)
        case Button(data):
            return _tapped(state, data, facts)


def _lists(incoming: Incoming) -> bool:
    return incoming == Button(menu.PENDING.data) or (isinstance(incoming, Text) and is_said(incoming.text, "pending"))


def _listed(state: State, facts: Facts, now: datetime) -> Step:
    if facts.profile is None or facts.pending is None:
        return no_longer_linked(state)
    state = state.but(member=facts.profile, refusing=None, waiting=None)
    asked: list[Asked] = [*facts.pending.leaves, *facts.make_ups, *facts.pending.transfers]
    if not asked:
        return Step(state, (Reply("pending-none", choices=menu.HOME),))
    shown = list(enumerate(asked[:MOST_SHOWN], start=1))
    lines = [_line(number, each, now) for number, each in shown]
    if len(asked) > MOST_SHOWN:
        lines.append(Line("pending-more", {"count": len(asked) - MOST_SHOWN}))
    # By number: a label with a name would outlive the name where that is erased.
    choices = tuple(choice for number, each in shown for choice in _choices(number, each))
    mentions = tuple(dict.fromkeys(each.member_id for _, each in shown))
    reply = Reply("pending-list", {"count": len(asked)}, choices, tuple(lines), mentions=mentions)
    return Step(state, (reply,))


def _line(number: int, asked: Asked, now: datetime) -> Line:
    who: Args = {"number": number, "name": asked.name}
    if isinstance(asked, PendingLeave):
        return Line("pending-leave", {**who, **leave_args(asked, now.date())})
    if isinstance(asked, WaitingMakeUp):
        return Line("pending-make-up", {**who, "task": asked.task_title, "reason": asked.reason})
    return Line(
        "pending-transfer", {**who, "from": asked.from_unit_name, "to": asked.to_unit_name, "reason": asked.reason}
    )


def _choices(number: int, asked: Asked) -> list[Choice]:
    if isinstance(asked, WaitingMakeUp):
        kind, what = "mu", asked.make_up_id
    else:
        kind, what = ("lv", asked.leave_id) if isinstance(asked, PendingLeave) else ("tr", asked.transfer_id)
    return [
        Choice("choice-decide", f"{PREFIX}{kind}{sign}:{what}", {"kind": f"{kind}{word}", "number": number})
        for sign, word in (("+", "-yes"), ("-", "-no"))
        # A longer id does not fit behind a button; the command line takes it.
        if _DATA.fullmatch(f"{PREFIX}{kind}{sign}:{what}")
    ]


def _tapped(state: State, data: str, facts: Facts) -> Step:
    if state.member is None:
        return no_longer_linked(state)
    found = _DATA.fullmatch(data)
    if found is None:
        return Step(state, (Reply("pending-again", choices=(menu.PENDING,)),))
    kind, sign, what = found.groups()
    if (kind, sign) == ("tr", "-"):
        asking = state.but(waiting=NAME, refusing=Refusing(transfer_id=what))
        return Step(asking, (Reply("transfer-why-not"),))
    if (kind, sign) == ("mu", "-"):
        asking = state.but(waiting=NAME, refusing=Refusing(kind="make-up", transfer_id=what))
        return Step(asking, (Reply("make-up-why-not"),))
    who = {"actor_id": state.member.member_id, "chat_id": facts.chat_id}
    command: Command
    if kind == "lv":
        command = DecideLeave.model_validate({"leave_id": what, "approved": sign == "+", **who})
    elif kind == "mu":
        command = DecideMakeUp.model_validate({"make_up_id": what, "accepted": True, **who})
    else:
        command = DecideTransfer.model_validate({"transfer_id": what, "accepted": True, **who})
    return _send(state, command)


def _refuse(state: State, text: str, facts: Facts) -> Step:
    if state.member is None or state.refusing is None:
        return no_longer_linked(state)
    if is_said(text, "no"):
        return Step(state.but(waiting=None, refusing=None), (Reply("decision-left", choices=(menu.PENDING,)),))
    if not text or len(text) > MAX_WORDS:
        return Step(state, (Reply("decision-too-long", {"most": MAX_WORDS}),))
    who = {"actor_id": state.member.member_id, "chat_id": facts.chat_id, "accepted": False}
    what = state.refusing.transfer_id
    if state.refusing.kind == "make-up":
        return _send(state, DecideMakeUp.model_validate({"make_up_id": what, "why": text, **who}))
    return _send(state, DecideTransfer.model_validate({"transfer_id": what, "reason": text, **who}))


def _send(state: State, command: Command) -> Step:
    return Step(state.but(waiting=None, refusing=None), (Reply("decision-received"),), (Send(command, "decision"),))
