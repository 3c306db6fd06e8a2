"""Notes in MongoDB: notes, with the terms they are found by, and note_versions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.checkins.notes.model import MOST_VERSIONS, Home, Note, UnknownMember
from services.checkins.notes.terms import terms

Document = dict[str, Any]


class MongoNotes:
    def __init__(self, database: Database[Document], session: ClientSession | None) -> None:
        self._db = database
        self._session = session

    @staticmethod
    def indexes(database: Database[Document]) -> None:
        database.notes.create_index([("member_id", 1), ("changed_at", -1)])
        database.notes.create_index([("member_id", 1), ("terms", 1)])
        among_shared = {"shared_with": {"$type": "string"}}
        database.notes.create_index([("shared_with", 1), ("changed_at", -1)], partialFilterExpression=among_shared)
        database.note_versions.create_index([("note_id", 1), ("version", 1)])
        database.note_versions.create_index("member_id")

    def home_of(self, member_id: str) -> Home | None:
        found = self._db.members.find_one({"_id": member_id}, session=self._session)
        if found is None:
            raise UnknownMember(member_id)
        if found.get("status") == "left":
            return None
        units = found["unit_path"].split("/")[1:]
        query = {"_id": {"$in": units}, "kind": "branch"}
        branch = self._db.plan_units.find_one(query, {"_id": 1}, session=self._session)
        return Home(found["unit_path"], branch["_id"] if branch else units[-1])

    def note(self, note_id: str) -> Note | None:
        found = self._db.notes.find_one({"_id": note_id}, session=self._session)
        return note_of(found) if found else None

    def notes_of(self, member_id: str) -> int:
        return self._db.notes.count_documents({"member_id": member_id}, session=self._session)

    def put_note(self, note: Note) -> None:
        document = {**_document(note), "terms": terms(note.text)}
        self._db.notes.replace_one({"_id": note.note_id}, document, upsert=True, session=self._session)

    def keep_version(self, note: Note) -> None:
        key = f"{note.note_id}/{note.version}"
        document = {**_document(note), "_id": key, "note_id": note.note_id}
        self._db.note_versions.replace_one({"_id": key}, document, upsert=True, session=self._session)
        old = {"note_id": note.note_id, "version": {"$lte": note.version - MOST_VERSIONS}}
        self._db.note_versions.delete_many(old, session=self._session)

    def drop_note(self, note_id: str) -> None:
        self._db.notes.delete_one({"_id": note_id}, session=self._session)
        self._db.note_versions.delete_many({"note_id": note_id}, session=self._session)


def note_of(document: Document) -> Note:
    fields = {key: value for key, value in document.items() if key not in ("_id", "terms", "note_id")}
    note_id: str = document.get("note_id") or document["_id"]
    note = Note(note_id=note_id, **fields)
    return replace(note, tags=tuple(note.tags))


def _document(note: Note) -> Document:
    fields = {key: value for key, value in vars(note).items() if key != "note_id"}
    return {"_id": note.note_id, **fields, "tags": list(note.tags)}
