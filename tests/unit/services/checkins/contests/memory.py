"""The port of contests, in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from services.checkins.contests.model import Entrant, Kept, Result
from shared.access.policy import Action, is_within
from shared.events.plans import StudyKind


class MemoryContests:
    def __init__(self, paths: Mapping[str, str], kinds: Mapping[str, StudyKind] | None = None) -> None:
        self.paths = paths
        self.kinds = kinds or {}
        self.kept: dict[str, Kept] = {}
        self.taking_part: dict[tuple[str, str], Entrant] = {}
        self.points: Counter[tuple[str, str]] = Counter()
        self.results: dict[str, Result] = {}
        self.sizes: dict[str, int] = {}
        self.members: dict[str, str] = {}

    def path_of(self, unit_id: str) -> str | None:
        return self.paths.get(unit_id)

    def contest(self, contest_id: str) -> Kept | None:
        return self.kept.get(contest_id)

    def keep_contest(self, kept: Kept) -> None:
        self.kept[kept.contest.contest_id] = kept

    def contests_at(self, unit_paths: Collection[str], first: date, last: date) -> Sequence[Kept]:
        return [
            kept
            for kept in self.kept.values()
            if not kept.cancelled
            and kept.ended_at is None
            and kept.contest.first_day <= last
            and first <= kept.contest.last_day
            and any(is_within(path, kept.unit_path) for path in unit_paths)
        ]

    def task_kinds(self, occurrence_ids: Collection[str]) -> Mapping[str, StudyKind]:
        return {key: self.kinds[key] for key in occurrence_ids if key in self.kinds}

    def entrants(self, keys: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], Entrant]:
        return {key: self.taking_part[key] for key in keys if key in self.taking_part}

    def keep_entrants(self, entrants: Sequence[Entrant]) -> None:
        for entrant in entrants:
            self.taking_part[entrant.contest_id, entrant.member_id] = entrant

    def add_points(self, points: Mapping[tuple[str, str], int]) -> None:
        self.points.update(points)

    def group_points(self, contest_id: str) -> Mapping[str, int]:
        return {group_id: points for (key, group_id), points in self.points.items() if key == contest_id}

    def group_sizes(self, kept: Kept) -> Mapping[str, int]:
        return self.sizes

    def shown(self, contest_id: str) -> Sequence[Entrant]:
        return [each for (key, _), each in self.taking_part.items() if key == contest_id and each.shown_as]

    def keep_result(self, contest_id: str, result: Result) -> None:
        assert contest_id not in self.results
        self.results[contest_id] = result
        self.kept[contest_id] = replace(self.kept[contest_id], ended_at=result.at)

    def member_paths(self, ids: Collection[str]) -> Mapping[str, str]:
        return {key: self.members[key] for key in ids if key in self.members}

    def deciders(self, unit_path: str, action: Action, apart_from: str) -> Sequence[str]:
        return [f"{action} at {unit_path}"]
