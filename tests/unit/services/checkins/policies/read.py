"""The figures that policies are judged by, in memory: each sum is made anew, over the members it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.checkins.policies.ports import PersonSum, SessionSum
from shared.events.directory import Position
from shared.events.plans import StudyKind, Subject
from shared.events.policies import Filter


@dataclass(frozen=True)
class Row:
    """A member who was asked to a session."""

    member_id: str
    unit_path: str
    positions: tuple[Position, ...]
    #: Excused members are not expected; who came all the same counts on both sides.
    excused: bool
    done: bool
    minutes: int


@dataclass(frozen=True)
class Session:
    occurrence_id: str
    unit_path: str
    kind: StudyKind
    subjects: tuple[Subject, ...]
    credit_minutes: int
    day: date
    closes_on: date
    opened: bool
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class SomeMember:
    member_id: str
    unit_path: str
    positions: tuple[Position, ...] = ()


@dataclass(frozen=True)
class ReadFigures:
    held: Sequence[Session]
    everyone: Sequence[SomeMember]
    #: By id: kind and path.
    tree: Mapping[str, tuple[str, str]]
    today: date = date(2026, 11, 20)

    def sessions(self, unit_path: str, first: date, last: date, filter: Filter) -> list[SessionSum]:
        found = []
        for each in self._matching(first, last, filter):
            rows = [row for row in _asked(each, filter) if _within(row.unit_path, unit_path)]
            if rows:
                done = sum(row.done for row in rows)
                sums = (len(rows), done, each.closes_on < self.today)
                found.append(SessionSum(each.occurrence_id, each.day, each.closes_on, each.opened, *sums))
        return found

    def people(self, unit_path: str, first: date, last: date, filter: Filter) -> list[PersonSum]:
        sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for each in self._matching(first, last, filter):
            for row in _asked(each, filter):
                if each.opened and _within(row.unit_path, unit_path):
                    own = sums[row.member_id]
                    own[0] += 1
                    own[1] += row.done
                    own[2] += row.minutes
        return [PersonSum(member_id, *own) for member_id, own in sorted(sums.items())]

    def members(self, unit_path: str, positions: Collection[Position]) -> list[str]:
        return [
            each.member_id
            for each in self.everyone
            if _within(each.unit_path, unit_path) and (not positions or set(positions) & set(each.positions))
        ]

    def units(self, unit_path: str, kind: str, on: date) -> dict[str, str]:
        return {key: path for key, (own, path) in self.tree.items() if own == kind and _within(path, unit_path)}

    def _matching(self, first: date, last: date, filter: Filter) -> Iterator[Session]:
        for each in self.held:
            if (
                first <= each.day <= last
                and (not filter.kinds or each.kind in filter.kinds)
                and (not filter.subjects or set(filter.subjects) & set(each.subjects))
                and each.credit_minutes >= filter.least_minutes
            ):
                yield each


def _asked(session: Session, filter: Filter) -> Iterator[Row]:
    for row in session.rows:
        if (row.done or not row.excused) and (not filter.positions or set(filter.positions) & set(row.positions)):
            yield row


def _within(path: str, scope: str) -> bool:
    return path == scope or path.startswith(scope + "/")
