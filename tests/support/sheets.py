"""Workbooks for tests: real .xlsx files, as people make them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook


def workbook(*rows: Iterable[Any], **more: Iterable[Iterable[Any]]) -> bytes:
    """A workbook with these rows, and further sheets by name."""
    book = Workbook()
    first = book.active
    assert first is not None
    for row in rows:
        first.append(list(row))
    for name, content in more.items():
        sheet = book.create_sheet(name)
        for row in content:
            sheet.append(list(row))
    return saved(book)


def saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def big(rows: int) -> bytes:
    """Units ``b0``.. of a district and members who are all fine."""
    book = Workbook(write_only=True)
    units, members = book.create_sheet("units"), book.create_sheet("members")
    units.append(["unit id", "unit name", "kind", "parent"])
    units.append(["d", "District", "district", None])
    for number in range(20):
        units.append([f"b{number}", f"Branch {number}", "branch", "d"])
    members.append(["name", "unit", "employee number", "phone", "joined on", "position"])
    for number in range(rows):
        name = "".join(chr(97 + int(digit)) for digit in f"{number:05}").title()
        row = [name, f"b{number % 20}", f"T{number}", 13800000000 + number, "2011.7", "organiser"]
        members.append(row)
    return saved(book)
