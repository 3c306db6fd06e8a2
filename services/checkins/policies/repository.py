"""Policies in MongoDB."""

from __future__ import annotations

from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.checkins.policies.defaults import defaults
from services.checkins.policies.ports import Kept
from services.checkins.versions import keep_version
from shared.events.policies import Policy

Document = dict[str, Any]


class MongoPolicies:
    def __init__(self, database: Database[Document], session: ClientSession | None) -> None:
        self._db = database
        self._session = session

    @staticmethod
    def indexes(database: Database[Document]) -> None:
        database.policies.create_index("district_id")

    def policy(self, district_id: str, policy_id: str) -> Kept | None:
        found = self._db.policies.find_one({"_id": f"{district_id}/{policy_id}"}, session=self._session)
        return _kept_of(found) if found else None

    def keep_policy(self, district_id: str, kept: Kept) -> None:
        key = f"{district_id}/{kept.policy.policy_id}"
        document = {
            "district_id": district_id,
            "policy": kept.policy.model_dump(mode="json"),
            "version": kept.version,
            "changed_by": kept.changed_by,
        }
        keep_version(self._db, self._session, "policies", "policy_versions", key, document)

    def policies(self, district_id: str) -> list[Kept]:
        """Those that are shipped, as the district set them, then its own."""
        own = {
            kept.policy.policy_id: kept
            for kept in map(_kept_of, self._db.policies.find({"district_id": district_id}).sort("_id"))
        }
        shipped = [own.pop(policy_id, Kept(policy, 0)) for policy_id, policy in defaults().items()]
        return [*shipped, *own.values()]


def _kept_of(document: Document) -> Kept:
    return Kept(Policy.model_validate(document["policy"]), document["version"], document["changed_by"])
