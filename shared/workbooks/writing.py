"""Workbooks as they are written here. No cell is ever a formula, whatever its text begins with."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]
from openpyxl.comments import Comment  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font, PatternFill  # type: ignore[import-untyped]

from shared.workbooks.formulas import FORMULA

Cell = str | int | float | bool | date | datetime | time | None

BOLD = Font(bold=True)
FILLS = {
    "error": PatternFill("solid", fgColor="FFC7CE"),
    "warning": PatternFill("solid", fgColor="FFEB9C"),
    "note": PatternFill("solid", fgColor="DDEBF7"),
    "header": PatternFill("solid", fgColor="E7E6E6"),
}
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_COMMENT_WIDTH, _COMMENT_HEIGHT = 320, 120
#: Excel's limit for a sheet's name, and the characters it refuses in one.
_NAME_LENGTH = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))
_A4 = 9


class Writer:
    def __init__(self) -> None:
        self._book = Workbook(write_only=True)
        self._names: set[str] = set()

    def sheet(self, name: str, widths: Iterable[float], *, frozen: str | None = None) -> Any:
        sheet = self._book.create_sheet(self._fit(name))
        for number, width in enumerate(widths):
            sheet.column_dimensions[letters(number)].width = width
        if frozen:
            sheet.freeze_panes = frozen
        return sheet

    def bytes(self) -> bytes:
        stream = io.BytesIO()
        self._book.save(stream)
        return stream.getvalue()

    def _fit(self, name: str) -> str:
        """Short enough, of characters that are allowed, and there once: names are compared without case."""
        plain = ILLEGAL_CHARACTERS_RE.sub("", name).translate(_NOT_IN_NAMES).strip().strip("'") or "_"
        fit, number = plain[:_NAME_LENGTH], 1
        while fit.casefold() in self._names:
            number += 1
            fit = f"{plain[: _NAME_LENGTH - len(str(number)) - 1]}~{number}"
        self._names.add(fit.casefold())
        return fit


def printed(sheet: Any, header_rows: int, *, footer: str = "") -> None:
    """On A4 paper in landscape, as wide as the page, with the header on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"1:{header_rows}"
    # "&" begins a code there.
    sheet.oddFooter.left.text = footer.replace("&", "&&")
    sheet.oddFooter.right.text = "&P / &N"


def cell(
    sheet: Any,
    value: Cell,
    *,
    fill: str | None = None,
    comment: str | None = None,
    bold: bool = False,
    format: str | None = None,
    centred: bool = False,
) -> Any:
    """A cell whose text stays text. ``format`` is a number format such as ``0.0%``."""
    made = WriteOnlyCell(sheet)
    if isinstance(value, str):
        made.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:32_767]
        made.data_type = "s"
        if value.startswith(FORMULA):
            made.quotePrefix = True
    else:
        made.value = value
    if format:
        made.number_format = format
    if fill:
        made.fill = FILLS[fill]
    if comment:
        made.comment = Comment(comment, "Zhixing", height=_COMMENT_HEIGHT, width=_COMMENT_WIDTH)
    if bold:
        made.font = BOLD
    if centred:
        made.alignment = CENTRED
    return made


def letters(number: int) -> str:
    """Of a column, counted from 0."""
    found = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found
