"""The simple choices of when a plan's sessions are, and the RFC 5545 rules that they stand for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, get_args

from services.console.texts import Say
from shared.events.plans import Timing

#: ``as-it-is``: a rule that none of the others says; it is kept.
Repeat = Literal[
    "once", "weekly", "fortnightly", "monthly-day", "monthly-weekday", "term-weeks", "yearly-day", "as-it-is"
]
#: Those that can be chosen for any plan.
CHOICES: tuple[Repeat, ...] = ("once", "weekly", "fortnightly", "monthly-day", "monthly-weekday", "term-weeks")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: Those that every month has.
MONTH_DAYS = (*(str(day) for day in range(1, 29)), "last")
_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "last": "-1"}
NTH = tuple(_ORDINALS)
_NAMES = {number: name for name, number in _ORDINALS.items()}
_LAST = {"last": "-1"}
REPEATS = frozenset(get_args(Repeat))

_WEEKLY = re.compile(r"FREQ=WEEKLY(?:;INTERVAL=([12]))?;BYDAY=(MO|TU|WE|TH|FR|SA|SU)")
_MONTH_DAY = re.compile(r"FREQ=MONTHLY;BYMONTHDAY=(-1|[1-9]|1[0-9]|2[0-8])")
_MONTH_WEEKDAY = re.compile(r"FREQ=MONTHLY;BYDAY=(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU)")
_YEAR_DAY = re.compile(r"FREQ=YEARLY;BYMONTH=([0-9,]+);BYMONTHDAY=([0-9]+)")
_RANGE = re.compile(r"(?<![\d-])(\d{1,2})(?!\d)(?:\s*-\s*(\d{1,2})(?!\d))?")
#: En dash, em dash, tilde and the like: whatever people put between two numbers.
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u301c~]")
MOST_WEEKS = 60


@dataclass(frozen=True)
class Recurrence:
    repeat: Repeat
    weekday: str = "MO"
    month_day: str = "1"
    nth: str = "first"
    #: Of ``term-weeks``.
    weeks: tuple[int, ...] = ()
    #: Of ``yearly-day``.
    months: str = ""

    @property
    def rule(self) -> str | None:
        """None for ``once``, and for what is kept as it is."""
        match self.repeat:
            case "weekly" | "term-weeks":
                return f"FREQ=WEEKLY;BYDAY={self.weekday}"
            case "fortnightly":
                return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={self.weekday}"
            case "monthly-day":
                return f"FREQ=MONTHLY;BYMONTHDAY={_LAST.get(self.month_day, self.month_day)}"
            case "monthly-weekday":
                return f"FREQ=MONTHLY;BYDAY={_ORDINALS[self.nth]}{self.weekday}"
            case _:
                return None


def recurrence_of(timing: Timing) -> Recurrence:
    rule = timing.rule
    if rule is None:
        return Recurrence("once")
    if found := _WEEKLY.fullmatch(rule):
        every_second, weekday = found[1] == "2", found[2]
        if timing.weeks and not every_second:
            return Recurrence("term-weeks", weekday, weeks=tuple(timing.weeks))
        if not timing.weeks:
            return Recurrence("fortnightly" if every_second else "weekly", weekday)
    if not timing.weeks:
        if found := _MONTH_DAY.fullmatch(rule):
            return Recurrence("monthly-day", month_day="last" if found[1] == "-1" else found[1])
        if found := _MONTH_WEEKDAY.fullmatch(rule):
            return Recurrence("monthly-weekday", found[2], nth=_NAMES[found[1]])
        if found := _YEAR_DAY.fullmatch(rule):
            return Recurrence("yearly-day", month_day=found[2], months=found[1])
    return Recurrence("as-it-is")


def weeks_of(text: str) -> list[int]:
    """``1-4, 6`` is [1, 2, 3, 4, 6]. Raises ValueError for what is no list of weeks."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    if re.search(r"[\w-]", _RANGE.sub("", plain)):
        raise ValueError("not a list of weeks")
    weeks: set[int] = set()
    for first, last in _RANGE.findall(plain):
        if last and int(last) < int(first):
            raise ValueError("weeks from a later to an earlier one")
        weeks |= set(range(int(first), int(last or first) + 1))
    if not weeks or min(weeks) < 1 or max(weeks) > MOST_WEEKS:
        raise ValueError("not weeks of a term")
    return sorted(weeks)


def weeks_text(weeks: tuple[int, ...] | list[int]) -> str:
    """[1, 2, 3, 4, 6] is ``1-4, 6``."""
    runs: list[list[int]] = []
    for week in weeks:
        if runs and week == runs[-1][-1] + 1:
            runs[-1].append(week)
        else:
            runs.append([week])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def in_words(timing: Timing, say: Say) -> str:
    """When a plan's sessions are, in one phrase."""
    found = recurrence_of(timing)
    phrase = say(
        f"rule-{found.repeat}",
        day=timing.first_day.isoformat(),
        weekday=say("plan-weekday", day=found.weekday),
        nth=say("plan-nth", nth=found.nth),
        monthday=say("plan-month-day", day=found.month_day),
        weeks=weeks_text(found.weeks),
        months=found.months.replace(",", say("plan-list-comma")),
        rule=timing.rule or "",
    )
    parts = [phrase]
    if timing.mover != "as-is":
        parts.append(say("rule-moved", mover=timing.mover))
    if found.repeat != "once":
        last = timing.last_day or (timing.term.last_day if timing.term else None)
        span = "rule-from" if last is None else "rule-from-to"
        parts.append(say(span, first=timing.first_day.isoformat(), last=last.isoformat() if last else ""))
    if timing.term is not None:
        parts.append(say("rule-term", term=timing.term.term_id))
    return " · ".join(parts)
