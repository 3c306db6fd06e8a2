"""Contests and their boards."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from pymongo.database import Database

from services.checkins.contests.model import Ending, Kept, placed, standings
from services.checkins.contests.repository import MongoContests, entrant_id, kept_of
from services.checkins.plans.repository import MongoPlans
from services.checkins.portions import portions
from shared.events.contests import GroupStanding

Document = dict[str, Any]

#: A contest stays in a member's list so long after its last day.
_LISTED = timedelta(days=14)


class ContestViews:
    def __init__(self, database: Database[Document]) -> None:
        self._db = database
        self._contests = MongoContests(database, None)

    def path_of(self, unit_id: str) -> str | None:
        return MongoPlans(self._db, None).path_of(unit_id)

    def unit_of_contest(self, contest_id: str) -> str | None:
        found = self._contests.contest(contest_id)
        return found.unit_path if found else None

    def member_path(self, member_id: str) -> str | None:
        """None for who is not known here, or left."""
        found = self._db.members.find_one({"_id": member_id}, {"unit_path": 1, "status": 1})
        return found["unit_path"] if found and found.get("status") != "left" else None

    def of_member(self, member_id: str, today: date) -> list[dict[str, Any]]:
        """The contests that a member takes part in, those that end first before the others, then those that are over
        since a fortnight: ``{"contest_id", "title", "first_day", "last_day", "individuals", "final", "shown"}``."""
        path = self.member_path(member_id)
        held = self._contests.held([path], today - _LISTED, today) if path else []
        lines = []
        for kept in sorted(held, key=lambda kept: _soonest(kept, today)):
            own = self._db.contest_entrants.find_one({"_id": entrant_id(kept.contest.contest_id, member_id)})
            lines.append({**_line(kept), "shown": bool(own and own["shown_as"])})
        return lines

    def of_unit(self, unit_path: str) -> list[dict[str, Any]]:
        """All that are held for a unit or one above it, the latest first, with ``version`` and ``cancelled``."""
        units = unit_path.split("/")[1:]
        found = [
            kept_of(row) for portion in portions(units) for row in self._db.contests.find({"unit_id": {"$in": portion}})
        ]
        found.sort(key=lambda kept: (kept.contest.first_day, kept.contest.contest_id), reverse=True)
        return [{**_line(kept), "version": kept.version, "cancelled": kept.cancelled} for kept in found]

    def board(self, contest_id: str, member_id: str | None, ending: Ending) -> dict[str, Any] | None:
        """``{"contest_id", ..., "ranking", "groups": [{"group_id", "name", "points", "members", "rank"}],
        "individuals": [{"member_id", "name", "points", "rank"}], "own"}``: who has as many points has the same rank.
        Individuals are those who asked to be shown, 50 at most. ``own``: ``{"points", "group_id", "shown"}`` of the
        member who asks, None for others. ``final``: whether it stays as it is; ``final_at`` since when, or from when
        on. None for no contest."""
        kept = self._contests.contest(contest_id)
        if kept is None:
            return None
        result = self._contests.result(contest_id)
        groups = result.groups if result else self._standings(kept)
        own = self._db.contest_entrants.find_one({"_id": entrant_id(contest_id, member_id)}) if member_id else None
        mine = {"points": 0, "group_id": None, "shown": False} if member_id else None
        if own:
            mine = {"points": own["points"], "group_id": own["group_id"], "shown": own["shown_as"] is not None}
        return {
            **_line(kept),
            "ranking": kept.contest.ranking,
            "cancelled": kept.cancelled,
            "final_at": (result.at if result else ending.of(kept.contest)).isoformat(),
            "groups": [each.model_dump(mode="json") for each in groups],
            "individuals": self._individuals(kept),
            "own": mine,
        }

    def _standings(self, kept: Kept) -> list[GroupStanding]:
        points = self._contests.group_points(kept.contest.contest_id)
        return standings(kept.contest, points, self._contests.group_sizes(kept))

    def _individuals(self, kept: Kept) -> list[dict[str, Any]]:
        if not kept.contest.individuals:
            return []
        shown = self._contests.shown(kept.contest.contest_id)
        if kept.ended_at is None:
            shown = placed(shown)
        # Whoever was taken off a final board leaves a gap: the others' ranks stay.
        stand = sorted((each for each in shown if each.rank is not None), key=lambda each: (each.rank, each.shown_as))
        return [
            {"member_id": each.member_id, "name": each.shown_as, "points": each.points, "rank": each.rank}
            for each in stand
        ]


def _line(kept: Kept) -> dict[str, Any]:
    contest = kept.contest
    return {
        "contest_id": contest.contest_id,
        "title": contest.title,
        "first_day": contest.first_day.isoformat(),
        "last_day": contest.last_day.isoformat(),
        "individuals": contest.individuals,
        "final": kept.ended_at is not None,
    }


def _soonest(kept: Kept, today: date) -> tuple[bool, date, str]:
    last = kept.contest.last_day
    return last < today, last, kept.contest.contest_id
