"""The imported file once more, with the outcome and an explanation beside each row and the faulty cells marked."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from services.directory.imports import report
from services.directory.imports.model import Book, Remark, Sheet, Table
from services.directory.imports.vocabulary import vocabulary
from shared.workbooks.writing import Writer, cell

#: A spreadsheet with more becomes slow to open; the column of explanations has them all.
_COMMENTS = 3000
_RANK = {"error": 0, "warning": 1, "note": 2}


def marked(book: Book, tables: list[Table], decisions: list[dict[str, Any]], summary: list[str], locale: str) -> bytes:
    """A workbook. ``decisions`` are rows of the report (Decision.as_json), ``summary`` stands on its first sheet."""
    words = vocabulary()
    writer = Writer()
    first = writer.sheet(words.word("sheets", "report", locale), [24, 120])
    for line in summary:
        first.append([cell(first, line)])
    for outcome, count in sorted(Counter(each["outcome"] for each in decisions).items()):
        first.append([cell(first, report.outcome(outcome, locale), bold=True), cell(first, count)])
    for table in tables:
        for remark in table.remarks:
            told = cell(first, report.sentence(remark, locale), fill=remark.severity)
            first.append([cell(first, table.sheet, bold=True), told])
    rows = {(each["sheet"], each["row"]): each for each in decisions}
    left = _COMMENTS
    taken = {words.word("sheets", "report", locale)}
    for sheet, table in zip(book.sheets, tables, strict=True):
        if table.profile:
            left = _sheet(writer, _name(sheet.name, taken), sheet, table, rows, locale, left)
    return writer.bytes()


def _name(name: str, taken: set[str]) -> str:
    while name in taken:
        name = name[:28] + "_2" if name[:28] + "_2" not in taken else name[:20] + f"_{len(taken)}"
    taken.add(name)
    return name


def _sheet(
    writer: Writer,
    name: str,
    sheet: Sheet,
    table: Table,
    rows: dict[tuple[str, int], dict[str, Any]],
    locale: str,
    comments: int,
) -> int:
    width = max((len(row) for row in sheet.rows), default=0)
    out = writer.sheet(name, [*[16.0] * width, 12, 80], frozen=f"A{table.last_header_row + 1}")
    columns = {column.field: column.index for column in table.columns if column.field}
    titles = [vocabulary().word("sheets", code, locale) for code in ("outcome", "explanation")]
    for number, values in enumerate(sheet.rows, 1):
        told = rows.get((sheet.name, number))
        remarks = [Remark.of(each) for each in told["remarks"]] if told else []
        by_column: dict[int, list[Remark]] = defaultdict(list)
        for remark in remarks:
            if remark.field in columns:
                by_column[columns[remark.field]].append(remark)
        line = []
        for index in range(width):
            about = sorted(by_column.get(index, ()), key=lambda each: _RANK[each.severity])
            worst = about[0].severity if about else None
            comment = None
            if worst in ("error", "warning") and comments > 0:
                comment = "\n".join(report.sentence(each, locale) for each in about)
                comments -= 1
            value = values[index] if index < len(values) else None
            line.append(cell(out, value, fill=worst, comment=comment, bold=number <= table.last_header_row))
        if number == table.last_header_row:
            line += [cell(out, title, bold=True) for title in titles]
        elif told:
            fill = "error" if told["outcome"] == "skip" else None
            explained = "\n".join(report.sentence(each, locale) for each in remarks)
            line += [cell(out, report.outcome(told["outcome"], locale), fill=fill), cell(out, explained or None)]
        out.append(line)
    return comments
