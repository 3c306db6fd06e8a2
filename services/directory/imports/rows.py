"""Tables to rows of values: what each row says, what is faulty in it, and which rows say the same twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.directory.imports.header import find_table, is_repeated
from services.directory.imports.model import Book, Cell, Profile, Remark, Row, Sheet, Table, Unusable
from services.directory.imports.values import plain, read_value, shown
from services.directory.imports.vocabulary import folded, vocabulary

#: What each column's cells are read as: a reader of values.READERS.
_READ_AS: dict[Profile, dict[str, str]] = {
    "members": {
        "member_id": "system_id",
        "name": "name",
        "unit": "unit_name",
        "school": "unit_name",
        "phone": "phone",
        "email": "email",
        "employee_number": "number",
        "joined_on": "day",
        "kind": "kinds",
        "positions": "positions",
        "roles": "roles",
        "status": "statuses",
        "locale": "locales",
    },
    "units": {
        "unit_id": "system_id",
        "name": "unit_name",
        "kind": "unit_kinds",
        "parent": "unit_name",
        "code": "number",
        "opened_on": "day",
    },
}
#: By what two rows of a file are the same person or unit; in the order in which they are told.
_UNIQUE: dict[Profile, tuple[str, ...]] = {
    "members": ("member_id", "employee_number", "phone"),
    "units": ("unit_id", "code"),
}


@dataclass
class Parsed:
    tables: list[Table]
    rows: list[Row]
    remarks: list[Remark] = field(default_factory=list)

    def of(self, profile: Profile) -> list[Row]:
        return [row for row in self.rows if row.profile == profile]


def parse(book: Book, only: Profile | None = None) -> Parsed:
    """Every table of a file, units before members. Raises Unusable when there is none, or no row in any."""
    tables, rows = [], []
    for sheet in book.sheets:
        if sheet.hidden:
            # Nobody who looked the file over has seen it.
            remark = Remark("warning" if any(map(any, sheet.rows)) else "note", "sheet-hidden")
            tables.append(Table(sheet.name, None, remarks=[remark]))
            continue
        table = find_table(sheet, only)
        tables.append(table)
        if table.profile:
            rows += _rows(sheet, table, table.profile, book.epoch)
    if not any(table.profile for table in tables):
        raise _no_table(tables)
    if not rows:
        raise Unusable("file-no-rows")
    rows.sort(key=lambda row: row.profile != "units")
    _mark_repeated(rows)
    return Parsed(tables, rows, book.remarks)


def _no_table(tables: list[Table]) -> Unusable:
    faults = [(table, remark) for table in tables for remark in table.remarks]
    for code in ("tables-side-by-side", "column-missing"):
        for table, remark in faults:
            if remark.code == code:
                return Unusable(f"file-{code}", sheet=table.sheet, column=remark.field or "", row=remark.args["row"])
    hidden = bool(faults) and all(remark.code == "sheet-hidden" for _, remark in faults)
    return Unusable("file-only-hidden-sheets" if hidden else "file-no-header")


def _rows(sheet: Sheet, table: Table, profile: Profile, epoch: date) -> list[Row]:
    found = []
    columns = [column for column in table.columns if column.field]
    spread = _spread(sheet, {column.index for column in columns if column.field in ("unit", "school", "parent")})
    for index in range(table.last_header_row, len(sheet.rows)):
        cells = sheet.rows[index]
        if all(_empty(cell) for cell in cells) and not any(place[0] == index for place in sheet.faults):
            continue
        if is_repeated(cells, table):
            continue
        row = Row(sheet.name, index + 1, profile, {})
        for column in columns:
            cell = cells[column.index] if column.index < len(cells) else None
            name = column.field or ""
            fault = sheet.faults.get((index, column.index))
            if fault == "formula" and not _empty(cell):
                row.remarks.append(Remark("note", fault, name, {"value": shown(cell)}))
            elif fault and fault != "formula":
                row.remarks.append(Remark("error", fault, name))
                continue
            if (index, column.index) in spread:
                cell = spread[index, column.index]
                row.remarks.append(Remark("note", "merged", name, {"value": shown(cell)}))
            reading = read_value(_READ_AS[profile][name], cell, name, epoch)
            row.remarks += reading.remarks
            if reading.value is not None:
                row.values[name] = reading.value
        if _closes(cells, row):
            table.remarks.append(Remark("note", "row-left-out", None, {"row": str(index + 1), "said": _said(cells)}))
            continue
        _require(row, profile)
        found.append(row)
    return found


def _spread(sheet: Sheet, columns: set[int]) -> dict[tuple[int, int], Cell]:
    """Where one cell says for several rows which unit they belong to."""
    found: dict[tuple[int, int], Cell] = {}
    for top, left, bottom, right in sheet.merged:
        if left in columns and left == right and top < len(sheet.rows) and left < len(sheet.rows[top]):
            for row in range(top + 1, min(bottom + 1, len(sheet.rows))):
                found[row, left] = sheet.rows[top][left]
    return found


def _empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not plain(cell))


def _said(cells: list[Cell]) -> str:
    return shown(" ".join(plain(cell) for cell in cells if not _empty(cell)))


def _closes(cells: list[Cell], row: Row) -> bool:
    """Whether a row is a remark or a sum below or between the rows rather than one of them."""
    said = [plain(cell) for cell in cells if not _empty(cell)]
    if not said:
        return False
    begins = said[0].partition("\uff1a")[0].partition(":")[0]
    if len(said) > 1 or begins != said[0]:
        return folded(begins) in vocabulary().closing or folded(said[0]).startswith(tuple(vocabulary().closing[:4]))
    # A lone text is not a row of a table with two columns or more; a lone name is: its unit is missing.
    return "name" not in row.values or folded(said[0]) in vocabulary().closing


def _require(row: Row, profile: Profile) -> None:
    told = {remark.field for remark in row.remarks if remark.severity == "error"}
    needed = {"members": ("name",), "units": ("name",)}[profile]
    for name in needed:
        if name not in row.values and name not in told:
            row.remarks.append(Remark("error", "value-missing", name))
    if profile == "members" and not {"unit", "school"} & (set(row.values) | told):
        row.remarks.append(Remark("error", "value-missing", "unit"))


def _mark_repeated(rows: list[Row]) -> None:
    """The first of several rows about the same person or unit stands; the others are errors that name it."""
    seen: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        if row.faulty:
            continue
        keys = [(row.profile, name, str(row.values[name])) for name in _UNIQUE[row.profile] if row.values.get(name)]
        first = next((seen[key] for key in keys if key in seen), None)
        place = (row.profile, "name", _place(row))
        if first is None and place in seen and not _told_apart(row, seen[place]):
            first, keys = seen[place], [place, *keys]
        if first is None:
            for key in [*keys, place]:
                seen.setdefault(key, row)
            continue
        shared = next(key[1] for key in keys if seen.get(key) is first)
        same = first.values == row.values
        code = "repeated-row" if same else "repeated-differently"
        row.remarks.append(Remark("error", code, shared, {"sheet": first.sheet, "row": str(first.number)}))


def _place(row: Row) -> str:
    values: dict[str, Any] = row.values
    above = [values.get("school"), values.get("unit")] if row.profile == "members" else [values.get("parent")]
    return "\n".join(str(part or "") for part in [*above, values.get("name")])


def _told_apart(one: Row, other: Row) -> bool:
    """Whether two namesakes of a unit are two people: a number that both have differs."""
    return any(
        one.values.get(name) and other.values.get(name) and one.values[name] != other.values[name]
        for name in _UNIQUE[one.profile]
    )
