"""Members in MongoDB."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

from services.directory.collections import Collections
from services.directory.members.model import Member


class MongoMembers(Collections):
    @staticmethod
    def indexes(database: Database[dict[str, Any]]) -> None:
        database.members.create_index("unit_id")

    def member(self, member_id: str) -> Member | None:
        found = self._db.members.find_one({"_id": member_id}, session=self._session)
        return member_of(found) if found else None

    def keep_member(self, member: Member) -> None:
        self._replace(
            "members",
            member.member_id,
            {
                "kind": member.kind,
                "unit_id": member.unit_id,
                "name": member.name,
                "locale": member.locale,
                "roles": list(member.roles),
                "version": member.version,
                "chose_locale": member.chose_locale,
            },
        )


def member_of(document: dict[str, Any]) -> Member:
    return Member(
        document["_id"],
        document["kind"],
        document["unit_id"],
        document["name"],
        document["locale"],
        tuple(document["roles"]),
        document["version"],
        document.get("chose_locale", False),
    )
