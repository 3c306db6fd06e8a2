"""What was gathered is written, opened again, and found as it was."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from shared.exports.books import BOOKS
from shared.exports.gathering import KINDS, Question, asked_of, awaited_of, last_day
from shared.workbooks.writing import Writer, cell

TREE = [
    {"unit_id": "s", "name": "No. 1 School", "path": "/d/s", "kind": "school", "status": "open"},
    {"unit_id": "b", "name": "=cmd|' /C calc'!A0", "path": "/d/s/b", "kind": "branch", "status": "open"},
]
SESSIONS = [
    {"occurrence_id": "o2", "title": "Lecture", "kind": "party-lecture", "day": "2026-11-20"},
    {"occurrence_id": "o1", "title": "+Theme day", "kind": "theme-day", "day": "2026-11-15"},
]
SUMS = {"sessions": 2, "expected": 4, "done": 3, "on_time": 2, "late": 1, "made_up": 0, "excused": 1, "minutes": 1240}


def member(member_id: str, **marks: str) -> dict[str, Any]:
    done = sum(mark in ("on-time", "late", "made-up") for mark in marks.values())
    expected = sum(mark not in ("excused",) for mark in marks.values())
    row = {"member_id": member_id, "unit_path": "/d/s/b", "expected": expected, "done": done, "minutes": 90 * done}
    return {**row, "marks": marks}


class Services:
    """The answers of the services, in pages."""

    def __init__(self) -> None:
        self.asked: list[Question] = []

    def ask(self, question: Question) -> Any:
        self.asked.append(question)
        given = question.given
        match question.method:
            case "tree":
                return TREE
            case "profiles":
                names = {"m1": "Ann", "m2": "@Bob", "m3": "Cy"}
                return [{"member_id": each, "name": names[each]} for each in given["member_ids"]]
            case "export_parts":
                return [{"unit_path": "/d/s/b", "own": False}]
            case "export_roster" if given["after"] is None:
                members = [member("m1", o1="on-time", o2="late"), member("m2", o1="missing")]
                return {"occurrences": SESSIONS[1:], "members": members, "next": "m2"}
            case "export_roster":
                return {"occurrences": SESSIONS, "members": [member("m3", o1="excused", o2="open")], "next": None}
            case "export_summary":
                rows = [{"unit_path": "/d/s", "kind": "school", **SUMS, "participation": 0.75}]
                rows += [{"unit_path": "/d/s/b", "kind": "branch", **dict.fromkeys(SUMS, 0), "participation": None}]
                return {"rows": rows, "next": None}
            case "export_policies":
                return {"rows": [POLICY], "next": None}
            case _:
                raise AssertionError(question)

    async def later(self, question: Question) -> Any:
        return self.ask(question)


POLICY = {
    "policy_id": "p",
    "unit_path": "/d/s/b",
    "name": {"zh": "\u53c2\u5b66\u7387", "en": "Participation"},
    "source": {"zh": "-", "en": "=District plan"},
    "metric": "participation",
    "window": {"first": "2026-11-01", "last": "2026-11-30"},
    "state": "not-met",
    "numerator": 3,
    "denominator": 4,
    "threshold": 0.9,
    "needed": 1,
    "by": None,
    "to_come": 0,
    "missing": ["m2", "b"],
    "missing_count": 5,
}


def book(kind: str, locale: str = "en") -> Any:
    found = asked_of(KINDS[kind]("s", "2026-11"), Services().ask)
    return load_workbook(io.BytesIO(BOOKS[kind](found, locale)))


def values(sheet: Any) -> list[list[Any]]:
    return [[each.value for each in row] for row in sheet.iter_rows()]


def test_the_roster_has_a_line_for_each_member_and_a_column_for_each_session_by_day() -> None:
    [sheet] = book("roster").worksheets
    rows = values(sheet)
    assert rows[1][2:4] == [datetime(2026, 11, 15), datetime(2026, 11, 20)]
    assert rows[2] == ["Name", "Unit", "+Theme day", "Lecture", "Expected", "Done", "Participation", "Minutes"]
    marks = {row[0]: row[2:] for row in rows[3:6]}
    assert marks["Ann"] == ["√", "L", 2, 2, 1, 180]
    assert marks["@Bob"] == ["×", None, 1, 0, 0, 0]
    assert marks["Cy"] == ["E", "·", 1, 0, 0, 0]
    assert (sheet["C2"].number_format, sheet["G4"].number_format) == ("mm-dd", "0.0%")


def test_every_sheet_prints_on_one_page_across_with_its_header_repeated_and_frozen() -> None:
    for kind, rows, frozen in (("roster", 3, "C4"), ("summary", 2, "B3"), ("policies", 2, "C3")):
        for sheet in book(kind).worksheets:
            assert (sheet.freeze_panes, sheet.print_title_rows) == (frozen, f"$1:${rows}")
            assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
            assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
            assert sheet.column_dimensions["A"].width > 10


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_nothing_that_people_wrote_becomes_a_formula(kind: str, locale: str) -> None:
    cells = [each for sheet in book(kind, locale).worksheets for row in sheet.iter_rows() for each in row]
    assert {each.data_type for each in cells} <= {"s", "inlineStr", "n", "d"}
    risky = [each for each in cells if isinstance(each.value, str) and each.value.startswith(("=", "+", "-", "@"))]
    assert risky or kind == "summary"
    assert all(each.quotePrefix for each in risky)


def test_the_summary_has_numbers_and_leaves_a_share_of_nothing_empty() -> None:
    rows = values(book("summary").active)
    assert rows[2] == ["No. 1 School", "School", 2, 4, 3, 2, 1, 0, 1, 1240, 0.75]
    assert rows[3][0].startswith("  =cmd")
    assert rows[3][-1] is None


def test_the_policies_name_who_is_lacking_and_count_the_rest() -> None:
    [row] = values(book("policies").active)[2:]
    assert row[1:9] == ["Participation", datetime(2026, 11, 1), datetime(2026, 11, 30), "not met", 3, 4, 0.9, 1]
    assert row[9] == "1 too few; what is open or planned cannot make it any more."
    assert row[10] == "@Bob, =cmd|' /C calc'!A0 and 3 more"


def test_pages_are_asked_for_until_there_is_none() -> None:
    services = Services()
    found = asked_of(KINDS["roster"]("s", "2026-11"), services.ask)
    asked = [question.given["after"] for question in services.asked if question.method == "export_roster"]
    assert asked == [None, "m2"]
    assert len(found["parts"][0]["members"]) == 3


async def test_it_is_the_same_whether_answers_are_awaited_or_not() -> None:
    gathered = await awaited_of(KINDS["policies"]("s", "2026-11"), Services().later)
    assert gathered == asked_of(KINDS["policies"]("s", "2026-11"), Services().ask)


def test_a_month_has_a_last_day() -> None:
    assert [last_day(month) for month in ("2024-02", "2026-12")] == [date(2024, 2, 29), date(2026, 12, 31)]
    for wrong in ("2026-13", "2026", "2026-1", "soon"):
        with pytest.raises(ValueError):  # noqa: PT011 - whatever it says
            last_day(wrong)


def test_sheets_have_names_that_a_spreadsheet_takes_each_once() -> None:
    writer = Writer()
    for name in ("Branch: [1/2]?", "branch_ _1_2__", "x" * 40, "X" * 40, "", "'"):
        writer.sheet(name, [10]).append([])
    names = load_workbook(io.BytesIO(writer.bytes())).sheetnames
    assert len({name.casefold() for name in names}) == 6
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_control_characters_do_not_spoil_a_workbook() -> None:
    writer = Writer()
    sheet = writer.sheet("x", [10])
    sheet.append([cell(sheet, "a\x00b\x1f")])
    assert load_workbook(io.BytesIO(writer.bytes())).active["A1"].value == "ab"
