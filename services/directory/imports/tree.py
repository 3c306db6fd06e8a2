"""What becomes of a unit's row. Parents may stand in the same file, also below their children."""

from __future__ import annotations

from services.directory.imports.model import Remark, Row
from services.directory.imports.plan import SOURCE, Decision, skipped
from services.directory.imports.units import KnownUnit, UnitIndex
from services.directory.imports.vocabulary import folded, vocabulary
from shared.events import derived_id
from shared.events.directory import RegisterUnit


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


def decide_unit(row: Row, units: UnitIndex) -> Decision:
    """Create, update, leave or skip. What is to be made is added to ``units`` for the rows after it."""
    if row.faulty:
        return skipped(row)
    values, remarks = row.values, list(row.remarks)
    parent: KnownUnit | None = None
    if values.get("parent"):
        parent, found = units.find(values["parent"], None, "parent")
        if parent is None:
            return skipped(row, *found)
        remarks += found
    before, found = _match(row, parent, units)
    if any(remark.severity == "error" for remark in found):
        return skipped(row, *found)
    remarks += found
    parent_id = parent.unit_id if parent else before.parent_id if before else None
    if parent is None and before is None and any(unit.parent_id is None for unit in units.by_id.values()):
        # The tree has one top.
        return skipped(row, Remark("error", "parent-missing", "parent"))
    kind = values.get("kind") or (before.kind if before else None)
    if kind is None:
        kind = vocabulary().kind_by_ending(values["name"])
        if kind is None:
            return skipped(row, Remark("error", "unit-kind-missing", "kind"))
        remarks.append(Remark("note", "unit-kind-by-name", "kind", {"said": values["name"], "kind": kind}))
    unit_id = before.unit_id if before else values.get("unit_id") or _new_id(row, parent)
    command = RegisterUnit.model_validate(
        {
            "unit_id": unit_id,
            "kind": kind,
            "name": values["name"],
            "parent_id": parent_id,
            "code": values.get("code") or (before.code if before else None),
            "opened_on": values.get("opened_on") or (before.opened_on if before else None),
        }
    )
    planned = KnownUnit(
        unit_id,
        command.kind,
        command.name,
        parent_id,
        before.path if before else f"{parent.path if parent else ''}/{unit_id}",
        command.code,
        command.opened_on.isoformat() if command.opened_on else None,
    )
    same = before == planned
    units.add(planned)
    return Decision(row, "unchanged" if same else "update" if before else "create", remarks, unit_id, command)


def _match(row: Row, parent: KnownUnit | None, units: UnitIndex) -> tuple[KnownUnit | None, list[Remark]]:
    values = row.values
    by_code = units.by_code(values["code"]) if values.get("code") else None
    if said := values.get("unit_id"):
        before = units.by_id.get(said)
        if by_code and by_code.unit_id != said:
            return None, [Remark("error", "belongs-to-another", "code", {"name": by_code.name})]
    elif by_code:
        before = by_code
    else:
        parent_id = parent.unit_id if parent else None
        fitting = [
            unit
            for unit in units.named(values["name"])
            if (not values.get("parent") or unit.parent_id == parent_id) and not (values.get("code") and unit.code)
        ]
        if len(fitting) > 1:
            return None, [Remark("error", "several-namesakes", "name")]
        before = fitting[0] if fitting else None
    if before and before.closed:
        return None, [Remark("error", "unit-closed", "name", {"said": values["name"]})]
    if before and parent and before.parent_id != parent.unit_id:
        # To move a unit with all below it is a decision of its own, with a reason.
        return None, [Remark("error", "unit-moves", "parent", {"said": parent.name})]
    return before, []


def _new_id(row: Row, parent: KnownUnit | None) -> str:
    if row.values.get("code"):
        return derived_id(SOURCE, f"unit\ncode\n{row.values['code']}")
    return derived_id(SOURCE, f"unit\n{parent.unit_id if parent else ''}\n{row.values['name']}")
