"""The directory's present state as the planning sees it, read once for each portion of rows."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any

from services.directory.imports.model import Row
from services.directory.imports.plan import Contact, KnownMember, KnownMembers, possible_ids
from services.directory.imports.ports import Imports
from services.directory.imports.units import KnownUnit, UnitIndex
from services.directory.members.contacts import ContactsUnreadable, Safe, UnusablePhone
from services.directory.members.model import Member
from services.directory.units.model import Unit
from shared.events.directory import Contacts


def known_unit(unit: Unit) -> KnownUnit:
    return KnownUnit(
        unit.unit_id,
        unit.kind,
        unit.name,
        unit.parent_id,
        unit.path,
        getattr(unit, "code", None),
        opened_on.isoformat() if (opened_on := getattr(unit, "opened_on", None)) else None,
        not getattr(unit, "is_open", True),
    )


def known_member(member: Member, safe: Safe) -> KnownMember:
    contacts = opened(member, safe)
    return KnownMember(
        member.member_id,
        member.name,
        member.unit_id,
        member.kind,
        member.employee_number,
        member.contacts.phone_hash if member.contacts else None,
        contacts.email,
        member.joined_on.isoformat() if member.joined_on else None,
        frozenset(member.positions),
        frozenset(member.roles),
        frozenset((grant.role, grant.unit_id) for grant in member.grants),
        member.status,
        member.locale,
        member.chose_locale,
    )


def opened(member: Member, safe: Safe) -> Contacts:
    """A member's contacts; none where no present key opens them."""
    if member.contacts is None:
        return Contacts()
    try:
        return safe.open(member.member_id, member.contacts)
    except ContactsUnreadable:
        return Contacts()


def contact(row: Row, safe: Safe) -> Contact:
    if not row.values.get("phone"):
        return Contact()
    try:
        return Contact(safe.phone_hash(row.values["phone"]))
    except UnusablePhone:
        return Contact()


def known_to(rows: list[tuple[Row, Contact]], units: UnitIndex, directory: Imports) -> list[Member]:
    """Every member whom these rows may be about, or whose id they may take."""
    ids: set[str] = set()
    numbers: set[str] = set()
    hashes: set[str] = set()
    places: set[tuple[str, str]] = set()
    for row, hashed in rows:
        if row.faulty:
            continue
        if row.values.get("employee_number"):
            numbers.add(row.values["employee_number"])
        if hashed.phone:
            hashes.add(hashed.phone)
        unit = units.of_row(row)
        if unit is not None:
            places.add((unit.unit_id, row.values["name"]))
            ids.update(possible_ids(row, unit, hashed))
    return directory.members_known_by(ids, numbers, hashes, places)


def index(members: Iterable[Member], safe: Safe) -> KnownMembers:
    return KnownMembers([known_member(member, safe) for member in members])


class Ahead:
    """The directory with what a portion needs read ahead, and what it writes kept back until ``settle``: two round
    trips to the database instead of several for each row. Everything else goes through."""

    def __init__(self, directory: Imports, units: Iterable[Unit], members: Iterable[Member]) -> None:
        self._directory = directory
        self._units = {unit.unit_id: unit for unit in units}
        self._members = {member.member_id: member for member in members}
        self._changed: dict[str, Member] = {}

    def unit(self, unit_id: str) -> Unit | None:
        return self._units.get(unit_id)

    def member(self, member_id: str) -> Member | None:
        return self._members.get(member_id)

    def member_by_number(self, employee_number: str) -> Member | None:
        return next((each for each in self._members.values() if each.employee_number == employee_number), None)

    def keep_member(self, member: Member) -> None:
        self._members[member.member_id] = self._changed[member.member_id] = member

    def settle(self) -> None:
        self._directory.keep_members(list(self._changed.values()))
        self._changed.clear()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return getattr(self._directory, name)  # type: ignore[no-any-return]


def as_planned(unit: KnownUnit) -> dict[str, Any]:
    """A unit that a rehearsal would make, for the portions after it."""
    return dataclasses.asdict(unit)
