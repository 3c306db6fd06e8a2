"""The ports of the tree, in memory."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from services.directory.duties.model import Chain
from services.directory.members.model import Member
from services.directory.units.model import Entry, Unit
from shared.access.policy import is_within


class MemoryGrove:
    def __init__(self) -> None:
        self.units: dict[str, Unit] = {}
        self.members: dict[str, Member] = {}
        self.entries: dict[str, list[Entry]] = {}
        self.kept_chains: dict[str, Chain] = {}
        self.held: list[str] = []

    def unit(self, unit_id: str) -> Unit | None:
        return self.units.get(unit_id)

    def keep_unit(self, unit: Unit) -> None:
        self.units[unit.unit_id] = unit

    def hold_unit(self, unit_id: str) -> None:
        self.held.append(unit_id)

    def unit_with_code(self, code: str) -> Unit | None:
        return next((unit for unit in self.units.values() if unit.code == code), None)

    def units_within(self, path: str) -> list[Unit]:
        return sorted((unit for unit in self.units.values() if is_within(unit.path, path)), key=lambda unit: unit.path)

    def children(self, unit_id: str) -> list[Unit]:
        return [unit for _, unit in sorted(self.units.items()) if unit.parent_id == unit_id]

    def keep_units(self, units: Sequence[Unit]) -> None:
        for unit in units:
            self.keep_unit(unit)

    def last_entries(self, unit_ids: Collection[str]) -> dict[str, Entry]:
        kept = [entry for unit_id in unit_ids for entry in self.entries.get(unit_id, ())]
        return {entry.unit.unit_id: entry for entry in kept if entry.valid_until is None}

    def keep_entries(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            kept = self.entries.setdefault(entry.unit.unit_id, [])
            kept[:] = [*(each for each in kept if each.unit.version != entry.unit.version), entry]

    def chain(self, unit_id: str) -> Chain | None:
        return self.kept_chains.get(unit_id)

    def chains(self, unit_ids: Collection[str]) -> list[Chain]:
        return [chain for unit_id, chain in sorted(self.kept_chains.items()) if unit_id in unit_ids]

    def keep_chain(self, chain: Chain) -> None:
        self.kept_chains[chain.unit_id] = chain

    def known_members(self, member_ids: Collection[str]) -> set[str]:
        return {each for each in member_ids if each in self.members and self.members[each].status != "left"}

    def has_members(self, unit_id: str) -> bool:
        return any(member.unit_id == unit_id and member.status != "left" for member in self.members.values())

    def member_ids_at(self, unit_id: str, limit: int | None = None) -> list[str]:
        return sorted(member.member_id for member in self.members.values() if member.unit_id == unit_id)[:limit]

    def keep_members(self, members: Sequence[Member]) -> None:
        self.members.update((member.member_id, member) for member in members)

    def members_concerned(self, unit_ids: Collection[str], after: str, limit: int) -> list[Member]:
        ids = set(unit_ids)
        found = [
            member
            for _, member in sorted(self.members.items())
            if member.member_id > after
            and (member.unit_id in ids or any(grant.unit_id in ids for grant in member.grants))
        ]
        return found[:limit]

    def members_arrived(self, unit_ids: Collection[str], since: datetime) -> list[Member]:
        return [
            member
            for _, member in sorted(self.members.items())
            if member.unit_id in set(unit_ids) and member.since and member.since >= since
        ]
