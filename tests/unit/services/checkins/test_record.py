"""A batch of check-ins: each command answered by one event, whatever it comes together with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.checkins.handlers import record
from services.checkins.model import Occurrence
from shared.events import Message, compose, encode
from shared.events.checkins import CheckInRecorded, CheckInRefused, RecordCheckIn
from tests.unit.services.checkins.memory import MemoryCheckIns
from tests.unit.services.emitted import Emitted

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def store() -> MemoryCheckIns:
    store = MemoryCheckIns()
    for number in range(1, 4):
        store.keep_member(f"m{number}", "/d/s", 1)
        opens, closes = NOON - timedelta(days=60), NOON + timedelta(days=60)
        store.keep_occurrence(Occurrence(f"t{number}", f"Task {number}", "theme-day", "s", "/d/s", opens, closes, 45))
    return store


def tap(task: str, member: str, id: str, *, at: datetime = NOON, **fields: str) -> Message[RecordCheckIn]:
    command = RecordCheckIn(occurrence_id=task, member_id=member, **fields)
    return compose(command, source="/zhixing/web", id=id, time=at)


def answers(
    store: MemoryCheckIns, *commands: Message[RecordCheckIn]
) -> list[Message[CheckInRecorded | CheckInRefused]]:
    emitted = Emitted()
    record(commands, store, emitted, SHANGHAI)
    return emitted.messages  # type: ignore[return-value]


def outcomes(found: list[Message[CheckInRecorded | CheckInRefused]]) -> list[str]:
    return [getattr(message.data, "reason", "recorded") for message in found]


def test_a_check_in_is_stored_and_told(store: MemoryCheckIns) -> None:
    (told,) = answers(store, tap("t1", "m1", "c1", chat_id="chat", note="read it"))
    assert isinstance(told.data, CheckInRecorded)
    assert (told.data.task_title, told.data.credit_minutes, told.data.chat_id) == ("Task 1", 45, "chat")
    # They are counted apart, and told by checkin.counted.
    assert told.data.figures is None
    assert (told.causation_id, told.subject, told.unit_path) == ("c1", "m1", "/d/s")
    kept = store.recorded[("t1", "m1")]
    assert (kept.command_id, kept.note, kept.checked_in_at) == ("c1", "read it", NOON)


def test_each_command_of_a_batch_is_answered_in_its_turn(store: MemoryCheckIns) -> None:
    batch = [tap("t1", f"m{number}", f"c{number}") for number in (1, 2, 3)]
    found = answers(store, *batch, tap("nowhere", "m1", "c4"), tap("t1", "stranger", "c5"))
    assert outcomes(found) == ["recorded"] * 3 + ["unknown-task", "not-on-the-list"]
    assert [message.causation_id for message in found] == ["c1", "c2", "c3", "c4", "c5"]
    assert len(store.recorded) == 3


def test_the_same_command_twice_in_one_batch_is_one_check_in_told_twice_with_one_id(store: MemoryCheckIns) -> None:
    first, second = answers(store, tap("t1", "m1", "c1"), tap("t1", "m1", "c1"))
    assert encode(first) == encode(second)
    assert len(store.recorded) == 1


def test_a_repetition_later_is_told_the_same_to_the_byte(store: MemoryCheckIns) -> None:
    command = tap("t1", "m1", "c1", at=NOON.replace(microsecond=123456))
    (first,) = answers(store, command)
    answers(store, tap("t2", "m1", "c2"))
    (again,) = answers(store, command)
    assert encode(again) == encode(first)
    assert len(store.recorded) == 2


def test_a_second_tap_in_the_same_batch_is_refused_with_the_moment_of_the_first(store: MemoryCheckIns) -> None:
    _, second = answers(store, tap("t1", "m1", "c1"), tap("t1", "m1", "c2", at=NOON + timedelta(minutes=1)))
    assert isinstance(second.data, CheckInRefused)
    assert (second.data.reason, second.data.at, second.data.task_title) == ("already-checked-in", NOON, "Task 1")


def test_a_refusal_stores_nothing_and_repeats_itself(store: MemoryCheckIns) -> None:
    command = tap("nowhere", "m1", "c1", chat_id="chat")
    (first,) = answers(store, command)
    (again,) = answers(store, command)
    assert first.id == again.id
    assert first.data == again.data
    assert first.data.chat_id == "chat"
    assert store.recorded == {}


def test_days_begin_at_midnight_in_shanghai(store: MemoryCheckIns) -> None:
    last_of_the_year = datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC)
    found = answers(
        store,
        tap("t1", "m1", "c1", at=last_of_the_year),
        tap("t2", "m1", "c2", at=last_of_the_year + timedelta(seconds=1)),
    )
    assert [message.data.day for message in found] == [date(2026, 12, 31), date(2027, 1, 1)]  # type: ignore[union-attr]


def test_the_day_of_a_check_in_is_that_of_where_the_member_lives(store: MemoryCheckIns) -> None:
    store.keep_member("m1", "/d/s", 2, zone="Asia/Urumqi")
    store.keep_member("m2", "/d/s", 2, zone="Asia/Shanghai")
    late = datetime(2026, 11, 22, 17, tzinfo=UTC)
    found = answers(store, tap("t1", "m1", "c1", at=late), tap("t1", "m2", "c2", at=late))
    assert [message.data.day for message in found] == [date(2026, 11, 22), date(2026, 11, 23)]  # type: ignore[union-attr]


def test_who_studies_past_midnight_may_belong_to_the_evening(store: MemoryCheckIns) -> None:
    emitted = Emitted()
    past_midnight = datetime(2026, 11, 22, 17, tzinfo=UTC)
    record([tap("t1", "m1", "c1", at=past_midnight)], store, emitted, SHANGHAI, timedelta(hours=4))
    assert emitted.only().day == date(2026, 11, 22)


def test_a_command_that_waited_is_judged_by_when_the_member_acted(store: MemoryCheckIns) -> None:
    store.tasks["t1"] = Occurrence("t1", "Task 1", "theme-day", "s", "/d/s", NOON, NOON + timedelta(hours=1), 45)
    found = answers(
        store,
        tap("t1", "m1", "c1", at=NOON - timedelta(seconds=1)),
        tap("t1", "m2", "c2", at=NOON + timedelta(minutes=59)),
        tap("t1", "m3", "c3", at=NOON + timedelta(hours=1)),
    )
    assert outcomes(found) == ["not-yet-open", "recorded", "closed"]
