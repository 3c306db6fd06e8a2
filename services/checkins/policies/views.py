"""What is asked about policies."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pymongo.database import Database

from services.checkins.policies.defaults import defaults
from services.checkins.policies.model import (
    Effect,
    Evaluation,
    Window,
    effect_window,
    effects_of,
    evaluate,
    is_asked,
    last_judged,
    window_of,
)
from services.checkins.policies.ports import Kept
from services.checkins.policies.projected import ProjectedFigures
from services.checkins.policies.repository import MongoPolicies
from shared.events.policies import Policy
from shared.paths import at_or_below


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

    def applying(self, unit_path: str) -> dict[str, Any]:
        """``{"district_id", "policies"}``: all of the district's as in ``policies``, each with ``shipped``, as it is
        where nobody changed it (None: the district's own), and ``asked``: whether it is asked of the unit or one below
        it, were it switched on."""
        district_id = unit_path.split("/")[1]
        kinds = {row["kind"] for row in self._db.plan_units.find(at_or_below("path", unit_path), {"kind": 1})}
        shipped = {policy_id: policy.model_dump(mode="json") for policy_id, policy in defaults().items()}
        rows = [
            {
                **_shown(kept),
                "shipped": shipped.get(kept.policy.policy_id),
                "asked": not kinds.isdisjoint(kept.policy.applies_to),
            }
            for kept in self._policies.policies(district_id)
        ]
        return {"district_id": district_id, "policies": rows}

    def effect(self, district_id: str, change: Policy, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
        """What a change would have said of the last window that is over, of every unit that the policy asks something
        of, before or after: ``{"window", "over", "units": [{"unit_path", "before", "after"}]}``, the days that the
        change is judged by, and evaluations without who is missing, or None. Where no unit was there then, those of the
        window that is under way, and not ``over``."""
        over = self._effects(district_id, change, zone, now)
        so_far = [] if over else self._effects(district_id, change, zone, now, under_way=True)
        return {
            "window": _days(effect_window(change.window, now.astimezone(zone).date(), under_way=bool(so_far))),
            "over": not so_far,
            "units": [
                {"unit_path": each.unit_path, "before": _in_short(each.before), "after": _in_short(each.after)}
                for each in over or so_far
            ],
        }

    def _effects(
        self, district_id: str, change: Policy, zone: ZoneInfo, now: datetime, *, under_way: bool = False
    ) -> list[Effect]:
        """Of the units that were open on the last day that is judged, by path."""
        found = self._db.plan_units.find_one({"_id": district_id})
        if found is None:
            return []
        before = next((k for k in self._policies.policies(district_id) if k.policy.policy_id == change.policy_id), None)
        today = now.astimezone(zone).date()
        last = last_judged(effect_window(change.window, today, under_way=under_way), today)
        figures = ProjectedFigures(self._db, found["path"], zone, now)
        there = (unit for unit in figures.tree.values() if unit.is_open(last))
        units = sorted(((unit.kind, unit.path) for unit in there), key=lambda unit: unit[1])
        return effects_of(change, before.policy if before else None, units, figures, today, under_way=under_way)


def _shown(kept: Kept) -> dict[str, Any]:
    return {"policy": kept.policy.model_dump(mode="json"), "version": kept.version, "changed_by": kept.changed_by}


def _told(evaluation: Evaluation, kept: Kept) -> dict[str, Any]:
    """An evaluation with the policy it is of: ``name``, ``source``, ``metric``, ``version``."""
    policy = kept.policy.model_dump(mode="json", include={"name", "source", "metric"})
    return {**_evaluated(evaluation), **policy, "version": kept.version}


def _evaluated(evaluation: Evaluation) -> dict[str, Any]:
    return {
        **vars(evaluation),
        "window": _days(evaluation.window),
        "by": evaluation.by.isoformat() if evaluation.by else None,
        "missing": list(evaluation.missing),
    }


def _in_short(evaluation: Evaluation | None) -> dict[str, Any] | None:
    return {name: value for name, value in _evaluated(evaluation).items() if name != "missing"} if evaluation else None


def _days(window: Window) -> dict[str, str]:
    return {"first": window.first.isoformat(), "last": window.last.isoformat()}
