"""Responsibility chains in MongoDB: duties."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from services.directory.collections import Collections
from services.directory.duties.model import Chain
from shared.events.units import Duty


class MongoChains(Collections):
    def chain(self, unit_id: str) -> Chain | None:
        return next(iter(self.chains([unit_id])), None)

    def chains(self, unit_ids: Collection[str]) -> list[Chain]:
        found = self._db.duties.find({"_id": {"$in": list(unit_ids)}}, session=self._session).sort("_id")
        return [_chain(row) for row in found]

    def keep_chain(self, chain: Chain) -> None:
        duties = [duty.model_dump(mode="json") for duty in chain.duties]
        self._replace("duties", chain.unit_id, {"duties": duties, "version": chain.version})

    def known_members(self, member_ids: Collection[str]) -> set[str]:
        query = {"_id": {"$in": list(member_ids)}, "status": {"$ne": "left"}}
        return {row["_id"] for row in self._db.members.find(query, {"_id": 1}, session=self._session)}


def _chain(row: dict[str, Any]) -> Chain:
    return Chain(row["_id"], tuple(Duty.model_validate(duty) for duty in row["duties"]), row["version"])
