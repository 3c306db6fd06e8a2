"""What contests need kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from services.checkins.contests.model import Entrant, Kept
from shared.events.plans import StudyKind


class Contests(Protocol):
    def path_of(self, unit_id: str) -> str | None: ...
    def contest(self, contest_id: str) -> Kept | None: ...
    def keep_contest(self, kept: Kept) -> None: ...
    def contests_at(self, unit_paths: Collection[str], first: date, last: date) -> Sequence[Kept]:
        """Those that are held for one of the units or above it, on one of these days, and not cancelled."""
        ...

    def task_kinds(self, occurrence_ids: Collection[str]) -> Mapping[str, StudyKind]: ...
    def entrants(self, keys: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], Entrant]:
        """By contest and member, those that are there."""
        ...

    def keep_entrants(self, entrants: Sequence[Entrant]) -> None: ...
    def add_points(self, points: Mapping[tuple[str, str], int]) -> None:
        """By contest and group, what is added; less than 0 for what is taken away."""
        ...
