"""Questions about responsibility chains."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

from services.directory.units.model import UnknownUnit


class DutyViews:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._db = database

    def duties(self, unit_id: str) -> list[dict[str, Any]]:
        """The unit's own chain, who is told first at the top; empty where it has none. Raises UnknownUnit.

        ``{"member_id", "name", "deputies": [{"member_id", "name"}], "valid_from", "valid_until"}``: days ISO 8601,
        both part of it, None is open; a name is None where nobody is registered by the id any more.
        """
        if self._db.units.find_one({"_id": unit_id}, {"_id": 1}) is None:
            raise UnknownUnit(unit_id)
        found = self._db.duties.find_one({"_id": unit_id})
        duties = found["duties"] if found else []
        ids = {member_id for duty in duties for member_id in (duty["member_id"], *duty["deputy_ids"])}
        people = self._db.members.find({"_id": {"$in": list(ids)}}, {"name": 1})
        names = {row["_id"]: row["name"] for row in people}
        return [
            {
                "member_id": duty["member_id"],
                "name": names.get(duty["member_id"]),
                "deputies": [{"member_id": each, "name": names.get(each)} for each in duty["deputy_ids"]],
                "valid_from": duty["valid_from"],
                "valid_until": duty["valid_until"],
            }
            for duty in duties
        ]
