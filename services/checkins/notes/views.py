"""What is asked about notes: one's own, and those that one's branch may read."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from pymongo.database import Database

from services.checkins.notes.model import Note
from services.checkins.notes.repository import note_of, sharing, term
from services.checkins.notes.terms import holds, pairs

#: In one answer: 20 notes of 5,000 characters are 600 kB at most, below the limit of a message.
MOST_SHOWN = 20

Document = dict[str, Any]


class NoteViews:
    def __init__(self, database: Database[Document]) -> None:
        self._db = database

    def notes(
        self, member_id: str, query: str | None, tag: str | None, shared: bool, after: str | None, limit: int
    ) -> dict[str, Any]:
        """``{"notes": [...], "next"}``, the last changed first; see ``_shown``. ``next`` goes on where this ends.

        ``shared``: those that others share with the member's branch, in place of their own. Raises ValueError for an
        ``after`` that is none.
        """
        units = self._units(member_id) if shared else []
        clauses: list[Document] = [
            {"shared_with": {"$in": units}, "member_id": {"$ne": member_id}} if shared else {"member_id": member_id},
            *([{"tags": tag}] if tag else []),
            *_after(after),
        ]
        if query is not None and (some := pairs(query)):
            finders = [sharing(unit) for unit in units] if shared else [member_id]
            # One pair: what is found is looked at anyway.
            having = {"terms": {"$in": [term(finder, some[0]) for finder in finders]}}
            clauses.append({"_id": {"$in": [row["_id"] for row in self._db.note_terms.find(having, {"_id": 1})]}})
        rows = self._db.notes.find({"$and": clauses}).sort([("changed_at", -1), ("_id", -1)])
        count = max(1, min(limit, MOST_SHOWN))
        found: list[Note] = []
        for row in rows:
            note = note_of(row)
            if query is None or holds(note.text, query):
                found.append(note)
            if len(found) > count:
                break
        further = found[count - 1] if len(found) > count else None
        return {
            "notes": [_shown(note, member_id) for note in found[:count]],
            "next": f"{further.changed_at.isoformat()}/{further.note_id}" if further else None,
        }

    def note(self, member_id: str, note_id: str) -> dict[str, Any] | None:
        """None for one that the member may not read, too."""
        found = self._db.notes.find_one({"_id": note_id})
        if found is None:
            return None
        note = note_of(found)
        if note.member_id != member_id and note.shared_with not in self._units(member_id):
            return None
        return _shown(note, member_id)

    def versions(self, member_id: str, note_id: str) -> list[dict[str, Any]]:
        """The earlier versions of an own note, the oldest first: ``{"version", "text", "tags", "changed_at"}``."""
        rows = self._db.note_versions.find({"note_id": note_id, "member_id": member_id}).sort("version")
        return [
            {name: shown[name] for name in ("version", "text", "tags", "changed_at")}
            for shown in (_shown(note_of(row), member_id) for row in rows)
        ]

    def tags(self, member_id: str) -> dict[str, int]:
        """How many own notes have each tag, the most used first."""
        rows = self._db.notes.find({"member_id": member_id, "tags": {"$ne": []}}, {"tags": 1})
        return dict(Counter(sorted(tag for row in rows for tag in row["tags"])).most_common())

    def _units(self, member_id: str) -> list[str]:
        """The ids of the member's unit and all above it; none for who is not known here, or left."""
        found = self._db.members.find_one({"_id": member_id}, {"unit_path": 1, "status": 1})
        if found is None or found.get("status") == "left":
            return []
        return [*found["unit_path"].split("/")[1:]]


def _after(after: str | None) -> list[Document]:
    if after is None:
        return []
    moment, _, note_id = after.partition("/")
    at = datetime.fromisoformat(moment)
    return [{"$or": [{"changed_at": {"$lt": at}}, {"changed_at": at, "_id": {"$lt": note_id}}]}]


def _shown(note: Note, reader: str) -> dict[str, Any]:
    """Times ISO 8601 in UTC; ``own`` says whether it is the reader's, ``shared`` whether the branch may read it,
    ``author`` the name it is shared by."""
    return {
        "note_id": note.note_id,
        "member_id": note.member_id,
        "text": note.text,
        "tags": list(note.tags),
        "version": note.version,
        "made_at": note.made_at.isoformat(),
        "changed_at": note.changed_at.isoformat(),
        "shared": note.shared_with is not None,
        "author": note.shared_as,
        "own": note.member_id == reader,
        "occurrence_id": note.occurrence_id,
    }
