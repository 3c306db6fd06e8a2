"""Notes in MongoDB: notes, note_versions, and note_terms: the pairs of characters that a note is found by, each with
who may find it. Beside the notes, because whoever reads notes would haul a few hundred of them for each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.checkins.notes.model import MOST_VERSIONS, Home, Note, UnknownMember
from services.checkins.notes.terms import pairs

Document = dict[str, Any]


class MongoNotes:
    def __init__(self, database: Database[Document], session: ClientSession | None) -> None:
        self._db = database
        self._session = session

    @staticmethod
    def indexes(database: Database[Document]) -> None:
        database.notes.create_index([("member_id", 1), ("changed_at", -1)])
        among_shared = {"shared_with": {"$type": "string"}}
        database.notes.create_index([("shared_with", 1), ("changed_at", -1)], partialFilterExpression=among_shared)
        database.note_terms.create_index("terms")
        database.note_terms.create_index("member_id")
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
        self._put("notes", _document(note))
        finders = [note.member_id, *([sharing(note.shared_with)] if note.shared_with else [])]
        terms = [term(finder, pair) for finder in finders for pair in pairs(note.text)]
        found_by = {"member_id": note.member_id, "changed_at": note.changed_at, "terms": terms}
        self._put("note_terms", {"_id": note.note_id, **found_by})

    def keep_version(self, note: Note) -> None:
        key = f"{note.note_id}/{note.version}"
        document = {**_document(note), "_id": key, "note_id": note.note_id}
        self._put("note_versions", document)
        old = {"note_id": note.note_id, "version": {"$lte": note.version - MOST_VERSIONS}}
        self._db.note_versions.delete_many(old, session=self._session)

    def drop_note(self, note_id: str) -> None:
        for collection in (self._db.notes, self._db.note_terms):
            collection.delete_one({"_id": note_id}, session=self._session)
        self._db.note_versions.delete_many({"note_id": note_id}, session=self._session)

    def _put(self, collection: str, document: Document) -> None:
        self._db[collection].replace_one({"_id": document["_id"]}, document, upsert=True, session=self._session)


def sharing(unit_id: str) -> str:
    """Whoever belongs to a unit, as a finder; no member's id begins so."""
    return f"@{unit_id}"


def term(finder: str, pair: str) -> str:
    # One field: an index of two, of which one is a list, is of no use to the embedded database (measured).
    return f"{finder} {pair}"


def note_of(document: Document) -> Note:
    fields = {key: value for key, value in document.items() if key not in ("_id", "note_id")}
    note_id: str = document.get("note_id") or document["_id"]
    note = Note(note_id=note_id, **fields)
    return replace(note, tags=tuple(note.tags))


def _document(note: Note) -> Document:
    fields = {key: value for key, value in vars(note).items() if key != "note_id"}
    return {"_id": note.note_id, **fields, "tags": list(note.tags)}
