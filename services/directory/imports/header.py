"""Where a sheet's table begins and what its columns are."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from services.directory.imports.model import Cell, Column, Profile, Remark, Severity, Sheet, Table
from services.directory.imports.vocabulary import folded, narrow, vocabulary

#: Titles, dates and instructions may stand above the header.
_WITHIN = 40
_TALLEST = 4
_LONGEST_LABEL = 60
_REQUIRED: dict[Profile, tuple[frozenset[str], ...]] = {
    "members": (frozenset({"name"}), frozenset({"unit", "school"})),
    "units": (frozenset({"name"}), frozenset({"kind", "parent", "code", "unit_id"})),
}
_VALUE = re.compile(r"\d{6,}|^\d+(\.\d+)?$|@")


@dataclass(frozen=True)
class _Candidate:
    profile: Profile
    first: int
    last: int
    fields: tuple[str | None, ...]
    labels: tuple[str, ...]

    @property
    def found(self) -> int:
        return len({each for each in self.fields if each})

    @property
    def complete(self) -> bool:
        return all(set(self.fields) & group for group in _REQUIRED[self.profile])


def find_table(sheet: Sheet, only: Profile | None = None) -> Table:
    """The header that names most of the columns known here; of equals the lower and shorter. ``only`` looks for one
    kind of table. Without a usable header the table has no profile, and its remarks say what was missing."""
    grid = _filled(sheet)
    profiles: tuple[Profile, ...] = (only,) if only else ("members", "units")
    candidates = [
        candidate
        for first in range(min(len(grid), _WITHIN))
        for height in range(1, _TALLEST + 1)
        if first + height <= len(grid)
        for candidate in _read(grid[first : first + height], first, profiles)
    ]
    usable = [each for each in candidates if each.complete]
    if not usable:
        return Table(sheet.name, None, remarks=[_nothing(candidates)])
    best = max(usable, key=lambda each: (each.found, each.profile == "members", each.first, -each.last))
    return _table(sheet, best)


def _read(rows: list[list[Cell]], first: int, profiles: tuple[Profile, ...]) -> list[_Candidate]:
    # What stands below the first row of a header must not look like what stands in the table.
    if any(_is_value(cell) for row in rows for cell in row):
        return []
    width = max((len(row) for row in rows), default=0)
    pieces = [[_label(row[column]) if column < len(row) else "" for row in rows] for column in range(width)]
    labels = tuple(_joined(each) for each in pieces)
    return [
        _Candidate(profile, first, first + len(rows) - 1, tuple(_field(profile, each) for each in pieces), labels)
        for profile in profiles
    ]


def _is_value(cell: Cell) -> bool:
    if isinstance(cell, str):
        return bool(_VALUE.search(narrow(cell).strip())) or len(cell) > _LONGEST_LABEL
    return cell is not None


def _label(cell: Cell) -> str:
    return " ".join(narrow(cell).split()) if isinstance(cell, str) else ""


def _joined(pieces: list[str]) -> str:
    return " / ".join(dict.fromkeys(piece for piece in pieces if piece))


def _field(profile: Profile, pieces: list[str]) -> str | None:
    """The field that a label means, read as a whole or by its lowest part that means something."""
    said = [piece for piece in dict.fromkeys(pieces) if piece]
    for text in ["".join(said), *reversed(said)]:
        if field := vocabulary().find(profile, text):
            return field
        if vocabulary().left_out(text):
            return None
    return None


def _filled(sheet: Sheet) -> list[list[Cell]]:
    """The top of the sheet, the text of each merged range in all of its cells."""
    grid = [list(row) for row in sheet.rows[: _WITHIN + _TALLEST]]
    for top, left, bottom, right in sheet.merged:
        if top >= len(grid) or left >= len(grid[top]):
            continue
        for row in range(top, min(bottom + 1, len(grid))):
            for column in range(left, min(right + 1, len(grid[row]))):
                grid[row][column] = grid[top][left]
    return grid


def _nothing(candidates: list[_Candidate]) -> Remark:
    nearest = max(candidates, key=lambda each: each.found, default=None)
    if nearest is None or not nearest.found:
        return Remark("warning", "no-header")
    missing = next(group for group in _REQUIRED[nearest.profile] if not set(nearest.fields) & group)
    return Remark("warning", "column-missing", min(missing), {"row": str(nearest.first + 1)})


def _table(sheet: Sheet, best: _Candidate) -> Table:
    table = Table(sheet.name, best.profile, best.first + 1, best.last + 1)
    taken: Counter[str] = Counter()
    for index, (field, label) in enumerate(zip(best.fields, best.labels, strict=True)):
        used = field if field and not taken[field] else None
        if field:
            taken[field] += 1
        if label:
            table.columns.append(Column(index, label, used))
            if not used:
                table.remarks.append(_unread(label, field))
    required = {field for group in _REQUIRED[best.profile] for field in group} & {"name"}
    if any(taken[field] > 1 for field in required):
        table.profile = None
        table.remarks = [Remark("warning", "tables-side-by-side", "name", {"row": str(table.first_header_row)})]
    return table


def _unread(label: str, field: str | None) -> Remark:
    if field:
        return Remark("warning", "column-twice", field, {"label": label})
    parts = label.split(" / ")
    why = next((why for part in ["".join(parts), *reversed(parts)] if (why := vocabulary().left_out(part))), None)
    code = {"unused": "column-unused", "never_kept": "column-never-kept", "unclear": "column-unclear"}
    severity: Severity = "warning" if why in (None, "unclear") else "note"
    return Remark(severity, code.get(why or "", "column-unknown"), None, {"label": label})


def is_repeated(row: list[Cell], table: Table) -> bool:
    """Whether a row is the header once more, as printed lists have it on each page."""
    said = {column.index: column for column in table.columns if column.field}
    matching = [
        folded(str(row[index])) in map(folded, [column.label, *column.label.split(" / ")])
        for index, column in said.items()
        if index < len(row) and row[index] is not None
    ]
    return len(matching) >= 2 and all(matching)
