"""On which days a plan's occurrences are: RFC 5545 rules (https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10),
school terms, and days moved off holidays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrule, rrulestr

from services.checkins.plans.calendar import Calendar, moved
from shared.events.plans import Term, Timing

#: No mover goes further than this: the longest holiday announced so far had nine days, and weekends adjoin.
REACH = timedelta(days=21)

_COMMON = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTH", "WKST"})
#: By frequency, the parts a rule may have: a subset of RFC 5545 of which each member has days in every few years, so
#: that nobody computes for long to find none.
_PARTS = {
    "DAILY": _COMMON,
    "WEEKLY": _COMMON,
    "MONTHLY": _COMMON | {"BYMONTHDAY", "BYSETPOS"},
    "YEARLY": _COMMON | {"BYMONTHDAY", "BYSETPOS", "BYYEARDAY", "BYWEEKNO"},
}
_LONGEST_INTERVAL = 366


class BadRule(ValueError):
    """The rule is none that a plan can have; one sentence."""


@dataclass(frozen=True)
class Slot:
    """One occurrence of a timing. ``nominal`` is the day the rule names and identifies it; ``day`` is when it is."""

    nominal: date
    day: date
    #: Rests on a year whose holidays are not announced, and may move.
    provisional: bool = False


@dataclass(frozen=True)
class Shift:
    """What a new calendar does to an occurrence; ``after`` is None when its day is left out now."""

    nominal: date
    before: date
    after: date | None
    provisional: bool


def check(timing: Timing) -> None:
    """Raises BadRule."""
    if timing.last_day is not None and timing.last_day < timing.first_day:
        raise BadRule("it ends before it begins")
    if timing.term is not None and timing.term.last_day < timing.term.first_day:
        raise BadRule("the term ends before it begins")
    if timing.weeks and timing.term is None:
        raise BadRule("weeks are those of a term")
    _parsed(timing)


def slots(timing: Timing, calendar: Calendar, first: date, last: date) -> list[Slot]:
    """The occurrences whose day is from ``first`` to ``last``, both included, in the order of their days.

    One for each day: of several that a holiday pushes onto one day the first stays. A day within the timing may be
    moved beyond its last day. Raises BadRule.
    """
    reach = timedelta() if timing.mover == "as-is" else REACH
    found: dict[date, Slot] = {}
    for nominal in nominals(timing, _minus(first, 2 * reach), _plus(last, 2 * reach)):
        at = moved(nominal, timing.mover, calendar)
        if at.day is not None:
            found.setdefault(at.day, Slot(nominal, at.day, at.provisional))
    return [found[day] for day in sorted(found) if first <= day <= last]


def nominals(timing: Timing, first: date, last: date) -> Iterator[date]:
    """The days the rule names from ``first`` to ``last``, before any is moved."""
    begin, end = max(first, timing.first_day), min(last, timing.last_day or last)
    if timing.term is not None:
        begin, end = max(begin, timing.term.first_day), min(end, timing.term.last_day)
    if begin > end:
        return
    if timing.rule is None:
        if begin <= timing.first_day <= end:
            yield timing.first_day
        return
    for moment in _parsed(timing).between(_midnight(begin), _midnight(end), inc=True):
        day = moment.date()
        if not timing.weeks or (timing.term is not None and week_of(timing.term, day) in timing.weeks):
            yield day


def week_of(term: Term, day: date) -> int:
    """The week of term of a day, from 1; 0 and less before the term's first week."""
    return (_monday(day) - _monday(term.first_day)).days // 7 + 1


def same_day_of(old: Term, new: Term, day: date) -> date:
    """The same weekday of the same week of another term."""
    return _monday(new.first_day) + (day - _monday(old.first_day))


def recalculate(timing: Timing, before: Mapping[date, date], calendar: Calendar) -> list[Shift]:
    """Which occurrences move under the calendar as it is known now: ``before`` is the day of each by its nominal day.

    Occurrences that are where they should be are not named.
    """
    if not before:
        return []
    known = {slot.nominal: slot for slot in slots(timing, calendar, min(before) - REACH, max(before) + REACH)}
    shifts = []
    for nominal, day in sorted(before.items()):
        slot = known.get(nominal)
        if slot is None:
            shifts.append(Shift(nominal, day, None, False))
        elif slot.day != day:
            shifts.append(Shift(nominal, day, slot.day, slot.provisional))
    return shifts


def _parsed(timing: Timing) -> rrule:
    text = timing.rule or "FREQ=DAILY"
    parts = [part.partition("=")[::2] for part in text.split(";")]
    named = dict(parts)
    if len(named) < len(parts):
        raise BadRule("a part of the rule is there twice")
    for name in named:
        if name not in _PARTS.get(named.get("FREQ", ""), ()):
            raise BadRule(f"{name or 'nothing'} is no part of such a rule")
    interval = named.get("INTERVAL", "1")
    if not interval.isdigit() or not 1 <= int(interval) <= _LONGEST_INTERVAL:
        raise BadRule(f"an interval is from 1 to {_LONGEST_INTERVAL}")
    try:
        found = rrulestr(text, dtstart=_midnight(timing.first_day))
    except (ValueError, TypeError, KeyError) as error:
        raise BadRule(str(error)[:200]) from None
    if not isinstance(found, rrule):
        raise BadRule("one rule, not several")
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _minus(day: date, by: timedelta) -> date:
    return day - by if day - date.min > by else date.min


def _plus(day: date, by: timedelta) -> date:
    return day + by if date.max - day > by else date.max
