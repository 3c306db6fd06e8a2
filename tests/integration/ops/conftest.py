"""A run directory and a terminal of one's own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ops.supervision.control import down
from tests.support.process import ROOT
from tests.support.waiting import PATIENCE

PORTS = (
    "WEB_PORT",
    "CONSOLE_PORT",
    "HEALTH_PORTS_FROM",
    "BROKER_PORT",
    "BROKER_MANAGEMENT_PORT",
    "BROKER_DISTRIBUTION_PORT",
    "BROKER_EPMD_PORT",
    "DATABASE_PORT",
)


class Terminal:
    """Runs commands in English, on free ports, in a run directory of its own."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.env = {
            **os.environ,
            **{f"ZHIXING_{name}": "0" for name in PORTS},
            "PYTHONPATH": str(ROOT),
            "ZHIXING_RUN_DIRECTORY": str(directory),
            "ZHIXING_LOCALE": "en",
        }
        self._started: list[subprocess.Popen[str]] = []

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """``python -m`` with these arguments; its output is to be read from ``stdout``."""
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._started.append(process)
        return process

    def run(self, *arguments: str) -> tuple[int, str]:
        """The exit code, and what was said on both streams."""
        process = self.start(*arguments)
        output, _ = process.communicate(timeout=2 * PATIENCE)
        return process.returncode, output

    def zhixing(self, *arguments: str) -> tuple[int, str]:
        return self.run("ops", *arguments)

    def close(self) -> None:
        for process in self._started:
            if process.poll() is None:
                process.kill()
            process.communicate()
        down(self.directory)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(tmp_path / "run")
    yield opened
    opened.close()


def lines_until(process: subprocess.Popen[str], wanted: str) -> Sequence[str]:
    """What a process says up to the first line with ``wanted`` in it. Fails when it ends before."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line.rstrip("\n"))
        if wanted in line:
            return said
    raise AssertionError(f"ended without saying {wanted!r}: {said}")
