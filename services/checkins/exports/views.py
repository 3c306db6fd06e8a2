"""Rosters and summaries, read page by page so that no answer outgrows a message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pymongo.database import Database

from services.checkins.exports.model import mark_of
from services.checkins.figures.model import Fact, ancestors, figures_of
from services.checkins.figures.views import MongoFigureReader
from services.checkins.figures.windows import Window
from services.checkins.plans.documents import occurrence_of
from services.checkins.portions import portions
from shared.paths import at_or_below

Document = dict[str, Any]

#: Members of one answer: 200 with a hundred sessions are 300 kB at most.
MEMBERS = 200
#: Units of one answer.
UNITS = 200
#: Of a sum, what a line of a summary has.
_SUMS = ("sessions", "expected", "done", "on_time", "late", "made_up", "excused", "minutes", "participation")


class ExportViews:
    def __init__(self, database: Database[Document]) -> None:
        self._db = database
        self._figures = MongoFigureReader(database)

    def parts(self, unit_path: str) -> list[dict[str, Any]]:
        """The units whose members meet together: every branch at the path or below, with its groups; and each other
        unit with members of its own: ``{"unit_path", "own"}``. ``own``: without those of the units below it. By path.
        """
        above = {"_id": {"$in": ancestors(unit_path)}, "kind": "branch"}
        if self._db.plan_units.find_one(above, {"_id": 1}):
            return [{"unit_path": unit_path, "own": False}]
        tree = list(self._db.plan_units.find(at_or_below("path", unit_path), {"path": 1, "kind": 1}))
        branches = {unit["_id"] for unit in tree if unit["kind"] == "branch"}
        found: list[dict[str, Any]] = []
        for unit in tree:
            within = branches & set(ancestors(unit["path"]))
            if unit["_id"] in branches:
                found.append({"unit_path": unit["path"], "own": False})
            elif not within and self._db.plan_people.find_one({"unit_path": unit["path"]}, {"_id": 1}):
                found.append({"unit_path": unit["path"], "own": True})
        return sorted(found, key=lambda part: str(part["unit_path"]))

    def roster(self, unit_path: str, own: bool, window: Window, after: str | None, now: datetime) -> dict[str, Any]:
        """``{"occurrences": [{"occurrence_id", "title", "day", "kind"}], "members": [{"member_id", "unit_path",
        "marks": {occurrence_id: mark}, "expected", "done", "minutes"}], "next"}``: everybody who belongs to the unit or
        was asked there, by id; see ``mark_of``. ``next`` goes on where this ends."""
        facts = self._figures.facts_of_members(unit_path, window.first, window.last)
        if own:
            unit_id = unit_path.rpartition("/")[2]
            facts = {
                who: [fact for fact in some if ancestors(fact.unit_path)[-1] == unit_id] for who, some in facts.items()
            }
        belonging = {"unit_path": unit_path} if own else at_or_below("unit_path", unit_path)
        people = {row["_id"]: row["unit_path"] for row in self._db.plan_people.find({**belonging, "status": "active"})}
        everybody = sorted({*people, *(member_id for member_id, some in facts.items() if some)})
        shown = [member_id for member_id in everybody if after is None or member_id > after][:MEMBERS]
        there = {fact.session.occurrence_id for member_id in shown for fact in facts.get(member_id, [])}
        sessions = self._sessions(there)
        members = [
            _row(member_id, people.get(member_id), facts.get(member_id, []), sessions, now) for member_id in shown
        ]
        return {
            "occurrences": [session["shown"] for session in sorted(sessions.values(), key=_by_day)],
            "members": members,
            "next": shown[-1] if shown and shown[-1] != everybody[-1] else None,
        }

    def summary(self, unit_path: str, window: Window, after: str | None) -> dict[str, Any]:
        """``{"rows": [{"unit_path", "kind", "sessions", ...}], "next"}``: the sums of the unit and of each below it, by
        path; participation 0 to 1, or None where nothing was expected."""
        units = sorted(
            (unit["path"], unit["kind"]) for unit in self._db.plan_units.find(at_or_below("path", unit_path))
        )
        shown = [unit for unit in units if after is None or unit[0] > after][:UNITS]
        found = self._figures.of_units([path for path, _ in shown], window)
        rows = []
        for path, kind in shown:
            sums = found[path].document() if path in found else dict.fromkeys(_SUMS, 0) | {"participation": None}
            rows.append({"unit_path": path, "kind": kind, **{name: sums[name] for name in _SUMS}})
        return {"rows": rows, "next": shown[-1][0] if shown and shown[-1] != units[-1] else None}

    def _sessions(self, ids: Iterable[str]) -> dict[str, Document]:
        """By id, what is shown of a session, and when it is over; of those that were cancelled after they had opened,
        too."""
        found: dict[str, Document] = {}
        for portion in portions(sorted(ids)):
            for collection in (self._db.withdrawn, self._db.occurrences):
                for row in collection.find({"_id": {"$in": portion}}):
                    task = occurrence_of(row)
                    shown = {"occurrence_id": task.occurrence_id, "title": task.title, "kind": task.kind}
                    found[task.occurrence_id] = {"shown": shown, "until": task.taken_until}
        return found


def _row(
    member_id: str, unit_path: str | None, facts: list[Fact], sessions: Mapping[str, Document], now: datetime
) -> dict[str, Any]:
    marks: dict[str, str] = {}
    for fact in facts:
        session = sessions.get(fact.session.occurrence_id)
        if session is not None:
            session["shown"]["day"] = fact.session.day.isoformat()
            mark = mark_of(fact, session["until"] <= now)
            if mark is not None:
                marks[fact.session.occurrence_id] = mark
    sums = figures_of(facts).counts
    counted = {name: sums.get(name, 0) for name in ("expected", "done", "minutes")}
    return {"member_id": member_id, "unit_path": unit_path, "marks": marks, **counted}


def _by_day(session: Document) -> tuple[str, str]:
    return session["shown"]["day"], session["shown"]["occurrence_id"]
