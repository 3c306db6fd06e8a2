"""Bytes to sheets of cells: .xlsx and .csv as they come."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time, timedelta
from typing import Any

from charset_normalizer import from_bytes
from python_calamine import CalamineError, CalamineSheet, SheetTypeEnum, SheetVisibleEnum, load_workbook

from services.directory.imports import limits
from services.directory.imports.archive import Inspected, inspect, looks_like_workbook
from services.directory.imports.model import Book, Cell, Remark, Sheet, Unusable

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_LONGEST_CELL = 32_767


def read(data: bytes) -> Book:
    """The sheets of a file, whatever its name says. Raises Unusable."""
    if not data:
        raise Unusable("file-empty")
    if len(data) > limits.FILE_BYTES:
        raise Unusable("file-too-large", limit=str(limits.FILE_BYTES // 2**20))
    return _workbook(data) if looks_like_workbook(data) else _text(data)


def _workbook(data: bytes) -> Book:
    inspected = inspect(data)
    try:
        with load_workbook(io.BytesIO(data)) as workbook:
            if len(workbook.sheets_metadata) > limits.SHEETS:
                raise Unusable("file-too-many-sheets", limit=str(limits.SHEETS))
            sheets = [
                _sheet(workbook.get_sheet_by_index(number), number, inspected, meta.visible != SheetVisibleEnum.Visible)
                for number, meta in enumerate(workbook.sheets_metadata)
                if meta.typ == SheetTypeEnum.WorkSheet
            ]
    except CalamineError:
        raise Unusable("file-corrupt") from None
    return Book(sheets, epoch=inspected.epoch)


def _sheet(sheet: CalamineSheet, number: int, inspected: Inspected, hidden: bool) -> Sheet:
    rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
    return Sheet(sheet.name, rows, hidden, merged, inspected.faults.get(number, {}))


def _cell(value: Any) -> Cell:
    if value == "" or value is None:
        return None
    if isinstance(value, timedelta):
        return value.total_seconds() / 86400
    if isinstance(value, (str, bool, int, float, datetime, date, time)):
        return value
    return str(value)


def _text(data: bytes) -> Book:
    text, encoding = _decode(data)
    if "\x00" in text:
        raise Unusable("file-not-text")
    rows: list[list[Cell]] = []
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=False):
            if len(rows) >= limits.ROWS:
                raise Unusable("sheet-too-many-rows", limit=str(limits.ROWS))
            if len(line) > limits.COLUMNS:
                raise Unusable("sheet-too-many-columns", limit=str(limits.COLUMNS))
            if any(len(value) > _LONGEST_CELL for value in line):
                raise Unusable("file-not-text")
            rows.append([value or None for value in line])
    except csv.Error:
        raise Unusable("file-not-text") from None
    return Book([Sheet("csv", rows)], [Remark("note", "encoding", args={"encoding": encoding})])


def _decode(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding).removeprefix("\ufeff"), encoding
            except UnicodeDecodeError:
                raise Unusable("file-not-text") from None
    # UTF-8 by chance is next to impossible for Chinese text in another encoding; GB18030 by chance is not, so it is
    # asked for after UTF-8 and named in the report.
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    best = from_bytes(data[:200_000]).best()
    if best is None:
        raise Unusable("file-not-text")
    try:
        return data.decode(best.encoding), best.encoding
    except UnicodeDecodeError:
        raise Unusable("file-not-text") from None


def _delimiter(text: str) -> str:
    """The one that most of the first lines agree on."""
    lines = text.splitlines()[:20]
    return max(",\t;|", key=lambda mark: sum(line.count(mark) for line in lines))
