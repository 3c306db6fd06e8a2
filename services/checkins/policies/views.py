"""What is asked about policies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pymongo.database import Database

from services.checkins.policies.model import (
    Evaluation,
    effect_of,
    evaluate,
    is_asked,
    last_judged,
    window_before,
    window_of,
)
from services.checkins.policies.ports import Kept
from services.checkins.policies.projected import ProjectedFigures
from services.checkins.policies.repository import MongoPolicies
from shared.events.policies import Policy


class PolicyViews:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._db = database
        self._policies = MongoPolicies(database, None)

    def path_of(self, district_id: str) -> str | None:
        """None for a unit that is not known here."""
        found = self._db.plan_units.find_one({"_id": district_id}, {"path": 1})
        return found["path"] if found else None

    def policies(self, district_id: str) -> list[dict[str, Any]]:
        """``{"policy", "version", "changed_by"}``; the policy as in ``policy.set.v1``, version 0 as it is shipped."""
        return [_shown(kept) for kept in self._policies.policies(district_id)]

    def report(self, unit_path: str, day: date, zone: ZoneInfo, now: datetime) -> list[dict[str, Any]]:
        """Each policy that is asked of the unit or one below it, in the window of a day: see ``_told``."""
        rows, _ = self.page(unit_path, day, zone, now, None, None)
        return rows

    def page(
        self, unit_path: str, day: date, zone: ZoneInfo, now: datetime, after: str | None, most: int | None
    ) -> tuple[list[dict[str, Any]], str | None]:
        """The report of so many units after the one at a path, and after which one it goes on."""
        kept = [each for each in self._policies.policies(unit_path.split("/")[1]) if each.policy.enabled]
        windows = {each.policy.policy_id: window_of(each.policy.window, day) for each in kept}
        figures = ProjectedFigures(self._db, unit_path, zone, now)
        today = now.astimezone(zone).date()
        asked = [
            (unit.path, each)
            for unit in sorted(figures.tree.values(), key=lambda unit: unit.path)
            for each in kept
            if is_asked(each.policy, unit.kind) and unit.is_open(last_judged(windows[each.policy.policy_id], today))
        ]
        paths = [path for path in dict.fromkeys(path for path, _ in asked) if after is None or path > after]
        shown = set(paths[:most])
        rows = [
            _told(evaluate(each.policy, path, windows[each.policy.policy_id], figures, today), each)
            for path, each in asked
            if path in shown
        ]
        return rows, paths[most - 1] if most is not None and len(paths) > most else None

    def preview(self, district_id: str, change: Policy, zone: ZoneInfo, now: datetime) -> Sequence[dict[str, Any]]:
        """What a change would have said of the last window that is over, where it is something else:
        ``{"unit_path", "before", "after"}``, evaluations or None."""
        found = self._db.plan_units.find_one({"_id": district_id})
        if found is None:
            return []
        before = next((k for k in self._policies.policies(district_id) if k.policy.policy_id == change.policy_id), None)
        window = window_before(change.window, now.astimezone(zone).date())
        figures = ProjectedFigures(self._db, found["path"], zone, now)
        there = (unit for unit in figures.tree.values() if unit.is_open(window.last))
        units = sorted(((unit.kind, unit.path) for unit in there), key=lambda unit: unit[1])
        old = before.policy if before else None
        return [
            {
                "unit_path": each.unit_path,
                "before": _evaluated(each.before) if each.before else None,
                "after": _evaluated(each.after) if each.after else None,
            }
            for each in effect_of(change, old, units, window, figures)
        ]


def _shown(kept: Kept) -> dict[str, Any]:
    return {"policy": kept.policy.model_dump(mode="json"), "version": kept.version, "changed_by": kept.changed_by}


def _told(evaluation: Evaluation, kept: Kept) -> dict[str, Any]:
    """An evaluation with the policy it is of: ``name``, ``source``, ``metric``, ``version``."""
    policy = kept.policy.model_dump(mode="json", include={"name", "source", "metric"})
    return {**_evaluated(evaluation), **policy, "version": kept.version}


def _evaluated(evaluation: Evaluation) -> dict[str, Any]:
    return {
        **vars(evaluation),
        "window": {"first": evaluation.window.first.isoformat(), "last": evaluation.window.last.isoformat()},
        "by": evaluation.by.isoformat() if evaluation.by else None,
        "missing": list(evaluation.missing),
    }
