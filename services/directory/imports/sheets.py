"""Workbooks as they are written here. No cell is ever a formula, whatever its text begins with."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]
from openpyxl.comments import Comment  # type: ignore[import-untyped]
from openpyxl.styles import Font, PatternFill  # type: ignore[import-untyped]

from services.directory.imports.lines import FORMULA
from services.directory.imports.model import Cell

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
        if value.startswith(FORMULA):
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


def _letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
