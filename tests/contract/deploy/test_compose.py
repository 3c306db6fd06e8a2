"""docker-compose.yml as Compose itself reads it."""

from __future__ import annotations

import functools
import json
import os
import subprocess
from typing import Any

import pytest

from tests.contract.deploy.processes import PROCESSES
from tests.contract.deploy.rendering import ROOT, tool
from tests.contract.deploy.sources import variables_of
from tests.support.waiting import PATIENCE

each_process = pytest.mark.parametrize("process", PROCESSES)


@functools.cache
def services() -> dict[str, dict[str, Any]]:
    # Without the caller's settings, and without warnings: a variable that is not set would be one.
    environ = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
    command = [tool("docker-compose"), "--env-file", "/dev/null", "--profile", "*", "config", "--format", "json"]
    done = subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=2 * PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    found: dict[str, dict[str, Any]] = json.loads(done.stdout)["services"]
    return found


@each_process
def test_a_process_runs_as_in_the_cluster(process: str) -> None:
    service = services()[process]
    assert service["command"] == ["run", process]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["stop_grace_period"] == "1m0s"
    assert service["restart"] == "unless-stopped"
    assert "/health/ready" in service["healthcheck"]["test"][-1]
    assert {name: on["condition"] for name, on in service["depends_on"].items()} == {
        "secrets": "service_completed_successfully",
        "rabbitmq": "service_healthy",
        "mongo": "service_healthy",
    }


@each_process
def test_a_process_reads_every_variable_that_compose_gives_it(process: str) -> None:
    given = services()[process]["environment"]
    assert given["ZHIXING_HEALTH_PORT"] == "8000"
    assert set(given) - variables_of(process) == set()


def test_there_is_nothing_else_but_the_stores_the_secrets_and_the_demo() -> None:
    assert set(services()) == {*PROCESSES, "rabbitmq", "mongo", "secrets", "demo"}


def test_only_telegram_has_to_be_asked_for() -> None:
    assert [name for name, service in services().items() if service.get("profiles")] == ["telegram"]


def test_nothing_is_reached_from_other_machines() -> None:
    ports = {name: service.get("ports", []) for name, service in services().items()}
    assert all(port["host_ip"] == "127.0.0.1" for opened in ports.values() for port in opened)
    assert {name for name, opened in ports.items() if opened} <= {"web", "console", "rabbitmq"}
    assert [port["target"] for port in ports["rabbitmq"]] == [15672]


def test_no_password_is_in_the_file() -> None:
    words = ("PASS", "SECRET", "TOKEN", "KEY", "URL")
    for name, service in services().items():
        for variable, value in (service.get("environment") or {}).items():
            if any(word in variable for word in words) and not variable.endswith("_FILE"):
                assert value == "", f"{name}: {variable}"


def test_logs_are_limited_and_privileges_cannot_grow() -> None:
    for service in services().values():
        assert service["logging"]["options"] == {"max-size": "10m", "max-file": "3"}
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_one_image_is_built_once() -> None:
    own = {service["image"] for name, service in services().items() if name not in ("rabbitmq", "mongo")}
    assert own == {"zhixing:local"}
    assert [name for name, service in services().items() if "build" in service] == ["secrets"]


def test_compose_and_kubernetes_have_every_process_that_can_be_run() -> None:
    processes = pytest.importorskip("ops.processes", reason="ops.processes does not exist yet")
    assert set(processes.NAMES) == set(PROCESSES)
