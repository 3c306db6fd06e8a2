"""Plans in MongoDB: plans, terms, occurrences, withdrawn (occurrences), expected, and copies of units and people.

The copies are fed by queues of their own, so that a list is adjusted and the copy it is adjusted by is kept in one
transaction, whatever other parts of the service have heard by then.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from pymongo import UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.checkins.model import Occurrence, OccurrenceState
from services.checkins.plans.documents import (
    Document,
    document_of,
    expectation_document,
    expectation_of,
    occurrence_of,
    person_document,
    person_of,
    plan_document,
    plan_of,
)
from services.checkins.plans.expected import Expectation, Listing, Person, concerns
from services.checkins.plans.model import Plan
from services.checkins.portions import portions
from shared.events.plans import CancelReason, Term
from shared.paths import at_or_below, beginning_with, below

#: Up to so many rows are asked for by their ids; of more, all of an occurrence.
_NAMED = 2000


class MongoPlans:
    def __init__(self, database: Database[Document], session: ClientSession | None) -> None:
        self._db = database
        self._session = session

    @staticmethod
    def indexes(database: Database[Document]) -> None:
        database.plans.create_index("scope.unit_ids")
        database.occurrences.create_index([("plan.plan_id", 1), ("state", 1)])
        database.occurrences.create_index([("plan.series_id", 1), ("state", 1)])
        database.occurrences.create_index([("unit_id", 1), ("closes_at", 1)])
        database.withdrawn.create_index("plan.series_id")
        database.expected.create_index([("unit_path", 1), ("day", 1)])
        database.expected.create_index("member_id")
        database.plan_people.create_index([("unit_path", 1), ("_id", 1)])
        database.plan_units.create_index("path")
        database.terms.create_index("unit_id")

    def plan(self, plan_id: str) -> Plan | None:
        found = self._db.plans.find_one({"_id": plan_id}, session=self._session)
        return plan_of(found) if found else None

    def keep_plan(self, plan: Plan) -> None:
        self._put("plans", plan_document(plan))

    def plans_within(self, unit_path: str) -> list[Plan]:
        units = [
            unit["_id"] for unit in self._db.plan_units.find(at_or_below("path", unit_path), session=self._session)
        ]
        found = self._db.plans.find({"scope.unit_ids": {"$in": units}}, session=self._session).sort("_id")
        return [plan_of(document) for document in found]

    def term(self, term_id: str, unit_path: str) -> Term | None:
        for unit_id in reversed(unit_path.split("/")[1:]):
            found = self._db.terms.find_one({"_id": f"{unit_id}/{term_id}"}, session=self._session)
            if found:
                return Term.model_validate({key: found[key] for key in Term.model_fields})
        return None

    def terms(self, unit_path: str) -> list[Term]:
        """Those that hold at a path: of several with one id, the one set nearest to it."""
        above = unit_path.split("/")[1:]
        nearest: dict[str, Term] = {}
        rows = self._db.terms.find({"unit_id": {"$in": above}}, session=self._session)
        for row in sorted(rows, key=lambda row: above.index(row["unit_id"])):
            nearest[row["term_id"]] = Term.model_validate({key: row[key] for key in Term.model_fields})
        return list(nearest.values())

    def keep_term(self, unit_id: str, term: Term) -> None:
        self._put("terms", {"_id": f"{unit_id}/{term.term_id}", "unit_id": unit_id, **term.model_dump(mode="json")})

    def put_occurrence(self, occurrence: Occurrence) -> None:
        self._put("occurrences", document_of(occurrence))

    def set_state(self, occurrence_id: str, state: OccurrenceState) -> None:
        self._db.occurrences.update_one({"_id": occurrence_id}, {"$set": {"state": state}}, session=self._session)

    def scheduled(self, plan_ids: Collection[str]) -> list[Occurrence]:
        query = {"plan.plan_id": {"$in": list(plan_ids)}, "state": "scheduled"}
        return [occurrence_of(document) for document in self._db.occurrences.find(query, session=self._session)]

    def settled(self, series_id: str) -> set[str]:
        opened = {"plan.series_id": series_id, "state": {"$in": ["opening", "open"]}}
        return {
            document["_id"]
            for collection in (self._db.occurrences, self._db.withdrawn)
            for document in collection.find(opened, {"_id": 1}, session=self._session)
        }

    def withdraw(self, occurrence: Occurrence, reason: CancelReason, why: str | None, at: datetime) -> None:
        self._put("withdrawn", {**document_of(occurrence), "reason": reason, "why": why, "withdrawn_at": at})
        self._db.occurrences.delete_one({"_id": occurrence.occurrence_id}, session=self._session)

    def withdrawn_occurrence(self, occurrence_id: str) -> Occurrence | None:
        found = self._db.withdrawn.find_one({"_id": occurrence_id}, session=self._session)
        return occurrence_of(found) if found else None

    def opened_since(self, unit_ids: Collection[str], since: datetime) -> list[Occurrence]:
        query = {
            "unit_id": {"$in": list(unit_ids)},
            "closes_at": {"$gt": since},
            "state": {"$in": ["opening", "open"]},
        }
        return [occurrence_of(document) for document in self._db.occurrences.find(query, session=self._session)]

    def move_occurrences(self, unit_id: str, path: str, now: datetime) -> None:
        query = {"unit_id": unit_id, "closes_at": {"$gt": now}, "plan": {"$ne": None}}
        self._db.occurrences.update_many(query, {"$set": {"unit_path": path}}, session=self._session)

    def path_of(self, unit_id: str) -> str | None:
        found = self._db.plan_units.find_one({"_id": unit_id}, session=self._session)
        return found["path"] if found else None

    def keep_path(
        self,
        unit_id: str,
        kind: str,
        path: str,
        version: int,
        opened_on: date | None = None,
        closed_on: date | None = None,
        *,
        at: datetime,
    ) -> bool:
        found = self._db.plan_units.find_one({"_id": unit_id}, session=self._session)
        if found is not None and found["version"] > version:
            return False
        days = {"opened_on": opened_on, "closed_on": closed_on}
        there: Document = {name: day.isoformat() for name, day in days.items() if day is not None}
        # One that an earlier release kept has been here for as long as anybody knows.
        since = at if found is None else found.get("since")
        if since is not None:
            there["since"] = since
        self._put("plan_units", {"_id": unit_id, "kind": kind, "path": path, "version": version, **there})
        return found is not None and found["path"] != path

    def person(self, member_id: str) -> Person | None:
        found = self._db.plan_people.find_one({"_id": member_id}, session=self._session)
        return person_of(found) if found else None

    def keep_person(self, person: Person) -> None:
        self._put("plan_people", person_document(person))

    def people_after(self, unit_path: str, after: tuple[str, str] | None, limit: int) -> list[Person]:
        path, member_id = after or (unit_path, "")
        found = self._people({"unit_path": path, "_id": {"$gt": member_id}}, limit)
        if len(found) < limit:
            further = {"$gt": path, **beginning_with(unit_path)}
            found += self._people({"unit_path": further}, limit - len(found))
        return found

    def expectations(self, occurrence_ids: Collection[str], member_id: str) -> dict[str, Expectation]:
        ids = [f"{occurrence_id}/{member_id}" for occurrence_id in occurrence_ids]
        found = self._db.expected.find({"_id": {"$in": ids}}, session=self._session)
        return {document["occurrence_id"]: expectation_of(document) for document in found}

    def everyone_at(self, occurrence_id: str) -> list[Expectation]:
        found = self._db.expected.find(below("_id", occurrence_id), session=self._session)
        return [expectation_of(row) for row in found.sort("_id")]

    def fix(self, expectations: Sequence[Expectation]) -> None:
        documents = [expectation_document(row) for row in expectations]
        if documents:
            writes = [UpdateOne({"_id": row["_id"]}, {"$setOnInsert": row}, upsert=True) for row in documents]
            self._db.expected.bulk_write(writes, ordered=False, session=self._session)

    def keep_expectation(self, expectation: Expectation) -> None:
        self._put("expected", expectation_document(expectation))

    def listed(
        self, occurrences: Collection[Occurrence], member_ids: Collection[str]
    ) -> dict[tuple[str, str], Listing]:
        """See ``services.checkins.ports``."""
        planned = [each for each in occurrences if each.plan is not None]
        fixed = [each for each in planned if each.state == "open"]
        wanted = set(member_ids)
        found = {
            (row["occurrence_id"], row["member_id"]): Listing(row["unit_path"], row["standing"] == "excused")
            for row in self._fixed(fixed, wanted)
            if row["member_id"] in wanted and row["standing"] != "withdrawn"
        }
        if len(fixed) < len(planned):
            query = {"_id": {"$in": list(wanted)}, "status": "active"}
            people = [person_of(document) for document in self._db.plan_people.find(query, session=self._session)]
            found |= {
                (each.occurrence_id, person.member_id): Listing(person.unit_path)
                for each in planned
                if each.state != "open"
                for person in people
                if concerns(each, person)
            }
        return found

    def _fixed(self, occurrences: list[Occurrence], member_ids: set[str]) -> list[Document]:
        ids = [each.occurrence_id for each in occurrences]
        if len(ids) * len(member_ids) <= _NAMED:
            keys = [f"{key}/{member}" for key in ids for member in sorted(member_ids)]
            queries: list[Document] = [{"_id": {"$in": portion}} for portion in portions(keys)]
        else:
            queries = [below("_id", key) for key in ids]
        fields = {"occurrence_id": 1, "member_id": 1, "unit_path": 1, "standing": 1}
        return [row for query in queries for row in self._db.expected.find(query, fields, session=self._session)]

    def _people(self, query: Document, limit: int) -> list[Person]:
        found = self._db.plan_people.find(query, session=self._session)
        return [person_of(each) for each in found.sort([("unit_path", 1), ("_id", 1)]).limit(limit)]

    def _put(self, collection: str, document: Document) -> None:
        self._db[collection].replace_one({"_id": document["_id"]}, document, upsert=True, session=self._session)
