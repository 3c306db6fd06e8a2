"""Tasks that were set by themselves are cancelled like sessions of plans."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.checkins.handlers import record, schedule_task
from services.checkins.missing import tell_missing
from services.checkins.ports import AlreadyThere
from shared.events import Message, compose
from shared.events.checkins import (
    CheckInRecorded,
    CheckInRefused,
    RecordCheckIn,
    ScheduleTask,
    TaskClosingSoon,
    TaskScheduled,
    TellMissing,
)
from shared.events.directory import LeaveOfAbsence
from shared.events.plans import (
    CancelTask,
    ExpectationsFixed,
    PlanAccepted,
    PlanRefused,
    TaskCancelled,
    TaskChangeAnnounced,
    Timing,
)
from tests.unit.services.checkins.plans.conftest import SOURCE, Office
from tests.unit.services.checkins.plans.making import SHANGHAI, asked
from tests.unit.services.emitted import Emitted

#: 03:00 of the fourth in Shanghai.
OPENS = datetime(2026, 9, 3, 19, tzinfo=UTC)
TASK = ScheduleTask(
    occurrence_id="t1",
    title="Flood watch",
    kind="self-study",
    unit_id="b",
    opens_at=OPENS,
    closes_at=OPENS + timedelta(hours=2),
    credit_minutes=60,
)
CANCEL = CancelTask(occurrence_id="t1", reason="the water is gone", actor_id="s", chat_id="chat-s")


@pytest.fixture
def single(office: Office) -> Office:
    """A task for the branch b, in which m1 and m2 are, m2 on leave on its day, and m3 in another."""
    day = date(2026, 9, 4)
    office.handlers[ScheduleTask] = lambda command, store, emit, _desk: schedule_task(command, store, emit)
    office.store.keep_unit("b", "/d/b")
    for member_id, path in (("m1", "/d/b"), ("m2", "/d/b"), ("m3", "/d/other")):
        leaves = [LeaveOfAbsence(leave_id="l", first_day=day, last_day=day, reason="sick")] if member_id == "m2" else []
        office.member(member_id, path, leaves=leaves)
        office.store.keep_member(member_id, path, 1)
    office.ask(TASK)
    return office


def check_in(office: Office, command: Message[RecordCheckIn], *, careful: bool = True) -> Any:
    emitted = Emitted()
    record([command], office.store, emitted, SHANGHAI, careful=careful)
    return emitted.only()


def test_it_is_cancelled_before_it_opens_and_those_concerned_are_told_once(single: Office) -> None:
    assert single.ask(CANCEL) == {"refused": None, "plans": {}, "changed_by": None}
    (told,) = single.heard(TaskCancelled)
    assert (told.occurrence_id, told.plan_id, told.slot) == ("t1", "t1", date(2026, 9, 4))
    assert (told.reason, told.why, told.was_open) == ("cancelled", "the water is gone", False)
    (announced,) = single.heard(TaskChangeAnnounced)
    assert (announced.change, announced.members, announced.why) == ("cancelled", ["m1"], "the water is gone")
    (accepted,) = single.heard(PlanAccepted)
    assert (accepted.title, accepted.chat_id, accepted.command_type) == ("Flood watch", "chat-s", CancelTask.type)
    assert (single.store.tasks, single.timers) == ({}, {})

    assert single.ask(CANCEL)["refused"] == "is-cancelled"
    assert len(single.heard(TaskChangeAnnounced)) == len(single.heard(TaskCancelled)) == 1


def test_what_was_cancelled_does_not_come_back_when_it_is_set_again(single: Office) -> None:
    single.ask(CANCEL)
    single.ask(TASK)
    assert single.store.tasks == {}
    assert len(single.heard(TaskScheduled)) == 1


def test_who_was_there_when_it_is_cancelled_stays_and_nobody_else_is_expected(single: Office) -> None:
    single.wait_until(OPENS)
    there = compose(RecordCheckIn(occurrence_id="t1", member_id="m1"), source=SOURCE, time=OPENS)
    assert isinstance(check_in(single, there), CheckInRecorded)
    single.ask(CANCEL)
    assert single.heard(TaskCancelled)[0].was_open
    (_, page) = single.heard(ExpectationsFixed)
    assert (page.reason, {each.standing for each in page.members}) == ("cancelled", {"withdrawn"})
    assert ("t1", "m1") in single.store.recorded

    late = compose(RecordCheckIn(occurrence_id="t1", member_id="m2"), source=SOURCE, time=OPENS)
    refused = check_in(single, late)
    assert isinstance(refused, CheckInRefused)
    assert refused.reason == "unknown-task"
    with pytest.raises(AlreadyThere):
        check_in(single, there, careful=False)
    assert isinstance(check_in(single, there), CheckInRecorded), "told again as it was told before"


def test_those_asked_about_by_name_are_settled_when_it_was_cancelled(single: Office) -> None:
    single.ask(CANCEL)
    emitted = Emitted()
    for only in (["m1"], None):
        command = compose(TellMissing(occurrence_id="t1", only=only), source=SOURCE)
        tell_missing(command, single.store, emitted, date(2026, 9, 4))
    told = emitted.only()
    assert isinstance(told, TaskClosingSoon)
    assert (told.missing, told.settled, told.by_name) == ([], ["m1"], True)


def test_what_is_not_there_or_of_a_plan_or_over_is_refused_in_the_chat_that_asked(single: Office) -> None:
    single.ask(asked(timing=Timing(first_day=date(2026, 9, 10))))
    (of_plan,) = [key for key in single.store.tasks if key != "t1"]
    for key in ("unknown", of_plan):
        assert single.ask(CANCEL.model_copy(update={"occurrence_id": key}))["refused"] == "unknown-occurrence"
    single.wait_until(TASK.closes_at)
    assert single.ask(CANCEL)["refused"] == "is-over"
    found = [(each.reason, each.title, each.chat_id) for each in single.heard(PlanRefused)]
    assert found == [
        ("unknown-occurrence", None, "chat-s"),
        ("unknown-occurrence", "Study", "chat-s"),
        ("is-over", "Flood watch", "chat-s"),
    ]
    assert single.heard(TaskCancelled) == []
