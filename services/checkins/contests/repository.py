"""Contests in MongoDB: contests, contest_entrants and contest_groups (points)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from pymongo import ReplaceOne, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.checkins.contests.model import Entrant, Entry, Kept
from services.checkins.portions import portions
from shared.events.contests import Contest
from shared.events.plans import StudyKind

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
        }
        self._db.contests.replace_one({"_id": contest.contest_id}, document, upsert=True, session=self._session)

    def contests_at(self, unit_paths: Collection[str], first: date, last: date) -> list[Kept]:
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


def entrant_id(contest_id: str, member_id: str) -> str:
    return f"{contest_id}/{member_id}"


def kept_of(document: Document) -> Kept:
    contest = Contest.model_validate(document["contest"])
    return Kept(contest, document["unit_path"], document["version"], document["cancelled"])


def entrant_of(document: Document) -> Entrant:
    entries = [Entry(**{**each, "day": date.fromisoformat(each["day"])}) for each in document["entries"]]
    return Entrant(
        document["contest_id"],
        document["member_id"],
        {entry.key: entry for entry in entries},
        document["group_id"],
        document["points"],
        document["shown_as"],
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
        # Of those only who asked for it: the others are never even read for a board.
        "board": entrant.contest_id if entrant.shown_as else None,
    }
