"""What an export asks the services, whoever carries the questions: see ``asked_of`` and ``awaited_of``.

A gathering is a generator of questions that is sent the answers, and returns the whole.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

#: Members whose names are asked for at once.
_NAMES = 200

Row = dict[str, Any]


@dataclass(frozen=True)
class Question:
    service: str
    method: str
    given: dict[str, Any]


Gathering = Generator[Question, Any, Row]


def asked_of(gathering: Gathering, ask: Callable[[Question], Any]) -> Row:
    """Raises what ``ask`` raises."""
    try:
        question = next(gathering)
        while True:
            question = gathering.send(ask(question))
    except StopIteration as done:
        whole: Row = done.value
        return whole


async def awaited_of(gathering: Gathering, ask: Callable[[Question], Awaitable[Any]]) -> Row:
    """Raises what ``ask`` raises."""
    try:
        question = next(gathering)
        while True:
            question = gathering.send(await ask(question))
    except StopIteration as done:
        whole: Row = done.value
        return whole


def roster(unit_id: str, month: str) -> Gathering:
    """``{"kind": "roster", "unit", "month", "parts": [{"unit", "occurrences", "members"}]}``: as
    ``checkins.export_roster`` tells, with ``name`` beside each id."""
    units = yield from _units(unit_id)
    top = units[unit_id]
    by_path = {unit["path"]: unit for unit in units.values()}
    parts: list[Row] = []
    for part in (yield Question("checkins", "export_parts", {"unit_path": top["path"]})):
        occurrences: dict[str, Row] = {}
        members: list[Row] = []
        where = {"unit_path": part["unit_path"], "own": part["own"], "window": month}
        for page in (yield from _pages("export_roster", where)):
            occurrences.update({each["occurrence_id"]: each for each in page["occurrences"]})
            members += page["members"]
        names = yield from _names(row["member_id"] for row in members)
        for row in members:
            row["name"] = names.get(row["member_id"], "")
            row["unit_name"] = _name(by_path, row["unit_path"]) if row["unit_path"] else ""
        parts.append(
            {
                "unit": _unit(by_path, part["unit_path"]),
                "occurrences": sorted(occurrences.values(), key=lambda each: (each["day"], each["title"])),
                "members": sorted(members, key=lambda row: (row["unit_path"] or "", row["name"], row["member_id"])),
            }
        )
    return {"kind": "roster", "unit": _shown(top), "month": month, "parts": parts}


def summary(unit_id: str, month: str) -> Gathering:
    """``{"kind": "summary", "unit", "month", "rows"}``: as ``checkins.export_summary`` tells, with names."""
    units = yield from _units(unit_id)
    by_path = {unit["path"]: unit for unit in units.values()}
    top = units[unit_id]
    rows = []
    for page in (yield from _pages("export_summary", {"unit_path": top["path"], "window": month})):
        rows += [{"name": _name(by_path, row["unit_path"]), **row} for row in page["rows"]]
    return {"kind": "summary", "unit": _shown(top), "month": month, "rows": rows}


def policies(unit_id: str, month: str) -> Gathering:
    """``{"kind": "policies", "unit", "month", "rows"}``: as ``checkins.export_policies`` tells as of the month's last
    day, with ``unit_name``, and ``missing_names`` of members and units."""
    units = yield from _units(unit_id)
    by_path = {unit["path"]: unit for unit in units.values()}
    top = units[unit_id]
    rows: list[Row] = []
    day = last_day(month)
    for page in (yield from _pages("export_policies", {"unit_path": top["path"], "day": day.isoformat()})):
        rows += page["rows"]
    wanted = {missing for row in rows for missing in row["missing"]}
    names = yield from _names(each for each in wanted if each not in units)
    for row in rows:
        row["unit_name"] = _name(by_path, row["unit_path"])
        row["missing_names"] = [
            units[each]["name"] if each in units else names.get(each, each) for each in row["missing"]
        ]
    return {"kind": "policies", "unit": _shown(top), "month": month, "rows": rows}


KINDS: dict[str, Callable[[str, str], Gathering]] = {"roster": roster, "summary": summary, "policies": policies}


def last_day(month: str) -> date:
    """Raises ValueError for what is no month such as 2026-11."""
    first = date.fromisoformat(f"{month}-01")
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _pages(method: str, where: Row) -> Generator[Question, Any, list[Row]]:
    pages: list[Row] = []
    after: str | None = None
    while not pages or after is not None:
        page = yield Question("checkins", method, {**where, "after": after})
        pages.append(page)
        after = page["next"]
    return pages


def _units(unit_id: str) -> Generator[Question, Any, dict[str, Row]]:
    """By id, the unit and all below it, closed ones too: they have figures of before."""
    found = yield Question("directory", "tree", {"unit_id": unit_id, "closed": True})
    return {unit["unit_id"]: unit for unit in found}


def _names(member_ids: Iterable[str]) -> Generator[Question, Any, dict[str, str]]:
    ids = sorted(set(member_ids))
    names: dict[str, str] = {}
    for start in range(0, len(ids), _NAMES):
        found = yield Question("directory", "profiles", {"member_ids": ids[start : start + _NAMES]})
        names.update({profile["member_id"]: profile["name"] for profile in found})
    return names


def _name(by_path: dict[str, Row], path: str) -> str:
    return str(by_path[path]["name"]) if path in by_path else path.rpartition("/")[2]


def _unit(by_path: dict[str, Row], path: str) -> Row:
    return _shown(by_path[path]) if path in by_path else {"unit_id": path.rpartition("/")[2], "name": "", "path": path}


def _shown(unit: Row) -> Row:
    return {name: unit[name] for name in ("unit_id", "name", "path")}
