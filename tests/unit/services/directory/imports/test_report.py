"""What comes back: every remark in words, the marked workbook, and exports that can be imported again."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from services.directory.imports import export, knowledge, report
from services.directory.imports.marking import marked
from services.directory.imports.model import Book, Remark, Row
from services.directory.imports.plan import skipped
from services.directory.imports.reading import read
from services.directory.imports.rows import parse
from services.directory.imports.units import UnitIndex
from services.directory.imports.vocabulary import vocabulary
from shared.events.catalogue.files import ROOT
from shared.i18n import LOCALES
from shared.workbooks.writing import Writer, cell
from tests.support.sheets import workbook
from tests.unit.services.directory.imports.memory import SAFE, Desk
from tests.unit.services.directory.imports.test_importing import UNITS, WANG

_CODE = re.compile(
    r"""Remark\(\s*"(?:error|warning|note)",\s*"([a-z-]+)"|(?:_error|NotADay|Unusable)\(\s*"([a-z-]+)"|"(date-[a-z-]+)\""""
)
#: Said with words that are put together.
_OTHERS = {
    "file-column-missing",
    "file-tables-side-by-side",
    "repeated-row",
    "repeated-differently",
    "sheet-hidden",
} | {
    "file-no-header",
    "file-only-hidden-sheets",
    "column-unused",
    "column-never-kept",
    "column-unclear",
    "column-unknown",
    "formula",
    "formula-without-value",
    "error-value",
}


def codes() -> set[str]:
    found = set(_OTHERS)
    for path in (ROOT / "services/directory/imports").glob("*.py"):
        for match in _CODE.finditer(path.read_text(encoding="utf-8")):
            found.add(next(filter(None, match.groups())))
    return found


@pytest.mark.parametrize("locale", LOCALES)
def test_every_code_has_a_sentence(locale: str) -> None:
    names = (
        "said value rest row sheet label limit word near candidates school kind old new name why encoding ratio column"
    )
    everything: dict[str, Any] = dict.fromkeys(names.split(), "x")
    assert len(codes()) > 60
    for code in codes():
        assert report.words().text(locale, f"import-{code}", everything)


def test_a_sentence_names_the_column_in_the_readers_language() -> None:
    remark = Remark("error", "phone-invalid", "phone", {"said": "138"})
    assert report.sentence(remark, "zh-CN").startswith("手机号：")
    assert report.sentence(remark, "en").startswith("phone: ")


def reported(book: Book, decisions: list[Any]) -> Any:
    tables = parse(book).tables
    return load_workbook(io.BytesIO(marked(book, tables, decisions, ["File: x"], "zh-CN")))


def test_the_faulty_cell_is_marked_and_explained() -> None:
    book = read(workbook(["名册"], ["姓名", "支部", "手机"], ["王伟", "支部", "1.38E+10"], ["李雷", "支部", None]))
    decisions = [skipped(row).as_json() for row in parse(book).rows]
    sheet = reported(book, decisions)["Sheet"]
    faulty = sheet["C3"]
    assert faulty.value == "1.38E+10"
    assert "丢失" in faulty.comment.text
    assert faulty.fill.fgColor.rgb.endswith("FFC7CE")
    assert sheet["C4"].fill.fgColor.rgb == "00000000"
    assert [sheet.cell(2, 4).value, sheet.cell(3, 4).value] == ["导入结果", "已跳过"]
    assert "丢失" in sheet.cell(3, 5).value


def test_the_first_sheet_says_what_became_of_the_file() -> None:
    book = read(workbook(["姓名", "支部", "民族"], ["王伟", "支部", "x"], ["注：完"]))
    said = [value for row in reported(book, [])["导入结果"].values for value in row if value]
    assert any("民族" in str(value) for value in said)
    assert any("第 3 行" in str(value) for value in said)


def test_the_marked_workbook_can_be_corrected_and_imported() -> None:
    book = read(workbook(["姓名", "支部"], ["王伟", "支部"]))
    tables = parse(book).tables
    again = parse(read(marked(book, tables, [skipped(row).as_json() for row in parse(book).rows], [], "zh-CN")))
    assert [row.values for row in again.rows] == [{"name": "王伟", "unit": "支部"}]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_text_becomes_a_formula(text: str) -> None:
    writer = Writer()
    sheet = writer.sheet("x", [10])
    sheet.append([cell(sheet, text)])
    found = load_workbook(io.BytesIO(writer.bytes()))["x"]["A1"]
    assert (found.data_type, found.value, found.quotePrefix) == ("s", text, True)
    [line] = export.as_text([[text]]).removeprefix(b"\xef\xbb\xbf").decode().splitlines()
    assert line.lstrip('"').startswith("'")


def test_characters_that_no_workbook_may_hold_are_left_out() -> None:
    writer = Writer()
    sheet = writer.sheet("x", [10])
    sheet.append([cell(sheet, "a\x01b")])
    assert load_workbook(io.BytesIO(writer.bytes()))["x"]["A1"].value == "ab"


def test_words_are_told_apart_in_each_table_and_written_in_both_languages() -> None:
    words = vocabulary()
    for table in ("members", "units", "kinds", "positions", "roles", "statuses", "locales", "unit_kinds"):
        for code in words.fields(table):
            for locale in LOCALES:
                assert words.find(table, words.word(table, code, locale)) == code
            assert words.word(table, code, "en").isascii()
            assert not words.word(table, code, "zh-CN").isascii()


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    header = ["姓名", "所在支部", "手机号", "工号", "入党时间", "职务", "角色", "状态"]
    members = [
        [*WANG, "书记、组织委员", "书记、审计@云溪小学", "在职"],
        ["李雷", "云溪小学", None, None, None, "无", "无", "离退休"],
    ]
    desk.hand_in(workbook(*UNITS, 成员=[header, *members]))
    return desk


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_an_export_says_what_was_imported_and_changes_nothing_when_imported(desk: Desk, locale: str, form: str) -> None:
    index = UnitIndex(map(knowledge.known_unit, desk.directory.all_units()))
    members = [knowledge.known_member(each, SAFE) for each in desk.directory.members.values()]
    phones = {each.member_id: knowledge.opened(each, SAFE).phone or "" for each in desk.directory.members.values()}
    table = export.lines(members, phones, index, locale, contacts=True)
    units = export.unit_lines(list(index.by_id.values()), index, locale)
    data = export.as_text(table) if form == "csv" else export.as_workbook(table, units, locale)
    before = (dict(desk.directory.units), dict(desk.directory.members))
    job = desk.hand_in(data)
    assert dict(job.counts) == {"unchanged": 2 if form == "csv" else 6}
    assert (desk.directory.units, desk.directory.members) == before


def test_contacts_are_exported_when_asked_for_only(desk: Desk) -> None:
    index = UnitIndex(map(knowledge.known_unit, desk.directory.all_units()))
    members = [knowledge.known_member(each, SAFE) for each in desk.directory.members.values()]
    table = export.lines(members, {each.member_id: "+8613800000000" for each in members}, index, "en", contacts=False)
    assert not [value for line in table for value in line if "138" in value or value in ("phone", "email")]


def test_what_rows_say_survives_the_way_through_json() -> None:
    found = parse(read(workbook(["姓名", "支部", "入党时间"], ["王 伟", "支部", "2011.7"]))).rows[0]
    assert Row.of(found.as_json()) == found


def test_a_workbook_with_a_sheet_of_the_reports_name_is_marked_too() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "导入结果"
    for row in (["姓名", "支部"], ["王伟", "支部"]):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    assert reported(read(stream.getvalue()), []).sheetnames == ["导入结果", "导入结果_2"]
