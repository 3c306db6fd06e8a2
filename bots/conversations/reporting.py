"""An incident is reported: what, where, when, of what kind, how grave, with or without a photo; sent as soon as the
last is answered. A photo may come at any time before.

.. mermaid::

    flowchart LR
        report --> what --> where --> when --> category --> severity --> photo --> sent["command incidents.report"]
        what -. hint from the words .-> category & severity

The hint is shown with the words that led to it; the person chooses. No service is needed to report.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args

from bots.conversations import menu
from bots.conversations.model import (
    Args,
    Button,
    Choice,
    Draft,
    Facts,
    Incoming,
    Member,
    Needs,
    Reply,
    Send,
    State,
    Step,
    Text,
)
from bots.conversations.tasks import no_longer_linked
from bots.conversations.words import is_said, rest_after
from shared.events import derived_id
from shared.events.incidents import Account, Category, ReportIncident

NAME = "reporting"
PREFIX = "rep:"
MAX_WHAT = 2000
MAX_WHERE = 200

#: Minutes ago.
AGO = (0, 30, 60, 180)
CANCEL = Choice("choice-report-cancel", "rep:cancel")
MORE = Choice("choice-report-more", "rep:more")
SKIP = Choice("choice-report-skip", "rep:skip")


def wants(state: State, incoming: Incoming) -> bool:
    match incoming:
        case Text(text):
            return state.waiting == NAME or rest_after(text, "report") is not None
        case Button(data):
            return data == menu.REPORT.data or data.startswith(PREFIX)


def needs(state: State, incoming: Incoming) -> Needs:
    text = _what(state, incoming)
    return Needs(hint=text) if text and len(text) <= MAX_WHAT else Needs()


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    if state.member is None:
        return no_longer_linked(state)
    if incoming == Button(CANCEL.data) or (isinstance(incoming, Text) and is_said(incoming.text, "no")):
        return Step(_without(state), (Reply("report-cancelled", choices=menu.HOME),))
    draft = Draft(begun=now) if _begins(state, incoming) else state.draft
    if draft is None:
        return Step(_without(state), (Reply("report-over", choices=(menu.REPORT, menu.INCIDENTS)),))
    if incoming == Button(MORE.data):
        return Step(state, (_ask_category(draft, everything=True),))
    filled = _fill(draft, _what(state, incoming), incoming, facts, now)
    if isinstance(filled, Reply):
        return Step(state, (filled,))
    return _advanced(state, state.member, filled, facts, now)


def attached(state: State, photo_id: str, facts: Facts, now: datetime) -> Step:
    """A photo came while a report is in the making; a later one takes an earlier one's place."""
    if state.member is None or state.draft is None:
        return no_longer_linked(state)
    step = _advanced(state, state.member, state.draft.but(photo_id=photo_id), facts, now)
    return step if step.commands else replace(step, replies=(Reply("report-photo-kept"), *step.replies))


def _advanced(state: State, member: Member, filled: Draft, facts: Facts, now: datetime) -> Step:
    """The next question, or the report."""
    question = _question(filled)
    if question is not None:
        return Step(state.but(draft=filled, waiting=NAME), (question,))
    command = ReportIncident(
        # The same however often the last answer is handled.
        incident_id=derived_id(facts.chat_id, f"incident\n{filled.begun.isoformat()}"),
        reporter_id=member.member_id,
        category=filled.category or "other",
        severity=filled.severity or 1,
        account=Account(what=filled.what or "", where=filled.where or ""),
        occurred_at=filled.occurred_at or now,
        photo_id=filled.photo_id,
        chat_id=facts.chat_id,
    )
    return Step(_without(state), (Reply("report-received"),), (Send(command, "report"),))


def _begins(state: State, incoming: Incoming) -> bool:
    if isinstance(incoming, Button):
        return incoming.data == menu.REPORT.data
    return state.waiting != NAME


def _what(state: State, incoming: Incoming) -> str | None:
    """The text that says what happened, if this message does."""
    if not isinstance(incoming, Text):
        return None
    if _begins(state, incoming):
        return rest_after(incoming.text, "report") or None
    waits = state.draft is not None and state.draft.what is None
    return incoming.text.strip() or None if waits and not is_said(incoming.text, "no") else None


def _fill(draft: Draft, what: str | None, incoming: Incoming, facts: Facts, now: datetime) -> Draft | Reply:
    """The draft with one more answer; a reply where the answer cannot be taken."""
    match incoming:
        case Text() if what is not None:
            if len(what) > MAX_WHAT:
                return Reply("report-too-long", {"most": MAX_WHAT}, (CANCEL,))
            return draft.but(what=what, hint=facts.hint)
        case Text(text) if draft.what is not None and draft.where is None and text.strip():
            if len(text.strip()) > MAX_WHERE:
                return Reply("report-too-long", {"most": MAX_WHERE}, (CANCEL,))
            return draft.but(where=text.strip())
        case Text(text) if (
            text.strip() in ("1", "2", "3", "4") and draft.category is not None and draft.severity is None
        ):
            return draft.but(severity=int(text))
        case Text(text) if draft.severity is not None and is_said(text, "skip"):
            return draft.but(photo_skipped=True)
        case Button(data):
            return _chosen(draft, data.removeprefix(PREFIX), now)
    return draft


def _chosen(draft: Draft, data: str, now: datetime) -> Draft:
    """What a button stands for; nothing for one that is not of ours."""
    kind, _, value = data.partition(":")
    if kind == "skip":
        return draft.but(photo_skipped=True)
    if kind == "when" and value in map(str, AGO):
        return draft.but(occurred_at=now - timedelta(minutes=int(value)))
    if kind == "cat" and value in get_args(Category):
        return draft.but(category=value)
    if kind == "sev" and value in ("1", "2", "3", "4"):
        return draft.but(severity=int(value))
    return draft


def _question(draft: Draft) -> Reply | None:
    """Asks for the first thing that is missing."""
    if draft.what is None:
        return Reply("report-what", choices=(CANCEL,))
    if draft.where is None:
        return Reply("report-where", choices=(CANCEL,))
    if draft.occurred_at is None:
        ago = tuple(Choice("choice-report-when", f"rep:when:{minutes}", {"minutes": minutes}) for minutes in AGO)
        return Reply("report-when", choices=(*ago, CANCEL))
    if draft.category is None:
        return _ask_category(draft)
    if draft.severity is None:
        return _ask_severity(draft)
    if draft.photo_id is None and not draft.photo_skipped:
        return Reply("report-photo", choices=(SKIP, CANCEL))
    return None


def _ask_category(draft: Draft, *, everything: bool = False) -> Reply:
    candidates = draft.hint.candidates if draft.hint else ()
    if everything or not candidates:
        shown: tuple[Category, ...] = get_args(Category)
        return Reply("report-category", choices=(*map(_category, shown), CANCEL))
    best = candidates[0]
    args: Args = {"category": best.category, "phrases": _quoted([phrase.text for phrase in best.phrases])}
    choices = tuple(_category(candidate.category) for candidate in candidates)
    return Reply("report-category-hint", args, (*choices, MORE, CANCEL))


def _ask_severity(draft: Draft) -> Reply:
    levels = tuple(Choice("choice-report-severity", f"rep:sev:{n}", {"severity": n}) for n in (1, 2, 3, 4))
    if draft.hint is None or draft.hint.severity is None:
        return Reply("report-severity", choices=(*levels, CANCEL))
    phrases = _quoted([phrase.text for phrase in draft.hint.severity_phrases])
    if not phrases:
        return Reply("report-severity", choices=(*levels, CANCEL))
    args: Args = {"severity": draft.hint.severity, "phrases": phrases}
    return Reply("report-severity-hint", args, (*levels, CANCEL))


def _category(category: Category) -> Choice:
    return Choice("choice-report-category", f"rep:cat:{category}", {"category": category})


def _quoted(phrases: list[str]) -> str:
    return " ".join(f"“{phrase}”" for phrase in list(dict.fromkeys(phrases))[:4])


def _without(state: State) -> State:
    return state.but(draft=None, waiting=None)
