"""The commands about tasks: what they ask, and what they say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from ops.cli import app
from ops.texts import Problem
from tests.unit.ops.standing import Standing, asked_instead

SINGLE = {
    "occurrence_id": "t1",
    "title": "Flood watch",
    "unit_path": "/d/b",
    "opens_at": "2026-11-25T11:00:00+00:00",
    "closes_at": "2026-11-25T13:00:00+00:00",
    "plan_id": None,
    "slot": None,
}


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Standing]:
    done = {"refused": None, "plans": {}, "changed_by": None}
    with asked_instead(
        Standing({"unit_path": "/d/b", "planned": [SINGLE], "cancel_task": done}), monkeypatch
    ) as standing:
        yield standing


def run(*words: str) -> str:
    result = CliRunner().invoke(app, ["tasks", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_tasks_are_listed_for_as_many_days_as_asked(service: Standing) -> None:
    shown = run("list", "b", "--first-day", "2026-11-25", "--days", "7")
    given = {"unit_path": "/d/b", "first": "2026-11-25", "last": "2026-12-01", "under_way": True}
    assert service.last == ("planned", given)
    assert "Flood watch" in shown
    assert ("2026-11-25 19:00" in shown, "2026-11-25 21:00" in shown) == (True, True), "as the zone reads it"


def test_a_task_is_cancelled_with_a_reason(service: Standing) -> None:
    assert run("cancel", "t1", "--reason", "dry") == "t1 is cancelled; those concerned are told.\n"
    asked = service.last[1]["cancellation"]
    assert (asked["occurrence_id"], asked["reason"]) == ("t1", "dry")


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("is-cancelled", "t1 is cancelled already."),
        ("is-over", "t1 is over already and stays in the record."),
        ("unknown-occurrence", "There is no task t1 that was set by itself;"),
    ],
)
def test_what_cannot_be_cancelled_is_told_in_one_sentence(service: Standing, reason: str, sentence: str) -> None:
    service.answers["cancel_task"] = {"refused": reason, "plans": {}, "changed_by": None}
    with pytest.raises(Problem) as told:
        run("cancel", "t1", "--reason", "dry")
    assert str(told.value).startswith(sentence)
