"""Sessions and their members as buttons: what calling a roll and looking into a check-in show alike."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from bots.conversations.model import Button, Choice, Incoming, Line, ShownTask, State, Text
from bots.conversations.study_facts import Meeting
from bots.conversations.words import is_said

#: Names to a page, and sessions to choose from.
PAGE = 12
MOST_SHOWN = 6


def begins(incoming: Incoming, choice: Choice, topic: str) -> bool:
    """Whether the conversation is begun, by its choice in a menu or by its word."""
    return incoming == Button(choice.data) or (isinstance(incoming, Text) and is_said(incoming.text, topic))


def tap(id: str) -> str:
    """What stands for an id behind a button."""
    return hashlib.blake2s(id.encode(), digest_size=8).hexdigest()


def remembered(sessions: Iterable[Meeting]) -> Mapping[str, ShownTask]:
    """What the buttons of sessions stand for."""
    return {tap(each.occurrence_id): ShownTask(occurrence_id=each.occurrence_id, title=each.title) for each in sessions}


def meant(state: State, data: str) -> str | None:
    """The occurrence that a button such as ``rc:t:<tap>`` names."""
    task = state.shown.get(data.split(":", 2)[2])
    return task.occurrence_id if task else None


def lines_of(sessions: Iterable[Meeting]) -> tuple[Line, ...]:
    return tuple(Line("roll-meeting", {"title": each.title, "opens": each.opens_at}) for each in sessions)


def pages_of(count: int) -> int:
    """Of so many names."""
    return (count + PAGE - 1) // PAGE


def turning(prefix: str, page: int, count: int) -> list[Choice]:
    """The pages before and after one, of so many names."""
    return [
        Choice("choice-roll-page", f"{prefix}p:{number}", {"number": number + 1})
        for number in (page - 1, page + 1)
        if 0 <= number < pages_of(count)
    ]
