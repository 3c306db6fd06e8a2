"""Contests in MongoDB: contests, contest_entrants and contest_groups (points)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from pymongo import ReplaceOne, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.checkins.contests.model import Entrant, Entry, Kept, Result
from services.checkins.contests.ports import MOST_INDIVIDUALS
from services.checkins.portions import portions
from shared.events.contests import Contest, GroupStanding
from shared.events.plans import StudyKind
from shared.paths import at_or_below

Document = dict[str, Any]


class MongoContests:
    def __init__(self, database: Database[Document], session: ClientSession | None) -> None:
        self._db = database
        self._session = session

    @staticmethod
    def indexes(database: Database[Document]) -> None:
        database.contests.create_index([("unit_id", 1), ("last_day", 1)])
        database.contest_entrants.create_index("member_id")
        database.contest_entrants.create_index([("board", 1), ("points", -1)])
        database.contest_groups.create_index("contest_id")

    def contest(self, contest_id: str) -> Kept | None:
        found = self._db.contests.find_one({"_id": contest_id}, session=self._session)
        return kept_of(found) if found else None

    def keep_contest(self, kept: Kept) -> None:
        contest = kept.contest
        document = {
            "_id": contest.contest_id,
            "contest": contest.model_dump(mode="json"),
            "unit_id": contest.unit_id,
            "unit_path": kept.unit_path,
            "first_day": contest.first_day.isoformat(),
            "last_day": contest.last_day.isoformat(),
            "version": kept.version,
            "cancelled": kept.cancelled,
            "organiser_id": kept.organiser_id,
        }
        self._db.contests.replace_one({"_id": contest.contest_id}, document, upsert=True, session=self._session)

    def contests_at(self, unit_paths: Collection[str], first: date, last: date) -> list[Kept]:
        return [kept for kept in self.held(unit_paths, first, last) if kept.ended_at is None]

    def held(self, unit_paths: Collection[str], first: date, last: date) -> list[Kept]:
        """As contests_at, those too that have ended."""
        units = sorted({unit_id for path in unit_paths for unit_id in path.split("/") if unit_id})
        found: list[Kept] = []
        for portion in portions(units):
            query = {"unit_id": {"$in": portion}, "last_day": {"$gte": first.isoformat()}, "cancelled": False}
            found += [kept_of(row) for row in self._db.contests.find(query, session=self._session)]
        return [kept for kept in found if kept.contest.first_day <= last]

    def task_kinds(self, occurrence_ids: Collection[str]) -> dict[str, StudyKind]:
        kinds: dict[str, StudyKind] = {}
        for portion in portions(sorted(occurrence_ids)):
            for collection in (self._db.withdrawn, self._db.occurrences):
                rows = collection.find({"_id": {"$in": portion}}, {"kind": 1}, session=self._session)
                kinds.update({row["_id"]: row["kind"] for row in rows})
        return kinds

    def entrants(self, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], Entrant]:
        found: dict[tuple[str, str], Entrant] = {}
        for portion in portions([entrant_id(*key) for key in sorted(keys)]):
            for row in self._db.contest_entrants.find({"_id": {"$in": portion}}, session=self._session):
                found[row["contest_id"], row["member_id"]] = entrant_of(row)
        return found

    def keep_entrants(self, entrants: Sequence[Entrant]) -> None:
        if not entrants:
            return
        changes = [ReplaceOne({"_id": row["_id"]}, row, upsert=True) for row in map(_document, entrants)]
        self._db.contest_entrants.bulk_write(changes, ordered=False, session=self._session)

    def add_points(self, points: Mapping[tuple[str, str], int]) -> None:
        if not points:
            return
        changes = [
            UpdateOne(
                {"_id": f"{contest_id}/{group_id}"},
                {"$inc": {"points": change}, "$set": {"contest_id": contest_id, "group_id": group_id}},
                upsert=True,
            )
            for (contest_id, group_id), change in sorted(points.items())
        ]
        self._db.contest_groups.bulk_write(changes, ordered=False, session=self._session)

    def group_points(self, contest_id: str) -> dict[str, int]:
        found = self._db.contest_groups.find({"contest_id": contest_id}, session=self._session)
        return {row["group_id"]: row["points"] for row in found}

    def group_sizes(self, kept: Kept) -> Counter[str]:
        groups = kept.contest.groups
        sizes: Counter[str] = Counter()
        teams = {member_id: group.group_id for group in groups for member_id in group.member_ids}
        by_unit = {group.unit_id: group.group_id for group in groups if group.unit_id is not None}
        query = {**at_or_below("unit_path", kept.unit_path), "status": "active"}
        for row in self._db.plan_people.find(query, {"unit_path": 1}, session=self._session):
            units = reversed(row["unit_path"].split("/"))
            group = teams.get(row["_id"]) or next((by_unit[unit] for unit in units if unit in by_unit), None)
            if group is not None:
                sizes[group] += 1
        return sizes

    def shown(self, contest_id: str) -> list[Entrant]:
        rows = self._db.contest_entrants.find({"board": contest_id}, session=self._session)
        return [entrant_of(row) for row in rows.sort([("points", -1), ("_id", 1)]).limit(MOST_INDIVIDUALS)]

    def keep_result(self, contest_id: str, result: Result) -> None:
        document = {"at": result.at, "groups": [each.model_dump(mode="json") for each in result.groups]}
        self._db.contests.update_one({"_id": contest_id}, {"$set": {"result": document}}, session=self._session)

    def result(self, contest_id: str) -> Result | None:
        found = self._db.contests.find_one({"_id": contest_id}, {"result": 1}, session=self._session)
        kept = found.get("result") if found else None
        return Result(kept["at"], tuple(map(GroupStanding.model_validate, kept["groups"]))) if kept else None


def entrant_id(contest_id: str, member_id: str) -> str:
    return f"{contest_id}/{member_id}"


def kept_of(document: Document) -> Kept:
    contest = Contest.model_validate(document["contest"])
    return Kept(
        contest,
        document["unit_path"],
        document["version"],
        document["cancelled"],
        document.get("organiser_id"),
        (document.get("result") or {}).get("at"),
    )


def entrant_of(document: Document) -> Entrant:
    entries = [Entry(**{**each, "day": date.fromisoformat(each["day"])}) for each in document["entries"]]
    return Entrant(
        document["contest_id"],
        document["member_id"],
        {entry.key: entry for entry in entries},
        document["group_id"],
        document["points"],
        document["shown_as"],
        document.get("rank"),
    )


def _document(entrant: Entrant) -> Document:
    return {
        "_id": entrant_id(entrant.contest_id, entrant.member_id),
        "contest_id": entrant.contest_id,
        "member_id": entrant.member_id,
        "entries": [{**vars(entry), "day": entry.day.isoformat()} for entry in entrant.entries.values()],
        "group_id": entrant.group_id,
        "points": entrant.points,
        "shown_as": entrant.shown_as,
        "rank": entrant.rank,
        # Of those only who asked for it: the others are never even read for a board.
        "board": entrant.contest_id if entrant.shown_as else None,
    }
