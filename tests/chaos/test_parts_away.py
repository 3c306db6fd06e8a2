"""The broker restarted, the database restarted, both away for 20 s: every process comes back by itself."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.parts import PrivateBroker, PrivateDatabase
from tests.conftest import settings_for
from tests.support.broker import fresh_vhost
from tests.support.database import fresh_databases
from tests.support.district import CHECKINS, NOTIFICATIONS, District, check_in
from tests.support.parts import own_parts
from tests.support.process import Process, running, service
from tests.support.waiting import eventually

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(300)]


Stage = tuple[PrivateBroker, PrivateDatabase, District, tuple[Process, ...]]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Parts of this test's own, the two services on the path, and members with chats."""
    with (
        own_parts(tmp_path) as (broker, database),
        fresh_vhost("away", amqp_url=broker.url, management=broker.management_url) as vhost,
        fresh_databases(url=database.url) as databases,
    ):
        district = District(vhost, databases, settings_for(vhost, databases))
        district.seed(60)
        copies = databases.of("notifications")
        copies.members.insert_many(
            [{"_id": f"m{n}", "locale": "zh-CN", "name": f"Member {n}", "version": 1} for n in range(1, 61)]
        )
        with running(
            service(CHECKINS, district.environment), service(NOTIFICATIONS, district.environment)
        ) as processes:
            yield broker, database, district, processes


def _send(district: District, first: int, last: int) -> None:
    district.vhost.send(*(check_in("t1", f"m{n}", id=f"command-{n}") for n in range(first, last + 1)))


def _all_recorded(district: District, count: int) -> None:
    own = district.databases.of("checkins")
    eventually(lambda: own.check_ins.count_documents({}) == count, within=90, what=f"{count} check-ins")
    eventually(lambda: own.outbox.count_documents({}) == 0, within=60)
    inbox = district.databases.of("notifications").inbox
    # Every outcome reached its consumer, each once.
    eventually(lambda: inbox.count_documents({"_id": {"$regex": "^notifications.counted:"}}) == count, within=60)
    assert district.vhost.parked("checkins.record") is None
    assert district.vhost.parked("notifications.counted") is None


def test_the_broker_is_restarted_while_commands_wait(stage: Stage) -> None:
    broker, _, district, processes = stage
    _send(district, 1, 20)
    broker.restart()
    _send(district, 21, 40)
    _all_recorded(district, 40)
    assert all(process.running for process in processes)


def test_the_database_is_restarted_while_commands_wait(stage: Stage) -> None:
    _, database, district, processes = stage
    _send(district, 1, 20)
    database.restart()
    _send(district, 21, 40)
    _all_recorded(district, 40)
    assert all(process.running for process in processes)


@pytest.mark.long
@pytest.mark.early
def test_both_are_away_for_twenty_seconds(stage: Stage) -> None:
    broker, database, district, processes = stage
    _send(district, 1, 20)
    database.stop()
    _send(district, 21, 40)  # the broker says "received"; nobody can record it yet
    broker.stop()
    gone = time.monotonic()
    eventually(lambda: time.monotonic() - gone >= 20, within=30, what="20 s to pass")
    assert all(process.running for process in processes), "a process must not die of it"
    broker.start()
    database.start()
    _send(district, 41, 60)
    _all_recorded(district, 60)
    for process in processes:
        process.wait_ready()
