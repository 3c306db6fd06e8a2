"""The directory's port, in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime

from services.directory.leave.model import Leave
from services.directory.linking.model import Chat, LinkCode
from services.directory.login.model import LOGIN_ATTEMPTS_WINDOW, LoginCode
from services.directory.members.model import Member, SealedContacts, Stay
from services.directory.transfers.model import Transfer
from tests.unit.services.directory.grove import MemoryGrove


class MemoryDirectory(MemoryGrove):
    def __init__(self) -> None:
        super().__init__()
        self.codes: dict[str, LinkCode] = {}
        self.attempts: Counter[tuple[str, datetime]] = Counter()
        self.chats: dict[str, Chat] = {}
        self.login_codes: dict[str, LoginCode] = {}
        self.failures: list[tuple[str, datetime]] = []
        self.stays: list[Stay] = []
        self.transfers: dict[str, Transfer] = {}
        self.leaves: dict[str, Leave] = {}

    def member(self, member_id: str) -> Member | None:
        return self.members.get(member_id)

    def keep_member(self, member: Member) -> None:
        self.members[member.member_id] = member

    def member_by_number(self, employee_number: str) -> Member | None:
        found = [each for each in self.members.values() if each.employee_number == employee_number]
        return found[0] if found else None

    def members_by_phone(self, phone_hash: str) -> list[Member]:
        return self._members(lambda each: each.contacts is not None and each.contacts.phone_hash == phone_hash)

    def members_at(self, unit_ids: Collection[str]) -> list[Member]:
        return self._members(lambda each: each.unit_id in unit_ids)

    def holders_at(self, unit_ids: Collection[str]) -> list[Member]:
        return self._members(
            lambda each: (
                (bool(each.roles) and each.unit_id in unit_ids)
                or any(grant.unit_id in unit_ids for grant in each.grants)
            )
        )

    def leaves_follow(self, member_id: str, unit_id: str) -> None:
        for leave in self.requested_leaves(member_id):
            self.keep_leave(replace(leave, unit_id=unit_id))

    def transfer(self, transfer_id: str) -> Transfer | None:
        return self.transfers.get(transfer_id)

    def keep_transfer(self, transfer: Transfer) -> None:
        self.transfers[transfer.transfer_id] = transfer

    def requested_transfer(self, member_id: str) -> Transfer | None:
        found = [each for each in self.transfers.values() if each.member_id == member_id]
        return next((each for each in found if each.state == "requested"), None)

    def leave(self, leave_id: str) -> Leave | None:
        return self.leaves.get(leave_id)

    def keep_leave(self, leave: Leave) -> None:
        self.leaves[leave.leave_id] = leave

    def requested_leaves(self, member_id: str) -> list[Leave]:
        return [each for each in self.leaves.values() if each.member_id == member_id and each.state == "requested"]

    def contacts_under_old_keys(
        self, names: tuple[str, str], after: str | None, limit: int
    ) -> list[tuple[str, SealedContacts]]:
        found = [
            (each.member_id, each.contacts)
            for each in self._members(lambda each: each.member_id > (after or ""))
            if each.contacts and (each.contacts.key, each.contacts.lookup) != names
        ]
        return found[:limit]

    def keep_contacts(self, member_id: str, sealed: SealedContacts | None) -> None:
        self.members[member_id] = replace(self.members[member_id], contacts=sealed)

    def keep_stay(self, stay: Stay) -> None:
        self.stays.append(stay)

    def _members(self, wanted: Callable[[Member], bool]) -> list[Member]:
        return sorted(filter(wanted, self.members.values()), key=lambda each: each.member_id)

    def link_salt(self) -> bytes:
        return b"salt"

    def link_code(self, digest: str) -> LinkCode | None:
        return self.codes.get(digest)

    def keep_link_code(self, code: LinkCode) -> None:
        self.forget_link_codes_of(code.member_id)
        self.codes[code.digest] = code

    def forget_link_code(self, digest: str) -> None:
        self.codes.pop(digest, None)

    def forget_link_codes_of(self, member_id: str) -> bool:
        before = len(self.codes)
        self.codes = {key: code for key, code in self.codes.items() if code.member_id != member_id}
        return len(self.codes) < before

    def link_failures(self, who: Collection[str], window: datetime) -> Mapping[str, int]:
        return {each: self.attempts[each, window] for each in who}

    def count_link_failure(self, who: Collection[str], window: datetime) -> None:
        self.attempts.update((each, window) for each in who)

    def login_salt(self) -> bytes:
        return b"salt"

    def login_code(self, digest: str) -> LoginCode | None:
        return self.login_codes.get(digest)

    def keep_login_code(self, code: LoginCode) -> None:
        others = {key: kept for key, kept in self.login_codes.items() if kept.member_id != code.member_id}
        self.login_codes = {**others, code.digest: code}

    def use_login_code(self, digest: str, attempt: str) -> None:
        self.login_codes[digest] = replace(self.login_codes[digest], used_by=attempt)

    def login_failures(self, client: str, now: datetime) -> int:
        return sum(1 for who, at in self.failures if who == client and at > now - LOGIN_ATTEMPTS_WINDOW)

    def count_login_failure(self, client: str, now: datetime) -> None:
        self.failures.append((client, now))

    def chat(self, chat_id: str) -> Chat | None:
        return self.chats.get(chat_id)

    def keep_chat(self, chat: Chat) -> None:
        self.chats[chat.chat_id] = chat

    def forget_chat(self, chat_id: str) -> None:
        self.chats.pop(chat_id, None)
