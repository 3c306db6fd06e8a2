"""Read queries about members, for those who look after them. Contacts are masked."""

from __future__ import annotations

import re
from typing import Any

from pymongo.database import Database

from services.directory.members.contacts import ContactsUnreadable, Safe, UnusablePhone, masked
from services.directory.members.model import Member, UnknownMember
from services.directory.members.repository import member_of, under_old_keys
from services.directory.units.model import Unit, UnknownUnit
from services.directory.units.repository import unit_of
from shared.events.directory import Contacts
from shared.paths import at_or_below

Card = dict[str, Any]

#: The most members on one page.
PAGE = 200


class MemberViews:
    _db: Database[dict[str, Any]]

    def member(self, member_id: str, safe: Safe) -> Card | None:
        """``{"member_id", "name", "kind", "unit_id", "unit_name", "unit_path", "locale", "zone", "status", "positions",
        "roles", "grants": [{"role", "unit_id", "unit_name", "unit_path"}], "joined_on", "employee_number", "since",
        "contacts": {"phone", "email"}, "leaves": [{"leave_id", "first_day", "last_day", "reason"}]}``.

        Contacts are masked; days and moments are ISO 8601; ``grants`` has those in ``roles`` too.
        """
        found = self._db.members.find_one({"_id": member_id})
        return self._cards([member_of(found)], safe)[0] if found else None

    def members_page(
        self, safe: Safe, unit_id: str | None, wanted: dict[str, Any], after: str | None, limit: int
    ) -> dict[str, Any]:
        """``{"members": [as ``member``], "next": where the next page begins, or None}``, by id.

        Of the unit and all below it; without a unit, of all. ``wanted`` may have kind, status, position, role,
        employee_number, phone (however written), name (a part of it). Raises UnknownUnit; ValueError for what else
        is wanted.
        """
        query = self._wanted(safe, wanted)
        if unit_id is not None:
            unit = self._db.units.find_one({"_id": unit_id})
            if unit is None:
                raise UnknownUnit(unit_id)
            query["unit_id"] = {"$in": self.unit_ids_within([unit["path"]])}
        if after is not None:
            query["_id"] = {"$gt": after}
        size = max(1, min(limit, PAGE))
        found = [member_of(row) for row in self._db.members.find(query).sort("_id").limit(size + 1)]
        more = len(found) > size
        return {"members": self._cards(found[:size], safe), "next": found[size - 1].member_id if more else None}

    def member_units(self, member_id: str) -> list[dict[str, Any]]:
        """Where a member was and is, the earliest first: ``{"unit_id", "path", "since", "until", "cause"}``; moments
        are ISO 8601, ``until`` and ``cause`` of the present unit are None. Raises UnknownMember."""
        member = self._db.members.find_one({"_id": member_id})
        if member is None:
            raise UnknownMember(member_id)
        stays = self._db.member_history.find({"member_id": member_id}).sort([("until", 1), ("_id", 1)])
        unit = self._units({member["unit_id"]})[member["unit_id"]]
        now = {"unit_id": unit.unit_id, "path": unit.path, "since": member.get("since"), "until": None, "cause": None}
        keys = ("unit_id", "path", "since", "until", "cause")
        return [{key: _shown(row[key]) for key in keys} for row in [*stays, now]]

    def contacts(self, member_id: str, safe: Safe) -> dict[str, str | None]:
        """In the clear: ``{"phone", "email"}``. Raises UnknownMember, ContactsUnreadable."""
        found = self._db.members.find_one({"_id": member_id})
        if found is None:
            raise UnknownMember(member_id)
        member = member_of(found)
        contacts = safe.open(member_id, member.contacts) if member.contacts else Contacts()
        return contacts.model_dump()

    def contacts_under_old_keys(self, names: tuple[str, str]) -> int:
        return self._db.members.count_documents(under_old_keys(names))

    def unit_ids_within(self, paths: list[str]) -> list[str]:
        """The ids of the units with these paths and of all below them."""
        if not paths:
            return []
        return [row["_id"] for row in self._db.units.find(at_or_below("path", *paths), {"_id": 1})]

    def _wanted(self, safe: Safe, wanted: dict[str, Any]) -> dict[str, Any]:
        query: dict[str, Any] = {}
        for key, value in wanted.items():
            if key in ("kind", "status", "employee_number"):
                query[key] = value
            elif key == "position":
                query["positions"] = value
            elif key == "role":
                query["$or"] = [{"roles": value}, {"grants.role": value}]
            elif key == "name":
                query["name"] = {"$regex": re.escape(value), "$options": "i"}
            elif key == "phone":
                try:
                    query["contacts.phone_hash"] = safe.phone_hash(value)
                except UnusablePhone:
                    raise ValueError("the phone is no phone number") from None
            else:
                raise ValueError(f"members are not looked up by {key!r}")
        return query

    def _cards(self, members: list[Member], safe: Safe) -> list[Card]:
        ids = {member.unit_id for member in members} | {g.unit_id for member in members for g in member.grants}
        units = self._units(ids)
        return [_card(member, units, safe) for member in members]

    def _units(self, ids: set[str]) -> dict[str, Unit]:
        return {row["_id"]: unit_of(row) for row in self._db.units.find({"_id": {"$in": sorted(ids)}})}


def _card(member: Member, units: dict[str, Unit], safe: Safe) -> Card:
    unit = units[member.unit_id]
    held = [(role, unit) for role in member.roles] + [(each.role, units[each.unit_id]) for each in member.grants]
    return {
        "member_id": member.member_id,
        "name": member.name,
        "kind": member.kind,
        "unit_id": unit.unit_id,
        "unit_name": unit.name,
        "unit_path": unit.path,
        "locale": member.locale,
        "zone": member.zone,
        "status": member.status,
        "positions": list(member.positions),
        "roles": list(member.roles),
        "grants": [
            {"role": role, "unit_id": at.unit_id, "unit_name": at.name, "unit_path": at.path} for role, at in held
        ],
        "joined_on": _shown(member.joined_on),
        "employee_number": member.employee_number,
        "since": _shown(member.since),
        "contacts": _masked(member, safe),
        "leaves": [leave.model_dump(mode="json") for leave in member.leaves],
    }


def _masked(member: Member, safe: Safe) -> dict[str, str | None]:
    if member.contacts is None:
        return masked(Contacts())
    try:
        return masked(safe.open(member.member_id, member.contacts))
    except ContactsUnreadable:
        # The list is of use without it; `zhixing people rotate-keys` counts these.
        return {"phone": "****", "email": None}


def _shown(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
