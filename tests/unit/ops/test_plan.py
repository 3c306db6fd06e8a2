"""Ports and processes, decided before anything starts."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from ops.parts.ports import free_ports, require_free
from ops.processes import NAMES, command
from ops.settings import LaptopSettings
from ops.supervision.configuration import configuration
from ops.supervision.endpoints import endpoints_of
from ops.supervision.plan import make_plan
from ops.supervision.secrets import secret_settings
from ops.texts import Problem

_PORTS = (
    "web_port",
    "console_port",
    "health_ports_from",
    "broker_port",
    "broker_management_port",
    "broker_distribution_port",
    "broker_epmd_port",
    "database_port",
)


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AMQP_URL", "MONGO_URL", "ZHIXING_AMQP_URL", "ZHIXING_MONGO_URL", "ZHIXING_TELEGRAM_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name in _PORTS:
        monkeypatch.setenv(f"ZHIXING_{name.upper()}", "0")


def test_a_taken_port_is_named_with_the_setting_that_changes_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("ZHIXING_WEB_PORT", str(port))
        with pytest.raises(Problem, match=f"{port}.*ZHIXING_WEB_PORT"):
            make_plan(LaptopSettings(), tmp_path)


def test_a_free_port_is_free() -> None:
    first, second = free_ports(2)
    assert first != second
    require_free(first, purpose="test", setting="NONE")


def test_what_is_given_is_not_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AMQP_URL", "amqp://elsewhere/")
    plan = make_plan(LaptopSettings(), tmp_path)
    assert plan.broker is None
    assert plan.amqp_url == "amqp://elsewhere/"
    assert plan.database is not None


def test_telegram_runs_only_with_a_token(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert "telegram" not in {process.name for process in make_plan(LaptopSettings(), tmp_path).processes}
    monkeypatch.setenv("ZHIXING_TELEGRAM_TOKEN", "1:token")
    assert {process.name for process in make_plan(LaptopSettings(), tmp_path).processes} == set(NAMES)


def test_the_console_is_told_its_port_and_people_its_address(tmp_path: Path) -> None:
    plan = make_plan(LaptopSettings(), tmp_path)
    console = next(process for process in plan.processes if process.name == "console")
    assert console.env == {"ZHIXING_CONSOLE_PORT": str(plan.console_port)}
    assert endpoints_of(plan, tmp_path).console_url == f"http://127.0.0.1:{plan.console_port}"


def test_where_no_console_runs_nobody_is_told_of_one(tmp_path: Path) -> None:
    plan = make_plan(LaptopSettings(), tmp_path, lambda _settings, _web, _console: [])
    assert endpoints_of(plan, tmp_path).console_url is None


def test_every_process_runs_in_this_python() -> None:
    assert all(command(name)[:2] == (sys.executable, "-m") for name in NAMES)
    with pytest.raises(Problem, match="nobody"):
        command("nobody")


def test_the_supervisors_configuration_holds_no_password(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AMQP_URL", "amqp://user:hidden@elsewhere/")
    monkeypatch.setenv("MONGO_URL", "mongodb://user:hidden@elsewhere/")
    written = configuration(make_plan(LaptopSettings(), tmp_path), tmp_path, tmp_path / "socket")
    assert "hidden" not in written
    assert "[program:checkins]" in written


def test_secrets_are_made_once_and_read_by_their_owner_only(tmp_path: Path) -> None:
    first = secret_settings(tmp_path, {})
    secret = Path(first["ZHIXING_WEB_SECRET_FILE"])
    value = secret.read_text()
    assert len(value) >= 32
    assert secret.stat().st_mode & 0o077 == 0
    assert secret_settings(tmp_path, {}) == first
    assert secret.read_text() == value
    assert "ZHIXING_WEB_SECRET_FILE" not in secret_settings(tmp_path, {"ZHIXING_WEB_SECRET": "given elsewhere"})
