"""Picks the conversation that answers a message. The engine knows nothing but the two functions here.

.. mermaid::

    flowchart TD
        message --> waiting{a conversation waits<br>and wants it?}
        waiting -- yes --> that[that conversation]
        waiting -- no --> order[the first of CONVERSATIONS that wants it]

A new conversation is a module of the shape ``model.Conversation`` and one name in ``CONVERSATIONS``.
"""

from __future__ import annotations

from datetime import datetime

from bots.conversations import (
    calendar,
    chats,
    checkin,
    console,
    contests,
    correcting,
    deciding,
    guidance,
    incidents,
    language,
    leave,
    linking,
    makeup,
    notes,
    photos,
    planning,
    preferences,
    proof,
    publishing,
    reporting,
    rollcall,
    standing,
    tasks,
    unknown,
    unlinking,
    volunteers,
)
from bots.conversations.model import Conversation, Facts, Incoming, Needs, Photo, Received, State, Step

#: In the order in which they are asked. ``linking`` takes whatever a stranger says, ``unknown`` the rest.
CONVERSATIONS: tuple[Conversation, ...] = (
    guidance,
    language,
    linking,
    tasks,
    checkin,
    proof,
    makeup,
    rollcall,
    correcting,
    standing,
    reporting,
    incidents,
    volunteers,
    publishing,
    preferences,
    leave,
    deciding,
    notes,
    planning,
    contests,
    calendar,
    chats,
    unlinking,
    console,
    unknown,
)


def needs(state: State, incoming: Received) -> Needs:
    """The facts to fetch before ``step``."""
    if isinstance(incoming, Photo):
        return Needs()
    return _pick(state, incoming).needs(state, incoming)


def step(state: State, incoming: Received, facts: Facts, now: datetime) -> Step:
    """Answer one message."""
    if isinstance(incoming, Photo):
        return photos.step(state, incoming, facts, now)
    chosen = _pick(state, incoming)
    if state.waiting and state.waiting != chosen.NAME:
        state = state.but(
            waiting=None,
            note=None,
            draft=None,
            acting=None,
            planned=None,
            asked_leave=None,
            refusing=None,
            noting=None,
            cancelling=None,
            proving=None,
            making_up=None,
            correcting=None,
        )
    return chosen.step(state, incoming, facts, now)


def _pick(state: State, incoming: Incoming) -> Conversation:
    by_waiting = sorted(CONVERSATIONS, key=lambda conversation: state.waiting != conversation.NAME)
    return next(conversation for conversation in by_waiting if conversation.wants(state, incoming))
