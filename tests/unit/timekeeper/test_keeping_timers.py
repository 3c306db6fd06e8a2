"""Which command about a timer counts."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from services.notifications.timekeeper.keeper import UnknownCommand, message_of
from services.notifications.timekeeper.store import DueTimer
from services.notifications.timers import Version, keep
from shared.events import Message, compose
from shared.events.checkins import RecordCheckIn
from shared.events.timers import CancelTimer, Kept, ScheduleTimer
from shared.events.timers import keep as kept_command
from shared.failures import PermanentFailure

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
SEND = kept_command(RecordCheckIn(occurrence_id="t1", member_id="m1"))
AnyCommand = Message[ScheduleTimer | CancelTimer]


class Rows:
    """Timers in memory."""

    def __init__(self) -> None:
        self.rows: dict[str, AnyCommand] = {}

    def versions(self, keys: Collection[str]) -> dict[str, Version]:
        return {key: Version(row.time, row.id) for key, row in self.rows.items() if key in keys}

    def put(self, commands: Sequence[AnyCommand]) -> None:
        self.rows.update({command.data.key: command for command in commands})


def schedule(minute: int, *, key: str = "k", at: int = 0) -> Message[ScheduleTimer]:
    data = ScheduleTimer(key=key, due_at=NOON + timedelta(minutes=minute), send=SEND)
    return compose(data, source="/tests", time=NOON + timedelta(seconds=at))


def cancel(at: int) -> Message[CancelTimer]:
    return compose(CancelTimer(key="k"), source="/tests", time=NOON + timedelta(seconds=at))


def test_the_latest_command_counts_in_whatever_order_and_batches_they_arrive() -> None:
    commands: list[AnyCommand] = [schedule(5, at=1), cancel(2), schedule(9, at=3)]
    for order in itertools.permutations(commands):
        for cut in range(4):
            rows = Rows()
            keep(order[:cut], rows)
            keep(order[cut:], rows)
            assert rows.rows["k"] is commands[2]


def test_a_schedule_that_was_overtaken_by_its_cancellation_wakes_nothing() -> None:
    rows = Rows()
    late, cancellation = schedule(5, at=1), cancel(2)
    keep([cancellation], rows)
    keep([late], rows)
    assert rows.rows["k"] is cancellation


def test_a_repeated_command_changes_nothing() -> None:
    rows = Rows()
    first = schedule(5)
    keep([first], rows)
    marker = rows.rows["k"]
    keep([Message(**{**vars(first), "source": "/repeated"})], rows)
    assert rows.rows["k"] is marker


@pytest.mark.parametrize(
    "send",
    [
        Kept(command_type="checkin.recorded.v1", data={}),
        Kept(command_type="checkins.record.v9", data={}),
        Kept(command_type="checkins.record.v1", data={"member_id": "m1"}),
    ],
)
def test_what_cannot_be_sent_is_refused_when_it_is_scheduled(send: Kept) -> None:
    data = ScheduleTimer(key="k", due_at=NOON, send=send)
    with pytest.raises(PermanentFailure):
        keep([compose(data, source="/tests")], Rows())


def due(due_at: datetime = NOON, command_type: str = "checkins.record.v1") -> DueTimer:
    send = {**SEND.model_dump(), "command_type": command_type}
    return DueTimer("k", due_at, "reminder", send, "cause", "story", "00-1-2-01")


def test_sent_twice_it_is_the_same_message_and_moved_it_is_another() -> None:
    first = message_of(due(), NOON)
    again = message_of(due(), NOON + timedelta(minutes=3))
    assert first.id == again.id
    assert first.id != message_of(due(NOON + timedelta(seconds=1)), NOON).id
    assert (first.causation_id, first.correlation_id, first.traceparent) == ("cause", "story", "00-1-2-01")


def test_a_command_that_this_version_does_not_know_is_not_sent() -> None:
    with pytest.raises(UnknownCommand):
        message_of(due(command_type="checkins.record.v9"), NOON)
