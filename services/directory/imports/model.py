"""What a sheet is read into: cells, remarks about them, rows with values."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal

Cell = str | int | float | bool | date | datetime | time | None
Profile = Literal["members", "units"]
#: An error keeps its row from being imported; a warning asks for a look; a note shows what was interpreted.
Severity = Literal["error", "warning", "note"]
Outcome = Literal["create", "update", "unchanged", "skip"]


class Unusable(Exception):
    """The file as a whole cannot be used, and nothing of it is written. ``code`` names a sentence of the catalogues."""

    def __init__(self, code: str, **args: Any) -> None:
        super().__init__(code)
        self.code = code
        self.args_shown = args


@dataclass(frozen=True)
class Remark:
    """``code`` names a sentence of the catalogues, ``field`` the column it is about (None: the row)."""

    severity: Severity
    code: str
    field: str | None = None
    args: dict[str, str] = dataclasses.field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"severity": self.severity, "code": self.code, "field": self.field, "args": self.args}

    @staticmethod
    def of(document: dict[str, Any]) -> Remark:
        return Remark(document["severity"], document["code"], document["field"], document["args"])


@dataclass
class Sheet:
    """``rows[0]`` is the sheet's first row, whether or not anything stands in it."""

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    #: (first row, first column, last row, last column), from 0, both ends included.
    merged: list[tuple[int, int, int, int]] = dataclasses.field(default_factory=list)
    #: Cells that hold no value though something stands in them: ``formula-without-value`` or ``error-value``; and
    #: those whose value is a ``formula``'s result when the file was last saved.
    faults: dict[tuple[int, int], str] = dataclasses.field(default_factory=dict)


@dataclass
class Book:
    sheets: list[Sheet]
    #: Such as the encoding that a text file was read in.
    remarks: list[Remark] = dataclasses.field(default_factory=list)
    #: Day that the serial number 0 stands for.
    epoch: date = date(1899, 12, 30)


@dataclass
class Row:
    """A row of a table: ``values`` are JSON, by field; a field is missing where the cell is empty or faulty."""

    sheet: str
    #: As spreadsheets number it, from 1.
    number: int
    profile: Profile
    values: dict[str, Any]
    remarks: list[Remark] = dataclasses.field(default_factory=list)

    @property
    def faulty(self) -> bool:
        return any(remark.severity == "error" for remark in self.remarks)

    def as_json(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "number": self.number,
            "profile": self.profile,
            "values": self.values,
            "remarks": [remark.as_json() for remark in self.remarks],
        }

    @staticmethod
    def of(document: dict[str, Any]) -> Row:
        return Row(
            document["sheet"],
            document["number"],
            document["profile"],
            document["values"],
            [Remark.of(each) for each in document["remarks"]],
        )


@dataclass(frozen=True)
class Column:
    index: int
    label: str
    field: str | None


@dataclass
class Table:
    """What was found in a sheet; without a profile nothing was, and ``remarks`` say why."""

    sheet: str
    profile: Profile | None
    #: Both from 1; 0 where there is none.
    first_header_row: int = 0
    last_header_row: int = 0
    columns: list[Column] = dataclasses.field(default_factory=list)
    remarks: list[Remark] = dataclasses.field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "profile": self.profile,
            "first_header_row": self.first_header_row,
            "last_header_row": self.last_header_row,
            "columns": [{"index": each.index, "label": each.label, "field": each.field} for each in self.columns],
            "remarks": [remark.as_json() for remark in self.remarks],
        }
