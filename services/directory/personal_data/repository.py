"""Erasures in MongoDB, in ``erasures``; and what the directory holds about a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pymongo.database import Database

from services.directory.collections import Collections
from services.directory.linking.model import Chat
from services.directory.personal_data.model import Answer, Erasure
from shared.audit import store as audit_log
from shared.audit.recording import Recorder
from shared.personal_data import Holding, Person, about, erase


def _finished_imports(database: Database[dict[str, Any]], _person: Person) -> dict[str, Any]:
    over = database.import_jobs.find({"state": {"$in": ["done", "refused"]}}, {"_id": 1})
    return {"job_id": {"$in": [row["_id"] for row in over]}}


HELD = (
    # Erased by the handler, which tells the new state.
    Holding("member", "members", about("_id"), None, hidden=("contacts",)),
    Holding("chats", "chats", about("member_id"), None),
    # Where somebody was and when: what past figures are explained by.
    Holding("stays", "member_history", about("member_id"), None),
    Holding("leaves", "leaves", about("member_id"), {"$set": {"reason": "other"}}),
    Holding("transfers", "transfers", about("member_id"), {"$set": {"reason": "-", "answer": None}}),
    # Sheets that were read in, whole: they go by themselves soon, and now where one names somebody to be forgotten.
    Holding("import_files", "import_parts", _finished_imports, "delete", hidden=("data",)),
    Holding("link_codes", "link_codes", about("member_id"), "delete", hidden=("_id",)),
    Holding("login_codes", "login_codes", about("member_id"), "delete", hidden=("_id",)),
    Holding("disclosures", "disclosures", about("member_id"), None),
    # That it was asked for and done has to be shown to whoever checks.
    Holding("erasures", "erasures", about("_id"), None),
)


class MongoErasures(Collections):
    @staticmethod
    def indexes(database: Database[dict[str, Any]]) -> None:
        database.disclosures.create_index("member_id")

    def keep_disclosure(self, disclosure_id: str, member_id: str, at: datetime) -> None:
        """Put down that somebody was given all that is held about a member."""
        self._db.disclosures.insert_one({"_id": disclosure_id, "member_id": member_id, "at": at}, session=self._session)

    def linked_chats(self, member_id: str) -> list[Chat]:
        found = self._db.chats.find({"member_id": member_id}, session=self._session).sort("_id")
        return [Chat(row["_id"], row["channel"], row["member_id"]) for row in found]

    def former_chats(self, member_id: str) -> list[str]:
        return former_chats(self._db, member_id, self._session)

    def erase_person(self, member_id: str) -> dict[str, int]:
        if isinstance(self._db, Recorder):
            self._db.forget(member_id)
        return erase(self._db, self._session, HELD, Person(member_id))

    def erasure(self, member_id: str) -> Erasure | None:
        found = self._db.erasures.find_one({"_id": member_id}, session=self._session)
        return erasure_of(found) if found else None

    def keep_erasure(self, erasure: Erasure) -> None:
        answers = {
            process: {"at": answer.at, "erased": dict(answer.erased)} for process, answer in erasure.answers.items()
        }
        document = {"requested_at": erasure.requested_at, "reason": erasure.reason, "answers": answers}
        self._replace("erasures", erasure.member_id, {**document, "expected": list(erasure.expected)})


def erasure_of(row: dict[str, Any]) -> Erasure:
    answers = {process: Answer(answer["at"], answer["erased"]) for process, answer in row["answers"].items()}
    return Erasure(row["_id"], row["requested_at"], row["reason"], tuple(row["expected"]), answers)


def former_chats(database: Database[dict[str, Any]], member_id: str, session: Any = None) -> list[str]:
    """Chats that the audit log names as the member's, without those that are somebody else's now."""
    named = audit_log.subjects_of(database, member_id, "chats")
    query = {"_id": {"$in": named}, "member_id": {"$ne": member_id}}
    taken = {row["_id"] for row in database.chats.find(query, {"_id": 1}, session=session)}
    return [chat_id for chat_id in named if chat_id not in taken]
