"""A secretary calls the roll of a meeting, or shows its attendance code.

.. mermaid::

    flowchart LR
        roll["roll call"] --> meetings["meetings, a button for each"] -- tap --> list["names by number, by page"]
        list -- "number, all" --> list
        list -- submit --> send["command checkins.roll-call"]
        meetings -- code --> code["the code of the moment"]

What is chosen is kept by id; names are asked for anew each time, and stand in the text only.
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
from bots.conversations.sessions import MOST_SHOWN, PAGE, begins, lines_of, meant, remembered, tap, turning
from bots.conversations.study_facts import Called, Calling, Meeting, Roll
from bots.conversations.tasks import no_longer_linked
from bots.conversations.words import is_said
from shared.events.attendance import MAX_CALLED, RollCall

NAME = "roll-call"
PREFIX = "rc:"
ALL = Choice("choice-roll-all", "rc:all")
SUBMIT = Choice("choice-roll-submit", "rc:ok")
CANCEL = Choice("choice-roll-cancel", "rc:no")


def wants(state: State, incoming: Incoming) -> bool:
    match incoming:
        case Text(text):
            return is_said(text, "roll-call")
        case Button(data):
            return data == menu.ROLL_CALL.data or data.startswith(PREFIX)


def needs(state: State, incoming: Incoming) -> Needs:
    if begins(incoming, menu.ROLL_CALL, "roll-call"):
        return Needs(profile=True, rolls=True)
    data = incoming.data if isinstance(incoming, Button) else ""
    if data == CANCEL.data:
        return Needs()
    if data.startswith("rc:code:"):
        return Needs(profile=True, spot_code=meant(state, data))
    if data.startswith("rc:t:"):
        return Needs(profile=True, roll=meant(state, data))
    return Needs(profile=True, roll=state.calling.occurrence_id if state.calling else None)


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    if begins(incoming, menu.ROLL_CALL, "roll-call"):
        return _meetings(state, facts)
    if state.member is None:
        return no_longer_linked(state)
    data = incoming.data if isinstance(incoming, Button) else ""
    if data == CANCEL.data:
        return Step(state.but(calling=None), (Reply("roll-left", choices=menu.HOME),))
    if data.startswith("rc:code:"):
        return _code(state, data, facts)
    if data.startswith("rc:t:"):
        occurrence_id = meant(state, data)
        calling = Calling(occurrence_id=occurrence_id) if occurrence_id else None
    else:
        calling = state.calling
    if calling is None or facts.roll is None:
        return Step(state.but(calling=None), (Reply("roll-again", choices=(menu.ROLL_CALL,)),))
    if data == SUBMIT.data:
        return _submit(state, calling, facts, facts.roll)
    calling = _changed(calling, data, facts.roll)
    return Step(state.but(calling=calling), (_shown(calling, facts.roll),))


def _meetings(state: State, facts: Facts) -> Step:
    if facts.profile is None:
        return no_longer_linked(state)
    state = state.but(member=facts.profile, calling=None, waiting=None)
    if not facts.rolls:
        return Step(state, (Reply("roll-none", choices=menu.HOME),))
    meetings = facts.rolls[:MOST_SHOWN]
    choices = [choice for each in meetings for choice in _ways(each)]
    reply = Reply("roll-which", {"count": len(meetings)}, tuple(choices), lines_of(meetings))
    return Step(state.but(shown=remembered(meetings)), (reply,))


def _ways(meeting: Meeting) -> list[Choice]:
    ref = tap(meeting.occurrence_id)
    call = Choice("choice-roll-meeting", f"rc:t:{ref}", {"title": meeting.title})
    code = Choice("choice-roll-code", f"rc:code:{ref}", {"title": meeting.title})
    return [call, code] if meeting.evidence == "attendance-code" else [call]


def _code(state: State, data: str, facts: Facts) -> Step:
    found = facts.spot_code
    if found is None or found.code is None or found.expires_at is None or found.next is None:
        return Step(state, (Reply("roll-code-closed", choices=(menu.ROLL_CALL,)),))
    again = Choice("choice-roll-code-again", data)
    shown: Args = {"title": found.title, "code": found.code, "until": found.expires_at, "next": found.next}
    return Step(state, (Reply("roll-code", shown, (again, menu.ROLL_CALL)),))


def _changed(calling: Calling, data: str, roll: Roll) -> Calling:
    kind, _, value = data.removeprefix(PREFIX).partition(":")
    open_ones = [each.member_id for each in roll.members if each.state in ("missing", "excused")]
    if kind == "all":
        missing = [each.member_id for each in roll.members if each.state == "missing"]
        everyone = set(missing) <= set(calling.present)
        return calling.but(present=() if everyone else tuple(missing))  # type: ignore[no-any-return]
    if kind == "p" and value.isdecimal():
        return calling.but(page=min(int(value), max(0, (len(roll.members) - 1) // PAGE)))  # type: ignore[no-any-return]
    if kind == "m":
        tapped = next((each for each in open_ones if tap(each) == value), None)
        if tapped is not None:
            present = [each for each in calling.present if each != tapped]
            if len(present) == len(calling.present):
                present.append(tapped)
            return calling.but(present=tuple(present))  # type: ignore[no-any-return]
    return calling


def _shown(calling: Calling, roll: Roll) -> Reply:
    first = calling.page * PAGE
    page = list(enumerate(roll.members[first : first + PAGE], start=first + 1))
    lines = tuple(
        Line("roll-line", {"number": number, "name": each.name, "mark": _mark(each, calling)}) for number, each in page
    )
    # By number: a label with a name would outlive the name where that is erased.
    toggles = [
        Choice(
            "choice-roll-member",
            f"rc:m:{tap(each.member_id)}",
            {"number": number, "here": "yes" if each.member_id in calling.present else "no"},
        )
        for number, each in page
        if each.state in ("missing", "excused")
    ]
    other = turning(PREFIX, calling.page, len(roll.members))
    about: Args = {
        "title": roll.title,
        "present": len(calling.present),
        "done": sum(each.state == "done" for each in roll.members),
        "count": len(roll.members),
    }
    mentions = tuple(each.member_id for _, each in page)
    return Reply("roll-list", about, (*toggles, *other, ALL, SUBMIT, CANCEL), lines, mentions=mentions)


def _mark(each: Called, calling: Calling) -> str:
    return "here" if each.member_id in calling.present else each.state


def _submit(state: State, calling: Calling, facts: Facts, roll: Roll) -> Step:
    if state.member is None:
        return no_longer_linked(state)
    known = {each.member_id for each in roll.members}
    present = [each for each in calling.present if each in known][:MAX_CALLED]
    if not present:
        return Step(state, (Reply("roll-nobody"), _shown(calling, roll)))
    command = RollCall(
        occurrence_id=calling.occurrence_id,
        present=present,
        actor_id=state.member.member_id,
        chat_id=facts.chat_id,
    )
    received = Reply("roll-received", {"count": len(present)})
    return Step(state.but(calling=None), (received,), (Send(command, "roll-call"),))
