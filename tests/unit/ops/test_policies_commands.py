"""``zhixing policies`` and the end of contests: what is shown, what is asked, and who was overtaken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from ops.cli import app
from ops.texts import Problem
from services.checkins.policies.defaults import defaults
from tests.unit.ops.standing import Standing, asked_instead

ABOVE = {"ask_within_days": 7, "decide_within_days": 5, "per_month": 2}
OWN = {"unit_id": "s", "unit_path": "/d/s", "rule": None, "version": 3, "changed_by": "admin"}


@pytest.fixture
def checkins(monkeypatch: pytest.MonkeyPatch) -> Iterator[Standing]:
    answers = {
        "unit_path": "/d/s",
        "make_up_rules": {"holds": {"unit_id": "d", "rule": ABOVE}, "set": [OWN]},
        "set_make_up_rule": {"refused": None, "version": 4, "changed_by": "me"},
    }
    with asked_instead(Standing(answers), monkeypatch) as standing:
        yield standing


def run(*words: str) -> str:
    done = CliRunner().invoke(app, list(words), catch_exceptions=True)
    if isinstance(done.exception, Problem):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


def test_a_policys_effect_is_shown_before_it_is_saved(checkins: Standing) -> None:
    policy = defaults()["online-participation"].model_dump(mode="json")
    units = [
        {"unit_path": "/d/a", "before": {"state": "met"}, "after": {"state": "not-met"}},
        {"unit_path": "/d/b", "before": None, "after": None},
    ]
    checkins.answers |= {
        "policies": [{"policy": policy, "version": 2, "changed_by": None}],
        "policy_effect": {"window": {"first": "2026-10-01", "last": "2026-10-31"}, "over": True, "units": units},
    }
    shown = run("policies", "preview", "d", "online-participation", "--threshold", "0.95")
    assert shown == "Judged by 2026-10-01 to 2026-10-31:\n/d/a: met -> not met\n"
    checkins.answers["policy_effect"] |= {"units": units[1:], "over": False}
    checkins.answers["set_policy"] = {"refused": None, "version": 3, "changed_by": "me"}
    saved = run("policies", "set", "d", "online-participation", "--threshold", "0.95", "--yes")
    assert "2026-10-31 so far:\nIt changes nothing for any unit.\n" in saved
    change = {"district_id": "d", "policy": {**policy, "threshold": 0.95}, "version": 2}
    assert checkins.last == ("set_policy", {"change": change})


def test_what_holds_at_a_unit_is_shown_with_whose_rule_it_is(checkins: Standing) -> None:
    shown = run("policies", "make-up", "show", "s")
    assert "By the rule of d: ask within 7 day(s), decide within 5 day(s), 2 request(s) a month." in shown
    assert "/d/s" in shown, "its own rule was taken back, and its version is there"
    checkins.answers["make_up_rules"] = {"holds": {"unit_id": None, "rule": ABOVE}, "set": []}
    assert "By the settings of the service" in run("policies", "make-up", "show", "s")


def test_what_is_not_given_stays_as_it_holds_and_the_version_that_was_seen_is_named(checkins: Standing) -> None:
    run("policies", "make-up", "set", "s", "--per-month", "4")
    change = {"unit_id": "s", "rule": {**ABOVE, "per_month": 4}, "version": 3}
    assert dict(checkins.asked)["set_make_up_rule"] == {"change": change}
    run("policies", "make-up", "set", "s", "--inherit")
    assert dict(checkins.asked)["set_make_up_rule"] == {"change": {**change, "rule": None}}


@pytest.mark.parametrize("words", [(), ("--inherit", "--days", "3"), ("--days", "61"), ("--decide-days", "0")])
def test_a_rule_that_makes_no_sense_is_not_sent(checkins: Standing, words: tuple[str, ...]) -> None:
    with pytest.raises(Problem):
        run("policies", "make-up", "set", "s", *words)
    assert "set_make_up_rule" not in dict(checkins.asked)


def test_whoever_was_overtaken_is_told_by_whom(checkins: Standing) -> None:
    checkins.answers["set_make_up_rule"] = {"refused": "conflict", "version": 5, "changed_by": "m9"}
    with pytest.raises(Problem, match="m9"):
        run("policies", "make-up", "set", "s", "--days", "3")


def test_a_contest_is_ended_or_arranged_to_be(checkins: Standing) -> None:
    checkins.answers["end_contest"] = {"final": False, "at": "2026-12-02T09:00:00+08:00"}
    assert run("contests", "end", "c1") == "The result will be final on 2026-12-02 09:00.\n"
    checkins.answers["end_contest"]["final"] = True
    assert run("contests", "end", "c1") == "The result is final since 2026-12-02 09:00.\n"
    for answer, reason in ((None, "no such contest"), ({"final": False, "at": None}, "cancelled")):
        checkins.answers["end_contest"] = answer
        with pytest.raises(Problem, match=reason):
            run("contests", "end", "c1")


def test_a_board_says_whether_it_is_final(checkins: Standing) -> None:
    group = {"group_id": "b", "name": "Branch", "points": 7, "members": 2, "rank": 1}
    board = {"groups": [group], "individuals": [], "cancelled": False, "final_at": "2026-12-02T01:00:00+00:00"}
    for final, sentence in ((True, "final since 2026-12-02"), (False, "will be final on 2026-12-02")):
        checkins.answers["contest_board"] = {**board, "final": final}
        shown = run("contests", "board", "c1")
        assert "Branch" in shown
        assert sentence in shown
