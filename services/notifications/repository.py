"""Notifications in MongoDB: members and chats (copies), messages and the plans they are counted by, preferences."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.notifications.model import (
    Chat,
    ChatMessage,
    Held,
    Lane,
    Person,
    Plan,
    Preferences,
    QuietHours,
    Row,
    State,
)
from services.notifications.quiet import clock
from shared.away import absence, absence_of

Document = dict[str, Any]

#: Why nobody is asked to be reminded of a task that was cancelled.
CALLED_OFF = "cancelled"


class MongoNotifications:
    def __init__(self, database: Database[Document], session: ClientSession) -> None:
        self._db = database
        self._session = session

    @staticmethod
    def indexes(database: Database[Document]) -> None:
        database.chats.create_index("member_id")
        database.messages.create_index("member_id")
        database.messages.create_index("mentions", partialFilterExpression={"mentions": {"$exists": True}})

    def keep_person(self, person: Person, version: int) -> None:
        found = self._db.members.find_one({"_id": person.member_id}, session=self._session)
        if found is None or found["version"] <= version:
            known = {"locale": person.locale, "name": str(person.name), "version": version}
            copy = {**known, **absence(person.status, person.leaves), "zone": person.zone}
            self._db.members.replace_one({"_id": person.member_id}, copy, upsert=True, session=self._session)
            if person.zone or (found and found.get("zone")):
                # Beside what they choose themselves, which goes first: read at once for a whole page of members.
                own = {"$set": {"own_zone": person.zone}}
                self._db.preferences.update_one({"_id": person.member_id}, own, upsert=True, session=self._session)

    def person(self, member_id: str) -> Person | None:
        found = self._db.members.find_one({"_id": member_id}, session=self._session)
        return _person_of(found) if found else None

    def keep_unit_name(self, unit_id: str, name: str, version: int) -> None:
        found = self._db.units.find_one({"_id": unit_id}, session=self._session)
        if found is None or found["version"] <= version:
            copy = {"name": name, "version": version}
            self._db.units.replace_one({"_id": unit_id}, copy, upsert=True, session=self._session)

    def unit_name(self, unit_id: str) -> str | None:
        found = self._db.units.find_one({"_id": unit_id}, session=self._session)
        return found["name"] if found else None

    def keep_chat(self, chat: Chat, at: datetime) -> None:
        self._change(chat, at, linked=True)

    def forget_chat(self, chat: Chat, at: datetime) -> None:
        self._change(chat, at, linked=False)

    def chat(self, chat_id: str) -> Chat | None:
        found = self._db.chats.find_one({"_id": chat_id}, session=self._session)
        # An outcome may arrive after the chat was unlinked; the person who asked is still the one who reads it.
        return _chat_of(found) if found else None

    def chats_of(self, member_id: str) -> list[Chat]:
        query = {"member_id": member_id, "linked": True}
        return [_chat_of(found) for found in self._db.chats.find(query, session=self._session).sort("_id")]

    def plan(self, plan: Plan) -> None:
        row = {"_id": plan.plan_id, "lane": plan.lane, "key": plan.key, "count": plan.count, "at": plan.at}
        self._db.plans.insert_one(row, session=self._session)

    def add(self, messages: Sequence[ChatMessage]) -> None:
        if messages:
            self._db.messages.insert_many([_queued(message) for message in messages], session=self._session)

    def hold(self, messages: Sequence[Held]) -> None:
        if messages:
            self._db.messages.insert_many([_held(message) for message in messages], session=self._session)

    def settle(self, message_id: str, state: State, at: datetime, reason: str | None = None) -> None:
        before = self._db.messages.find_one_and_update(
            {"_id": message_id, "state": "queued"},
            {"$set": {"state": state, "settled_at": at, "reason": reason}},
            session=self._session,
        )
        if before is None:
            return
        chat = {"_id": before["chat_id"], "at": {"$lte": at}}
        if state == "failed" and reason in ("blocked", "unknown-chat"):
            self._db.chats.update_one(chat, {"$set": {"barred": reason}}, session=self._session)
        elif state == "sent":
            reached = {**chat, "barred": {"$ne": None}}
            self._db.chats.update_one(reached, {"$set": {"barred": None}}, session=self._session)

    def wants(self, member_id: str, lane: Lane) -> bool:
        field = {"reminder": "study", "shift": "shifts"}.get(lane, "")
        found = self._db.preferences.find_one({"_id": member_id}, session=self._session)
        return bool((found or {}).get(field, True))

    def preferences(self, member_ids: Collection[str], quiet: QuietHours) -> dict[str, Preferences]:
        found = self._db.preferences.find({"_id": {"$in": list(member_ids)}}, session=self._session)
        chosen = {row["_id"]: row for row in found}
        return {member_id: _preferences_of(chosen.get(member_id, {}), quiet) for member_id in member_ids}

    def prefer(self, member_id: str, chosen: Mapping[str, object], at: datetime) -> None:
        found = self._db.preferences.find_one({"_id": member_id}, session=self._session) or {}
        before = found.get("at", {})
        newer = {field: value for field, value in chosen.items() if field not in before or before[field] <= at}
        if newer:
            changes = {**newer, **{f"at.{field}": at for field in newer}}
            self._db.preferences.update_one({"_id": member_id}, {"$set": changes}, upsert=True, session=self._session)

    def _change(self, chat: Chat, at: datetime, *, linked: bool) -> None:
        found = self._db.chats.find_one({"_id": chat.chat_id}, session=self._session)
        # Events of one chat may overtake each other; the latest wins.
        if found is None or found["at"] <= at:
            copy = {"channel": chat.channel, "member_id": chat.member_id, "linked": linked, "at": at}
            self._db.chats.replace_one({"_id": chat.chat_id}, copy, upsert=True, session=self._session)


class MongoReminders(MongoNotifications):
    """Also the tasks that may be reminded of, in ``tasks``, and many members at once."""

    @staticmethod
    def indexes(database: Database[Document]) -> None:
        """Found by their ids; how long they are kept is in retention.py."""

    def keep_task(self, occurrence_id: str, task: Mapping[str, object]) -> bool:
        if self._db.tasks.find_one({"_id": occurrence_id}, session=self._session):
            return False
        self._db.tasks.insert_one({"_id": occurrence_id, **task}, session=self._session)
        return True

    def change_task(self, occurrence_id: str, **changes: object) -> None:
        self._db.tasks.update_one({"_id": occurrence_id}, {"$set": changes}, session=self._session)

    def call_off(self, occurrence_id: str, title: str, closes_at: datetime) -> None:
        changes = {"title": title, "closes_at": closes_at, "due_at": None, "state": "none", "reason": CALLED_OFF}
        self._db.tasks.update_one({"_id": occurrence_id}, {"$set": changes}, upsert=True, session=self._session)

    def is_called_off(self, occurrence_id: str) -> bool:
        query = {"_id": occurrence_id, "reason": CALLED_OFF}
        return self._db.tasks.find_one(query, {"_id": 1}, session=self._session) is not None

    def people(self, member_ids: Collection[str]) -> dict[str, Person]:
        found = self._db.members.find({"_id": {"$in": list(member_ids)}}, session=self._session)
        return {row["_id"]: _person_of(row) for row in found}

    def chats(self, member_ids: Collection[str]) -> dict[str, list[Chat]]:
        query = {"member_id": {"$in": list(member_ids)}, "linked": True}
        by_member: dict[str, list[Chat]] = {}
        for row in self._db.chats.find(query, session=self._session).sort([("at", -1), ("_id", 1)]):
            by_member.setdefault(row["member_id"], []).append(_chat_of(row))
        return by_member

    def rows(self, message_ids: Collection[str]) -> dict[str, Row]:
        found = self._db.messages.find({"_id": {"$in": list(message_ids)}}, session=self._session)
        return {row["_id"]: Row(row["state"], row["planned_at"]) for row in found}

    def drop(self, message_ids: Collection[str]) -> None:
        if message_ids:
            waiting = {"_id": {"$in": list(message_ids)}, "state": "waiting"}
            self._db.messages.delete_many(waiting, session=self._session)


def _queued(message: ChatMessage) -> Document:
    return {
        "_id": message.message_id,
        "chat_id": message.chat.chat_id,
        "channel": message.chat.channel,
        "member_id": message.chat.member_id,
        "locale": message.locale,
        "lane": message.lane,
        "key": message.key,
        "text": message.text,
        "buttons": [button.data for button in message.buttons],
        "answers": message.answers,
        "planned_at": message.planned_at or message.queued_at,
        "queued_at": message.queued_at,
        "state": "queued",
        # Left out where nobody is named, so that the index on it is small.
        **({"mentions": list(message.mentions)} if message.mentions else {}),
    }


def _held(message: Held) -> Document:
    return {
        "_id": message.message_id,
        "chat_id": message.chat.chat_id if message.chat else None,
        "channel": message.chat.channel if message.chat else None,
        "member_id": message.member_id,
        "lane": message.lane,
        "key": message.key,
        "planned_at": message.at,
        "queued_at": message.at,
        "due_at": message.due_at,
        "state": message.state,
        "reason": message.reason,
    }


def _preferences_of(row: Document, default: QuietHours) -> Preferences:
    zone = row.get("zone") or row.get("own_zone") or default.zone
    quiet = row.get("quiet")
    hours = (
        QuietHours(clock(quiet["starts"]), clock(quiet["ends"]), zone)
        if quiet
        else QuietHours(default.starts, default.ends, zone)
    )
    return Preferences(hours, row.get("study", True), row.get("shifts", True))


def _person_of(document: Document) -> Person:
    return Person(document["_id"], document["locale"], document["name"], *absence_of(document), document.get("zone"))


def _chat_of(document: Document) -> Chat:
    return Chat(document["_id"], document["channel"], document["member_id"], document.get("barred"))
