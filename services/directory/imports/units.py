"""Which unit a sheet's words mean."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from services.directory.imports.model import Remark, Row
from services.directory.imports.vocabulary import folded
from shared.events.directory import UnitKind


@dataclass(frozen=True)
class KnownUnit:
    unit_id: str
    kind: UnitKind
    name: str
    parent_id: str | None
    path: str
    code: str | None = None
    opened_on: str | None = None
    closed: bool = False


class UnitIndex:
    """Units by id, code and name; also those that the rows before have made."""

    def __init__(self, units: Iterable[KnownUnit] = ()) -> None:
        self.by_id: dict[str, KnownUnit] = {}
        self._by_code: dict[str, KnownUnit] = {}
        self._by_name: dict[str, list[KnownUnit]] = defaultdict(list)
        for unit in units:
            self.add(unit)

    def add(self, unit: KnownUnit) -> None:
        """A unit, or its newer state."""
        if before := self.by_id.get(unit.unit_id):
            self._by_name[folded(before.name)].remove(before)
            if before.code:
                self._by_code.pop(before.code, None)
        self.by_id[unit.unit_id] = unit
        self._by_name[folded(unit.name)].append(unit)
        if unit.code:
            self._by_code[unit.code] = unit

    def forget(self, unit_id: str) -> None:
        unit = self.by_id.pop(unit_id)
        self._by_name[folded(unit.name)].remove(unit)
        if unit.code:
            self._by_code.pop(unit.code, None)

    def of_row(self, row: Row) -> KnownUnit | None:
        """The unit that a member's row names."""
        return self.of_row_with_remarks(row)[0]

    def of_row_with_remarks(self, row: Row) -> tuple[KnownUnit | None, list[Remark]]:
        said, school = row.values.get("unit"), row.values.get("school")
        return self.find(said, school, "unit") if said else self.find(school or "", None, "school")

    def by_code(self, code: str) -> KnownUnit | None:
        return self._by_code.get(code)

    def named(self, name: str) -> list[KnownUnit]:
        return list(self._by_name.get(folded(name), ()))

    def find(self, said: str, within: str | None, field: str) -> tuple[KnownUnit | None, list[Remark]]:
        """The unit that ``said`` names: by id, code or name; of namesakes the one that lies within the unit
        ``within``; and by a name without the name of that unit before it, which is said in a note."""
        school, _, rest = said.rpartition("/")
        if school and rest and not self.named(said):
            said, within = rest.strip(), within or school.strip()
        exact = self.by_id.get(said) or self._by_code.get(said)
        found = [exact] if exact else self.named(said)
        remarks: list[Remark] = []
        above = self.named(within) if within else []
        if within and above and not exact:
            inside = [unit for unit in found if any(_lies_in(unit, top) for top in above)]
            if not inside and (longer := self._longer(said, above)):
                inside = longer
                remarks.append(Remark("note", "unit-taken-for", field, {"said": said, "value": longer[0].name}))
            if found and not inside:
                return None, [Remark("error", "unit-elsewhere", field, {"said": said, "school": within})]
            found = inside
        elif within and not above and len(found) == 1:
            remarks.append(Remark("warning", "school-unknown", "school", {"said": within, "value": found[0].name}))
        open_units = [unit for unit in found if not unit.closed]
        if len(open_units) == 1:
            return open_units[0], remarks
        if len(open_units) > 1:
            paths = ", ".join(sorted(self._place(unit) for unit in open_units)[:3])
            return None, [Remark("error", "unit-ambiguous", field, {"said": said, "candidates": paths})]
        if found:
            return None, [Remark("error", "unit-closed", field, {"said": said})]
        return None, [self._unknown(said, field)]

    def _longer(self, said: str, above: list[KnownUnit]) -> list[KnownUnit]:
        return [unit for top in above for unit in self.named(top.name + said) if _lies_in(unit, top)]

    def _unknown(self, said: str, field: str) -> Remark:
        names = {unit.name for unit in self.by_id.values() if not unit.closed}
        near = difflib.get_close_matches(said, names, n=1, cutoff=0.6)
        if near:
            return Remark("error", "unit-unknown-near", field, {"said": said, "near": near[0]})
        return Remark("error", "unit-unknown", field, {"said": said})

    def _place(self, unit: KnownUnit) -> str:
        above = self.by_id.get(unit.parent_id) if unit.parent_id else None
        return f"{above.name}/{unit.name}" if above else unit.name


def _lies_in(unit: KnownUnit, top: KnownUnit) -> bool:
    return unit.unit_id == top.unit_id or unit.path.startswith(top.path + "/")
