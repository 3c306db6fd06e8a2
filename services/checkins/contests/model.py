"""What counts in a contest, and how many points it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from shared.events.contests import Contest, ContestRefusal, Group, GroupStanding, Rule
from shared.events.plans import StudyKind

#: What is told then is told at a decent hour.
_MORNING = time(9)


class Refused(Exception):
    def __init__(self, reason: ContestRefusal, version: int | None = None) -> None:
        super().__init__(reason)
        self.reason: ContestRefusal = reason
        self.version = version


@dataclass(frozen=True)
class Kept:
    """A contest as it was set."""

    contest: Contest
    unit_path: str
    version: int
    cancelled: bool = False
    #: Who announced it; None where that is not known.
    organiser_id: str | None = None
    #: When its result was fixed.
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Ending:
    """When a result is fixed: on the morning so many days after the last day of the contest, in the district's zone."""

    zone: ZoneInfo
    grace_days: int = 2

    def of(self, contest: Contest) -> datetime:
        return datetime.combine(contest.last_day + timedelta(days=self.grace_days), _MORNING, self.zone)


@dataclass(frozen=True)
class Result:
    """The board of groups as it stays."""

    at: datetime
    groups: tuple[GroupStanding, ...]


@dataclass(frozen=True)
class Entry:
    """What is known of one check-in or one note. The highest version counts, in whatever order they come."""

    key: str
    version: int
    source: Literal["check-in", "note"]
    unit_path: str
    day: date
    counts: bool
    minutes: int = 0
    on_time: bool = False
    kind: StudyKind | None = None


@dataclass(frozen=True)
class Entrant:
    """A member in a contest. ``group_id`` is that of their first entry that counts; None without one."""

    contest_id: str
    member_id: str
    entries: Mapping[str, Entry]
    group_id: str | None = None
    points: int = 0
    #: Their name, where they asked to stand on the board of individuals.
    shown_as: str | None = None
    #: On the final board of individuals.
    rank: int | None = None


def standings(contest: Contest, points: Mapping[str, int], sizes: Mapping[str, int]) -> list[GroupStanding]:
    """By group id, the points and the number of members; the first first."""
    rows = [(group, points.get(group.group_id, 0), sizes.get(group.group_id, 0)) for group in contest.groups]
    shares = contest.ranking == "per-member"
    values = {group.group_id: own / members if shares and members else own for group, own, members in rows}
    ranks = _ranks(values.values())
    found = [
        GroupStanding(
            group_id=group.group_id, name=group.name, points=own, members=members, rank=ranks[values[group.group_id]]
        )
        for group, own, members in rows
    ]
    return sorted(found, key=lambda each: (each.rank, each.name))


def placed(entrants: Iterable[Entrant]) -> list[Entrant]:
    """With their ranks on the board of individuals, the first first."""
    shown = list(entrants)
    ranks = _ranks(each.points for each in shown)
    found = [replace(each, rank=ranks[each.points]) for each in shown]
    return sorted(found, key=lambda each: (each.rank or 0, each.shown_as or ""))


def _ranks(values: Iterable[float]) -> dict[float, int]:
    """The most first; equal ones share the better rank."""
    ranks: dict[float, int] = {}
    for number, value in enumerate(sorted(values, reverse=True), start=1):
        ranks.setdefault(value, number)
    return ranks


def points(rules: Sequence[Rule], entries: Iterable[Entry]) -> int:
    """Never more than the rules' limits, whatever order the entries come in."""
    counting = [entry for entry in entries if entry.counts]
    return sum(_of_rule(rule, counting) for rule in rules)


def _of_rule(rule: Rule, entries: Sequence[Entry]) -> int:
    days: dict[date, int] = defaultdict(int)
    for entry in entries:
        days[entry.day] += _amount(rule, entry)
    # What is not a whole ``per`` on one day is not carried to the next.
    daily = (amount // rule.per * rule.points for amount in days.values())
    limited = sum(each if rule.most_a_day is None else min(each, rule.most_a_day) for each in daily)
    return limited if rule.most is None else min(limited, rule.most)


def _amount(rule: Rule, entry: Entry) -> int:
    if entry.source == "note":
        return int(rule.source == "shared-note")
    if rule.source == "shared-note" or (rule.kinds and entry.kind not in rule.kinds):
        return 0
    return {"check-in": 1, "on-time": int(entry.on_time), "minutes": entry.minutes}[rule.source]


def group_of(groups: Sequence[Group], member_id: str, entries: Iterable[Entry]) -> str | None:
    """Where a member's points go: their team, else the lowest unit that they were in at their first entry."""
    team = next((group.group_id for group in groups if member_id in group.member_ids), None)
    if team is not None:
        return team
    first = min((entry for entry in entries if entry.counts), key=lambda entry: (entry.day, entry.key), default=None)
    if first is None:
        return None
    by_unit = {group.unit_id: group.group_id for group in groups if group.unit_id is not None}
    return next((by_unit[unit] for unit in reversed(first.unit_path.split("/")) if unit in by_unit), None)


def fault(contest: Contest) -> ContestRefusal | None:
    """What makes no sense of itself."""
    if contest.last_day < contest.first_day:
        return "ends-before-it-begins"
    ids = [group.group_id for group in contest.groups]
    units = [group.unit_id for group in contest.groups if group.unit_id is not None]
    members = [member for group in contest.groups for member in group.member_ids]
    return "group-twice" if any(len(set(each)) < len(each) for each in (ids, units, members)) else None
