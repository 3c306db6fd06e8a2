"""The commands about plans: what they ask, and what they say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from ops.cli import app
from ops.texts import Problem
from tests.unit.ops.standing import Standing, asked_instead


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Standing]:
    changed = {"refused": None, "plans": {"p1": 4}, "changed_by": None}
    answers = {"plan": {"version": 3, "window": {}}, "change_series": changed}
    with asked_instead(Standing(answers), monkeypatch) as standing:
        yield standing


def run(*words: str) -> None:
    result = CliRunner().invoke(app, ["plans", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output


def test_kind_and_subjects_of_a_series_are_changed_and_what_is_not_named_stays(service: Standing) -> None:
    run("edit", "p1", "--kind", "theme-day", "--subject", "theory", "--subject", "discipline")
    asked = service.last[1]["change"]
    given = {name: value for name, value in asked["changes"].items() if value is not None}
    assert (asked["version"], asked["extent"]) == (3, "all")
    assert given == {"kind": "theme-day", "subjects": ["theory", "discipline"]}
    run("edit", "p1", "--title", "Other")
    assert service.last[1]["change"]["changes"]["subjects"] is None


def test_what_is_of_the_whole_plan_is_not_changed_of_one_session(service: Standing) -> None:
    with pytest.raises(Problem) as told:
        run("edit", "p1", "--extent", "this", "--slot", "2026-11-15", "--kind", "theme-day")
    assert str(told.value).startswith("Kind and subjects are of the whole plan")
