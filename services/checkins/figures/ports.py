"""What the projection needs kept, and what figures can be asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from services.checkins.figures.model import Counts, Fact, Figures, MemberYear, Session
from services.checkins.figures.tally import Tally
from services.checkins.figures.windows import Window
from shared.events.directory import LeaveOfAbsence


@dataclass(frozen=True)
class Adjustment:
    """A change of a month that had been closed: what was added ``at``, and why."""

    month: str
    at: datetime
    reason: str
    occurrence_id: str
    member_id: str
    unit_path: str
    counts: Counts


class FigureStore(Protocol):
    """For the projection."""

    def sessions(self, occurrence_ids: Collection[str], zone: ZoneInfo) -> Mapping[str, Session]:
        """Their days are those of the zone. Also of those that were cancelled after they had opened."""
        ...

    def member_years(self, keys: Collection[tuple[str, int]]) -> Mapping[tuple[str, int], MemberYear]:
        """By member and calendar year, those that are there."""
        ...

    def keep_member_years(self, new: Sequence[MemberYear], changed: Sequence[MemberYear]) -> None:
        """``new`` are those that were not there when they were asked for."""
        ...

    def enrol(self, members: Mapping[tuple[str, int], Collection[str]]) -> None:
        """By path and year, of whom there are facts that there were none of."""
        ...

    def add_up(self, tally: Tally, closed: Collection[str]) -> None:
        """Add to the counters of units. Of the closed months a unit's sums are put aside before the first change."""
        ...

    def adjust(self, adjustments: Sequence[Adjustment]) -> None: ...
    def leaves(self, member_ids: Collection[str]) -> Mapping[str, Sequence[LeaveOfAbsence]]: ...


class FigureReader(Protocol):
    """For everybody else. A unit is named by its path; nothing is found for a path that is not known."""

    def of_unit(self, unit_path: str, window: Window) -> Figures:
        """One document, however many check-ins there are; two for a week at the end of a year at most."""
        ...

    def of_units(self, unit_paths: Sequence[str], window: Window) -> Mapping[str, Figures]:
        """The same for several, in one question."""
        ...

    def of_member(self, member_id: str, window: Window) -> Figures: ...
    def of_members(self, unit_path: str, window: Window) -> Mapping[str, Figures]:
        """By id, everybody's who was asked in the unit, or checked in there; of each what counts there only."""
        ...

    def facts(self, member_id: str, first: date, last: date) -> Sequence[Fact]:
        """A member's at sessions of these days, both included, by day."""
        ...

    def at_close(self, unit_path: str, window: Window) -> Figures | None:
        """As it was when its months were closed; None where nothing was changed since."""
        ...

    def adjustments(self, unit_path: str, months: Sequence[str]) -> Sequence[Adjustment]:
        """Of closed months, by time."""
        ...
