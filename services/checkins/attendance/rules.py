"""The rules for what is done about a task besides checking in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Rules:
    """How long things can be asked for, and how often."""

    #: The roll can be called, counted from when the task closed.
    roll_call: timedelta = timedelta(days=7)
    #: A make-up can be asked for, counted from the end of the grace.
    within: timedelta = timedelta(days=7)
    #: A request is open to be decided, counted from when it was made.
    decided_within: timedelta = timedelta(days=7)
    #: Requests of one member for the tasks of one month.
    per_month: int = 2
    #: A member's own day begins so long after midnight.
    day_begins: timedelta = timedelta()
