"""Workbooks as they are written here. No cell is ever a formula, whatever its text begins with."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]
from openpyxl.comments import Comment  # type: ignore[import-untyped]
from openpyxl.styles import Font, PatternFill  # type: ignore[import-untyped]

from services.directory.imports.model import Cell

#: A spreadsheet takes a text that begins with one of these for a formula when it is typed, or read from .csv.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
BOLD = Font(bold=True)
FILLS = {
    "error": PatternFill("solid", fgColor="FFC7CE"),
    "warning": PatternFill("solid", fgColor="FFEB9C"),
    "note": PatternFill("solid", fgColor="DDEBF7"),
}
_COMMENT_WIDTH, _COMMENT_HEIGHT = 320, 120


class Writer:
    def __init__(self) -> None:
        self._book = Workbook(write_only=True)

    def sheet(self, name: str, widths: Iterable[float], *, frozen: str | None = None) -> Any:
        sheet = self._book.create_sheet(name)
        for number, width in enumerate(widths):
            sheet.column_dimensions[_letters(number)].width = width
        if frozen:
            sheet.freeze_panes = frozen
        return sheet

    def bytes(self) -> bytes:
        stream = io.BytesIO()
        self._book.save(stream)
        return stream.getvalue()


def cell(sheet: Any, value: Cell, *, fill: str | None = None, comment: str | None = None, bold: bool = False) -> Any:
    """A cell whose text stays text."""
    made = WriteOnlyCell(sheet)
    if isinstance(value, str):
        made.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:32_767]
        made.data_type = "s"
        if value.startswith(_FORMULA):
            made.quotePrefix = True
    else:
        made.value = value
    if fill:
        made.fill = FILLS[fill]
    if comment:
        made.comment = Comment(comment, "Zhixing", height=_COMMENT_HEIGHT, width=_COMMENT_WIDTH)
    if bold:
        made.font = BOLD
    return made


def as_csv(rows: Iterable[Iterable[str]]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, as spreadsheets expect; an apostrophe keeps a text from becoming a formula."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    yield b"\xef\xbb\xbf"
    for row in rows:
        writer.writerow([f"'{text}" if text.startswith(_FORMULA) else text for text in row])
        yield stream.getvalue().encode()
        stream.seek(0)
        stream.truncate()


def _letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
