"""Incidents in MongoDB: units, members and duties (copies), counters, incidents."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.collection import ReturnDocument
from pymongo.database import Database

from services.incidents.model import Done, Incident, Member, Step, Unit
from services.incidents.ports import Conflict
from shared.access.copies import grants_in, rows
from shared.away import absence, absence_of
from shared.events.units import Duty
from shared.paths import at_or_above

Document = dict[str, Any]


class MongoIncidents:
    def __init__(self, database: Database[Document], session: ClientSession | None) -> None:
        self._db = database
        self._session = session

    @staticmethod
    def indexes(database: Database[Document]) -> None:
        database.members.create_index("unit_id")
        database.units.create_index("path")
        database.incidents.create_index([("reporter_id", 1), ("state", 1)])
        database.incidents.create_index([("in_charge", 1), ("state", 1)])
        database.incidents.create_index([("unit_path", 1), ("state", 1)])
        database.incidents.create_index("photo_id", partialFilterExpression={"photo_id": {"$type": "string"}})

    def keep_unit(self, unit: Unit, version: int) -> None:
        found = self._db.units.find_one({"_id": unit.unit_id}, session=self._session)
        if found and found.get("version", 0) > version:
            return
        copy = {"kind": unit.kind, "name": unit.name, "path": unit.path, "version": version}
        self._db.units.replace_one({"_id": unit.unit_id}, copy, upsert=True, session=self._session)
        if found and found["path"] != unit.path:
            # Who may see and handle them goes by the path; what is closed stays in the figures of then.
            not_closed = {"unit_path": found["path"], "state": {"$ne": "closed"}}
            self._db.incidents.update_many(not_closed, {"$set": {"unit_path": unit.path}}, session=self._session)

    def keep_duties(self, unit_id: str, duties: Sequence[Duty], version: int) -> None:
        found = self._db.duties.find_one({"_id": unit_id}, session=self._session)
        if found is None or found["version"] <= version:
            copy = {"duties": [duty.model_dump(mode="json") for duty in duties], "version": version}
            self._db.duties.replace_one({"_id": unit_id}, copy, upsert=True, session=self._session)

    def duties_of(self, unit_ids: Collection[str]) -> dict[str, tuple[Duty, ...]]:
        query = {"_id": {"$in": list(unit_ids)}, "duties": {"$ne": []}}
        found = self._db.duties.find(query, session=self._session)
        return {row["_id"]: tuple(Duty.model_validate(duty) for duty in row["duties"]) for row in found}

    def unit(self, unit_id: str) -> Unit | None:
        found = self._db.units.find_one({"_id": unit_id}, session=self._session)
        return _unit(found) if found else None

    def upwards(self, path: str) -> list[Unit]:
        found = self._db.units.find({"path": {"$in": at_or_above(path)}}, session=self._session)
        return sorted((_unit(row) for row in found), key=lambda unit: -len(unit.path))

    def keep_member(self, member: Member) -> None:
        found = self._db.members.find_one({"_id": member.member_id}, session=self._session)
        if found is None or found["version"] <= member.version:
            copy = {
                "unit_id": member.unit_id,
                "unit_path": member.unit_path,
                "roles": list(member.roles),
                "version": member.version,
                **absence(member.status, member.leaves),
                "grants": rows(member.grants),
            }
            self._db.members.replace_one({"_id": member.member_id}, copy, upsert=True, session=self._session)

    def member(self, member_id: str) -> Member | None:
        found = self._db.members.find_one({"_id": member_id}, session=self._session)
        return _member(found) if found else None

    def members_by_id(self, member_ids: Collection[str]) -> list[Member]:
        found = self._db.members.find({"_id": {"$in": list(member_ids)}}, session=self._session)
        return [_member(row) for row in found]

    def members_at(self, unit_ids: Collection[str]) -> list[Member]:
        query = {"unit_id": {"$in": list(unit_ids)}, "roles": {"$ne": []}}
        return [_member(found) for found in self._db.members.find(query, session=self._session)]

    def next_number(self, year: int) -> str:
        # Part of the transaction: reports of the same moment wait for each other here, and none shares a number.
        counter: Any = self._db.counters.find_one_and_update(
            {"_id": f"incidents:{year}"},
            {"$inc": {"last": 1}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
            session=self._session,
        )
        return f"{year}-{counter['last']:04d}"

    def incident(self, incident_id: str) -> Incident | None:
        found = self._db.incidents.find_one({"_id": incident_id}, session=self._session)
        return incident_of(found) if found else None

    def add(self, incident: Incident) -> None:
        self._db.incidents.insert_one(_document(incident), session=self._session)

    def save(self, incident: Incident) -> None:
        query = {"_id": incident.incident_id, "version": incident.version - 1}
        if self._db.incidents.replace_one(query, _document(incident), session=self._session).matched_count == 0:
            raise Conflict(incident.incident_id)


def incident_of(document: Document) -> Incident:
    fields = {key: value for key, value in document.items() if key not in ("_id", "in_charge", "steps", "done")}
    steps = tuple(Step(**{**step, "officers": tuple(step["officers"])}) for step in document["steps"])
    done = tuple(Done(**done) for done in document["done"])
    return Incident(incident_id=document["_id"], steps=steps, done=done, **fields)


def _document(incident: Incident) -> Document:
    fields = asdict(incident)
    del fields["incident_id"]
    for step in fields["steps"]:
        step["officers"] = list(step["officers"])
    fields.update(steps=list(fields["steps"]), done=list(fields["done"]))
    # in_charge is derived; it is stored for the index on it.
    return {"_id": incident.incident_id, "in_charge": incident.in_charge, **fields}


def _unit(document: Document) -> Unit:
    return Unit(document["_id"], document["kind"], document["name"], document["path"])


def _member(document: Document) -> Member:
    return Member(
        document["_id"],
        document["unit_id"],
        document["unit_path"],
        tuple(document["roles"]),
        document["version"],
        *absence_of(document),
        grants_in(document),
    )
