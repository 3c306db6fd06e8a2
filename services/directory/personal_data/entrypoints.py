"""Entrypoints about a person's data."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from services.directory.base import Base
from services.directory.members.contacts import ContactsUnreadable
from services.directory.members.model import UnknownMember
from services.directory.members.repository import member_of
from services.directory.personal_data import handlers
from services.directory.personal_data.repository import HELD, erasure_of, former_chats
from shared.access import consultation
from shared.access.permission import At, Process
from shared.audit import store as audit_log
from shared.events import Message, new_id
from shared.events.people import ErasePerson, RecordErasure
from shared.messaging.access import ask
from shared.messaging.entrypoints import on_command
from shared.messaging.mongo import Views
from shared.messaging.personal_data import PersonalViews
from shared.personal_data import Person, collect

#: Entries of the audit log that an export shows: the latest.
_ENTRIES = 1000


class PersonalDataEntrypoints(Base):
    people = Views(PersonalViews)

    @on_command(ErasePerson, queue="directory.erase-person", permission=At("erase-people"))
    def erase_person(self, command: Message[ErasePerson]) -> None:
        try:
            self.asker.require("erase-people", self.places.of_member(command.data.member_id))
        except UnknownMember:
            consultation.nothing_to_decide()
        self.work.once(command, handlers.erase_person)

    @on_command(RecordErasure, queue="directory.record-erasure", permission=Process())
    def record_erasure(self, command: Message[RecordErasure]) -> None:
        self.work.once(command, handlers.record_erasure)

    @ask(permission=At("export-people"))
    def personal_data(self, member_id: str, chat_ids: list[str] | None = None) -> dict[str, Any]:
        """``{"held": {name: [document]}, "chat_ids": [...]}``: all that is held here about a member, and the chats that
        are or were theirs, for asking others. That it was asked for is put down. Raises UnknownMember."""
        database = self.people.database
        found = database.members.find_one({"_id": member_id})
        if found is None:
            raise UnknownMember(member_id)
        self.asker.require("export-people", self.places.of_member(member_id))
        now = datetime.now(UTC)
        self.work.do(lambda directory, _emit: directory.keep_disclosure(new_id(), member_id, now))
        held = collect(database, HELD, Person(member_id))
        held["contacts"] = self._contacts(found)
        held["audit_log"] = audit_log.entries(database, limit=_ENTRIES, subject=member_id)
        own = ("seq", "at", "action", "kind", "subject")
        held["acted"] = [
            {name: entry[name] for name in own}
            for entry in audit_log.entries(database, limit=_ENTRIES, actor=member_id)
        ]
        chats = {chat["_id"] for chat in held["chats"]} | set(former_chats(database, member_id))
        return {"held": held, "chat_ids": sorted(chats)}

    @ask(permission=At("erase-people"))
    def erasure(self, member_id: str) -> dict[str, Any] | None:
        """``{"requested_at", "reason", "expected", "answers": {process: {"at", "erased"}}, "missing"}``, or None."""
        found = self.people.database.erasures.find_one({"_id": member_id})
        if found is None:
            consultation.nothing_to_decide()
            return None
        self.asker.require("erase-people", self.places.of_member(member_id))
        erasure = erasure_of(found)
        return {
            "requested_at": erasure.requested_at.isoformat(),
            "reason": erasure.reason,
            "expected": list(erasure.expected),
            "answers": {
                process: {"at": answer.at.isoformat(), "erased": dict(answer.erased)}
                for process, answer in erasure.answers.items()
            },
            "missing": list(erasure.missing),
        }

    def _contacts(self, found: dict[str, Any]) -> list[dict[str, Any]]:
        member = member_of(found)
        if member.contacts is None:
            return []
        try:
            return [self.safe.open(member.member_id, member.contacts).model_dump()]
        except ContactsUnreadable:
            return [{"unreadable": True}]
