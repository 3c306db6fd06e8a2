"""What becomes of a member's row: whom it is about, and what changes. Pure; the directory's state is given."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from services.directory.imports.model import Outcome, Remark, Row
from services.directory.imports.units import KnownUnit, UnitIndex
from shared.events import derived_id
from shared.events.directory import Contacts, Grant, PersonName, RegisterMember, RegisterUnit, Role

SOURCE = "/zhixing/directory/imports"
_MATCHED_BY = ("employee_number", "phone")


@dataclass(frozen=True)
class KnownMember:
    """A member as the directory has them; the phone by its keyed hash."""

    member_id: str
    name: str
    unit_id: str
    kind: str
    employee_number: str | None = None
    phone_hash: str | None = None
    email: str | None = None
    joined_on: str | None = None
    positions: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    grants: frozenset[tuple[str, str]] = frozenset()
    status: str = "active"
    locale: str = "zh-CN"
    #: The member chose the language in chat, and no sheet changes it.
    chose_locale: bool = False


@dataclass
class Decision:
    row: Row
    outcome: Outcome
    remarks: list[Remark]
    #: Whom or what it is about.
    id: str | None = None
    command: RegisterMember | RegisterUnit | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "sheet": self.row.sheet,
            "row": self.row.number,
            "profile": self.row.profile,
            "name": self.row.values.get("name"),
            "outcome": self.outcome,
            "id": self.id,
            "remarks": [remark.as_json() for remark in self.remarks],
        }


@dataclass
class KnownMembers:
    """Those of the directory whom rows may be about, by what rows name them by."""

    members: list[KnownMember] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.by_id: dict[str, KnownMember] = {}
        self._by: dict[tuple[str, str], list[KnownMember]] = defaultdict(list)
        for member in self.members:
            self.by_id[member.member_id] = member
            self._by["employee_number", member.employee_number or ""].append(member)
            self._by["phone", member.phone_hash or ""].append(member)
            self._by["place", f"{member.unit_id}\n{member.name}"].append(member)

    def by(self, what: str, value: str) -> list[KnownMember]:
        return self._by.get((what, value), [])


@dataclass(frozen=True)
class Contact:
    """A row's phone by its keyed hash."""

    phone: str | None = None


def skipped(row: Row, *more: Remark) -> Decision:
    return Decision(row, "skip", [*row.remarks, *more])


def decide(row: Row, units: UnitIndex, known: KnownMembers, contact: Contact) -> Decision:
    """Create, update, leave or skip; each with the reasons."""
    if row.faulty:
        return skipped(row)
    unit, remarks = units.of_row_with_remarks(row)
    if unit is None:
        return skipped(row, *remarks)
    remarks = [*row.remarks, *remarks]
    grants, refused = _grants(row, units)
    if refused:
        return skipped(row, refused)
    before, found = _match(row, unit, known, contact)
    if any(remark.severity == "error" for remark in found):
        return skipped(row, *found)
    remarks += found
    if before is None and "kind" not in row.values:
        remarks.append(Remark("note", "kind-taken", "kind"))
    if before is not None and before.unit_id != unit.unit_id:
        old = units.by_id.get(before.unit_id)
        remarks.append(
            Remark("warning", "moves", "unit", {"old": old.name if old else before.unit_id, "new": unit.name})
        )
    if before is not None and before.name != row.values["name"]:
        remarks.append(Remark("warning", "name-changes", "name", {"old": before.name, "new": row.values["name"]}))
    member_id = before.member_id if before else _new_id(row, unit, known, contact)
    command = _command(row, member_id, unit, before, grants)
    same = before is not None and not _changes(command, before, contact)
    return Decision(row, "unchanged" if same else "update" if before else "create", remarks, member_id, command)


def _grants(row: Row, units: UnitIndex) -> tuple[list[Grant] | None, Remark | None]:
    """Roles held elsewhere. None: nothing is said of roles."""
    if "roles" not in row.values:
        return None, None
    grants = []
    for held in row.values["roles"]:
        if held["unit"]:
            unit, remarks = units.find(held["unit"], None, "roles")
            if unit is None:
                return None, remarks[0]
            grants.append(Grant(role=held["role"], unit_id=unit.unit_id))
    return grants, None


def _match(row: Row, unit: KnownUnit, known: KnownMembers, contact: Contact) -> tuple[KnownMember | None, list[Remark]]:
    """By id, then employee number, then phone, then name and unit with a warning."""
    keys = {"employee_number": row.values.get("employee_number"), "phone": contact.phone}
    found = {what: known.by(what, value) for what, value in keys.items() if value}
    if several := next((what for what, members in found.items() if len(members) > 1), None):
        return None, [Remark("error", "several-members", several)]
    ones = {what: members[0] for what, members in found.items() if members}
    if said := row.values.get("member_id"):
        other = next((what for what, member in ones.items() if member.member_id != said), None)
        if other:
            return None, [Remark("error", "belongs-to-another", other, {"name": ones[other].name})]
        return known.by_id.get(said), []
    if len({member.member_id for member in ones.values()}) > 1:
        return None, [Remark("error", "belongs-to-another", "phone", {"name": ones["phone"].name})]
    if "employee_number" in ones:
        return ones["employee_number"], []
    if "phone" in ones:
        member = ones["phone"]
        if member.name != row.values["name"] or _differs(keys["employee_number"], member.employee_number):
            return None, [Remark("error", "belongs-to-another", "phone", {"name": member.name})]
        return member, []
    namesakes = [
        member
        for member in known.by("place", f"{unit.unit_id}\n{row.values['name']}")
        if not _differs(keys["employee_number"], member.employee_number)
    ]
    if len(namesakes) > 1:
        return None, [Remark("error", "several-namesakes", "name")]
    if namesakes and _differs(contact.phone, namesakes[0].phone_hash) and not keys["employee_number"]:
        return namesakes[0], [Remark("warning", "matched-by-name-new-phone", "name")]
    return (namesakes[0], [Remark("warning", "matched-by-name", "name")]) if namesakes else (None, [])


def _differs(said: str | None, held: str | None) -> bool:
    return bool(said and held and said != held)


def possible_ids(row: Row, unit: KnownUnit, contact: Contact) -> list[str]:
    """The id that the row names, or those that a new member of this row may get: the same whenever and however often
    it is imported."""
    if row.values.get("member_id"):
        return [row.values["member_id"]]
    keys = (
        ("employee-number", row.values.get("employee_number")),
        ("phone", contact.phone),
        ("name", f"{unit.unit_id}\n{row.values['name']}"),
        ("row", f"{row.sheet}\n{row.number}\n{row.values['name']}"),
    )
    return [derived_id(SOURCE, f"member\n{what}\n{value}") for what, value in keys if value]


def _new_id(row: Row, unit: KnownUnit, known: KnownMembers, contact: Contact) -> str:
    # Whoever has an id of these is somebody else: else they would have been matched.
    ids = possible_ids(row, unit, contact)
    return next((each for each in ids if each not in known.by_id), ids[-1])


def _command(
    row: Row, member_id: str, unit: KnownUnit, before: KnownMember | None, grants: list[Grant] | None
) -> RegisterMember:
    values = row.values
    held: list[Role] | None = None
    if "roles" in values:
        own = [each["role"] for each in values["roles"] if not each["unit"]]
        own += [grant.role for grant in grants or () if grant.unit_id == unit.unit_id]
        held = list(dict.fromkeys(own))
        grants = [grant for grant in grants or () if grant.unit_id != unit.unit_id]
    phone, email = values.get("phone"), values.get("email")
    return RegisterMember.model_validate(
        {
            "member_id": member_id,
            "kind": values.get("kind") or (before.kind if before else "full"),
            "unit_id": unit.unit_id,
            "person": PersonName(name=values["name"]),
            "locale": values.get("locale") or (before.locale if before else "zh-CN"),
            "roles": held if held is not None else (None if before else []),
            "grants": grants,
            "positions": values.get("positions"),
            "contacts": Contacts(phone=phone, email=email) if phone or email else None,
            "employee_number": values.get("employee_number"),
            "joined_on": values.get("joined_on"),
            "status": values.get("status"),
        }
    )


def _changes(command: RegisterMember, before: KnownMember, contact: Contact) -> bool:
    joined_on = command.joined_on.isoformat() if command.joined_on else None
    said: list[tuple[Any, Any]] = [
        (command.person.name, before.name),
        (command.unit_id, before.unit_id),
        (command.kind, before.kind),
        (None if before.chose_locale else command.locale, before.locale),
        (command.employee_number, before.employee_number),
        (joined_on, before.joined_on),
        (command.status, before.status),
        (contact.phone, before.phone_hash),
        (command.contacts.email if command.contacts else None, before.email),
    ]
    # Whoever left holds nothing, whatever a sheet says.
    if (command.status or before.status) != "left":
        grants = None if command.grants is None else {(each.role, each.unit_id) for each in command.grants}
        said += [
            (None if command.roles is None else set(command.roles), set(before.roles)),
            (None if command.positions is None else set(command.positions), set(before.positions)),
            (grants, set(before.grants)),
        ]
    return any(new is not None and new != old for new, old in said)
