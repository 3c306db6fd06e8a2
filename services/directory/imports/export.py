"""The directory as a sheet of the form in which it is imported."""

from __future__ import annotations

from typing import Any

from services.directory.imports.lines import as_csv
from services.directory.imports.plan import KnownMember
from services.directory.imports.units import KnownUnit, UnitIndex
from services.directory.imports.vocabulary import vocabulary

_MEMBERS = (
    "member_id",
    "name",
    "unit",
    "school",
    "kind",
    "employee_number",
    "phone",
    "email",
    "joined_on",
    "positions",
    "roles",
    "status",
    "locale",
)
_UNITS = ("unit_id", "name", "kind", "parent", "code", "opened_on")
_CONTACTS = frozenset({"phone", "email"})


def lines(
    members: list[KnownMember], phones: dict[str, str], units: UnitIndex, locale: str, *, contacts: bool
) -> list[list[str]]:
    """The header and a line per member. ``phones`` are by member id; without ``contacts`` neither they nor the
    addresses are columns, and importing the sheet leaves them as they are."""
    fields = [name for name in _MEMBERS if contacts or name not in _CONTACTS]
    words = vocabulary()
    found = [[words.word("members", name, locale) for name in fields]]
    for member in members:
        values = _member(member, phones.get(member.member_id, ""), units, locale)
        found.append([values[name] for name in fields])
    return found


def unit_lines(units: list[KnownUnit], index: UnitIndex, locale: str) -> list[list[str]]:
    """The header and a line per open unit, parents before their children."""
    words = vocabulary()
    found = [[words.word("units", name, locale) for name in _UNITS]]
    for unit in sorted(units, key=lambda each: each.path):
        if unit.closed:
            continue
        parent = index.by_id.get(unit.parent_id) if unit.parent_id else None
        values = {
            "unit_id": unit.unit_id,
            "name": unit.name,
            "kind": words.word("unit_kinds", unit.kind, locale),
            "parent": _named(parent, index) if parent else "",
            "code": unit.code or "",
            "opened_on": unit.opened_on or "",
        }
        found.append([values[name] for name in _UNITS])
    return found


def as_workbook(members: list[list[str]], units: list[list[str]], locale: str) -> bytes:
    # In a process of its own only: it takes a third of a second to import.
    from services.directory.imports.sheets import Writer, cell

    writer = Writer()
    for code, table in (("units", units), ("members", members)):
        sheet = writer.sheet(vocabulary().word("sheets", code, locale), [18.0] * len(table[0]), frozen="A2")
        for number, line in enumerate(table):
            sheet.append([cell(sheet, text or None, bold=number == 0) for text in line])
    return writer.bytes()


def as_text(members: list[list[str]]) -> bytes:
    return b"".join(as_csv(members))


def _member(member: KnownMember, phone: str, units: UnitIndex, locale: str) -> dict[str, str]:
    words = vocabulary()
    unit, school = _called(units.by_id[member.unit_id], units)
    roles = [words.word("roles", role, locale) for role in sorted(member.roles)]
    roles += [
        f"{words.word('roles', role, locale)}@{_named(where, units)}"
        for role, unit_id in sorted(member.grants)
        if (where := units.by_id.get(unit_id))
    ]
    none = "none" if locale == "en" else words.no_such
    return {
        "member_id": member.member_id,
        "name": member.name,
        "unit": unit,
        "school": school,
        "kind": words.word("kinds", member.kind, locale),
        "employee_number": member.employee_number or "",
        "phone": phone.removeprefix("+86"),
        "email": member.email or "",
        "joined_on": member.joined_on or "",
        "positions": ", ".join(words.word("positions", each, locale) for each in sorted(member.positions)) or none,
        "roles": ", ".join(roles) or none,
        "status": words.word("statuses", member.status, locale),
        "locale": words.word("locales", member.locale, locale),
    }


def _called(unit: KnownUnit, units: UnitIndex) -> tuple[str, str]:
    """The unit's name and that of the unit above it, where an import finds it by these; else its id."""
    above: Any = units.by_id.get(unit.parent_id) if unit.parent_id else None
    school = above.name if above and above.kind == "school" else ""
    found, remarks = units.find(unit.name, school or None, "unit")
    exact = found is not None and found.unit_id == unit.unit_id and not remarks
    return (unit.name, school) if exact else (unit.unit_id, "")


def _named(unit: KnownUnit, units: UnitIndex) -> str:
    found, _ = units.find(unit.name, None, "unit")
    return unit.name if found is not None and found.unit_id == unit.unit_id else unit.unit_id
