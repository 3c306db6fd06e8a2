"""The commands about attendance: what they ask, and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from typer.testing import CliRunner

from ops.cli import app
from ops.texts import Problem
from tests.unit.ops.standing import Standing, asked_instead


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Standing]:
    with asked_instead(Standing(), monkeypatch, columns=300) as standing:
        yield standing


def run(*words: str) -> str:
    result = CliRunner().invoke(app, ["checkins", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def row(member_id: str, state: str) -> dict[str, Any]:
    return {
        "member_id": member_id,
        "unit_path": "/d/b",
        "state": state,
        "how": "chat" if state == "done" else None,
        "late": False,
        "version": int(state == "done"),
        "absent": None,
    }


def test_everybody_but_those_who_are_absent_is_called_up(service: Standing) -> None:
    service.answers["roll"] = {"members": [row("m1", "missing"), row("m2", "done"), row("m3", "missing")]}
    service.answers["roll_call"] = {"refused": None, "at": None, "marked": ["m1"], "not_marked": {"m9": "taken-back"}}
    said = run("roll-call", "t1", "m9", "--all", "--absent", "m3=ill", "--as", "s")
    asked = service.last[1]
    assert asked["call"] == {
        "occurrence_id": "t1",
        "present": ["m9", "m1"],
        "absent": [{"member_id": "m3", "reason": "ill"}],
    }
    assert asked["on_behalf_of"] == "s"
    assert "Present: 1" in said
    assert "m9 has a check-in that was taken back" in said


@pytest.mark.parametrize("reason", ["unknown-task", "not-yet-open", "too-late"])
def test_a_refused_roll_call_is_one_sentence(service: Standing, reason: str) -> None:
    service.answers["roll_call"] = {"refused": reason, "at": "2026-11-22", "marked": [], "not_marked": {}}
    with pytest.raises(Problem) as told:
        run("roll-call", "t1", "m1")
    assert ("2026-11-22" in str(told.value)) is (reason != "unknown-task")


def test_the_list_shows_what_became_of_each(service: Standing) -> None:
    service.answers["roll"] = {"members": [row("m1", "missing"), row("m2", "done")]}
    said = run("roll", "t1")
    assert "checked in" in said
    assert "missing" in said
    service.answers["roll"] = None
    with pytest.raises(Problem):
        run("roll", "t1")


def test_the_code_of_the_moment_is_shown(service: Standing) -> None:
    shown = {"title": "Meeting", "code": "123456", "expires_at": "2026-11-25T11:00:30+00:00", "next": "654321"}
    service.answers["attendance_code"] = {"outcome": "shown", **shown}
    assert "123456 until 2026-11-25 19:00:30, then 654321" in run("code", "t1")
    service.answers["attendance_code"] = {"outcome": "no-code"}
    with pytest.raises(Problem, match="no code"):
        run("code", "t1")


def test_a_correction_names_the_version_and_a_conflict_the_one_that_is_there(service: Standing) -> None:
    service.answers["correct_check_in"] = {"refused": None, "version": 3, "changed_by": "s"}
    change = ("correct", "t1", "m1", "--version", "2", "--reason", "left early", "--as", "s", "--minutes", "60")
    assert "version 3" in run(*change)
    assert service.last[1]["correction"] == {
        "occurrence_id": "t1",
        "member_id": "m1",
        "version": 2,
        "reason": "left early",
        "credit_minutes": 60,
        "late": None,
        "counts": None,
    }
    service.answers["correct_check_in"] = {"refused": "conflict", "version": 5, "changed_by": "s2"}
    with pytest.raises(Problem, match=r"s2.*version 5"):
        run(*change)


def test_the_history_shows_every_version(service: Standing) -> None:
    first = {
        "version": 1,
        "counts": True,
        "late": False,
        "how": "chat",
        "credit_minutes": 120,
        "checked_in_at": "2026-11-22",
        "changed": None,
    }
    changed = {"kind": "taken-back", "at": "2026-11-23", "by": "s", "reason": "not there"}
    second = {**first, "version": 2, "counts": False, "changed": changed}
    service.answers["check_in_history"] = [first, second]
    said = run("history", "t1", "m1")
    assert "recorded" in said
    assert "not there" in said


def test_a_make_up_is_decided_in_a_members_name(service: Standing) -> None:
    service.answers["decide_make_up_now"] = {"refused": None}
    assert "counts" in run("make-up", "u1", "--accept", "--as", "s")
    assert service.last[1] == {"make_up_id": "u1", "accepted": True, "why": None, "actor_id": "s"}
    service.answers["decide_make_up_now"] = {"refused": "over"}
    with pytest.raises(Problem, match="decided or has lapsed"):
        run("make-up", "u1", "--refuse", "--as", "s")
