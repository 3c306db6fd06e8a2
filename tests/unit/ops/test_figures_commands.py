"""``zhixing figures``: a unit's figures as a table, and whether they are those of what is stored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from typer.testing import CliRunner

from ops.cli import app
from ops.texts import Problem
from tests.unit.ops.standing import Standing, asked_instead

SUMS = {
    "sessions": 4,
    "expected": 40,
    "done": 36,
    "on_time": 30,
    "late": 4,
    "made_up": 2,
    "excused": 1,
    "minutes": 4320,
    "participation": 0.9,
}
NOVEMBER = {
    **SUMS,
    "window": "2026-11",
    "first": "2026-11-01",
    "last": "2026-11-30",
    "closed": True,
    "at_close": {**SUMS, "done": 35, "made_up": 1, "participation": 0.875},
    "adjustments": [
        {
            "month": "2026-11",
            "at": "2026-12-08T02:00:00+00:00",
            "reason": "made-up",
            "counts": {"done": 1, "made_up": 1},
        }
    ],
}


class Checkins(Standing):
    """Answers as the check-ins service would."""

    def __init__(self) -> None:
        super().__init__({"unit_path": "/d/b", "figures": NOVEMBER})
        self.portions: dict[str, list[int]] = {"facts": [0, 0, 0], "units": [0, 0]}

    def call(self, service: str, method: str, *, timeout: float = 10, **given: Any) -> Any:
        if method in self.answers:
            return super().call(service, method, timeout=timeout, **given)
        self.asked.append((method, given))
        waiting = self.portions[given["part"]]
        different = waiting.pop(0)
        return {"checked": 9, "different": different, "next": f"after {len(waiting)}" if waiting else None}


@pytest.fixture
def checkins(monkeypatch: pytest.MonkeyPatch) -> Iterator[Checkins]:
    with asked_instead(Checkins(), monkeypatch) as standing:
        yield standing


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["figures", *arguments], catch_exceptions=False)
    return result.exit_code, result.output


def test_a_closed_month_is_shown_as_it_is_and_as_it_was_with_each_adjustment(checkins: Checkins) -> None:
    code, shown = run("show", "b", "2026-11")
    assert code == 0
    assert "b 2026-11 (2026-11-01 - 2026-11-30, closed)" in shown
    assert "90.0%" in shown
    assert "87.5%" in shown
    assert "2026-12-08  2026-11  made-up  done +1, made up +1" in shown
    assert checkins.last[1] == {"unit_path": "/d/b", "window": "2026-11"}


def test_a_month_that_nothing_was_expected_in_has_no_share(checkins: Checkins) -> None:
    checkins.answers["figures"] = {
        **NOVEMBER,
        "closed": False,
        "participation": None,
        "at_close": None,
        "adjustments": [],
    }
    _, shown = run("show", "b", "2026-11")
    assert "%" not in shown


def test_what_is_no_window_is_said_in_one_sentence(checkins: Checkins) -> None:
    checkins.answers["figures"] = Problem("rpc-failed", service="checkins", method="figures", error="ValueError")
    with pytest.raises(Problem, match="2026-13 is no window such as"):
        run("show", "b", "2026-13")


def test_figures_that_are_right_are_said_to_be(checkins: Checkins) -> None:
    code, shown = run("verify")
    assert code == 0
    assert "All figures are those of the check-ins" in shown
    assert [each["after"] for _, each in checkins.asked if each["part"] == "facts"] == [None, "after 2", "after 1"]
    assert not any(each["write"] for _, each in checkins.asked)


def test_figures_that_differ_are_counted_and_the_command_fails(checkins: Checkins) -> None:
    checkins.portions = {"facts": [1, 2], "units": [4]}
    code, shown = run("verify")
    assert code == 1
    assert "7 figures differ" in shown


def test_figures_are_made_anew_part_by_part(checkins: Checkins) -> None:
    checkins.portions = {"facts": [1, 2], "units": [4]}
    code, shown = run("rebuild")
    assert code == 0
    assert "facts of members: 3 were different" in shown
    assert "sums of units: 4 were different" in shown
    assert all(each["write"] for _, each in checkins.asked)
