"""A stranger becomes a member by a one-time code, typed or scanned: see shared.codes.

.. mermaid::

    stateDiagram-v2
        [*] --> Stranger
        Stranger --> Stranger: anything else / welcome
        Stranger --> Stranger: wrong, expired or too often tried code
        Stranger --> Linked: right code
        Linked --> Linked: another code / already linked
"""

from __future__ import annotations

from datetime import datetime

from bots.conversations import menu
from bots.conversations.model import Facts, Incoming, Member, Needs, Reply, Send, State, Step, Text
from bots.conversations.words import is_said, rest_after, tidy
from shared.codes import plain
from shared.events.directory import SetLocale

NAME = "linking"


def parse_code(text: str) -> str | None:
    """A one-time code without gaps, however it was written, with or without a word like "link" before it."""
    written = tidy(text)
    after = rest_after(written, "link")
    return plain(written if after is None else after)


def wants(state: State, incoming: Incoming) -> bool:
    if state.member is None:
        return True
    return isinstance(incoming, Text) and (parse_code(incoming.text) is not None or is_said(incoming.text, "link"))


def needs(state: State, incoming: Incoming) -> Needs:
    if state.member is not None:
        return Needs()
    # The profile tells a chat that is linked though its answer to us was lost.
    return Needs(profile=True, link=parse_code(incoming.text) if isinstance(incoming, Text) else None)


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    if state.member is not None:
        args = {"name": state.member.name, "unit": state.member.unit_name}
        return Step(state, (Reply("link-already", args, (*menu.HOME, menu.UNLINK)),))
    member = facts.profile or (facts.linked.member if facts.linked else None)
    if member is not None:
        return _linked(state, member, facts)
    return Step(state, (Reply(_why_not(incoming, facts), choices=menu.STRANGER),))


def _linked(state: State, member: Member, facts: Facts) -> Step:
    args = {"name": member.name, "unit": member.unit_name}
    commands: tuple[Send, ...] = ()
    if state.locale is not None and state.locale != member.locale:
        # Chosen while the chat was still a stranger's.
        command = SetLocale(member_id=member.member_id, chat_id=facts.chat_id, locale=state.locale)
        commands = (Send(command, "language"),)
    return Step(state.but(member=member), (Reply("link-done", args, menu.HOME),), commands)


def _why_not(incoming: Incoming, facts: Facts) -> str:
    if facts.linked is not None:
        return f"link-{facts.linked.outcome}" if facts.linked.outcome != "linked" else "link-unknown-code"
    if isinstance(incoming, Text):
        after = rest_after(incoming.text, "link")
        if after == "":
            return "link-how"
        if after is not None or _looks_meant(tidy(incoming.text)):
            return "link-not-a-code"
    return "welcome"


def _looks_meant(text: str) -> bool:
    """Whether somebody seems to have mistyped a code: Latin letters and digits, at least one of these."""
    plain_signs = all(char.isascii() and (char.isalnum() or char in " -") for char in text)
    return plain_signs and any(char.isdigit() for char in text)
