"""What is known of a member at a session, what it adds to figures, and streaks.

A *fact* is made of what was told last about a check-in and about an expectation, each with a version. The highest
version counts, so that the facts are the same whatever order the events arrive in, and however often.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from shared.events.plans import StudyKind, Subject

Standing = Literal["expected", "excused", "withdrawn"]
#: By name: see ``COUNTED``.
Counts = dict[str, int]

#: What is counted of a member at a session. Who came though not expected counts on both sides, so that no share is
#: above one; ``done`` is ``on_time`` + ``late`` + ``made_up``.
COUNTED = ("expected", "done", "on_time", "late", "made_up", "excused", "minutes")
#: And of an entity in a window: sessions at which somebody of it was.
SUMMED = ("sessions", *COUNTED)


@dataclass(frozen=True)
class Session:
    """An occurrence, as figures see it. ``day`` decides the windows that everything about it counts in."""

    occurrence_id: str
    day: date
    kind: StudyKind
    subjects: tuple[Subject, ...] = ()
    credit_minutes: int = 0
    #: The last day to check in, where it is another.
    closes_on: date | None = None


@dataclass(frozen=True)
class Presence:
    """A check-in as it was last told. ``day`` is the member's own, for streaks."""

    version: int
    unit_path: str
    counts: bool
    minutes: int
    late: bool
    made_up: bool
    day: date


@dataclass(frozen=True)
class Asked:
    """An expectation as it was last told."""

    version: int
    unit_path: str
    standing: Standing


@dataclass(frozen=True)
class Fact:
    session: Session
    presence: Presence | None = None
    asked: Asked | None = None

    def told(self, news: Presence | Asked) -> Fact:
        """With what is news; itself when it is not."""
        if isinstance(news, Presence):
            known = self.presence.version if self.presence else 0
            return replace(self, presence=news) if news.version > known else self
        known = self.asked.version if self.asked else 0
        return replace(self, asked=news) if news.version > known else self

    @property
    def unit_path(self) -> str:
        """Where it counts: where the member was when the list was fixed, or else where they checked in."""
        found = self.asked or self.presence
        return found.unit_path if found else ""

    @property
    def done(self) -> bool:
        return self.presence is not None and self.presence.counts

    def counts(self) -> Counts:
        """See ``COUNTED``; what is 0 is left out."""
        if self.presence is not None and self.presence.counts:
            way = "made_up" if self.presence.made_up else "late" if self.presence.late else "on_time"
            found = {"expected": 1, "done": 1, way: 1, "minutes": self.presence.minutes}
            return {name: number for name, number in found.items() if number}
        standing = self.asked.standing if self.asked else "withdrawn"
        return {} if standing == "withdrawn" else {standing: 1}


@dataclass(frozen=True)
class MemberYear:
    """All facts of a member about sessions of one calendar year, by occurrence."""

    member_id: str
    year: int
    facts: Mapping[str, Fact]


@dataclass(frozen=True)
class Figures:
    """Sums of an entity over a window; ``kinds`` and ``subjects`` hold those of ``SUMMED`` that are not 0."""

    counts: Mapping[str, int]
    kinds: Mapping[str, Mapping[str, int]]
    subjects: Mapping[str, Mapping[str, int]]

    @property
    def participation(self) -> float | None:
        """Done of expected, 0 to 1; None where nothing was expected."""
        expected = self.counts.get("expected", 0)
        return self.counts.get("done", 0) / expected if expected else None

    def document(self) -> dict[str, object]:
        return {
            **{name: self.counts.get(name, 0) for name in SUMMED},
            "participation": self.participation,
            "kinds": {key: dict(value) for key, value in sorted(self.kinds.items())},
            "subjects": {key: dict(value) for key, value in sorted(self.subjects.items())},
        }


def added(*parts: Mapping[str, int]) -> Counts:
    """Their sum; what is 0 is left out."""
    total: Counts = {}
    for part in parts:
        for name, number in part.items():
            total[name] = total.get(name, 0) + number
    return {name: number for name, number in total.items() if number}


def difference(before: Mapping[str, int], after: Mapping[str, int]) -> Counts:
    return added(after, {name: -number for name, number in before.items()})


def total(parts: Iterable[Figures]) -> Figures:
    counts: Counts = {}
    groups: tuple[dict[str, Counts], dict[str, Counts]] = ({}, {})
    for part in parts:
        counts = added(counts, part.counts)
        for group, found in zip(groups, (part.kinds, part.subjects), strict=True):
            for key, own in found.items():
                group[key] = added(group.get(key, {}), own)
    kinds, subjects = ({key: own for key, own in group.items() if own} for group in groups)
    return Figures(counts, kinds, subjects)


def figures_of(facts: Iterable[Fact]) -> Figures:
    """A member's own sums; their sessions are those at which they were."""
    return total(_of_one(fact.session, fact.counts()) for fact in facts)


def _of_one(session: Session, counts: Counts) -> Figures:
    if not counts:
        return Figures({}, {}, {})
    own = {**counts, "sessions": 1} if counts.get("done") else counts
    return Figures(own, {session.kind: own}, dict.fromkeys(session.subjects, own))


def ancestors(unit_path: str) -> list[str]:
    """The ids of the units of a path, from the highest."""
    return [part for part in unit_path.split("/") if part]


def streak(days: Collection[date], on: date, on_leave: Callable[[date], bool], floor: date) -> tuple[int, date]:
    """How many days with a check-in follow one another up to a day, or up to the one before while there is nothing on
    it yet, and where they end: the first day before them, or the last before ``floor``. Days of leave neither count
    nor break it."""
    day = on if on in days else on - timedelta(days=1)
    length = 0
    while day >= floor and (day in days or on_leave(day)):
        length += day in days
        day -= timedelta(days=1)
    return length, day
