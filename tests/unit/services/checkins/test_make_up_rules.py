"""How far make-ups go is set by units; the nearest unit's rule holds, and nobody overwrites another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.checkins.makeup.limits import limits_at
from services.checkins.makeup.model import Limits
from shared.events.attendance import MakeUpRequested
from shared.events.policies import MakeUpRule, MakeUpRuleRefused, MakeUpRuleSet
from tests.unit.services.checkins.attending import RULES, Meeting

OVER = datetime(2026, 9, 3, 14, tzinfo=UTC)
DAY = timedelta(days=1)
STRICT = MakeUpRule(ask_within_days=2, decide_within_days=1, per_month=0)
LENIENT = MakeUpRule(ask_within_days=30, decide_within_days=3, per_month=5)


@pytest.fixture
def branch() -> Meeting:
    found = Meeting()
    found.unit("d", "/d")
    found.wait_until(OVER)
    return found


def refused_by(branch: Meeting) -> Limits:
    assert branch.refusal is not None
    assert branch.refusal.limits is not None
    return branch.refusal.limits


def test_where_no_unit_has_a_rule_the_settings_hold(branch: Meeting) -> None:
    assert limits_at("/d/b", branch.store, RULES.make_up) == Limits(RULES.make_up)
    branch.wait_until(OVER + 7 * DAY)
    assert branch.asks_to_make_up("m1", "u1") == "too-late"
    assert (refused_by(branch).unit_id, refused_by(branch).rule.ask_within_days) == (None, 7)


def test_the_nearest_units_rule_holds_and_a_refusal_says_whose_it_is(branch: Meeting) -> None:
    assert branch.limits("d", STRICT) == {"refused": None, "version": 1, "changed_by": "admin"}
    (told,) = branch.heard(MakeUpRuleSet)
    assert (told.unit_id, told.rule, told.version) == ("d", STRICT, 1)
    assert branch.asks_to_make_up("m1", "u1") == "too-many-this-month"
    assert (refused_by(branch).unit_id, branch.refusal.most) == ("d", 0)  # type: ignore[union-attr]
    branch.limits("b", LENIENT)
    assert limits_at("/d/c", branch.store, RULES.make_up).unit_id == "d", "another branch keeps that of the district"
    requested = branch.asks_to_make_up("m1", "u2")
    assert isinstance(requested, MakeUpRequested)
    assert requested.expires_at == OVER + 3 * DAY
    branch.wait_until(OVER + 30 * DAY)
    assert branch.asks_to_make_up("m2", "u3") == "too-late"
    assert (refused_by(branch).unit_id, branch.refusal.days) == ("b", 30)  # type: ignore[union-attr]


def test_a_unit_that_takes_its_rule_back_goes_by_that_above(branch: Meeting) -> None:
    branch.limits("d", LENIENT)
    branch.limits("b", STRICT)
    assert branch.limits("b", None, version=1)["version"] == 2
    assert limits_at("/d/b", branch.store, RULES.make_up) == Limits(LENIENT, "d")


def test_a_rule_holds_for_requests_made_from_then_on(branch: Meeting) -> None:
    asked = branch.asks_to_make_up("m1", "u1")
    branch.limits("d", STRICT)
    branch.wait_until(asked.expires_at - DAY)
    assert branch.decides("u1", True).make_up_id == "u1"


def test_of_two_who_set_a_rule_at_once_the_second_is_told(branch: Meeting) -> None:
    branch.limits("b", STRICT, actor_id="first")
    assert branch.limits("b", LENIENT, actor_id="second") == {
        "refused": "conflict",
        "version": 1,
        "changed_by": "first",
    }
    (told,) = branch.heard(MakeUpRuleRefused)
    assert (told.reason, told.version, told.changed_by) == ("conflict", 1, "first")
    assert branch.store.rules["b"].rule == STRICT
    assert branch.limits("b", LENIENT, version=1)["version"] == 2


def test_a_unit_that_is_not_known_has_no_rule(branch: Meeting) -> None:
    assert branch.limits("nowhere", STRICT)["refused"] == "unknown-unit"
    assert branch.store.rules == {}
