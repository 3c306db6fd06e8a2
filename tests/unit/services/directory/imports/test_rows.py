"""Where a table begins, what its columns are, and which rows belong to it."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl import Workbook

from services.directory.imports.model import Book, Profile, Sheet, Unusable
from services.directory.imports.reading import read
from services.directory.imports.rows import Parsed, parse
from tests.support.sheets import saved, workbook


def parsed(*rows: list[Any], only: Profile | None = None, **sheet: Any) -> Parsed:
    return parse(Book([Sheet("s", list(rows), **sheet)]), only)


def fields(found: Parsed) -> list[str | None]:
    return [column.field for column in found.tables[0].columns]


def remarks(found: Parsed, row: int = 0) -> list[tuple[str, str, str | None]]:
    return [(remark.severity, remark.code, remark.field) for remark in found.rows[row].remarks]


WANG = ["王伟", "第一党支部"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            ["姓名", "所在支部", "手机号", "入党时间", "工号", "职务"],
            ["name", "unit", "phone", "joined_on", "employee_number", "positions"],
        ),
        (["姓名", "党支部", "联系电话", "入党日期"], ["name", "unit", "phone", "joined_on"]),
        (["姓　名", "所在党支部", "*手机号码（必填）", "入党\n时间"], ["name", "unit", "phone", "joined_on"]),
        (["Name", "Branch", "Phone number", "Date joined"], ["name", "unit", "phone", "joined_on"]),
        (["政治面貌", "姓名", "学校", "支部"], ["kind", "name", "school", "unit"]),
    ],
)
def test_columns_are_known_by_their_synonyms(header: list[str], expected: list[str]) -> None:
    assert fields(parsed(header, [*(["x"] * len(header))])) == expected


def test_titles_and_dates_above_the_header_are_passed_over() -> None:
    found = parsed(["云溪区党员名册"], ["填报日期：2026年7月1日", None], [], ["姓名", "所在支部"], WANG)
    assert (found.tables[0].first_header_row, found.rows[0].number) == (4, 5)


def test_a_header_of_merged_cells_in_two_rows_is_read() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["名册"], ["序号", "姓名", "所在支部", "联系方式", None], [None, None, None, "手机号", "邮箱"]):
        sheet.append(row)
    sheet.append([1, "王 伟", "第一党支部", 13800000000, "w@example.org"])
    for merged in ("A1:E1", "A2:A3", "B2:B3", "C2:C3", "D2:E2"):
        sheet.merge_cells(merged)
    found = parse(read(saved(book)))
    assert fields(found) == [None, "name", "unit", "phone", "email"]
    assert found.rows[0].values == {
        "name": "王伟",
        "unit": "第一党支部",
        "phone": "+8613800000000",
        "email": "w@example.org",
    }


def test_a_header_in_two_rows_without_merged_cells_is_read() -> None:
    found = parsed(["姓名", "所在支部", "联系方式", None], [None, None, "手机", "邮箱"], [*WANG, 13800000000.0, None])
    assert fields(found) == ["name", "unit", "phone", "email"]
    assert len(found.rows) == 1


def test_a_unit_that_is_merged_over_several_rows_belongs_to_each_of_them() -> None:
    found = parsed(["姓名", "所在支部"], ["王伟", "第一党支部"], ["李雷", None], merged=[(1, 1, 2, 1)])
    assert [row.values["unit"] for row in found.rows] == ["第一党支部"] * 2
    assert remarks(found, 1) == [("note", "merged", "unit")]


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("民族", "column-never-kept"),
        ("身份证号", "column-never-kept"),
        ("备注", "column-unused"),
        ("编号", "column-unclear"),
        ("口味", "column-unknown"),
        ("手机", "column-twice"),
    ],
)
def test_a_column_that_is_not_read_is_said(label: str, code: str) -> None:
    found = parsed(["姓名", "支部", "电话", label], [*WANG, None, "x"])
    assert [remark.code for remark in found.tables[0].remarks] == [code]
    assert "x" not in found.rows[0].values.values()


@pytest.mark.parametrize(
    "row",
    [
        ["注：以上为全体党员"],
        ["合计", 2.0],
        ["填表人：李雷", "审核人：韩梅梅"],
        ["说明", "按支部排列"],
        ["第二页"],
    ],
)
def test_remarks_and_sums_below_the_table_are_left_out_and_said(row: list[Any]) -> None:
    found = parsed(["姓名", "支部"], WANG, [], row)
    if row == ["第二页"]:
        assert remarks(found, 1) == [("error", "value-missing", "unit")]
    else:
        assert len(found.rows) == 1
        assert [remark.code for remark in found.tables[0].remarks] == ["row-left-out"]


def test_a_header_that_is_repeated_on_each_page_is_no_row() -> None:
    header = ["姓名", "支部"]
    assert len(parsed(header, WANG, header, ["李雷", "第一党支部"]).rows) == 2


def test_a_row_of_labels_below_the_header_belongs_to_it() -> None:
    found = parsed(["姓名", "支部", "联系方式"], [None, None, "手机"], [*WANG, None])
    assert (found.tables[0].last_header_row, len(found.rows)) == (2, 1)


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (["王 伟", "支部", 13800000000.0, None], "repeated-row"),
        (["王伟", "支部", None, None], "repeated-differently"),
        (["李雷", "支部", "13800000000", None], "repeated-differently"),
        (["李雷", "支部", None, "T1"], "repeated-differently"),
        (["王伟", "别的支部", None, None], None),
        (["王伟", "支部", 13900000000.0, "T2"], None),
    ],
)
def test_a_person_who_stands_in_a_file_twice_is_told(second: list[Any], expected: str | None) -> None:
    first = ["王伟", "支部", "13800000000", None if expected == "repeated-row" else "T1"]
    found = parsed(["姓名", "支部", "手机", "工号"], first, second)
    errors = [remark.code for remark in found.rows[1].remarks if remark.severity == "error"]
    assert errors == ([expected] if expected else [])
    assert not found.rows[0].faulty


def test_faulty_cells_keep_their_row_out_and_every_fault_is_said() -> None:
    found = parsed(["姓名", "支部", "手机", "入党时间"], [None, "支部", "1.38E+10", "不详"])
    assert {(code, field) for severity, code, field in remarks(found) if severity == "error"} == {
        ("value-missing", "name"),
        ("phone-digits-lost", "phone"),
        ("date-unreadable", "joined_on"),
    }


def test_a_formula_without_a_value_is_an_error_and_one_with_a_value_a_note() -> None:
    header, row = ["姓名", "支部", "手机"], ["王伟", "支部", None]
    faulty = parsed(header, row, faults={(1, 2): "formula-without-value"})
    assert remarks(faulty) == [("error", "formula-without-value", "phone")]
    fine = parsed(header, ["王伟", "支部", 13800000000.0], faults={(1, 2): "formula"})
    assert remarks(fine) == [("note", "formula", "phone")]


def test_hidden_sheets_are_not_read_and_said() -> None:
    hidden = Sheet("旧", [["姓名", "支部"], WANG], hidden=True)
    found = parse(Book([hidden, Sheet("新", [["姓名", "支部"], ["李雷", "支部"]])]))
    assert [row.values["name"] for row in found.rows] == ["李雷"]
    assert [(remark.severity, remark.code) for remark in found.tables[0].remarks] == [("warning", "sheet-hidden")]


def test_units_come_before_members_whatever_the_order_of_the_sheets() -> None:
    data = workbook(["姓名", "支部"], WANG, 单位=[["单位名称", "上级单位"], ["第一党支部", "学校"]])
    assert [row.profile for row in parse(read(data)).rows] == ["units", "members"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "file-no-header"),
        ([["今天天气很好"]], "file-no-header"),
        ([["姓名", "手机"], ["王伟", "13800000000"]], "file-column-missing"),
        ([["姓名", "支部"]], "file-no-rows"),
        ([["姓名", "支部", None, "姓名", "支部"], [*WANG, None, *WANG]], "file-tables-side-by-side"),
    ],
)
def test_a_file_without_a_table_is_refused_with_a_reason(rows: list[list[Any]], code: str) -> None:
    with pytest.raises(Unusable) as refused:
        parsed(*rows)
    assert refused.value.code == code


def test_a_file_of_hidden_sheets_only_is_refused() -> None:
    with pytest.raises(Unusable) as refused:
        parsed(["姓名", "支部"], WANG, hidden=True)
    assert refused.value.code == "file-only-hidden-sheets"
