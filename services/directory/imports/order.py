"""Units in an order in which they can be registered."""

from __future__ import annotations

from services.directory.imports.model import Row
from services.directory.imports.vocabulary import folded


def parents_first(rows: list[Row]) -> list[Row]:
    """In an order in which every parent that the file holds comes before its children; rows in a circle stay last."""
    names = {key: row for row in rows for key in _names(row)}
    done: set[int] = set()
    ordered: list[Row] = []

    def visit(row: Row, above: frozenset[int]) -> None:
        if id(row) in done or id(row) in above:
            return
        parent = names.get(folded(str(row.values.get("parent") or "").rpartition("/")[2]))
        if parent is not None and parent is not row and len(above) < 50:
            visit(parent, above | {id(row)})
        if id(row) not in done:
            done.add(id(row))
            ordered.append(row)

    for row in rows:
        visit(row, frozenset())
    return ordered


def _names(row: Row) -> list[str]:
    return [folded(str(row.values[field])) for field in ("name", "code", "unit_id") if row.values.get(field)]
