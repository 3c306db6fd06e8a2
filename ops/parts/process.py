"""A child process of our own: started in a group of its own, awaited by a real connection, stopped whole."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ops.texts import Problem


def poll(
    ready: Callable[[], bool], *, timeout: float, every: float = 0.1, alive: Callable[[], bool] = lambda: True
) -> bool:
    """Ask ``ready`` until it says yes. False after ``timeout`` seconds, or as soon as ``alive`` says no."""
    deadline = time.monotonic() + timeout
    while not ready():
        if time.monotonic() > deadline or not alive():
            return False
        time.sleep(every)
    return True


def make_directory(path: Path) -> Path:
    """Make a directory that only its owner reads. Raises Problem."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not os.access(path, os.W_OK | os.X_OK):
            raise PermissionError
    except OSError as error:
        raise Problem("no-permission", path=str(path), reason=error.strerror or "permission denied") from None
    return path


def last_lines(path: Path, count: int = 15) -> str:
    """The end of a log file, empty if there is none."""
    try:
        return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])
    except OSError:
        return ""


class ChildProcess:
    """One running command and everything it started.

    ``log`` receives its output. The environment is exactly ``env``: nothing is inherited.
    """

    def __init__(self, command: Sequence[str], *, env: Mapping[str, str], log: Path) -> None:
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                command,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def send(self, number: signal.Signals) -> None:
        """Send to every process of the group; nothing if none is left."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, number)

    def stop(self, timeout: float = 20) -> None:
        """Ask it to end; after ``timeout`` seconds make it."""
        self._end(signal.SIGTERM, timeout)

    def kill(self) -> None:
        """As if power were cut."""
        self._end(signal.SIGKILL, 10)

    def _end(self, number: signal.Signals, timeout: float) -> None:
        # A stopped process takes no other signal than SIGKILL until it goes on.
        self.send(signal.SIGCONT)
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout)
        self.send(signal.SIGKILL)
        self._process.wait()
