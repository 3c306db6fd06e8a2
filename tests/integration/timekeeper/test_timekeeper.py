"""The timekeeper on the real broker and database."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.notifications.timekeeper.store import TimerStore
from shared.aio.mongo import Mongo
from shared.events import Message, compose
from shared.events.checkins import RecordCheckIn
from shared.events.timers import CancelTimer, Lane, ScheduleTimer, keep
from shared.settings import Settings
from tests.support.broker import Vhost
from tests.support.database import Databases
from tests.support.http import plain
from tests.support.process import Process, running, service, timekeeper
from tests.support.waiting import eventually

NOTIFICATIONS = "services.notifications.service:NotificationsService"


@pytest.fixture
def quick(environment: dict[str, str]) -> dict[str, str]:
    """With a claim until its timers are sent however slow the broker is."""
    return {**environment, "ZHIXING_TIMEKEEPER_LEASE": "600"}


@contextlib.contextmanager
def notifications(environment: dict[str, str]) -> Iterator[None]:
    with running(service(NOTIFICATIONS, environment)):
        yield


def timer(key: str, seconds: float, *, lane: Lane = "reminder") -> Message[ScheduleTimer]:
    send = keep(RecordCheckIn(occurrence_id=key, member_id="m1"), subject=key)
    due_at = datetime.now(UTC) + timedelta(seconds=seconds)
    return compose(ScheduleTimer(key=key, due_at=due_at, send=send, lane=lane), source="/tests")


def keys(messages: list[Message[Any]]) -> list[str]:
    return [message.data.occurrence_id for message in messages]


def waiting(databases: Databases, **query: Any) -> int:
    return databases.of("notifications").timers.count_documents({"state": "waiting", **query})


def test_two_timekeepers_send_each_timer_once(vhost: Vhost, databases: Databases, quick: dict[str, str]) -> None:
    heard = vhost.listen(RecordCheckIn, repeats=True)
    with notifications(quick), running(timekeeper(quick), timekeeper(quick, ZHIXING_TIMEKEEPER_BATCH="7")):
        vhost.send(*(timer(f"k{number}", number % 3) for number in range(60)))
        heard.expect(60)
        eventually(lambda: waiting(databases) == 0)
        vhost.send(timer("last", 0))
        heard.expect(61)
    assert sorted(keys(heard.drain())) == sorted([*(f"k{number}" for number in range(60)), "last"])


def test_a_timer_is_sent_when_it_was_moved_to_and_never_when_it_was_cancelled(
    vhost: Vhost, databases: Databases, quick: dict[str, str]
) -> None:
    heard = vhost.listen(RecordCheckIn, repeats=True)
    with notifications(quick), running(timekeeper(quick)):
        vhost.send(timer("moved", 3600), timer("cancelled", 3600), timer("gone", 0.5))
        timers = databases.of("notifications").timers
        # Two may be waiting because the third has not come yet.
        eventually(lambda: timers.find_one({"_id": "gone", "state": "sent"}) and waiting(databases) == 2)
        vhost.send(timer("moved", 0), compose(CancelTimer(key="cancelled"), source="/tests"))
        heard.expect(2)
        eventually(lambda: waiting(databases) == 0)
    assert keys(heard.drain()) == ["gone", "moved"]
    states = {row["_id"]: row["state"] for row in databases.of("notifications").timers.find()}
    assert states == {"moved": "sent", "cancelled": "cancelled", "gone": "sent"}


def test_what_fell_due_while_no_timekeeper_ran_is_sent_late_and_tells_when(
    vhost: Vhost, databases: Databases, quick: dict[str, str]
) -> None:
    heard = vhost.listen(RecordCheckIn)
    with notifications(quick):
        scheduled = timer("late", -300)
        vhost.send(scheduled)
        eventually(lambda: waiting(databases) == 1)
    with running(timekeeper(quick)):
        (message,) = heard.expect(1)
    assert message.time - scheduled.data.due_at >= timedelta(seconds=300)
    assert (message.causation_id, message.correlation_id) == (scheduled.id, scheduled.id)
    assert message.source == "/zhixing/timekeeper"


def test_the_timers_of_a_crashed_timekeeper_are_taken_over_when_its_lease_ends(
    vhost: Vhost, databases: Databases, quick: dict[str, str]
) -> None:
    heard = vhost.listen(RecordCheckIn)
    with notifications(quick):
        vhost.send(timer("held", -1), timer("held-for-long", -1))
        eventually(lambda: waiting(databases) == 2)
    rows = databases.of("notifications").timers
    now = datetime.now(UTC)
    for key, seconds in (("held", 1.5), ("held-for-long", 3600)):
        held = {"claim": "of-one-that-died", "claimed_until": now + timedelta(seconds=seconds)}
        rows.update_one({"_id": key}, {"$set": held})
    with running(timekeeper(quick)):
        (message,) = heard.expect(1)
        eventually(lambda: waiting(databases) == 1)
    assert keys(heard.drain()) == ["held"]
    assert message.time >= now + timedelta(seconds=1.4)
    assert rows.find_one({"_id": "held-for-long"})["claim"] == "of-one-that-died"


def test_a_timer_that_cannot_be_sent_is_kept_told_of_and_sent_when_it_can_be(
    vhost: Vhost, databases: Databases, quick: dict[str, str]
) -> None:
    # What could not be sent is tried again when the claim is over.
    again = {"ZHIXING_TIMEKEEPER_ALARM": "30", "ZHIXING_TIMEKEEPER_LEASE": "2"}
    with notifications(quick), running(timekeeper(quick, **again)) as (keeper,):
        health = f"http://127.0.0.1:{keeper.health_port}/health/ready"
        vhost.send(timer("nobody-listens", -100))
        answer = eventually(lambda: _not_ready(health), what="the alarm")
        assert "overdue" in answer["checks"]["timers"]
        eventually(lambda: _overdue_metric(keeper) >= 100)
        heard = vhost.listen(RecordCheckIn)
        assert keys(heard.expect(1)) == ["nobody-listens"]
        eventually(lambda: plain.get(health, timeout=10).status_code == 200)
        eventually(lambda: _overdue_metric(keeper) == 0)
        assert keeper.stop() == 0


async def test_the_urgent_lane_is_served_first(databases: Databases, quick: dict[str, str], vhost: Vhost) -> None:
    with notifications(quick):
        vhost.send(timer("digest", -300, lane="digest"), timer("shift", -200, lane="shift"))
        vhost.send(timer("old-incident", -20, lane="incident"), timer("incident", -10, lane="incident"))
        eventually(lambda: waiting(databases) == 4)
    mongo = Mongo(Settings(mongo_url=databases.url, mongo_database_prefix=databases.prefix), "notifications")
    await mongo.start()
    try:
        store = TimerStore(mongo, lease=timedelta(seconds=30))
        now = datetime.now(UTC)
        _, first = await store.claim(now, 3)
        _, second = await store.claim(now, 3)
    finally:
        await mongo.close()
    assert [found.key for found in first] == ["old-incident", "incident", "shift"]
    assert [found.key for found in second] == ["digest"]


def _not_ready(url: str) -> dict[str, Any] | None:
    answer = plain.get(url, timeout=10)
    return answer.json() if answer.status_code == 503 else None


def _overdue_metric(process: Process) -> float:
    lines = process.metrics().splitlines()
    return float(next(line for line in lines if line.startswith("zhixing_timers_oldest_overdue")).split()[1])
