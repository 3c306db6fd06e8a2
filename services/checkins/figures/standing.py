"""Where a member stands on a day: their streak and their month, by their own days."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from services.checkins.figures.model import MemberYear, streak
from services.checkins.model import Standing
from shared.events.directory import LeaveOfAbsence

#: A check-in is made so long after the day of its session at most: 100 days of a window and 31 of grace.
FURTHEST = timedelta(days=132)

Key = tuple[str, int]
#: By own day: check-ins and their minutes.
Days = dict[date, tuple[int, int]]


def standings(
    wanted: Collection[tuple[str, date]],
    known: Mapping[Key, MemberYear],
    leaves: Mapping[str, Sequence[LeaveOfAbsence]],
    fetch: Callable[[Collection[Key]], Mapping[Key, MemberYear]],
) -> dict[tuple[str, date], Standing]:
    """By member and day. ``known`` holds the years of the days, where there are any; those before are fetched only
    where they may say more."""
    years: dict[str, dict[int, MemberYear]] = {}
    for (member_id, year), each in known.items():
        years.setdefault(member_id, {})[year] = each
    found: dict[tuple[str, date], Standing] = {}
    asked: set[Key] = set()
    left = set(wanted)
    while left:
        back: set[Key] = set()
        for member_id, day in left:
            own = years.get(member_id, {})
            first = day.year
            while first - 1 in own:
                first -= 1
            # A check-in of the days after New Year may be at a session of the year before.
            floor = date(first, 1, 1) + FURTHEST
            days = days_of(own.values())
            standing, last = _standing(days, day, leaves.get(member_id, ()), floor)
            if min(last, day.replace(day=1)) >= floor:
                found[member_id, day] = standing
            elif (member_id, first - 1) in asked:
                # It is not there: nothing is further back.
                found[member_id, day], _ = _standing(days, day, leaves.get(member_id, ()), min(days, default=day))
            else:
                back.add((member_id, first - 1))
        left -= set(found)
        asked |= back
        for (member_id, year), each in (fetch(back) if back else {}).items():
            years.setdefault(member_id, {})[year] = each
    return found


def days_of(years: Iterable[MemberYear]) -> Days:
    found: Days = {}
    for year in years:
        for fact in year.facts.values():
            if fact.presence is not None and fact.presence.counts:
                number, minutes = found.get(fact.presence.day, (0, 0))
                found[fact.presence.day] = (number + 1, minutes + fact.presence.minutes)
    return found


def _standing(days: Days, day: date, leaves: Sequence[LeaveOfAbsence], floor: date) -> tuple[Standing, date]:
    def on_leave(each: date) -> bool:
        return any(leave.first_day <= each <= leave.last_day for leave in leaves)

    length, last = streak(days, day, on_leave, floor)
    month = [own for each, own in days.items() if (each.year, each.month) == (day.year, day.month)]
    return Standing(length, sum(number for number, _ in month), sum(minutes for _, minutes in month)), last
