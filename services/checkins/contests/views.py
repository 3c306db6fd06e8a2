"""Contests and their boards."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from pymongo.database import Database

from services.checkins.contests.model import Kept
from services.checkins.contests.repository import MongoContests, entrant_id, kept_of
from services.checkins.plans.repository import MongoPlans
from services.checkins.portions import portions
from shared.paths import at_or_below

Document = dict[str, Any]

#: Of the board of individuals.
MOST_INDIVIDUALS = 50


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
        """The contests that a member takes part in today, those that end first before the others: ``{"contest_id",
        "title", "first_day", "last_day", "individuals", "shown"}``."""
        path = self.member_path(member_id)
        held = self._contests.contests_at([path], today, today) if path else []
        lines = []
        for kept in sorted(held, key=lambda kept: (kept.contest.last_day, kept.contest.contest_id)):
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

    def board(self, contest_id: str, member_id: str | None) -> dict[str, Any] | None:
        """``{"contest_id", ..., "ranking", "groups": [{"group_id", "name", "points", "members", "rank"}],
        "individuals": [{"name", "points", "rank"}], "own"}``: who has as many points has the same rank. Individuals
        are those who asked to be shown, 50 at most. ``own``: ``{"points", "group_id", "shown"}`` of the member who
        asks, None for others. None for no contest."""
        kept = self._contests.contest(contest_id)
        if kept is None:
            return None
        contest = kept.contest
        points = {row["group_id"]: row["points"] for row in self._db.contest_groups.find({"contest_id": contest_id})}
        sizes = self._sizes(kept)
        lines = [
            {
                "group_id": group.group_id,
                "name": group.name,
                "points": points.get(group.group_id, 0),
                "members": sizes[group.group_id],
            }
            for group in contest.groups
        ]
        shares = contest.ranking == "per-member"
        groups = _ranked(
            lines, lambda row: row["points"] / row["members"] if shares and row["members"] else row["points"]
        )
        own = self._db.contest_entrants.find_one({"_id": entrant_id(contest_id, member_id)}) if member_id else None
        mine = {"points": 0, "group_id": None, "shown": False} if member_id else None
        if own:
            mine = {"points": own["points"], "group_id": own["group_id"], "shown": own["shown_as"] is not None}
        return {
            **_line(kept),
            "ranking": contest.ranking,
            "cancelled": kept.cancelled,
            "groups": groups,
            "individuals": self._individuals(kept),
            "own": mine,
        }

    def _individuals(self, kept: Kept) -> list[dict[str, Any]]:
        if not kept.contest.individuals:
            return []
        rows = self._db.contest_entrants.find({"board": kept.contest.contest_id})
        shown = rows.sort([("points", -1), ("_id", 1)]).limit(MOST_INDIVIDUALS)
        lines = [{"member_id": row["member_id"], "name": row["shown_as"], "points": row["points"]} for row in shown]
        return _ranked(lines, lambda row: row["points"])

    def _sizes(self, kept: Kept) -> Counter[str]:
        """How many active members each group has now."""
        groups = kept.contest.groups
        sizes: Counter[str] = Counter()
        teams = {member_id: group.group_id for group in groups for member_id in group.member_ids}
        by_unit = {group.unit_id: group.group_id for group in groups if group.unit_id is not None}
        query = {**at_or_below("unit_path", kept.unit_path), "status": "active"}
        for row in self._db.plan_people.find(query, {"unit_path": 1}):
            units = reversed(row["unit_path"].split("/"))
            group = teams.get(row["_id"]) or next((by_unit[unit] for unit in units if unit in by_unit), None)
            if group is not None:
                sizes[group] += 1
        return sizes


def _line(kept: Kept) -> dict[str, Any]:
    contest = kept.contest
    return {
        "contest_id": contest.contest_id,
        "title": contest.title,
        "first_day": contest.first_day.isoformat(),
        "last_day": contest.last_day.isoformat(),
        "individuals": contest.individuals,
    }


def _ranked(rows: list[dict[str, Any]], value: Any) -> list[dict[str, Any]]:
    """The most first; equal ones share the better rank."""
    ordered = sorted(rows, key=lambda row: (-value(row), row["name"]))
    ranks: dict[float, int] = {}
    for number, row in enumerate(ordered, start=1):
        row["rank"] = ranks.setdefault(value(row), number)
    return ordered
