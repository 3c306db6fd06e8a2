"""What the pages about rules ask, answered by the check-in service's own handlers from memory."""

from __future__ import annotations

from typing import Any

from services.checkins.makeup.limits import nearest, set_make_up_rule
from services.checkins.makeup.model import KeptRule, Limits
from services.checkins.policies.defaults import defaults
from services.checkins.policies.handlers import set_policy
from services.checkins.policies.ports import Kept
from shared.aio.errors import RpcFailed
from shared.events import compose
from shared.events.policies import MakeUpRule, Policy, SetMakeUpRule, SetPolicy
from tests.unit.services.emitted import Emitted

TREE = [
    {"unit_id": "d", "name": "District", "path": "/d", "kind": "district"},
    {"unit_id": "s", "name": "School <1>", "path": "/d/s", "kind": "school"},
    {"unit_id": "b", "name": "Branch", "path": "/d/s/b", "kind": "branch"},
]
PATHS = {str(unit["unit_id"]): str(unit["path"]) for unit in TREE}
NAMES = {"o": "Li Lei", "other": "Han Meimei"}
OTHERWISE = MakeUpRule(ask_within_days=7, decide_within_days=3, per_month=2)
#: By path, of ten check-ins how many were made.
DONE = {"/d/s": 9, "/d/s/b": 7}
OCTOBER = {"first": "2026-10-01", "last": "2026-10-31"}


class RuleServices:
    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}
        self.rules: dict[str, KeptRule] = {}
        #: Who asks, and what they may; ``fault`` is what a change ends with.
        self.actor = "o"
        self.may = True
        self.fault: Exception | None = None
        self.asked: list[str] = []

    async def call(self, service: str, method: str, /, *, timeout: float | None = None, **given: Any) -> Any:
        self.asked.append(method)
        if method in ("set_policy", "set_make_up_rule", "policy_effect") and self.fault is not None:
            raise self.fault
        if method == "may":
            return self.may
        if method == "profiles":
            where = {"unit_id": "d", "unit_name": "-", "unit_path": "/d"}
            return [{"member_id": key, "name": NAMES[key], **where} for key in given["member_ids"] if key in NAMES]
        if method == "tree":
            top = PATHS[given["unit_id"]]
            return [unit for unit in TREE if f"{unit['path']}/".startswith(f"{top}/")]
        if method not in ("policies_at", "policy_effect", "set_policy", "make_up_rules", "set_make_up_rule"):
            raise RpcFailed("MethodNotFound", method)
        return getattr(self, method)(**given)

    # The stores that the handlers ask.

    def path_of(self, unit_id: str) -> str | None:
        return PATHS.get(unit_id)

    def policy(self, district_id: str, policy_id: str) -> Kept | None:
        return self.kept.get(policy_id)

    def keep_policy(self, district_id: str, kept: Kept) -> None:
        self.kept[kept.policy.policy_id] = kept

    def rules_of(self, unit_ids: list[str]) -> list[KeptRule]:
        return [self.rules[each] for each in unit_ids if each in self.rules]

    def keep_make_up_rule(self, kept: KeptRule) -> None:
        self.rules[kept.unit_id] = kept

    # What is asked by RPC.

    def policies_at(self, unit_path: str) -> Any:
        own = dict(self.kept)
        all_of_them = [own.pop(key, Kept(policy, 0)) for key, policy in defaults().items()] + [*own.values()]
        kinds = {str(unit["kind"]) for unit in TREE if f"{unit['path']}/".startswith(f"{unit_path}/")}
        return {
            "district_id": "d",
            "policies": [
                {
                    "policy": each.policy.model_dump(mode="json"),
                    "version": each.version,
                    "changed_by": each.changed_by,
                    "shipped": found.model_dump(mode="json") if found else None,
                    "asked": not kinds.isdisjoint(each.policy.applies_to),
                }
                for each in all_of_them
                for found in [defaults().get(each.policy.policy_id)]
            ],
        }

    def policy_effect(self, district_id: str, policy: dict[str, Any]) -> Any:
        change = Policy.model_validate(policy)
        kept = self.kept.get(change.policy_id)
        before = kept.policy if kept else defaults().get(change.policy_id)
        units = [(path, _judged(before, done), _judged(change, done)) for path, done in DONE.items()]
        return {
            "window": OCTOBER,
            "over": True,
            "units": [{"unit_path": path, "before": old, "after": new} for path, old, new in units if old or new],
        }

    def set_policy(self, change: dict[str, Any]) -> Any:
        asked = SetPolicy.model_validate({**change, "actor_id": self.actor})
        return set_policy(compose(asked, source="/zhixing/tests"), self, Emitted())

    def make_up_rules(self, unit_path: str) -> Any:
        units = unit_path.split("/")[1:]
        found = self.rules_of(units)
        kinds = {str(unit["unit_id"]): unit["kind"] for unit in TREE}

        def told(limits: Limits) -> Any:
            kind = kinds.get(limits.unit_id or "")
            return {"unit_id": limits.unit_id, "kind": kind, "rule": limits.rule.model_dump()}

        return {
            "holds": told(nearest(units, found, OTHERWISE)),
            "above": told(nearest(units[:-1], found, OTHERWISE)),
            "set": [
                {
                    **vars(each),
                    "unit_path": PATHS[each.unit_id],
                    "kind": kinds[each.unit_id],
                    "rule": each.rule.model_dump() if each.rule else None,
                }
                for each in found
            ],
        }

    def set_make_up_rule(self, change: dict[str, Any]) -> Any:
        asked = SetMakeUpRule.model_validate({**change, "actor_id": self.actor})
        return set_make_up_rule(compose(asked, source="/zhixing/tests"), _Limits(self), Emitted())


class _Limits:
    """The store of make-up rules, whose name for them is the RPC's as well."""

    def __init__(self, services: RuleServices) -> None:
        self.make_up_rules = services.rules_of
        self.path_of = services.path_of
        self.keep_make_up_rule = services.keep_make_up_rule


def _judged(policy: Policy | None, done: int) -> Any:
    if policy is None or not policy.enabled:
        return None
    state = "met" if done >= policy.threshold * 10 else "not-met"
    sums = {"numerator": done, "denominator": 10, "threshold": policy.threshold}
    return {"state": state, **sums, "window": OCTOBER}
