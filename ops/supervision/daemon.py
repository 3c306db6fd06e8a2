"""One supervisord, of one directory: start it, ask it, stop it, and clear away what an earlier one left behind."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import os
import subprocess
import sys
import tempfile
import xmlrpc.client
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from supervisor.xmlrpc import SupervisorTransport

from ops.parts.process import last_lines, make_directory, poll
from ops.supervision.configuration import MARKER
from ops.texts import Problem

#: Longest path of a Unix socket on every system, less what supervisord appends while it binds.
_LONGEST_SOCKET = 90


@dataclass(frozen=True)
class ProcessState:
    """``state`` is supervisord's word, such as RUNNING or BACKOFF; ``started`` in seconds since 1970, 0 if never."""

    name: str
    group: str
    state: str
    pid: int
    started: int
    uptime_seconds: int


class Daemon:
    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.log = directory / "supervisord.log"
        self.socket = _socket_path(directory)
        self._child: subprocess.Popen[bytes] | None = None

    # -- asking ---------------------------------------------------------------------------------------------------

    @property
    def running(self) -> bool:
        return self._ask("getState") is not None

    @property
    def pid(self) -> int | None:
        answer = self._ask("getPID")
        return answer if isinstance(answer, int) else None

    def states(self) -> list[ProcessState]:
        """Empty when no supervisord answers."""
        return [
            ProcessState(
                name=each["name"],
                group=each["group"],
                state=each["statename"],
                pid=each["pid"],
                started=each["start"],
                uptime_seconds=each["now"] - each["start"] if each["statename"] == "RUNNING" else 0,
            )
            for each in self._ask("getAllProcessInfo") or []
        ]

    def _ask(self, method: str, *args: Any) -> Any:
        """None when nobody answers."""
        try:
            return self._call(method, *args)
        except (OSError, http.client.HTTPException):
            return None

    def _call(self, method: str, *args: Any) -> Any:
        transport = SupervisorTransport(None, None, f"unix://{self.socket}")
        # The address is not used, the transport knows the socket.
        with xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport) as proxy:
            return getattr(proxy.supervisor, method)(*args)

    # -- starting -------------------------------------------------------------------------------------------------

    def start(self, configuration: str, env: Mapping[str, str]) -> None:
        """Start supervisord with nothing running yet. Raises Problem."""
        make_directory(self.directory / "logs")
        make_directory(self.socket.parent)
        path = self.directory / "supervisord.conf"
        path.write_text(configuration, encoding="utf-8")
        with (self.directory / "supervisord.out").open("wb") as output:
            # In a session of its own: Ctrl-C in the terminal is for the command that waits, which then stops us.
            self._child = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "supervisor.supervisord", "-n", "-c", str(path)],
                env={**env, MARKER: str(self.directory)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        child = self._child
        if not poll(lambda: self.running, timeout=60, alive=lambda: child.poll() is None):
            tail = last_lines(self.directory / "supervisord.out", 1)
            self.stop()
            raise Problem("supervisor-did-not-start", log=str(self.log), tail=tail)

    def start_process(self, group: str, name: str) -> None:
        """Start one process without waiting for it. Raises Problem where its program cannot be run."""
        try:
            self._call("startProcess", f"{group}:{name}", False)
        except xmlrpc.client.Fault as fault:
            raise Problem("process-did-not-start", name=name, log=str(self.log), tail=fault.faultString) from None

    # -- stopping -------------------------------------------------------------------------------------------------

    @property
    def ended(self) -> bool:
        """Whether the supervisord that this object started is gone."""
        return self._child is not None and self._child.poll() is not None

    @property
    def ended_well(self) -> bool:
        return self._child is not None and self._child.poll() == 0

    def stop(self, timeout: float = 90) -> None:
        """Stop every process in good order, then supervisord, then whatever is left of this directory."""
        pid = self.pid
        self._ask("shutdown")
        if pid is not None:
            poll(lambda: not _lives(pid), timeout=timeout)
        self.sweep()
        if self._child is not None:
            self._child.wait()

    def sweep(self) -> None:
        """End every process that belongs to this directory, of this run or of one that was killed."""
        strays = [process for process in psutil.process_iter() if self._is_ours(process)]
        # supervisord, the oldest, first: it would start the others again.
        strays.sort(key=psutil.Process.create_time)
        for process in strays:
            with contextlib.suppress(psutil.NoSuchProcess):
                # A stopped process takes no other signal than SIGKILL until it goes on.
                process.resume()
                process.terminate()
        _, stubborn = psutil.wait_procs(strays, timeout=15)
        for process in stubborn:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(stubborn, timeout=5)
        self.socket.unlink(missing_ok=True)

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            return process.pid != os.getpid() and process.environ().get(MARKER) == str(self.directory)
        except (psutil.Error, OSError):
            return False


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _socket_path(directory: Path) -> Path:
    beside = directory / "supervisor.sock"
    if len(os.fsencode(beside)) <= _LONGEST_SOCKET:
        return beside
    short = hashlib.sha256(os.fsencode(directory)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"zhixing-{os.getuid()}-{short}" / "supervisor.sock"
