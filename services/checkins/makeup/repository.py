"""Make-ups in MongoDB: make_ups, make_up_rules and their versions."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.checkins.makeup.model import KeptRule, MakeUp
from services.checkins.portions import portions
from services.checkins.versions import keep_version
from shared.access.policy import ALLOWED, Action
from shared.events.policies import MakeUpRule

Document = dict[str, Any]


class MongoMakeUps:
    def __init__(self, database: Database[Document], session: ClientSession | None) -> None:
        self._db = database
        self._session = session

    @staticmethod
    def indexes(database: Database[Document]) -> None:
        database.make_ups.create_index([("member_id", 1), ("month", 1)])
        database.make_ups.create_index([("state", 1), ("unit_path", 1)])
        database.members.create_index("grants.path")
        # For the words that are too old to be kept.
        database.make_ups.create_index("asked_at")

    def make_up(self, make_up_id: str) -> MakeUp | None:
        found = self._db.make_ups.find_one({"_id": make_up_id}, session=self._session)
        return make_up_of(found) if found else None

    def keep_make_up(self, make_up: MakeUp) -> None:
        fields = {key: value for key, value in vars(make_up).items() if key != "make_up_id"}
        self._db.make_ups.replace_one(
            {"_id": make_up.make_up_id}, {"_id": make_up.make_up_id, **fields}, upsert=True, session=self._session
        )

    def make_ups_of(self, member_id: str, month: str) -> list[MakeUp]:
        query = {"member_id": member_id, "month": month}
        return [make_up_of(row) for row in self._db.make_ups.find(query, session=self._session)]

    def make_up_rules(self, unit_ids: Collection[str]) -> list[KeptRule]:
        return [
            KeptRule(
                row["_id"],
                MakeUpRule.model_validate(row["rule"]) if row["rule"] else None,
                row["version"],
                row["changed_by"],
            )
            for portion in portions(sorted(unit_ids))
            for row in self._db.make_up_rules.find({"_id": {"$in": portion}}, session=self._session)
        ]

    def keep_make_up_rule(self, kept: KeptRule) -> None:
        document = {
            "rule": kept.rule.model_dump(mode="json") if kept.rule else None,
            "version": kept.version,
            "changed_by": kept.changed_by,
        }
        keep_version(self._db, self._session, "make_up_rules", "make_up_rule_versions", kept.unit_id, document)

    def deciders(self, unit_path: str, action: Action, apart_from: str) -> list[str]:
        roles = [role for role, actions in ALLOWED.items() if action in actions]
        parts = unit_path.split("/")
        for length in range(len(parts), 1, -1):
            level = "/".join(parts[:length])
            query = {"grants": {"$elemMatch": {"role": {"$in": roles}, "path": level}}, "status": "active"}
            found = self._db.members.find(query, {"_id": 1}, session=self._session)
            if some := sorted(row["_id"] for row in found if row["_id"] != apart_from):
                return some
        return []


def make_up_of(document: Document) -> MakeUp:
    return MakeUp(make_up_id=document["_id"], **{key: value for key, value in document.items() if key != "_id"})
