"""A secretary questions a check-in of the last days, or takes it back.

.. mermaid::

    flowchart LR
        correct --> sessions["sessions, a button for each"] -- tap --> names["who checked in, by number"]
        names -- number --> act{question, take back} -- tap --> why["why?"] --> send["command"]

The checkins service decides whether the member may, and whether the check-in is still as it was shown.
"""

from __future__ import annotations

from datetime import datetime

from bots.conversations import menu
from bots.conversations.model import (
    Args,
    Button,
    Choice,
    Facts,
    Incoming,
    Line,
    Needs,
    Reply,
    Send,
    State,
    Step,
    Text,
)
from bots.conversations.sessions import MOST_SHOWN, PAGE, begins, lines_of, meant, pages_of, remembered, tap, turning
from bots.conversations.study_facts import Called, Correcting, Roll
from bots.conversations.tasks import no_longer_linked
from bots.conversations.words import is_said
from shared.events.attendance import CorrectCheckIn, QuestionCheckIn

NAME = "correcting"
PREFIX = "co:"
QUESTION = Choice("choice-correct-question", "co:q")
TAKE_BACK = Choice("choice-correct-take-back", "co:b")
CANCEL = Choice("choice-correct-cancel", "co:no")
MAX_WHY = 500


def wants(state: State, incoming: Incoming) -> bool:
    match incoming:
        case Text(text):
            return is_said(text, "correct") or _is_why(state, incoming)
        case Button(data):
            return data == menu.CORRECT.data or data.startswith(PREFIX)


def needs(state: State, incoming: Incoming) -> Needs:
    if begins(incoming, menu.CORRECT, "correct"):
        return Needs(profile=True, rolls=True)
    if isinstance(incoming, Text) or incoming.data in (QUESTION.data, TAKE_BACK.data, CANCEL.data):
        return Needs()
    if incoming.data.startswith("co:t:"):
        return Needs(profile=True, roll=meant(state, incoming.data))
    return Needs(profile=True, roll=state.correcting.occurrence_id if state.correcting else None)


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    if begins(incoming, menu.CORRECT, "correct"):
        return _sessions(state, facts)
    if state.member is None:
        return no_longer_linked(state)
    if isinstance(incoming, Text):
        return _send(state, incoming.text.strip(), facts)
    if incoming == Button(CANCEL.data):
        return _left(state)
    if incoming.data in (QUESTION.data, TAKE_BACK.data):
        return _ask_why(state, "question" if incoming.data == QUESTION.data else "take-back")
    occurrence_id = meant(state, incoming.data) if incoming.data.startswith("co:t:") else None
    correcting = Correcting(occurrence_id=occurrence_id) if occurrence_id else state.correcting
    if correcting is None or facts.roll is None:
        return _again(state)
    kind, _, value = incoming.data.removeprefix(PREFIX).partition(":")
    if kind == "m":
        return _choose(state, correcting, value, facts.roll)
    page = int(value) if kind == "p" and value.isdecimal() else 0
    return _names(state, correcting, page, facts.roll)


def _is_why(state: State, incoming: Incoming) -> bool:
    return state.waiting == NAME and state.correcting is not None and state.correcting.act is not None


def _sessions(state: State, facts: Facts) -> Step:
    if facts.profile is None:
        return no_longer_linked(state)
    state = state.but(member=facts.profile, correcting=None, waiting=None)
    if not facts.rolls:
        return Step(state, (Reply("correct-none", choices=menu.HOME),))
    sessions = facts.rolls[:MOST_SHOWN]
    choices = tuple(
        Choice("choice-correct-session", f"co:t:{tap(each.occurrence_id)}", {"title": each.title}) for each in sessions
    )
    reply = Reply("correct-which", choices=choices, lines=lines_of(sessions))
    return Step(state.but(shown=remembered(sessions)), (reply,))


def _names(state: State, correcting: Correcting, page: int, roll: Roll) -> Step:
    done = _done(roll)
    if not done:
        return Step(_without(state), (Reply("correct-nobody", {"title": roll.title}, (menu.CORRECT,)),))
    page = min(page, pages_of(len(done)) - 1)
    here = list(enumerate(done[page * PAGE : (page + 1) * PAGE], start=page * PAGE + 1))
    lines = tuple(Line("correct-line", {"number": number, "name": each.name}) for number, each in here)
    # By number: a label with a name would outlive the name where that is erased.
    numbers = [Choice("choice-correct-member", f"co:m:{tap(each.member_id)}", {"number": n}) for n, each in here]
    other = turning(PREFIX, page, len(done))
    reply = Reply(
        "correct-list",
        {"title": roll.title, "count": len(done)},
        (*numbers, *other, CANCEL),
        lines,
        mentions=tuple(each.member_id for _, each in here),
    )
    kept = correcting.but(title=roll.title, page=page, member_id=None, act=None)
    return Step(state.but(correcting=kept, waiting=None), (reply,))


def _choose(state: State, correcting: Correcting, value: str, roll: Roll) -> Step:
    chosen = next((each for each in _done(roll) if tap(each.member_id) == value), None)
    if chosen is None:
        return _names(state, correcting, correcting.page, roll)
    kept = correcting.but(title=roll.title, member_id=chosen.member_id, version=chosen.version, act=None)
    about: Args = {"title": roll.title, "name": chosen.name}
    reply = Reply("correct-what", about, (QUESTION, TAKE_BACK, CANCEL), mentions=(chosen.member_id,))
    return Step(state.but(correcting=kept, waiting=None), (reply,))


def _ask_why(state: State, act: str) -> Step:
    if state.correcting is None or state.correcting.member_id is None:
        return _again(state)
    key = "correct-why-question" if act == "question" else "correct-why-take-back"
    asking = state.but(correcting=state.correcting.but(act=act), waiting=NAME)
    return Step(asking, (Reply(key, {"title": state.correcting.title}, (CANCEL,)),))


def _send(state: State, why: str, facts: Facts) -> Step:
    wanted = state.correcting
    if state.member is None:
        return no_longer_linked(state)
    if wanted is None or wanted.member_id is None:
        return _again(state)
    if is_said(why, "no"):
        return _left(state)
    if not why or len(why) > MAX_WHY:
        return Step(state, (Reply("correct-why-too-long", {"most": MAX_WHY}, (CANCEL,)),))
    about = {
        "occurrence_id": wanted.occurrence_id,
        "member_id": wanted.member_id,
        "version": wanted.version,
        "reason": why,
        "actor_id": state.member.member_id,
        "chat_id": facts.chat_id,
    }
    command = (
        QuestionCheckIn.model_validate(about)
        if wanted.act == "question"
        else CorrectCheckIn.model_validate({**about, "counts": False})
    )
    received = Reply("correct-received", {"title": wanted.title}, (menu.CORRECT,))
    return Step(_without(state), (received,), (Send(command, "correct"),))


def _done(roll: Roll) -> list[Called]:
    return [each for each in roll.members if each.state == "done" and each.version > 0]


def _left(state: State) -> Step:
    return Step(_without(state), (Reply("correct-left", choices=(menu.CORRECT,)),))


def _again(state: State) -> Step:
    return Step(_without(state), (Reply("correct-again", choices=(menu.CORRECT,)),))


def _without(state: State) -> State:
    return state.but(correcting=None, waiting=None)
