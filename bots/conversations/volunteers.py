"""Volunteer shifts: look, sign up, give back, be there; organisers show the code and cancel an activity.

.. mermaid::

    flowchart LR
        volunteer --> list["shifts, a button for each free one"] -- tap --> up["command sign-up"]
        volunteer --> mine["my shifts and hours"] -- tap --> off["command cancel"]
        word["'attend' + six digits"] --> attend["command attend"]
        here["I am here"] --> ask["which code?"] --> attend
        volunteer -- organiser --> organised --> code["the code of the moment"]
        organised --> sure{sure?} -- yes --> cancel["command cancel-activity"]

A tap that sends a command needs no service, nor does a code: attendance is taken while the services are away.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime

from bots.conversations import menu
from bots.conversations.model import (
    MAX_DATA_BYTES,
    Args,
    Button,
    Choice,
    Facts,
    Incoming,
    Line,
    Member,
    Needs,
    Reply,
    Send,
    State,
    Step,
    Text,
)
from bots.conversations.tasks import no_longer_linked
from bots.conversations.volunteer_facts import Shift, ShownShift
from bots.conversations.words import is_said, rest_after, tidy, words
from shared.events import Command
from shared.events.volunteers import Attend, CancelActivity, CancelSignUp, SignUp

NAME = "volunteers"
PREFIX = "vol:"
MOST_SHOWN = 8
MOST_HOURS = 5

#: Who may publish activities and show codes; the volunteers service decides.
ORGANISERS = frozenset({"secretary", "school-admin", "district-admin"})

MINE = Choice("choice-my-shifts", "vol:mine")
HERE = Choice("choice-here", "vol:here")
ORGANISED = Choice("choice-organised", "vol:org")

_LONGEST = MAX_DATA_BYTES - len("vol:code:")
_CODE = re.compile(r"[0-9](?:[\s-]*[0-9]){5}")
_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
#: What is said, and the button that does the same.
_WORDS = {"volunteer": "", "my-shifts": "mine", "organised": "org"}


def wants(state: State, incoming: Incoming) -> bool:
    match incoming:
        case Text(text):
            return _said(text) is not None or _after_attend(text) is not None or _code_waited_for(state, text)
        case Button(data):
            return data == menu.VOLUNTEER.data or data.startswith(PREFIX)


def needs(state: State, incoming: Incoming) -> Needs:
    match _move(incoming):
        case "", _:
            return Needs(profile=True, shifts=True)
        case "mine", _:
            return Needs(profile=True, volunteering=True)
        case "org", _:
            return Needs(profile=True, organised=True)
        case "code", reference:
            return Needs(profile=True, attendance_code=_shift_id(state, reference))
    return Needs()


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    move, reference = _move(incoming)
    state = state.but(waiting=None)
    if move in ("", "mine", "org", "code"):
        if facts.profile is None:
            return no_longer_linked(state)
        state = state.but(member=facts.profile)
        answers = {"": _listed, "mine": _mine, "org": _organised}
        return answers[move](state, facts) if move in answers else _code(state, facts, now)
    if state.member is None:
        return no_longer_linked(state)
    match move:
        case "here":
            return Step(state.but(waiting=NAME), (Reply("attend-ask"),))
        case "attend":
            return _attend(state, state.member, reference, facts)
        case "up" | "off":
            return _change(state, state.member, move, reference, facts)
        case "end" if _ID.fullmatch(reference):
            sure = Choice("choice-activity-cancel-yes", f"vol:end!:{reference}")
            return Step(state, (Reply("activity-cancel-ask", choices=(sure, ORGANISED)),))
        case "end!" if _ID.fullmatch(reference):
            command = CancelActivity(activity_id=reference, actor_id=state.member.member_id, chat_id=facts.chat_id)
            return _send(state, "activity-cancel-received", command)
    return Step(state, (Reply("shift-list-again", choices=(menu.VOLUNTEER,)),))


def _move(incoming: Incoming) -> tuple[str, str]:
    """What to do, "" for the list, and to which shift or activity, or with which code."""
    match incoming:
        case Text(text):
            said = _said(text)
            if said is not None:
                return said, ""
            after = _after_attend(text)
            return ("here", "") if after == "" else ("attend", tidy(text) if after is None else after)
        case Button(data):
            move, _, reference = data.removeprefix(PREFIX).partition(":") if data.startswith(PREFIX) else ("", "", "")
            return move, reference


def _said(text: str) -> str | None:
    return next((move for word, move in _WORDS.items() if is_said(text, word)), None)


def _after_attend(text: str) -> str | None:
    """What follows a word like "attend", which a code may follow without a space; None without the word."""
    plain = tidy(text).casefold()
    for word in words("attend"):
        if plain.startswith(word) and _CODE.fullmatch(plain[len(word) :]):
            return plain[len(word) :]
    return rest_after(text, "attend")


def _code_waited_for(state: State, text: str) -> bool:
    return state.waiting == NAME and _CODE.fullmatch(tidy(text)) is not None


def _listed(state: State, facts: Facts) -> Step:
    organiser = _organiser(state.member)
    more = (MINE, HERE, *((ORGANISED, menu.PUBLISH) if organiser else ()))
    if not facts.shifts:
        return Step(state, (Reply("shifts-none", choices=more),))
    shown = facts.shifts[:MOST_SHOWN]
    free = [shift for shift in shown if shift.state == "free"]
    lines = [Line("shift-line", {**_args(shift), "free": shift.free, "state": shift.state}) for shift in shown]
    if len(facts.shifts) > MOST_SHOWN:
        lines.append(Line("shifts-more", {"count": len(facts.shifts) - MOST_SHOWN}))
    buttons = tuple(Choice("choice-sign-up", f"vol:up:{_reference(shift)}", _args(shift)) for shift in free)
    reply = Reply("shifts-list", {"count": len(free)}, (*buttons, *more), tuple(lines))
    return Step(_remember(state, free), (reply,))


def _mine(state: State, facts: Facts) -> Step:
    own = facts.volunteering
    if own is None:
        return no_longer_linked(state)
    held = own.sign_ups[:MOST_SHOWN]
    lines = [Line("shift-held", {**_args(shift), "state": shift.state}) for shift in held]
    lines += [
        Line(
            "shift-credited",
            {"title": each.title, "starts": each.starts_at, "minutes": each.minutes, "kind": each.provenance.kind},
        )
        for each in own.hours[:MOST_HOURS]
    ]
    off = [shift for shift in held if shift.state == "signed-up" and shift.cancel_until is not None]
    buttons = tuple(Choice("choice-give-back", f"vol:off:{_reference(shift)}", _args(shift)) for shift in off)
    reply = Reply(
        "my-shifts",
        {"count": len(own.sign_ups), "total": own.total_minutes},
        (*buttons, HERE, menu.VOLUNTEER),
        tuple(lines),
    )
    return Step(_remember(state, off), (reply,))


def _organised(state: State, facts: Facts) -> Step:
    if not _organiser(state.member):
        return Step(state, (Reply("organised-not-allowed", choices=(menu.VOLUNTEER,)),))
    if not facts.organised:
        return Step(state, (Reply("organised-none", choices=(menu.PUBLISH, menu.VOLUNTEER)),))
    shown = facts.organised[: MOST_SHOWN // 2]
    lines = [
        Line("shift-organised", {**_args(shift), "taken": shift.taken, "capacity": shift.capacity}) for shift in shown
    ]
    if len(facts.organised) > len(shown):
        lines.append(Line("shifts-more", {"count": len(facts.organised) - len(shown)}))
    codes = [Choice("choice-show-code", f"vol:code:{_reference(shift)}", _args(shift)) for shift in shown]
    ends = [
        Choice("choice-activity-cancel", f"vol:end:{activity_id}", {"title": title})
        for activity_id, title in {shift.activity_id: shift.title for shift in shown}.items()
        if len(activity_id) <= _LONGEST
    ]
    reply = Reply("organised-list", {"count": len(facts.organised)}, (*codes, *ends, menu.PUBLISH), tuple(lines))
    return Step(_remember(state, shown), (reply,))


def _code(state: State, facts: Facts, now: datetime) -> Step:
    found = facts.attendance_code
    if found is None:
        return Step(state, (Reply("shift-list-again", choices=(ORGANISED,)),))
    if found.code is None or found.next is None or found.expires_at is None or found.shift is None:
        return Step(state, (Reply(f"code-{found.outcome}", choices=(menu.VOLUNTEER,)),))
    args: Args = {
        "title": found.shift.title,
        "code": found.code,
        "next": found.next,
        "seconds": max(1, round((found.expires_at - now).total_seconds())),
    }
    again = Choice("choice-code-again", f"vol:code:{_reference(found.shift)}")
    return Step(_remember(state, [found.shift]), (Reply("code-shown", args, (again, ORGANISED)),))


def _attend(state: State, member: Member, said: str, facts: Facts) -> Step:
    if not _CODE.fullmatch(said.strip()):
        return Step(state.but(waiting=NAME), (Reply("attend-not-a-code"),))
    code = re.sub(r"\D", "", said)
    command = Attend(member_id=member.member_id, code=code, chat_id=facts.chat_id)
    return _send(state, "attend-received", command)


def _change(state: State, member: Member, move: str, reference: str, facts: Facts) -> Step:
    shift_id = _shift_id(state, reference)
    if shift_id is None:
        return Step(state, (Reply("shift-list-again", choices=(menu.VOLUNTEER,)),))
    if move == "up":
        up = SignUp(shift_id=shift_id, member_id=member.member_id, chat_id=facts.chat_id)
        return _send(state, "sign-up-received", up)
    off = CancelSignUp(shift_id=shift_id, member_id=member.member_id, chat_id=facts.chat_id)
    return _send(state, "give-back-received", off)


def _send(state: State, key: str, command: Command) -> Step:
    return Step(state, (Reply(key),), (Send(command, "volunteer"),))


def _organiser(member: Member | None) -> bool:
    return member is not None and not ORGANISERS.isdisjoint(member.roles)


def _args(shift: Shift) -> Args:
    return {"title": shift.title, "place": shift.place, "starts": shift.starts_at, "ends": shift.ends_at}


def _reference(shift: ShownShift) -> str:
    """The id itself, or a short stand-in where it does not fit a button."""
    if len(shift.shift_id) <= _LONGEST:
        return shift.shift_id
    return "~" + hashlib.blake2s(shift.shift_id.encode(), digest_size=10).hexdigest()


def _remember(state: State, shifts: Iterable[ShownShift]) -> State:
    """What the buttons stand for."""
    shown = {_reference(shift): ShownShift(shift_id=shift.shift_id, title=shift.title) for shift in shifts}
    return state.but(shown_shifts=shown)


def _shift_id(state: State, reference: str) -> str | None:
    shown = state.shown_shifts.get(reference)
    if shown is not None:
        return shown.shift_id
    return reference if _ID.fullmatch(reference) else None
