"""A check-in counts when it gives what its task asks for; otherwise it is said what is lacking."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.checkins.attendance.handlers import attendance_code
from services.checkins.evidence.checking import MOST_WRONG
from services.checkins.handlers import record
from services.checkins.ports import AlreadyThere
from services.checkins.views import evidence_asked
from shared.events.checkins import CheckInDeclined, CheckInRecorded, RecordCheckIn
from shared.events.plans import ChangeSeries, Evidence, PlanPublished, Question
from tests.unit.services.checkins.attending import Emitted, Meeting, message
from tests.unit.services.checkins.plans.making import SHANGHAI, asked

OPENS = datetime(2026, 9, 3, 11, tzinfo=UTC)
QUIZ = [
    Question(text="What?", choices=["this", "that"], right=1),
    Question(text="Who?", choices=["you", "me", "both"], right=2),
]
MANY = Question(text="Which?", choices=["a", "b", "c"], right=0, several=True, also_right=[2])


def meeting(kind: str, least: int = 0, **fields: Any) -> Meeting:
    found = Meeting(evidence=Evidence(kind=kind, least=least, **fields))  # type: ignore[arg-type]
    found.wait_until(OPENS)
    return found


@pytest.mark.parametrize(
    ("kind", "least", "evidence", "lacking"),
    [
        ("none", 0, {}, None),
        ("minutes", 90, {}, ("minutes-missing", 0)),
        ("minutes", 90, {"minutes": 89}, ("minutes-too-few", 89)),
        ("minutes", 90, {"minutes": 90}, None),
        ("note", 0, {}, ("note-missing", 0)),
        ("note", 5, {"note": "  four   "}, ("note-too-short", 4)),
        ("note", 5, {"note": " fifth "}, None),
        ("photo", 0, {}, ("photo-missing", 0)),
        ("photo", 0, {"photo_ids": ["p"]}, None),
    ],
)
def test_the_evidence_that_is_asked_for_is_what_counts(
    kind: str, least: int, evidence: dict[str, Any], lacking: tuple[str, int] | None
) -> None:
    branch = meeting(kind, least)
    told = branch.checks_in("m1", **evidence)
    if lacking is None:
        assert isinstance(told, CheckInRecorded)
        return
    assert isinstance(told, CheckInDeclined)
    assert ((told.reason, told.given), told.least) == (lacking, least)
    assert branch.recorded("m1") is None


def test_what_was_given_is_kept_with_the_check_in() -> None:
    branch = meeting("photo")
    branch.checks_in("m1", photo_ids=["p", "q"], minutes=100, note="read")
    kept = branch.recorded("m1")
    assert kept is not None
    assert (kept.photo_ids, kept.minutes, kept.note) == (("p", "q"), 100, "read")
    assert branch.store.photos == {"p": kept.key, "q": kept.key}


@given(st.lists(st.integers(0, 2), max_size=4), st.integers(0, 2))
def test_a_quiz_is_passed_by_enough_right_answers(answers: list[int], least: int) -> None:
    branch = meeting("quiz", least, questions=QUIZ)
    told = branch.checks_in("m1", answers=answers)
    right = sum(given == asked.right for given, asked in zip(answers, QUIZ, strict=False))
    if len(answers) != len(QUIZ):
        assert told.reason == "quiz-missing"
    elif right < least:
        assert (told.reason, told.least, told.given) == ("quiz-too-few-right", least, right)
    else:
        assert isinstance(told, CheckInRecorded)


@pytest.mark.parametrize(
    ("chosen", "right"),
    [
        ([[0, 2], [1]], 2),
        ([[2, 0, 2], [1]], 2),
        ([[0], [1]], 1),
        ([[0, 1, 2], [1]], 1),
        ([[1], [0]], 0),
        ([[], []], 0),
        ([[0, 2], [1, 0]], 1),
    ],
)
def test_of_several_right_choices_all_and_no_other_are_right(chosen: list[list[int]], right: int) -> None:
    branch = meeting("quiz", 2, questions=[MANY, QUIZ[0]])
    told = branch.checks_in("m1", chosen=chosen)
    if right == 2:
        assert isinstance(told, CheckInRecorded)
    else:
        assert (told.reason, told.given) == ("quiz-too-few-right", right)


def test_the_right_answers_are_told_to_nobody() -> None:
    branch = meeting("quiz", 1, questions=[QUIZ[0], MANY])
    assert [each.rights for each in branch.task.plan.questions] == [{1}, {0, 2}]  # type: ignore[union-attr]
    (plan,) = branch.heard(PlanPublished)
    assert [(each.rights, each.several) for each in plan.evidence.questions] == [(set(), False), (set(), True)]
    assert evidence_asked(branch.task)["questions"] == [
        {"text": "What?", "choices": ["this", "that"], "several": False},
        {"text": "Which?", "choices": ["a", "b", "c"], "several": True},
    ]
    assert '"right":' not in "".join(
        each.data.model_dump_json(exclude_none=True) for each in branch.told if each.data.type != "checkins.plan-study"
    )


@pytest.mark.parametrize(
    "quiz",
    [
        {"least": 3, "questions": QUIZ},
        {"questions": []},
        {"questions": [QUIZ[0].model_copy(update={"right": None})]},
        {"questions": [QUIZ[0].model_copy(update={"right": 2})]},
        {"questions": [MANY.model_copy(update={"several": False})]},
        {"questions": [MANY.model_copy(update={"also_right": [0]})]},
        {"questions": [MANY.model_copy(update={"also_right": [3]})]},
        {"questions": [MANY.model_copy(update={"right": None})]},
    ],
)
def test_a_quiz_that_nobody_can_pass_is_not_planned(quiz: dict[str, Any]) -> None:
    evidence = Evidence(kind="quiz", **quiz)
    with pytest.raises(ValidationError):
        asked(evidence=evidence)
    change = {"plan_id": "p1", "version": 1, "extent": "all", "changes": {"evidence": evidence.model_dump()}}
    with pytest.raises(ValidationError):
        ChangeSeries.model_validate(change)


def shown(branch: Meeting, at: datetime) -> str:
    return attendance_code(branch.task, branch.store, at).code


def test_the_code_that_is_shown_on_the_spot_is_good_for_as_long_as_it_is_shown() -> None:
    branch = meeting("attendance-code")
    code = shown(branch, branch.now)
    assert code == shown(branch, branch.now), "whoever shows it shows the same"
    late = branch.now + timedelta(minutes=10)
    branch.wait_until(late)
    assert branch.checks_in("m1", code=code).reason == "code-expired"
    fullwidth = shown(branch, late).translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)})
    told = branch.checks_in("m1", code=f" {fullwidth[:3]} {fullwidth[3:]} ")
    assert (told.how, told.version) == ("code", 1)


@pytest.mark.parametrize("code", [None, "  "])
def test_without_a_code_nobody_is_there(code: str | None) -> None:
    branch = meeting("attendance-code")
    shown(branch, branch.now)
    assert branch.checks_in("m1", code=code).reason == "code-missing"
    assert branch.store.wrong == {}


def test_a_code_that_was_never_shown_is_wrong() -> None:
    branch = meeting("attendance-code")
    assert branch.checks_in("m1", code="123456").reason == "code-wrong"


def test_what_is_said_of_lacking_evidence_is_looked_up_carefully() -> None:
    branch = meeting("note", 5)
    branch.calls("m1")
    asked = RecordCheckIn(occurrence_id=branch.task.occurrence_id, member_id="m1", note="no")
    batch = [message(asked, branch.now)]
    with pytest.raises(AlreadyThere):
        record(batch, branch.store, Emitted(), SHANGHAI, careful=False)
    emitted = Emitted()
    record(batch, branch.store, emitted, SHANGHAI)
    assert emitted.only().reason == "already-checked-in"


def test_guessing_ends_and_a_repeated_command_is_no_second_guess() -> None:
    branch = meeting("attendance-code")
    code = shown(branch, branch.now)
    wrong = f"{(int(code) + 500_000) % 1_000_000:06}"
    for number in range(MOST_WRONG):
        for _ in range(2):
            assert branch.checks_in("m1", id=f"guess-{number}", code=wrong).reason == "code-wrong"
    assert branch.checks_in("m1", code=code).reason == "code-too-many-tries"
    assert isinstance(branch.checks_in("m2", code=code), CheckInRecorded), "others may still"
