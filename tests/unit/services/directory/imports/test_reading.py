"""Files as they come, and files that nobody should open."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from services.directory.imports import limits
from services.directory.imports.model import Book, Unusable
from services.directory.imports.reading import read
from tests.support.sheets import saved, workbook

HEADER = ("姓名", "所在支部", "手机号")
TEXT = "姓名,所在支部,手机号\r\n王伟,第一党支部,13800000000\r\n"


def why(data: bytes) -> str:
    with pytest.raises(Unusable) as refused:
        read(data)
    return refused.value.code


def changed(data: bytes, part: str, content: bytes) -> bytes:
    """The workbook with one of its parts replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    return stream.getvalue()


def sheet_part(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("utf-16", "utf-16")],
)
def test_text_is_read_in_its_encoding_and_the_encoding_is_said(encoding: str, named: str) -> None:
    book = read(TEXT.encode(encoding))
    assert book.sheets[0].rows == [list(HEADER), ["王伟", "第一党支部", "13800000000"]]
    assert [(remark.code, remark.args["encoding"]) for remark in book.remarks] == [("encoding", named)]


def test_rare_names_of_gb18030_are_read() -> None:
    assert read("姓名,所在支部\n\U00020164㛃,支部\n".encode("gb18030")).sheets[0].rows[1][0] == "\U00020164㛃"


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_the_separator_is_found(mark: str) -> None:
    assert read(TEXT.replace(",", mark).encode()).sheets[0].rows[0] == list(HEADER)


def test_a_workbook_is_read_with_hidden_sheets_and_merged_cells_told() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["2026年名册", None])
    sheet.merge_cells("A1:B1")
    sheet.append([13800000000, date(2011, 7, 1)])
    book.create_sheet("旧").sheet_state = "hidden"
    found = read(saved(book)).sheets
    assert found[0].merged == [(0, 0, 0, 1)]
    assert found[0].rows[1] == [13800000000.0, date(2011, 7, 1)]
    assert [each.hidden for each in found] == [False, True]


def test_formulas_without_a_value_and_error_values_are_told_apart() -> None:
    data = workbook(["=A2", "#N/A", "x"])
    part = sheet_part(data).replace('<c r="C1"', '<c r="D1"><f>1+1</f><v>2</v></c><c r="C1"')
    faults = read(changed(data, "xl/worksheets/sheet1.xml", part.encode())).sheets[0].faults
    assert faults == {(0, 0): "formula-without-value", (0, 1): "error-value", (0, 3): "formula"}


def test_days_of_a_workbook_that_counts_from_1904_are_counted_from_there() -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    assert read(saved(book)).epoch == date(1904, 1, 1)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (b"PK\x03\x04 and nothing more", "file-corrupt"),
        (workbook(HEADER)[:2000], "file-corrupt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "file-encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "file-old-format"),
        (b"\x00\x01\x02\x03" * 100, "file-not-text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "file-not-text"),
        (bytes(limits.FILE_BYTES + 1), "file-too-large"),
        (("x," * (limits.COLUMNS + 1)).encode(), "sheet-too-many-columns"),
        (b"x\n" * (limits.ROWS + 1), "sheet-too-many-rows"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data: bytes, code: str) -> None:
    assert why(data) == code


def test_another_zip_archive_is_no_workbook() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert why(stream.getvalue()) == "file-no-workbook"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = changed(workbook(HEADER), "xl/sharedStrings.xml", bytes(30 * 2**20))
    assert len(bomb) < 2**16

    def opened(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a part was unpacked")

    monkeypatch.setattr(zipfile.ZipFile, "open", opened)
    assert why(bomb) == "file-bomb"


def test_a_part_that_is_larger_than_its_directory_says_is_refused() -> None:
    data = bytearray(workbook(HEADER, *[("x" * 50, "y" * 50, "z") for _ in range(200)]))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    central = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    data[central + 24 : central + 28] = (100).to_bytes(4, "little")
    assert info.file_size > 100
    assert why(bytes(data)) == "file-corrupt"


def test_entities_are_not_expanded() -> None:
    data = workbook(HEADER)
    part = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + sheet_part(data).partition("?>")[2]
    assert why(changed(data, "xl/worksheets/sheet1.xml", part.encode())) == "file-corrupt"


@pytest.mark.parametrize(("cell", "code"), [("A1048576", "sheet-too-many-rows"), ("XFD1", "sheet-too-many-columns")])
def test_a_lone_cell_far_out_does_not_take_the_memory_of_all_before_it(cell: str, code: str) -> None:
    data = workbook(HEADER)
    far = f'<row r="{cell.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{cell}"><v>1</v></c></row></sheetData>'
    part = sheet_part(data).replace("</sheetData>", far)
    assert why(changed(data, "xl/worksheets/sheet1.xml", part.encode())) == code


def test_formatted_cells_far_out_that_hold_nothing_are_no_obstacle() -> None:
    data = workbook(HEADER)
    far = '<row r="1048576"><c r="A1048576" s="0"/></row></sheetData>'
    book: Book = read(changed(data, "xl/worksheets/sheet1.xml", sheet_part(data).replace("</sheetData>", far).encode()))
    assert len(book.sheets[0].rows) == 1
