"""What contests need kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from services.checkins.contests.model import Entrant, Kept, Result
from shared.access.policy import Action
from shared.events.plans import StudyKind

#: Of the board of individuals.
MOST_INDIVIDUALS = 50


class Contests(Protocol):
    def path_of(self, unit_id: str) -> str | None: ...
    def contest(self, contest_id: str) -> Kept | None: ...
    def keep_contest(self, kept: Kept) -> None: ...
    def contests_at(self, unit_paths: Collection[str], first: date, last: date) -> Sequence[Kept]:
        """Those that are held for one of the units or above it, on one of these days, neither cancelled nor ended."""
        ...

    def task_kinds(self, occurrence_ids: Collection[str]) -> Mapping[str, StudyKind]: ...
    def entrants(self, keys: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], Entrant]:
        """By contest and member, those that are there."""
        ...

    def keep_entrants(self, entrants: Sequence[Entrant]) -> None: ...
    def add_points(self, points: Mapping[tuple[str, str], int]) -> None:
        """By contest and group, what is added; less than 0 for what is taken away."""
        ...

    def group_points(self, contest_id: str) -> Mapping[str, int]: ...
    def group_sizes(self, kept: Kept) -> Mapping[str, int]:
        """How many active members each group has now."""
        ...

    def shown(self, contest_id: str) -> Sequence[Entrant]:
        """Those who asked to stand on the board of individuals, with the most points: MOST_INDIVIDUALS at most."""
        ...

    def keep_result(self, contest_id: str, result: Result) -> None: ...
    def member_paths(self, ids: Collection[str]) -> Mapping[str, str]:
        """Of those who have not left."""
        ...

    def deciders(self, unit_path: str, action: Action, apart_from: str) -> Sequence[str]:
        """As for make-ups."""
        ...
