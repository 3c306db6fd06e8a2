"""Policies are set for a district, and nobody overwrites another."""

from __future__ import annotations

from typing import Any

import pytest

from services.checkins.policies.defaults import defaults
from services.checkins.policies.handlers import Answer, set_policy
from services.checkins.policies.ports import Kept
from shared.events import Payload, compose
from shared.events.policies import PolicyRefused, PolicySet, SetPolicy
from tests.unit.services.emitted import Emitted

POLICY = defaults()["online-participation"]


class MemoryPolicies:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Kept] = {}

    def path_of(self, unit_id: str) -> str | None:
        return "/d" if unit_id == "d" else None

    def policy(self, district_id: str, policy_id: str) -> Kept | None:
        return self.kept.get((district_id, policy_id))

    def keep_policy(self, district_id: str, kept: Kept) -> None:
        self.kept[district_id, kept.policy.policy_id] = kept


def ask(store: MemoryPolicies, version: int = 0, district: str = "d", **fields: Any) -> tuple[Answer, Payload]:
    emitted = Emitted()
    change = SetPolicy(
        district_id=district, policy=POLICY.model_copy(update=fields), version=version, actor_id=f"author-{version}"
    )
    answer = set_policy(compose(change, source="/zhixing/tests"), store, emitted)
    return answer, emitted.only()


def test_a_policy_that_is_shipped_is_changed_for_a_district() -> None:
    store = MemoryPolicies()
    answer, told = ask(store, threshold=0.95)
    assert answer == {"refused": None, "version": 1, "changed_by": "author-0"}
    assert isinstance(told, PolicySet)
    assert (told.district_id, told.policy.threshold, told.version) == ("d", 0.95, 1)
    assert store.kept["d", "online-participation"].policy.threshold == 0.95


def test_of_two_who_change_a_policy_at_once_the_second_is_told() -> None:
    store = MemoryPolicies()
    ask(store, threshold=0.95)
    answer, told = ask(store, threshold=0.8)
    assert answer == {"refused": "conflict", "version": 1, "changed_by": "author-0"}
    assert isinstance(told, PolicyRefused)
    assert (told.reason, told.version, told.changed_by) == ("conflict", 1, "author-0")
    assert store.kept["d", "online-participation"].policy.threshold == 0.95
    assert ask(store, 1, threshold=0.8)[0]["version"] == 2


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"district": "nowhere"}, "unknown-district"),
        ({"threshold": 1.5}, "not-a-share"),
        (
            {
                "metric": "minutes-share",
                "filter": defaults()["party-spirit-share"].filter.model_copy(update={"subjects": []}),
            },
            "needs-a-filter",
        ),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(fields: dict[str, Any], reason: str) -> None:
    store = MemoryPolicies()
    answer, _ = ask(store, **fields)
    assert (answer["refused"], store.kept) == (reason, {})
