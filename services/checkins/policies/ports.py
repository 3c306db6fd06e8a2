"""What policies need: figures as sums, and the policies of a district."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from shared.events.directory import Position
from shared.events.policies import Filter, Policy


@dataclass(frozen=True)
class SessionSum:
    """A session as a unit sees it: its own members only. ``closes_on`` is the last day to check in; of one that has
    not opened, ``expected`` are those who would be if it opened now."""

    occurrence_id: str
    day: date
    closes_on: date
    opened: bool
    expected: int
    done: int
    #: Nobody can check in any more.
    over: bool = False

    @property
    def room(self) -> int:
        """How many can still check in."""
        return 0 if self.over else self.expected - self.done


@dataclass(frozen=True)
class PersonSum:
    """A member over the sessions of a window that have opened. Who is excused and came counts on both sides."""

    member_id: str
    expected: int
    done: int
    minutes: int


class Figures(Protocol):
    """Sums of a unit and all below it, over sessions whose day is from ``first`` to ``last``, both included."""

    def sessions(self, unit_path: str, first: date, last: date, filter: Filter) -> Sequence[SessionSum]:
        """Those that asked members of the unit, and those to come that will."""
        ...

    def people(self, unit_path: str, first: date, last: date, filter: Filter) -> Sequence[PersonSum]:
        """Everyone of the unit who was asked to one of the sessions."""
        ...

    def members(self, unit_path: str, positions: Collection[Position]) -> Sequence[str]:
        """The active members as of now, with one of the positions where some are named."""
        ...

    def units(self, unit_path: str, kind: str, on: date) -> Mapping[str, str]:
        """By id, the paths of the units of a kind at the path or below that are open on a day."""
        ...


@dataclass(frozen=True)
class Kept:
    """A policy as a district set it."""

    policy: Policy
    version: int
    changed_by: str | None = None


class Policies(Protocol):
    def path_of(self, unit_id: str) -> str | None: ...
    def policy(self, district_id: str, policy_id: str) -> Kept | None:
        """None where the district never set it."""
        ...

    def keep_policy(self, district_id: str, kept: Kept) -> None:
        """Earlier versions stay to be read."""
        ...
