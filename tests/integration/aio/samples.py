"""Messages and a queue for these tests."""

from __future__ import annotations

from datetime import UTC, datetime

from shared.access.permission import Public
from shared.events.checkins import CheckInRefused, RecordCheckIn
from shared.events.envelope import Message, compose
from shared.topology import Queue, work_queue

QUEUE = "checkins.record"
DEAD = "checkins.dead"

#: What reaches the queue is not the question in these tests.
ANYBODY = Public("tests of the consumer alone")


def command(number: int = 0, *, id: str | None = None) -> Message[RecordCheckIn]:
    return compose(RecordCheckIn(occurrence_id=f"occurrence-{number}", member_id="m-1"), source="/zhixing/test", id=id)


def event() -> Message[CheckInRefused]:
    payload = CheckInRefused(
        command_id="c-1",
        occurrence_id="o-1",
        member_id="m-1",
        reason="closed",
        at=datetime(2026, 3, 1, tzinfo=UTC),
    )
    return compose(payload, source="/zhixing/test")


def commands_queue(delivery_limit: int = 20) -> Queue:
    return work_queue(QUEUE, [RecordCheckIn], delivery_limit=delivery_limit)
