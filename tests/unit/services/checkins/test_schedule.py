from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.checkins.handlers import member_registered, schedule_task, unit_registered
from services.checkins.model import UnknownUnit
from shared.events import Message, compose
from shared.events.checkins import ScheduleTask, TaskScheduled
from shared.events.directory import MemberRegistered, PersonName, UnitRegistered
from shared.events.plans import OpenOccurrence
from shared.events.timers import ScheduleTimer
from tests.unit.services.checkins.memory import MemoryCheckIns
from tests.unit.services.emitted import Emitted

OPENS = datetime(2026, 11, 22, 11, tzinfo=UTC)
SOURCE = "/zhixing/tests"


def asked(title: str = "Theme day", at: datetime = OPENS - timedelta(days=1)) -> Message[ScheduleTask]:
    task = ScheduleTask(
        occurrence_id="t1",
        title=title,
        kind="theme-day",
        unit_id="s",
        opens_at=OPENS,
        closes_at=OPENS + timedelta(hours=2),
        credit_minutes=90,
    )
    return compose(task, source=SOURCE, time=at)


def test_a_task_for_a_unit_that_is_not_known_yet_is_tried_again() -> None:
    store, emitted = MemoryCheckIns(), Emitted()
    with pytest.raises(UnknownUnit):
        schedule_task(asked(), store, emitted)
    assert (store.tasks, emitted.payloads) == ({}, [])


def test_a_task_is_kept_and_told_with_the_path_of_its_unit() -> None:
    store, emitted = MemoryCheckIns(), Emitted()
    unit = UnitRegistered(unit_id="s", kind="school", name="School", parent_id="d", path="/d/s")
    unit_registered(compose(unit, source=SOURCE), store, emitted)
    schedule_task(asked(), store, emitted)
    told, timer = emitted.payloads
    assert isinstance(told, TaskScheduled)
    assert isinstance(timer, ScheduleTimer)
    assert (timer.due_at, timer.send.command_type) == (OPENS, "checkins.open-occurrence.v1")
    assert (told.unit_path, told.opens_at, told.credit_minutes) == ("/d/s", OPENS, 90)
    assert store.tasks["t1"].expects("/d/s/b")


def test_a_task_that_should_be_open_is_opened_without_a_timer() -> None:
    store, emitted = MemoryCheckIns(), Emitted()
    store.keep_unit("s", "/d/s", 1)
    schedule_task(asked(at=OPENS), store, emitted)
    opening = emitted.payloads[-1]
    assert isinstance(opening, OpenOccurrence)
    assert opening.opens_at == OPENS


def test_a_task_that_is_known_stays_as_it_is() -> None:
    store, emitted = MemoryCheckIns(), Emitted()
    store.keep_unit("s", "/d/s", 1)
    schedule_task(asked(), store, emitted)
    schedule_task(asked("Another title"), store, emitted)
    assert [each.type for each in emitted.payloads] == ["task.scheduled.v1", "timers.schedule.v1"]
    assert store.tasks["t1"].title == "Theme day"


def test_of_two_copies_of_a_member_the_newer_stays_whatever_comes_last() -> None:
    store = MemoryCheckIns()
    for version in (2, 1):
        told = MemberRegistered(
            member_id="m1",
            kind="full",
            unit_id="s",
            unit_path=f"/d/s{version}",
            person=PersonName(name="Li Lei"),
            locale="en",
            version=version,
        )
        member_registered(compose(told, source=SOURCE), store, Emitted())
    assert store.members["m1"] == ("/d/s2", 2)
