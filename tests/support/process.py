"""Real processes: started, waited for, stopped and killed."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.support.forking import Forked, flavour, fork_server
from tests.support.http import plain
from tests.support.ports import own_port
from tests.support.waiting import PATIENCE, eventually

ROOT = Path(__file__).resolve().parents[2]


class Process:
    """A process of ours: ``python -m <module and arguments>`` with a health port of its own.

    ``alone``: started as its users start it, not forked from what has its imports already.
    """

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], *, alone: bool = False) -> None:
        self.arguments = list(arguments)
        # Who asks for other modules than what is imported already has to begin anew.
        self.flavour = None if alone or "PYTHONPATH" in environment else flavour(self.arguments)
        self.health_port = own_port()
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "ZHIXING_LOG_FORMAT": "text",
            "ZHIXING_HEALTH_PORT": str(self.health_port),
            **environment,
        }
        self._log = tempfile.NamedTemporaryFile("w+", prefix="zhixing-", suffix=".log")  # noqa: SIM115
        self._process: subprocess.Popen[str] | Forked | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        return self._process.poll() if self._process else None

    def log(self) -> str:
        return Path(self._log.name).read_text(errors="replace")

    def command(self) -> list[str]:
        """For a process that is not forked."""
        return [sys.executable, "-m", *self.arguments]

    def start(self) -> Process:
        if self.flavour is not None:
            self._process = fork_server(self.flavour).start(self.arguments, self.environment, self._log.name)
            return self
        self._process = subprocess.Popen(
            self.command(),
            cwd=ROOT,
            env=self.environment,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return self

    def wait_ready(self, *, within: float = 2 * PATIENCE) -> Process:
        def ready() -> bool:
            if not self.running:
                raise SystemExit(f"{self.arguments} ended with {self.exit_code}:\n{self.log()[-4000:]}")
            return plain.get(f"http://127.0.0.1:{self.health_port}/health/ready", timeout=10).status_code == 200

        try:
            eventually(ready, within=within, what=f"{self.arguments} to be ready")
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.log()[-4000:]}") from None
        return self

    def metrics(self) -> str:
        return plain.get(f"http://127.0.0.1:{self.health_port}/metrics", timeout=PATIENCE).text

    def signal(self, number: int) -> None:
        if self.running:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        self.signal(signal.SIGKILL)
        self.wait()

    def stop(self, *, within: float = PATIENCE) -> int:
        """Ask it to stop; its exit code."""
        self.signal(signal.SIGTERM)
        return self.wait(within=within)

    def wait(self, *, within: float = PATIENCE) -> int:
        assert self._process is not None
        return self._process.wait(within)

    def close(self) -> None:
        # What it leaves behind lies in a vhost and databases that go away with the test.
        if self._process is not None:
            self.kill()
        self._log.close()


def service(target: str, environment: Mapping[str, str], *, crash: str | None = None) -> Process:
    """A nameko service such as ``services.checkins.service:CheckinsService``.

    ``crash`` names a moment at which it kills itself with SIGKILL; see tests.support.crashing.
    """
    if crash:
        return Process(["tests.support.crashing", crash, target], environment)
    return Process(["shared.messaging.runner", target], environment)


def timekeeper(environment: Mapping[str, str], **more: str) -> Process:
    """Quick to look, and with a claim that outlives a broker's slow confirm, unless told otherwise."""
    quick = {"ZHIXING_TIMEKEEPER_TICK": "0.1", "ZHIXING_TIMEKEEPER_LEASE": "10"}
    return Process(["services.notifications.timekeeper"], {**quick, **environment, **more})


@contextlib.contextmanager
def running(*processes: Process) -> Iterator[tuple[Process, ...]]:
    """Start all, wait until each is ready, and see that none outlives the block."""
    try:
        for process in processes:
            process.start()
        for process in processes:
            process.wait_ready()
        yield processes
    finally:
        for process in processes:
            process.close()
