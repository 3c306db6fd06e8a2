"""The commands about plans: what they ask, and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ops.cli import app
from ops.texts import Problem
from tests.unit.ops.standing import Standing, asked_instead

QUIZ = {
    "kind": "quiz",
    "least": 1,
    "questions": [
        {"text": "Who?", "choices": ["you", "me"], "right": 1, "several": False, "also_right": []},
        {"text": "Which?", "choices": ["a", "b", "c"], "right": 0, "several": True, "also_right": [2]},
    ],
}
NOTE = {"kind": "note", "least": 50, "questions": []}
PLANNED = [
    "b",
    "Course",
    "--kind",
    "self-study",
    "--first-day",
    "2026-11-15",
    "--opens",
    "08:00",
    "--closes",
    "20:00",
    "--credit",
    "30",
]


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Standing]:
    changed = {"refused": None, "plans": {"p1": 4}, "changed_by": None}
    plan = {"version": 3, "window": {}}
    session = {"slot": "2026-11-15", "evidence": NOTE}
    to_change = {**plan, "evidence": QUIZ, "occurrences": [session]}
    answers = {"plan": plan, "plan_to_change": to_change, "change_series": changed, "plan_study": changed}
    with asked_instead(Standing(answers), monkeypatch) as standing:
        yield standing


def run(*words: str) -> str:
    result = CliRunner().invoke(app, ["plans", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def evidence(service: Standing) -> Any:
    """What the last command asks for."""
    method, given = service.last
    found: dict[str, Any] = (
        given["plan"]["evidence"] if method == "plan_study" else given["change"]["changes"]["evidence"]
    )
    return found


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


def test_the_quiz_that_is_shown_is_a_file_that_makes_the_same_one(service: Standing, tmp_path: Path) -> None:
    file = tmp_path / "quiz.yaml"
    file.write_text(run("quiz", "p1"), encoding="utf-8")
    run("edit", "p1", "--quiz", str(file))
    assert evidence(service) == QUIZ
    run("edit", "p1", "--extent", "this", "--slot", "2026-11-15", "--quiz", str(file), "--least", "2")
    assert evidence(service) == {**QUIZ, "least": 2}
    run("new", *PLANNED, "--quiz", str(file))
    assert evidence(service) == {**QUIZ, "least": 0}


def test_what_is_not_named_of_the_evidence_stays_as_it_is_there(service: Standing) -> None:
    run("edit", "p1", "--least", "2")
    assert evidence(service) == {**QUIZ, "least": 2}
    run("edit", "p1", "--extent", "following", "--slot", "2026-11-15", "--least", "80")
    assert evidence(service) == {**NOTE, "least": 80}
    run("edit", "p1", "--evidence", "photo")
    assert evidence(service) == {"kind": "photo", "least": 0, "questions": []}
    run("edit", "p1", "--title", "Other")
    assert service.last[1]["change"]["changes"]["evidence"] is None


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("no: [list", "is no YAML or JSON file of questions."),
        ("just words", "is no YAML or JSON file of questions."),
        ("[{text: '', choices: [a, b], right: 0}]", "Question 1 cannot be so: “text”"),
        ("[{text: x, choices: [a], right: 0}]", "Question 1 cannot be so: “choices”"),
        ('[{"text": "x", "choices": ["a", "b"], "right": 0}, {"text": "x", "choices": ["a", "b"], "right": 2}]',
         "Question 2 cannot be so: “right”"),
        ("[{text: x, choices: [a, b], right: [0, 5]}]", "Question 1 cannot be so: “right”"),
        ("[{text: x, choices: [a, b], right: [1, 1]}]", "Question 1 cannot be so: “right”"),
        ("[{text: x, choices: [a, b], right: []}]", "Question 1 cannot be so: “right”"),
        ("[{text: x, choices: [a, b]}]", "Question 1 cannot be so: “right”"),
        ("[]", "A quiz needs questions"),
    ],
)  # fmt: skip
def test_a_quiz_that_cannot_be_asked_is_told_in_one_sentence(
    service: Standing, tmp_path: Path, written: str, sentence: str
) -> None:
    file = tmp_path / "quiz.yaml"
    file.write_text(written, encoding="utf-8")
    with pytest.raises(Problem) as told:
        run("edit", "p1", "--quiz", str(file))
    assert sentence in str(told.value)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["edit", "p1", "--least", "3"], "3 right answers cannot be had: the quiz has 2 questions."),
        (["edit", "p1", "--extent", "this", "--slot", "2026-11-15", "--evidence", "quiz"], "A quiz needs questions"),
        (["quiz", "p1", "--slot", "2026-11-15"], "A quiz goes with --evidence quiz only; here it is note."),
    ],
)
def test_evidence_that_cannot_be_had_is_refused_before_it_is_sent(
    service: Standing, words: list[str], sentence: str
) -> None:
    with pytest.raises(Problem) as told:
        run(*words)
    assert str(told.value).startswith(sentence)
    assert [method for method, _ in service.asked] == ["plan_to_change"]
