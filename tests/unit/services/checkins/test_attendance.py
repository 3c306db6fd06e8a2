"""A roll call marks a whole meeting at once; make-ups are asked for, decided, expire; check-ins have versions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.checkins.attendance.rules import Rules
from shared.events.attendance import (
    CheckInCorrected,
    CheckInQuestioned,
    CorrectionRefused,
    MakeUpAccepted,
    MakeUpExpired,
    MakeUpRefused,
    MakeUpRequested,
    RollCallTaken,
)
from shared.events.checkins import CheckInRecorded
from shared.events.plans import Evidence
from shared.events.policies import MakeUpRule
from tests.unit.services.checkins.attending import Meeting

OPENS = datetime(2026, 9, 3, 11, tzinfo=UTC)
CLOSES = OPENS + timedelta(hours=2)
OVER = CLOSES + timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def branch() -> Meeting:
    found = Meeting()
    found.wait_until(OPENS)
    return found


def test_a_roll_call_marks_those_who_were_there_and_says_who_was_not_and_why(branch: Meeting) -> None:
    branch.checks_in("m1")
    answer = branch.calls("m1", "m2", "stranger", absent=[{"member_id": "m3", "reason": "ill"}])
    assert answer == {
        "refused": None,
        "at": None,
        "marked": ["m2"],
        "not_marked": {"m1": "already-checked-in", "stranger": "not-on-the-list"},
    }
    kept = branch.recorded("m2")
    assert kept is not None
    assert (kept.how, kept.credit_minutes, kept.late) == ("roll-call", 120, False)
    assert branch.store.absences == {(branch.task.occurrence_id, "m3"): "ill"}
    (told,) = branch.heard(RollCallTaken)
    assert (told.marked, [each.member_id for each in told.not_marked]) == (["m2"], ["m1", "stranger"])


def test_a_roll_that_is_called_again_adds_who_is_new_and_takes_nobody_back(branch: Meeting) -> None:
    assert branch.calls("m1", "m2")["marked"] == ["m1", "m2"]
    assert branch.calls("m2", "m3")["marked"] == ["m2", "m3"]
    assert [told.member_id for told in branch.heard(CheckInRecorded)] == ["m1", "m2", "m3"]


def test_two_hundred_names_are_one_command(branch: Meeting) -> None:
    names = [f"p{number}" for number in range(200)]
    for name in names:
        branch.member(name)
    assert branch.calls(*names) == {"refused": None, "at": None, "marked": names, "not_marked": {}}
    assert len(branch.store.recorded) == 200


def test_whoever_was_seen_there_needs_no_other_evidence() -> None:
    branch = Meeting(evidence=Evidence(kind="note", least=500))
    branch.wait_until(OPENS)
    assert branch.calls("m1")["marked"] == ["m1"]


def test_a_roll_can_be_called_from_the_opening_until_days_after_the_end(branch: Meeting) -> None:
    early = Meeting()
    assert (early.calls("m1")["refused"], early.calls("m1")["at"]) == ("not-yet-open", OPENS.isoformat())
    branch.wait_until(CLOSES + 6 * DAY)
    assert branch.calls("m1")["marked"] == ["m1"]
    kept = branch.recorded("m1")
    assert kept is not None
    assert kept.checked_in_at < CLOSES, "they were there when it took place"
    branch.wait_until(CLOSES + 7 * DAY)
    assert branch.calls("m2")["refused"] == "too-late"


def test_an_accepted_make_up_counts_as_a_late_check_in_does(branch: Meeting) -> None:
    branch.wait_until(OVER)
    told = branch.asks_to_make_up("m1", "u1")
    assert isinstance(told, MakeUpRequested)
    assert (told.decider_ids, told.expires_at) == (["s"], OVER + 7 * DAY)
    decided = branch.decides("u1", True)
    assert isinstance(decided, MakeUpAccepted)
    kept = branch.recorded("m1")
    assert kept is not None
    assert (kept.how, kept.credit_minutes, decided.credit_minutes) == ("made-up", 60, 60)
    assert branch.decides("u1", False) == "over"
    assert branch.asks_to_make_up("m1", "u2") == "already-checked-in"


def test_a_refused_make_up_leaves_nothing(branch: Meeting) -> None:
    branch.wait_until(OVER)
    branch.asks_to_make_up("m1", "u1")
    assert isinstance(branch.decides("u1", False), MakeUpRefused)
    assert branch.recorded("m1") is None


def test_a_make_up_is_limited_in_time_and_in_number(branch: Meeting) -> None:
    assert branch.asks_to_make_up("m1", "u0") == "still-open"
    branch.wait_until(OVER)
    for name in ("u1", "u2"):
        branch.asks_to_make_up("m1", name)
        assert branch.asks_to_make_up("m1", f"{name}-again") == "already-requested"
        branch.decides(name, False)
    assert branch.asks_to_make_up("m1", "u3") == "too-many-this-month"
    assert branch.asks_to_make_up("stranger", "u4") == "not-on-the-list"
    branch.wait_until(OVER + 7 * DAY)
    assert branch.asks_to_make_up("m2", "u5") == "too-late"


def test_a_request_that_nobody_decides_lapses_and_may_be_made_again() -> None:
    branch = Meeting(rules=Rules(make_up=MakeUpRule(ask_within_days=7, decide_within_days=1, per_month=1)))
    branch.wait_until(OVER)
    branch.asks_to_make_up("m1", "u1")
    branch.wait_until(OVER + DAY)
    (lapsed,) = branch.heard(MakeUpExpired)
    assert (lapsed.make_up_id, lapsed.decider_ids) == ("u1", ["s"])
    assert branch.decides("u1", True) == "over"
    assert isinstance(branch.asks_to_make_up("m1", "u2"), MakeUpRequested)


def test_nobody_decides_their_own_request(branch: Meeting) -> None:
    branch.wait_until(OVER)
    branch.asks_to_make_up("m1", "u1")
    assert branch.decides("u1", True, actor_id="m1") == "own-request"
    assert branch.decides("nothing", True) == "unknown-request"


def test_a_request_that_is_repeated_changes_nothing(branch: Meeting) -> None:
    branch.wait_until(OVER)
    branch.asks_to_make_up("m1", "u1")
    branch.asks_to_make_up("m1", "u1")
    assert len(branch.heard(MakeUpRequested)) == 1


def test_a_question_changes_nothing_but_the_version(branch: Meeting) -> None:
    branch.checks_in("m1")
    assert branch.questions("m1", 1) == {"refused": None, "version": 2, "changed_by": "s"}
    (told,) = branch.heard(CheckInQuestioned)
    assert (told.version, told.reason) == (2, "why?")
    kept = branch.recorded("m1")
    assert kept is not None
    assert kept.counts
    assert branch.checks_in("m1").reason == "already-checked-in"


def test_a_correction_is_the_next_version_and_the_one_before_stays(branch: Meeting) -> None:
    branch.checks_in("m1")
    first = branch.recorded("m1")
    assert branch.corrects("m1", 1, credit_minutes=90, late=True)["version"] == 2
    (told,) = branch.heard(CheckInCorrected)
    assert (told.version, told.counts, told.credit_minutes, told.late, told.how) == (2, True, 90, True, "chat")
    assert branch.store.earlier_versions(*first.key) == [first]  # type: ignore[union-attr]


def test_a_check_in_that_was_taken_back_is_missing_until_it_is_put_right(branch: Meeting) -> None:
    branch.checks_in("m1")
    branch.corrects("m1", 1, counts=False)
    assert branch.store.checked_in(branch.task.occurrence_id, ["m1"]) == set()
    assert branch.checks_in("m1").reason == "taken-back"
    assert branch.calls("m1")["not_marked"] == {"m1": "taken-back"}
    branch.wait_until(OVER)
    assert branch.asks_to_make_up("m1", "u1") == "taken-back"
    branch.corrects("m1", 2, counts=True)
    assert branch.store.checked_in(branch.task.occurrence_id, ["m1"]) == {"m1"}


def test_of_two_who_correct_at_once_the_second_is_told_so(branch: Meeting) -> None:
    branch.checks_in("m1")
    branch.corrects("m1", 1, counts=False)
    assert branch.corrects("m1", 1, late=True) == {"refused": "conflict", "version": 2, "changed_by": "s"}
    (told,) = branch.heard(CorrectionRefused)
    assert (told.version, told.changed_by) == (2, "s")


def test_what_cannot_be_corrected_is_refused_with_the_reason(branch: Meeting) -> None:
    assert branch.corrects("m1", 1, late=True)["refused"] == "unknown-check-in"
    branch.checks_in("m1")
    assert branch.corrects("m1", 1)["refused"] == "nothing-changes"
    assert branch.corrects("m1", 1, credit_minutes=121)["refused"] == "too-long"
    assert branch.corrects("m1", 1, actor_id="m1", late=True)["refused"] == "own-check-in"


def test_a_check_in_told_again_after_it_was_corrected_says_nothing_new(branch: Meeting) -> None:
    branch.checks_in("m1", id="c1")
    branch.corrects("m1", 1, counts=False)
    before = len(branch.told)
    branch.checks_in("m1", id="c1")
    assert len(branch.told) == before
