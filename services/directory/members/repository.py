"""Members in MongoDB: members, member_history."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from pymongo.database import Database

from services.directory.collections import Collections
from services.directory.members.model import Member, SealedContacts, Stay
from shared.events.directory import Grant, LeaveOfAbsence


class MongoMembers(Collections):
    @staticmethod
    def indexes(database: Database[dict[str, Any]]) -> None:
        database.members.create_index("unit_id")
        database.members.create_index("grants.unit_id", partialFilterExpression={"grants.unit_id": {"$exists": True}})
        # The handlers refuse a number that is taken; this is for two that come at the same moment.
        database.members.create_index(
            "employee_number", unique=True, partialFilterExpression={"employee_number": {"$exists": True}}
        )
        database.members.create_index(
            "contacts.phone_hash", partialFilterExpression={"contacts.phone_hash": {"$exists": True}}
        )
        database.member_history.create_index("member_id")

    def member(self, member_id: str) -> Member | None:
        found = self._db.members.find_one({"_id": member_id}, session=self._session)
        return member_of(found) if found else None

    def keep_member(self, member: Member) -> None:
        self._replace("members", member.member_id, document_of(member))

    def member_by_number(self, employee_number: str) -> Member | None:
        found = self._db.members.find_one({"employee_number": employee_number}, session=self._session)
        return member_of(found) if found else None

    def members_by_phone(self, phone_hash: str) -> list[Member]:
        return self._members({"contacts.phone_hash": phone_hash})

    def members_at(self, unit_ids: Collection[str]) -> list[Member]:
        return self._members({"unit_id": {"$in": list(unit_ids)}})

    def holders_at(self, unit_ids: Collection[str]) -> list[Member]:
        ids = list(unit_ids)
        at_home = {"unit_id": {"$in": ids}, "roles.0": {"$exists": True}}
        return self._members({"$or": [at_home, {"grants.unit_id": {"$in": ids}}]})

    def keep_stay(self, stay: Stay) -> None:
        self._db.member_history.insert_one(
            {
                "member_id": stay.member_id,
                "unit_id": stay.unit_id,
                "path": stay.path,
                "since": stay.since,
                "until": stay.until,
                "cause": stay.cause,
            },
            session=self._session,
        )

    def contacts_under_old_keys(
        self, names: tuple[str, str], after: str | None, limit: int
    ) -> list[tuple[str, SealedContacts]]:
        query = {**under_old_keys(names), "_id": {"$gt": after or ""}}
        found = self._db.members.find(query, {"contacts": 1}, session=self._session).sort("_id").limit(limit)
        return [(row["_id"], sealed_of(row["contacts"])) for row in found]

    def keep_contacts(self, member_id: str, sealed: SealedContacts | None) -> None:
        change = {"$set": {"contacts": contacts_document(sealed)}} if sealed else {"$unset": {"contacts": ""}}
        self._db.members.update_one({"_id": member_id}, change, session=self._session)

    def _members(self, query: dict[str, Any]) -> list[Member]:
        return [member_of(found) for found in self._db.members.find(query, session=self._session).sort("_id")]


def under_old_keys(names: tuple[str, str]) -> dict[str, Any]:
    key, lookup = names
    old = [{"contacts.key": {"$ne": key}}, {"contacts.lookup": {"$ne": lookup}}]
    return {"contacts": {"$exists": True}, "$or": old}


def document_of(member: Member) -> dict[str, Any]:
    """Days are kept as ISO 8601 text: BSON has moments only, and a day has no zone."""
    document: dict[str, Any] = {
        "kind": member.kind,
        "unit_id": member.unit_id,
        "name": member.name,
        "locale": member.locale,
        "roles": list(member.roles),
        "version": member.version,
        "chose_locale": member.chose_locale,
        "positions": list(member.positions),
        "status": member.status,
        "leaves": [leave.model_dump(mode="json") for leave in member.leaves],
        "since": member.since,
    }
    # What is not there is left out, so that the partial indexes leave it out too.
    if member.grants:
        document["grants"] = [grant.model_dump() for grant in member.grants]
    if member.joined_on:
        document["joined_on"] = member.joined_on.isoformat()
    if member.zone:
        document["zone"] = member.zone
    if member.employee_number:
        document["employee_number"] = member.employee_number
    if member.contacts:
        document["contacts"] = contacts_document(member.contacts)
    return document


def contacts_document(sealed: SealedContacts) -> dict[str, Any]:
    document = {"token": sealed.token, "key": sealed.key, "lookup": sealed.lookup}
    return {**document, "phone_hash": sealed.phone_hash} if sealed.phone_hash else document


def member_of(document: dict[str, Any]) -> Member:
    joined_on, contacts = document.get("joined_on"), document.get("contacts")
    return Member(
        document["_id"],
        document["kind"],
        document["unit_id"],
        document["name"],
        document["locale"],
        tuple(document["roles"]),
        document["version"],
        document.get("chose_locale", False),
        grants=tuple(Grant(**grant) for grant in document.get("grants", ())),
        positions=tuple(document.get("positions", ())),
        status=document.get("status", "active"),
        joined_on=date.fromisoformat(joined_on) if joined_on else None,
        employee_number=document.get("employee_number"),
        leaves=tuple(LeaveOfAbsence.model_validate(leave) for leave in document.get("leaves", ())),
        contacts=sealed_of(contacts) if contacts else None,
        since=document.get("since"),
        zone=document.get("zone"),
    )


def sealed_of(document: dict[str, Any]) -> SealedContacts:
    return SealedContacts(document["token"], document["key"], document.get("phone_hash"), document["lookup"])
