"""The member's linked chats, and putting one of them out.

.. mermaid::

    flowchart LR
        chats --> list["this one and the others, a button for each"] -- another --> sure{sure?} -- yes --> gone
        told["'a new chat was linked'"] -- "not me" --> sure
        list -- this one --> unlinking
"""

from __future__ import annotations

import re
from datetime import datetime

from bots.conversations import menu
from bots.conversations.model import Args, Button, Choice, Facts, Incoming, Line, Needs, Reply, State, Step, Text
from bots.conversations.tasks import no_longer_linked
from bots.conversations.words import is_said

NAME = "chats"
PREFIX = "chat:"
MOST_SHOWN = 6

_OFF = re.compile(r"chat:off(!?):([A-Za-z0-9_.:-]{1,54})")


def wants(state: State, incoming: Incoming) -> bool:
    match incoming:
        case Text(text):
            return is_said(text, "chats")
        case Button(data):
            return data == menu.CHATS.data or data.startswith(PREFIX)


def needs(state: State, incoming: Incoming) -> Needs:
    found = _off(incoming)
    if found is None:
        return Needs(profile=True, chats=True)
    return Needs(unlink_other=found[1]) if found[0] else Needs()


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    found = _off(incoming)
    if found is None:
        return _listed(state, facts)
    if state.member is None:
        return no_longer_linked(state)
    sure, chat_id = found
    if not sure:
        yes = Choice("choice-chat-off-yes", f"{PREFIX}off!:{chat_id}")
        return Step(state, (Reply("chat-off-ask", choices=(yes, menu.CHATS)),))
    return Step(state, (Reply("chat-off-done" if facts.unlinked else "chat-off-gone", choices=(menu.CHATS,)),))


def _off(incoming: Incoming) -> tuple[bool, str] | None:
    """Whether it was asked back, and which chat is to be put out."""
    found = _OFF.fullmatch(incoming.data) if isinstance(incoming, Button) else None
    return (found[1] == "!", found[2]) if found else None


def _listed(state: State, facts: Facts) -> Step:
    if facts.profile is None:
        return no_longer_linked(state)
    others = [chat for chat in facts.chats if chat.chat_id != facts.chat_id]
    ordered = [*(chat for chat in facts.chats if chat.chat_id == facts.chat_id), *others][:MOST_SHOWN]
    lines, choices = [], []
    for number, chat in enumerate(ordered, start=1):
        here = chat.chat_id == facts.chat_id
        known: Args = {"number": number, "channel": chat.channel, "here": "yes" if here else "no"}
        lines.append(
            Line("chat-line", {**known, "known": "yes" if chat.linked_at else "no", "at": chat.linked_at or ""})
        )
        data = f"{PREFIX}off:{chat.chat_id}"
        if not here and _OFF.fullmatch(data):
            choices.append(Choice("choice-chat-off", data, known))
    if len(facts.chats) > MOST_SHOWN:
        lines.append(Line("chats-more", {"count": len(facts.chats) - MOST_SHOWN}))
    reply = Reply("chats-list", {"count": len(facts.chats)}, (*choices, menu.UNLINK), tuple(lines))
    return Step(state.but(member=facts.profile), (reply,))
