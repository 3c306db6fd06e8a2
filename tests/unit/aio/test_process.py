"""Real processes: signals and exit codes are what is promised."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from tests.support.waiting import PATIENCE

PROLOGUE = """
import asyncio, sys
from shared.aio.process import run
from shared.settings import Settings, SettingsError

def told(text):
    print(text, flush=True)
"""

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def begin(body: str, **env: str) -> subprocess.Popen[str]:
        script = f"{PROLOGUE}\n{body}\nrun(main, name='test', settings=Settings)\n"
        process = subprocess.Popen(
            [sys.executable, "-c", script],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "ZHIXING_LOG_LEVEL": "ERROR", **env},
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


WAITING = """
async def main(settings, stop):
    told("ready")
    await stop.wait()
    told("cleaned up")
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_the_process_clean_up(start: Start, number: signal.Signals) -> None:
    process = start(WAITING)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(number)
    out, err = process.communicate(timeout=PATIENCE)
    assert (out, err, process.returncode) == ("cleaned up\n", "", 0)


def test_a_second_signal_cuts_the_cleaning_up_short(start: Start) -> None:
    process = start(
        """
# The first alone would not end it, or only long after the test.
sys.modules["shared.aio.process"].GRACE = 100_000

async def main(settings, stop):
    told("ready")
    await stop.wait()
    told("stopping")
    await asyncio.Event().wait()
"""
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGTERM)
    assert process.stdout.readline() == "stopping\n"
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 1


def test_a_wrong_setting_ends_the_start_with_one_line(start: Start) -> None:
    process = start(WAITING, ZHIXING_MAX_WORKERS="many")
    out, err = process.communicate(timeout=PATIENCE)
    assert (out, process.returncode) == ("", 1)
    assert err.startswith("ZHIXING_MAX_WORKERS: ")
    assert err.count("\n") == 1


def test_a_wrong_setting_found_later_is_one_line_too(start: Start) -> None:
    process = start(
        """
async def main(settings, stop):
    from shared.aio.broker import Broker
    Broker("http://guest:secret@nowhere", name="test", settings=settings)
"""
    )
    out, err = process.communicate(timeout=PATIENCE)
    assert (out, process.returncode) == ("", 1)
    assert err == "ZHIXING_AMQP_URL: must begin with amqp:// or amqps://\n"


def test_a_process_that_fails_says_why_and_exits_with_1(start: Start) -> None:
    process = start(
        """
async def main(settings, stop):
    raise LookupError("lost")
"""
    )
    out, _err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "process.failed" in out
    assert "LookupError: lost" in out
