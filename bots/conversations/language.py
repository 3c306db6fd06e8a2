"""The language of this chat.

.. mermaid::

    flowchart LR
        ask["language"] --> choose["Chinese / English"] --> kept
        word["English"] --> kept
"""

from __future__ import annotations

from datetime import datetime

from bots.conversations import menu
from bots.conversations.model import Button, Choice, Facts, Incoming, Needs, Reply, State, Step, Text
from bots.conversations.words import is_said

NAME = "language"

_CHOICES = (Choice("choice-chinese", "lang:zh-CN"), Choice("choice-english", "lang:en"))


def wants(state: State, incoming: Incoming) -> bool:
    return _asked(incoming) or _chosen(incoming) is not None


def needs(state: State, incoming: Incoming) -> Needs:
    return Needs()


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    chosen = _chosen(incoming)
    if chosen is None:
        return Step(state, (Reply("language-ask", choices=_CHOICES),))
    choices = menu.HOME if state.member else menu.STRANGER
    return Step(state.but(locale=chosen), (Reply("language-kept", choices=choices),))


def _asked(incoming: Incoming) -> bool:
    match incoming:
        case Text(text):
            return is_said(text, "language")
        case Button(data):
            return data == menu.LANGUAGE.data


def _chosen(incoming: Incoming) -> str | None:
    match incoming:
        case Text(text):
            if is_said(text, "chinese"):
                return "zh-CN"
            return "en" if is_said(text, "english") else None
        case Button(data):
            return {"lang:zh-CN": "zh-CN", "lang:en": "en"}.get(data)
