"""The demo district's units and members as a sheet, such as a district hands in."""

from __future__ import annotations

from ops.demo.district import DemoMember, District
from services.directory.imports.vocabulary import vocabulary
from shared.workbooks.writing import Writer, cell

SHEET = "district.xlsx"
_LOCALE = "zh-CN"
_UNITS = ("unit_id", "name", "kind", "parent")
_MEMBERS = ("member_id", "name", "unit", "kind", "employee_number", "joined_on", "positions", "roles", "locale")


def sheet(district: District) -> bytes:
    """An .xlsx workbook: a sheet of units, and one of members with a title above its header."""
    words = vocabulary()
    writer = Writer()
    names = {unit.id: unit.name for unit in district.units}
    units = [[words.word("units", field, _LOCALE) for field in _UNITS]]
    for unit in district.units:
        units.append(
            [
                unit.id,
                unit.name,
                words.word("unit_kinds", unit.kind, _LOCALE),
                names[unit.parent] if unit.parent else "",
            ]
        )
    members = [[district.title], [], [words.word("members", field, _LOCALE) for field in _MEMBERS]]
    members += [_member(member, names) for member in district.members]
    for code, table in (("units", units), ("members", members)):
        written = writer.sheet(words.word("sheets", code, _LOCALE), [20.0] * len(_MEMBERS))
        for line in table:
            written.append([cell(written, text or None) for text in line])
    return writer.bytes()


def _member(member: DemoMember, names: dict[str, str]) -> list[str]:
    words = vocabulary()
    return [
        member.id,
        member.name,
        names[member.unit],
        words.word("kinds", member.kind, _LOCALE),
        f"YX{member.id[1:]}",
        member.joined,
        "\u3001".join(words.word("positions", each, _LOCALE) for each in member.positions),
        "\u3001".join(words.word("roles", each, _LOCALE) for each in member.roles),
        words.word("locales", member.locale, _LOCALE),
    ]
