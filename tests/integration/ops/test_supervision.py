"""``up``, ``down``, ``status`` and ``reset``, with stand-ins for the processes."""

from __future__ import annotations

import json
import os
import signal
import stat

import psutil
import pytest

from ops.supervision.configuration import MARKER
from ops.supervision.control import statuses
from ops.supervision.daemon import Daemon
from ops.supervision.readiness import readiness
from tests.integration.ops.conftest import Terminal, lines_until
from tests.support.broker import Vhost
from tests.support.database import Databases
from tests.support.waiting import PATIENCE, eventually

UP = "tests.integration.ops.standin_up"


@pytest.fixture
def desk(terminal: Terminal, vhost: Vhost, databases: Databases) -> Terminal:
    """A terminal at which broker and database are given, so that starting takes a second."""
    terminal.env |= {"AMQP_URL": vhost.url, "MONGO_URL": databases.url}
    return terminal


def _pids(terminal: Terminal) -> dict[str, int]:
    return {each.name: each.pid for each in Daemon(terminal.directory).states()}


def _strays(terminal: Terminal) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARKER) == str(terminal.directory):
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def test_ctrl_c_stops_everything_and_is_no_failure(desk: Terminal) -> None:
    up = desk.start(UP)
    said = "\n".join(lines_until(up, "Press Ctrl-C"))
    endpoints = json.loads((desk.directory / "endpoints.json").read_text())
    assert endpoints["web_url"] in said
    assert "hint for" in said
    eventually(lambda: all(readiness(process["url"]).ready for process in endpoints["processes"].values()))
    up.send_signal(signal.SIGINT)
    rest, _ = up.communicate(timeout=2 * PATIENCE)
    assert up.returncode == 0
    assert "Stopped." in rest
    assert _strays(desk) == []
    assert not (desk.directory / "endpoints.json").exists()


def test_a_killed_process_comes_back_and_the_log_says_so(desk: Terminal) -> None:
    up = desk.start(UP)
    lines_until(up, "Press Ctrl-C")
    before = _pids(desk)["alpha"]
    os.kill(before, signal.SIGKILL)
    lines_until(up, "exited: alpha")
    lines_until(up, "standin.started")
    eventually(lambda: all(each.ready for each in statuses(desk.directory)), what="both to be ready again")
    assert _pids(desk)["alpha"] != before


def test_a_second_up_tells_the_addresses_and_disturbs_nothing(desk: Terminal) -> None:
    assert desk.run(UP, "--detach")[0] == 0
    before = _pids(desk)
    code, said = desk.run(UP)
    assert code == 0
    assert "running already" in said
    assert json.loads((desk.directory / "endpoints.json").read_text())["web_url"] in said
    assert _pids(desk) == before


def test_status_shows_each_process_and_down_stops_them_from_another_terminal(desk: Terminal) -> None:
    up = desk.start(UP)
    lines_until(up, "Press Ctrl-C")

    def shown() -> str:
        code, said = desk.zhixing("status")
        return said if code == 0 else ""

    said = eventually(shown)
    assert all(name in said for name in ("alpha", "beta", "RUNNING"))
    assert desk.zhixing("down") == (0, "Stopped.\n")
    up.communicate(timeout=2 * PATIENCE)
    assert up.returncode == 0
    assert desk.zhixing("status") == (0, "The system is not running.\n")
    assert desk.zhixing("down") == (0, "The system is not running.\n")


def test_what_a_killed_run_left_behind_is_cleared_away(desk: Terminal) -> None:
    assert desk.run(UP, "--detach")[0] == 0
    before = _pids(desk)
    supervisor = Daemon(desk.directory).pid
    assert supervisor is not None
    os.kill(supervisor, signal.SIGKILL)
    assert desk.run(UP, "--detach")[0] == 0
    assert not set(before.values()) & set(_pids(desk).values())
    assert not any(process.pid in before.values() for process in _strays(desk))


def test_a_process_that_does_not_come_up_is_named_with_its_last_words(desk: Terminal) -> None:
    desk.env["STANDIN_FAULT"] = "ZHIXING_WEB_SECRET: Field required"
    code, said = desk.run(UP)
    assert code == 1
    assert "process alpha did not come up" in said
    assert "ZHIXING_WEB_SECRET: Field required" in said
    assert _strays(desk) == []


def test_a_broker_that_cannot_be_reached_is_one_clear_sentence_without_its_password(desk: Terminal) -> None:
    desk.env["AMQP_URL"] = "amqp://someone:hidden@127.0.0.1:1/"
    code, said = desk.run(UP)
    assert code == 1
    assert "The message broker amqp://***:***@127.0.0.1:1/ cannot be reached" in said
    assert "hidden" not in said
    assert "Traceback" not in said


def test_reset_asks_first_and_removes_data_and_secrets(desk: Terminal) -> None:
    assert desk.run(UP, "--detach")[0] == 0
    secret = desk.directory / "secrets" / "web_secret"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    code, said = desk.zhixing("reset")
    assert code == 1
    assert "--yes" in said
    assert secret.exists()
    assert desk.zhixing("reset", "--yes")[0] == 0
    assert not desk.directory.exists()
    assert _strays(desk) == []


@pytest.mark.chaos
def test_up_starts_a_broker_and_a_database_of_its_own_and_leaves_nothing_running(terminal: Terminal) -> None:
    for name in ("AMQP_URL", "MONGO_URL", "ZHIXING_AMQP_URL", "ZHIXING_MONGO_URL"):
        terminal.env.pop(name, None)
    code, said = terminal.run(UP, "--detach")
    assert code == 0, said
    assert {"broker", "database", "alpha", "beta"} == set(_pids(terminal))
    assert terminal.zhixing("down")[0] == 0
    assert _strays(terminal) == []
