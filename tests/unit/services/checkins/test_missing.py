"""Who has not checked in, a page at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.checkins import missing
from services.checkins.handlers import record
from services.checkins.missing import tell_missing
from services.checkins.model import Occurrence
from shared.events import compose, encode
from shared.events.checkins import Cursor, RecordCheckIn, TaskClosingSoon, TellMissing
from shared.events.directory import LeaveOfAbsence
from shared.failures import PermanentFailure
from tests.unit.services.checkins.memory import MemoryCheckIns
from tests.unit.services.emitted import Emitted

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TASK = Occurrence("t1", "Theme day", "theme-day", "s", "/d/s", NOW - timedelta(days=1), NOW + timedelta(hours=2), 45)


@pytest.fixture
def store() -> MemoryCheckIns:
    store = MemoryCheckIns()
    store.keep_occurrence(TASK)
    for number in range(10):
        store.keep_member(f"m{number}", "/d/s" if number % 2 else "/d/s/b", 1)
    store.keep_member("elsewhere", "/d/s-2", 1)
    return store


def check_in(store: MemoryCheckIns, *members: str) -> None:
    commands = [
        compose(RecordCheckIn(occurrence_id="t1", member_id=member), source="/tests", time=NOW) for member in members
    ]
    record(commands, store, Emitted(), ZoneInfo("Asia/Shanghai"))


def ask(store: MemoryCheckIns, **fields: Any) -> TaskClosingSoon:
    emitted = Emitted()
    command = compose(TellMissing(occurrence_id="t1", **fields), source="/tests")
    tell_missing(command, store, emitted, NOW.date())
    answer = emitted.only()
    assert isinstance(answer, TaskClosingSoon)
    return answer


def test_those_are_missing_who_are_expected_and_have_not_checked_in(store: MemoryCheckIns) -> None:
    check_in(store, "m1", "m2", "m3")
    answer = ask(store)
    assert sorted(answer.missing) == ["m0", "m4", "m5", "m6", "m7", "m8", "m9"]
    assert (answer.next, answer.settled, answer.by_name) == (None, [], False)


def test_pages_together_name_everyone_once(store: MemoryCheckIns, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing, "PAGE", 3)
    found: list[str] = []
    after: Cursor | None = None
    for _ in range(4):
        answer = ask(store, after=after)
        assert answer.after == after
        found += answer.missing
        after = answer.next
    assert after is None
    assert sorted(found) == [f"m{number}" for number in range(10)]


def test_members_asked_about_by_name_are_missing_or_settled(store: MemoryCheckIns) -> None:
    check_in(store, "m1")
    answer = ask(store, only=["m1", "m2", "elsewhere", "unknown"], again=True)
    assert (answer.missing, answer.settled) == (["m2"], ["m1", "elsewhere", "unknown"])
    assert (answer.by_name, answer.again, answer.next) == (True, True, None)


def test_who_is_away_on_the_day_is_not_missed_and_may_check_in(store: MemoryCheckIns) -> None:
    today = NOW.date()

    def leave(first: int, last: int) -> LeaveOfAbsence:
        days = (today + timedelta(days=first), today + timedelta(days=last))
        return LeaveOfAbsence(leave_id="l", first_day=days[0], last_day=days[1], reason="sick")

    for member, leaves in {"m0": [leave(0, 0)], "m1": [leave(-3, -1)], "m2": [leave(1, 3)], "m3": []}.items():
        store.keep_member(member, "/d/s", 2, "active", leaves)
    store.keep_member("m4", "/d/s", 2, "retired")
    assert sorted(ask(store, only=[f"m{n}" for n in range(5)]).missing) == ["m1", "m2", "m3"]
    check_in(store, "m0")
    assert ("t1", "m0") in store.recorded
    store.keep_member("m0", "/d/s", 3)
    store.recorded.clear()
    assert "m0" in ask(store).missing, "a leave that is cancelled is no leave from then on"


def test_a_task_that_is_not_known_is_for_a_person_to_look_at(store: MemoryCheckIns) -> None:
    store.tasks.clear()
    with pytest.raises(PermanentFailure):
        ask(store)


def test_the_largest_page_is_far_below_the_limit_of_a_message() -> None:
    longest = [f"{number:064}" for number in range(500)]
    task = replace(TASK, occurrence_id="t" * 64, unit_path="/" + "u" * 500)
    answer = TaskClosingSoon(
        occurrence_id=task.occurrence_id,
        title="\u8bfe" * 120,
        unit_path=task.unit_path,
        opens_at=task.opens_at,
        closes_at=task.closes_at,
        missing=longest,
        settled=longest,
        by_name=True,
    )
    assert len(encode(compose(answer, source="/tests"))) < 100_000
