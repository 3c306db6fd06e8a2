"""Contests: the member's points, the board of units or teams, and whether they stand on the board of individuals.

.. mermaid::

    flowchart LR
        contests --> list["those held now, a button each"] --> board["board, own points"]
        board -- "show me / take me off" --> command["command show-on-board"]

Nobody stands on the board of individuals who did not tap for it.
"""

from __future__ import annotations

import re
from datetime import datetime

from bots.conversations import menu
from bots.conversations.model import Args, Button, Choice, Facts, Incoming, Line, Needs, Reply, Send, State, Step, Text
from bots.conversations.plan_facts import Board
from bots.conversations.tasks import no_longer_linked
from bots.conversations.words import is_said
from shared.events.contests import ShowOnBoard
from shared.events.directory import PersonName

NAME = "contests"
PREFIX = "ct:"
MOST_SHOWN = 6
#: Lines of a board.
_LINES = 10

_DATA = re.compile(r"ct:(b|\+|-):([A-Za-z0-9_.:-]{1,58})")


def wants(state: State, incoming: Incoming) -> bool:
    match incoming:
        case Text(text):
            return is_said(text, "contests")
        case Button(data):
            return data == menu.CONTESTS.data or data.startswith(PREFIX)


def needs(state: State, incoming: Incoming) -> Needs:
    found = _DATA.fullmatch(incoming.data) if isinstance(incoming, Button) else None
    if found is None:
        return Needs(profile=True, contests=True)
    return Needs(profile=True, board=found[2]) if found[1] == "b" else Needs()


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    found = _DATA.fullmatch(incoming.data) if isinstance(incoming, Button) else None
    if found is not None and found[1] != "b":
        return _choose(state, found[2], found[1] == "+", facts)
    if facts.profile is None:
        return no_longer_linked(state)
    state = state.but(member=facts.profile)
    if found is not None:
        return _board(state, facts, now)
    held = facts.contests[:MOST_SHOWN]
    if not held:
        return Step(state, (Reply("contests-none", choices=menu.HOME),))
    choices = tuple(
        Choice("choice-contest", f"ct:b:{each.contest_id}", {"title": each.title})
        for each in held
        if _DATA.fullmatch(f"ct:b:{each.contest_id}")
    )
    lines = tuple(
        Line(
            "contest-line",
            {"title": each.title, "last": each.last_day.isoformat(), "state": "final" if each.final else "held"},
        )
        for each in held
    )
    return Step(state, (Reply("contests-list", choices=choices, lines=lines),))


def _board(state: State, facts: Facts, now: datetime) -> Step:
    board = facts.board
    if board is None:
        return Step(state, (Reply("contests-none", choices=(menu.CONTESTS,)),))
    lines = [
        Line("contest-rank", {"rank": row.rank, "name": row.name, "points": row.points})
        for row in board.groups[:_LINES]
    ]
    # The own one, where it is further down.
    own = next((row for row in board.groups[_LINES:] if row.group_id == board.own.group_id), None)
    if own is not None:
        lines.append(Line("contest-rank", {"rank": own.rank, "name": own.name, "points": own.points}))
    people = board.individuals[:_LINES]
    if people:
        lines.append(Line("contest-individuals"))
        lines += [Line("contest-rank", {"rank": row.rank, "name": row.name, "points": row.points}) for row in people]
    mentions = tuple(row.member_id for row in people if row.member_id)
    args: Args = {
        "title": board.title,
        "last": board.last_day.isoformat(),
        "points": board.own.points,
        "state": _state(board, now),
        "final": board.final_at.date().isoformat() if board.final_at else "",
    }
    return Step(state, (Reply("contest-board", args, _choices(board, facts), tuple(lines), mentions),))


def _state(board: Board, now: datetime) -> str:
    """Whether it goes on, waits for late figures, or stays as it is."""
    if board.final:
        return "final"
    over = board.final_at is not None and now.astimezone(board.final_at.tzinfo).date() > board.last_day
    return "waiting" if over else "held"


def _choices(board: Board, facts: Facts) -> tuple[Choice, ...]:
    offered = next((each.individuals for each in facts.contests if each.contest_id == board.contest_id), False)
    if board.own.shown:
        return (Choice("choice-board-hide", f"ct:-:{board.contest_id}"), menu.CONTESTS)
    if offered and not board.final:
        return (Choice("choice-board-show", f"ct:+:{board.contest_id}"), menu.CONTESTS)
    return (menu.CONTESTS,)


def _choose(state: State, contest_id: str, shown: bool, facts: Facts) -> Step:
    if state.member is None:
        return no_longer_linked(state)
    name = PersonName(name=state.member.name) if shown else None
    who = {"member_id": state.member.member_id, "chat_id": facts.chat_id}
    command = ShowOnBoard.model_validate({"contest_id": contest_id, "shown_as": name, **who})
    key = "board-show-received" if shown else "board-hide-received"
    return Step(state, (Reply(key, choices=(menu.CONTESTS,)),), (Send(command, "board"),))
