"""The rules for what is done about a task besides checking in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from shared.events.policies import MakeUpRule

#: Where neither a unit nor a setting says otherwise.
MAKE_UPS = MakeUpRule(ask_within_days=7, decide_within_days=7, per_month=2)


@dataclass(frozen=True)
class Rules:
    """How long things can be asked for, and how often."""

    #: The roll can be called, counted from when the task closed.
    roll_call: timedelta = timedelta(days=7)
    #: Where no unit has set a rule of its own. Days to ask are counted from the end of the grace.
    make_up: MakeUpRule = MAKE_UPS
    #: A member's own day begins so long after midnight.
    day_begins: timedelta = timedelta()
