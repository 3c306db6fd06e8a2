"""The language of this chat, and of everything that its member is told.

.. mermaid::

    flowchart LR
        ask["language"] --> choose["Chinese / English"] --> kept
        word["English"] --> kept -- linked --> send["command directory.set-locale"]
"""

from __future__ import annotations

from datetime import datetime

from bots.conversations import menu
from bots.conversations.model import Button, Choice, Facts, Incoming, Needs, Reply, Send, State, Step, Text
from bots.conversations.words import is_said
from shared.events.directory import Locale, SetLocale

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
    return Step(state.but(locale=chosen), (Reply("language-kept", choices=choices),), _told(state, chosen, facts))


def _told(state: State, chosen: Locale, facts: Facts) -> tuple[Send, ...]:
    """The directory keeps the language of a member, in which outcomes and notices are written."""
    if state.member is None:
        return ()
    command = SetLocale(member_id=state.member.member_id, chat_id=facts.chat_id, locale=chosen)
    return (Send(command, "language"),)


def _asked(incoming: Incoming) -> bool:
    match incoming:
        case Text(text):
            return is_said(text, "language")
        case Button(data):
            return data == menu.LANGUAGE.data


def _chosen(incoming: Incoming) -> Locale | None:
    match incoming:
        case Text(text):
            if is_said(text, "chinese"):
                return "zh-CN"
            return "en" if is_said(text, "english") else None
        case Button("lang:zh-CN"):
            return "zh-CN"
        case Button("lang:en"):
            return "en"
    return None
