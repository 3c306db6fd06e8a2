"""Read queries."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

from services.directory.members.repository import member_of
from services.directory.pending import PendingViews
from services.directory.units.model import UnknownUnit
from services.directory.units.repository import unit_of
from shared.paths import at_or_below, below

Profile = dict[str, Any]


class DirectoryViews(PendingViews):
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._db = database

    def profile(self, member_id: str) -> Profile | None:
        """``{"member_id", "name", "unit_id", "unit_name", "unit_path", "locale", "roles"}``."""
        found = self._db.members.find_one({"_id": member_id})
        return self._profiles([found])[0] if found else None

    def chat_profile(self, chat_id: str) -> Profile | None:
        chat = self._db.chats.find_one({"_id": chat_id})
        return self.profile(chat["member_id"]) if chat else None

    def chats_of(self, member_id: str) -> list[dict[str, Any]]:
        """``{"chat_id", "channel", "linked_at": ISO 8601 or None}``, the one linked last first."""
        found = [
            {
                "chat_id": row["_id"],
                "channel": row["channel"],
                "linked_at": row["linked_at"].isoformat() if row.get("linked_at") else None,
            }
            for row in self._db.chats.find({"member_id": member_id}).sort("_id")
        ]
        return sorted(found, key=lambda chat: chat["linked_at"] or "", reverse=True)

    def members(self, unit_id: str | None = None) -> list[Profile]:
        """The members of a unit and of all below it; without a unit, everyone. Raises UnknownUnit."""
        query: dict[str, Any] = {}
        if unit_id is not None:
            unit = self._db.units.find_one({"_id": unit_id})
            if unit is None:
                raise UnknownUnit(unit_id)
            units = self._db.units.find(below("path", unit["path"]), {"_id": 1})
            query = {"unit_id": {"$in": [unit_id, *(row["_id"] for row in units)]}}
        return self._profiles(list(self._db.members.find(query).sort("_id")))

    def profiles(self, member_ids: list[str]) -> list[Profile]:
        """Those of them who are known, by id."""
        return self._profiles(list(self._db.members.find({"_id": {"$in": member_ids}}).sort("_id")))

    def units(self, unit_path: str) -> list[dict[str, Any]]:
        """The unit with this path and the open ones directly below it, by path:
        ``{"unit_id", "kind", "name", "path"}``."""
        found = map(unit_of, self._db.units.find(at_or_below("path", unit_path)).sort("path"))
        return [
            {"unit_id": unit.unit_id, "kind": unit.kind, "name": unit.name, "path": unit.path}
            for unit in found
            if unit.is_open and "/" not in unit.path[len(unit_path) + 1 :]
        ]

    def _profiles(self, documents: list[dict[str, Any]]) -> list[Profile]:
        ids = {document["unit_id"] for document in documents}
        units = {row["_id"]: unit_of(row) for row in self._db.units.find({"_id": {"$in": list(ids)}})}
        members = [member_of(document) for document in documents]
        return [
            {
                "member_id": member.member_id,
                "name": member.name,
                "unit_id": member.unit_id,
                "unit_name": units[member.unit_id].name,
                "unit_path": units[member.unit_id].path,
                "locale": member.locale,
                "roles": list(member.roles),
            }
            for member in members
        ]
