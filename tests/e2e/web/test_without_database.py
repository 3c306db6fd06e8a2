"""What the chat does while its own database is away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress

import pytest

from tests.e2e.web.conftest import System, client, web_process
from tests.e2e.web.severable import Severable
from tests.e2e.web.test_http import history, link, listening, say
from tests.support.http import plain
from tests.support.process import running
from tests.support.waiting import PATIENCE, eventually


@pytest.fixture
def way(system: System) -> Iterator[Severable]:
    severable = Severable(system.databases.url)
    yield severable
    with suppress(AssertionError):
        severable.cut()


@pytest.fixture
def alone(system: System) -> Iterator[None]:
    """No other replica takes the outcomes."""
    system.web.stop()
    yield
    system.web.start().wait_ready()


@pytest.mark.usefixtures("alone")
def test_a_tap_is_received_told_late_and_recorded_once(system: System, way: Severable) -> None:
    environment = {**system.environment, "MONGO_URL": way.url, "ZHIXING_MONGO_URL": way.url}
    replica, url = web_process(environment, ZHIXING_LATE_AFTER="1")
    with running(replica), client(url) as http:
        member_id = link(http, system)
        tasks = say(http, "任务").json()["entries"][-1]["choices"]
        with listening(http) as stream:
            eventually(lambda: stream.entries() == [1, 2, 3, 4])
            way.cut()
            refused = say(http, "帮助")
            assert (refused.status_code, refused.json()["retry"]) == (503, True)
            received = say(http, button=tasks[0]["data"], label=tasks[0]["label"])
            assert received.status_code == 202
            assert "已收到" in received.json()["entries"][-1]["text"]
            eventually(lambda: [data for kind, _, data in stream.events if kind == "notice"])
            eventually(lambda: len(system.check_ins(member_id)) == 1)
            way.mend()
            eventually(lambda: stream.entries() == [1, 2, 3, 4, 5, 6, 7])
        entries = history(http)
        # Whether the outcome or the tap is written first is chance once the database is back.
        assert sorted(entry["role"] for entry in entries[4:]) == ["bot", "bot", "member"]
        assert sum(entry["answers"] is not None for entry in entries) == 1
        assert len(system.check_ins(member_id)) == 1


def test_readiness_says_that_the_database_is_away(system: System, way: Severable) -> None:
    replica, _ = web_process({**system.environment, "MONGO_URL": way.url, "ZHIXING_MONGO_URL": way.url})
    with running(replica):
        way.cut()
        health = f"http://127.0.0.1:{replica.health_port}/health"
        eventually(lambda: plain.get(f"{health}/ready", timeout=PATIENCE).status_code == 503)
        checks = plain.get(f"{health}/ready", timeout=PATIENCE).json()["checks"]
        assert checks["broker"] == "ok"
        assert checks["database"] != "ok"
        assert plain.get(f"{health}/live", timeout=PATIENCE).status_code == 200
        way.mend()
        eventually(lambda: plain.get(f"{health}/ready", timeout=PATIENCE).status_code == 200)


def test_a_process_without_a_secret_says_so_and_ends(system: System) -> None:
    replica, _ = web_process(system.environment, ZHIXING_WEB_SECRET="short")
    with closing(replica.start()):
        assert replica.wait() == 1
        assert "ZHIXING_WEB_SECRET" in replica.log()
        assert "Traceback" not in replica.log()
