"""Manifests set nothing that no process reads, and every secret's file is made."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.contract.deploy.processes import PROCESSES
from tests.contract.deploy.rendering import COMPONENTS, OVERLAYS, ROOT, Manifest, dev_with, named, of_kind, overlay
from tests.contract.deploy.sources import variables_of
from tests.support.waiting import PATIENCE

RENDERED = {name: lambda name=name: overlay(name) for name in OVERLAYS} | {"all": lambda: dev_with(COMPONENTS)}
MOUNTED = "/run/secrets/zhixing/"


def environment(manifests: list[Manifest], process: str) -> dict[str, str]:
    (container,) = named(manifests, "Deployment", process)["spec"]["template"]["spec"]["containers"]
    given: dict[str, str] = {entry["name"]: entry["value"] for entry in container.get("env", [])}
    for source in container["envFrom"]:
        given |= named(manifests, "ConfigMap", source["configMapRef"]["name"])["data"]
    return given


def make_secrets(directory: Path, **variables: str) -> dict[str, str]:
    """Each file's content by its path below the directory."""
    script = ROOT / "deploy" / "make_secrets.py"
    environ = {"PATH": os.environ["PATH"], **variables}
    subprocess.run([sys.executable, str(script), str(directory)], check=True, env=environ, timeout=2 * PATIENCE)
    files = [path for path in directory.rglob("*") if path.is_file()]
    return {str(path.relative_to(directory)): path.read_text() for path in files}


@pytest.mark.parametrize("rendering", RENDERED)
@pytest.mark.parametrize("process", PROCESSES)
def test_a_process_reads_every_variable_it_is_given(process: str, rendering: str) -> None:
    given = environment(RENDERED[rendering](), process)
    assert given["ZHIXING_HEALTH_PORT"] == "8000"
    assert set(given) - variables_of(process) == set()


@pytest.mark.parametrize("rendering", RENDERED)
@pytest.mark.parametrize("process", PROCESSES)
def test_the_file_of_every_secret_is_mounted_and_made(tmp_path: Path, process: str, rendering: str) -> None:
    manifests = RENDERED[rendering]()
    pod: dict[str, Any] = named(manifests, "Deployment", process)["spec"]["template"]["spec"]
    made = make_secrets(tmp_path, ZHIXING_TELEGRAM_TOKEN="1:token")
    mounts = {mount["mountPath"]: mount["name"] for mount in pod["containers"][0]["volumeMounts"]}
    volumes = {volume["name"]: volume for volume in pod["volumes"]}
    for name, path in environment(manifests, process).items():
        if not name.endswith("_FILE"):
            continue
        assert path.removeprefix(MOUNTED) in made
        volume = volumes[mounts[str(Path(path).parent)]]
        if "projected" in volume:
            items = [item for source in volume["projected"]["sources"] for item in source["secret"]["items"]]
            assert Path(path).name in {item["path"] for item in items}
        else:
            assert volume["secret"]["secretName"] == f"zhixing-{Path(path).parent.name}"


@pytest.mark.parametrize("process", PROCESSES)
def test_the_ports_that_a_process_is_told_are_the_ports_that_are_open(process: str) -> None:
    manifests = dev_with(COMPONENTS)
    (container,) = named(manifests, "Deployment", process)["spec"]["template"]["spec"]["containers"]
    told = {int(value) for name, value in environment(manifests, process).items() if name.endswith("_PORT")}
    assert told == {port["containerPort"] for port in container["ports"]}


def test_secrets_are_made_once_and_are_for_their_owner_only(tmp_path: Path) -> None:
    first = make_secrets(tmp_path / "one")
    assert make_secrets(tmp_path / "one") == first
    other = make_secrets(tmp_path / "two")
    assert set(other) == set(first)
    assert not [name for name in first if first[name] == other[name]]
    assert not [name for name in first if name.startswith("telegram/")]
    for path in (tmp_path / "one").rglob("*"):
        if path.is_file():
            assert stat.S_IMODE(path.stat().st_mode) == 0o400


def test_a_new_telegram_token_takes_the_old_ones_place(tmp_path: Path) -> None:
    assert make_secrets(tmp_path, ZHIXING_TELEGRAM_TOKEN="1:old")["telegram/token"] == "1:old"
    assert make_secrets(tmp_path, ZHIXING_TELEGRAM_TOKEN="1:new")["telegram/token"] == "1:new"


def test_the_demo_is_loaded_with_settings_that_the_processes_have() -> None:
    (job,) = of_kind(overlay("dev"), "Job")
    (container,) = job["spec"]["template"]["spec"]["containers"]
    directory = named(overlay("dev"), "Deployment", "directory")["spec"]["template"]["spec"]["containers"][0]
    assert container["args"] == ["demo", "load"]
    assert container["image"] == directory["image"]
    assert container["envFrom"] == directory["envFrom"]
