"""The Dockerfile, where no engine is at hand to build it."""

from __future__ import annotations

import json
import re

import pytest

from tests.contract.deploy.rendering import ROOT

# Comments go first: they may stand between the lines of one instruction.
TEXT = re.sub(r"(?m)^ *#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
LINES = re.sub(r"\\\n", " ", TEXT).splitlines()


def instructions(name: str) -> list[str]:
    return [line.removeprefix(name).strip() for line in LINES if line.startswith(f"{name} ")]


def test_every_stage_starts_from_the_base_image_one_can_choose() -> None:
    assert [line.split(" AS ")[0] for line in instructions("FROM")] == ["${BASE}", "${BASE}"]


def test_the_image_runs_as_nobody_in_particular() -> None:
    assert instructions("USER") == ["10001:10001"]


def test_the_process_gets_the_signals_itself() -> None:
    assert json.loads(instructions("ENTRYPOINT")[0]) == ["zhixing"]


def test_packages_are_those_of_the_lock_files() -> None:
    installs = re.findall(r"pip install (.*?)(?=&&|$)", " && ".join(instructions("RUN")))
    assert len(installs) == 3
    for install in installs:
        assert "--require-hashes" in install or "--no-index" in install
        assert "://" not in install


@pytest.mark.parametrize("path", ["Dockerfile", "docker-compose.yml", ".dockerignore"])
def test_no_registry_is_named(path: str) -> None:
    assert not re.search(r"index-url|find-links|docker\.io/|ghcr\.io", (ROOT / path).read_text(encoding="utf-8"))


def test_only_what_is_named_reaches_the_build() -> None:
    first, *others = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert first == "*"
    assert {line for line in others if not line.startswith("!")} == {"**/__pycache__", "**/*.pyc"}
    copied = {source for line in instructions("COPY") if "--from" not in line for source in line.split()[:-1]}
    assert copied == {line.removeprefix("!") for line in others if line.startswith("!")}
