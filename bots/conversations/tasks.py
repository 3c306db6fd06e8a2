"""The member's study tasks, each open one with a button that checks it in.

.. mermaid::

    flowchart LR
        tasks --> any{tasks?} -- none --> tasks-none
        any -- some --> list["list, a button for each open task"] -- tap --> checkin
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime

from bots.conversations import menu
from bots.conversations.model import (
    MAX_DATA_BYTES,
    Button,
    Choice,
    Facts,
    Incoming,
    Line,
    Needs,
    Reply,
    ShownTask,
    State,
    Step,
    Task,
    Text,
)
from bots.conversations.words import is_said

NAME = "tasks"

#: Before the reference of a task in a button's data.
PREFIX = "ci:"
#: Before a reference that stands for an id too long for a button.
SHORTENED = "~"
#: More would not fit a phone; the rest is counted.
MOST_SHOWN = 8


def wants(state: State, incoming: Incoming) -> bool:
    match incoming:
        case Text(text):
            return is_said(text, "tasks")
        case Button(data):
            return data == menu.TASKS.data


def needs(state: State, incoming: Incoming) -> Needs:
    return Needs(profile=True, tasks=True)


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    if facts.profile is None:
        return no_longer_linked(state)
    state = state.but(member=facts.profile)
    if not facts.tasks:
        return Step(state, (Reply("tasks-none", choices=(menu.STANDING, menu.HELP)),))
    open_tasks = [task for task in facts.tasks if task.state == "open"]
    key = "tasks-open" if open_tasks else "tasks-nothing-open"
    lines = tuple(_line(task) for task in _by_closing(facts.tasks)[:MOST_SHOWN])
    if len(facts.tasks) > MOST_SHOWN:
        lines = (*lines, Line("tasks-more", {"count": len(facts.tasks) - MOST_SHOWN}))
    reply = Reply(key, {"count": len(open_tasks)}, (*buttons(open_tasks), menu.STANDING), lines)
    return Step(state.but(shown=references(open_tasks)), (reply,))


def no_longer_linked(state: State) -> Step:
    """The directory does not know this chat any more: somebody unlinked it elsewhere."""
    return Step(State(locale=state.locale), (Reply("link-lost", choices=menu.STRANGER),))


def buttons(open_tasks: Iterable[Task]) -> tuple[Choice, ...]:
    """A check-in button for each task, the one that closes first on top."""
    return tuple(
        Choice("choice-check-in", PREFIX + reference(task.occurrence_id), {"title": task.title})
        for task in _by_closing(open_tasks)[:MOST_SHOWN]
    )


def references(open_tasks: Iterable[Task]) -> Mapping[str, ShownTask]:
    """What the buttons stand for."""
    return {reference(task.occurrence_id): shown(task) for task in _by_closing(open_tasks)[:MOST_SHOWN]}


def shown(task: Task) -> ShownTask:
    return ShownTask(
        occurrence_id=task.occurrence_id,
        title=task.title,
        evidence=task.evidence,
        least=task.least,
        questions=task.questions,
    )


def reference(occurrence_id: str) -> str:
    """The id itself, or a short stand-in where it does not fit a button."""
    if len((PREFIX + occurrence_id).encode()) <= MAX_DATA_BYTES:
        return occurrence_id
    return SHORTENED + hashlib.blake2s(occurrence_id.encode(), digest_size=10).hexdigest()


def _by_closing(some: Iterable[Task]) -> list[Task]:
    return sorted(some, key=lambda task: (task.state != "open", task.closes_at, task.occurrence_id))


def _line(task: Task) -> Line:
    match task.state:
        case "open":
            return Line("task-open", {"title": task.title, "closes": task.closes_at, "minutes": task.credit_minutes})
        case "upcoming":
            return Line("task-upcoming", {"title": task.title, "opens": task.opens_at})
        case "done":
            return Line("task-done", {"title": task.title})
