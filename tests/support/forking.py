"""Processes without the price of their imports.

A start of ours is two seconds of imports and a tenth of work, and the suite starts some four hundred. So a fork server
per flavour (eventlet patches the standard library, asyncio must not see that) imports everything once, and each
process is a fork of it that then runs the same ``__main__``. What is forked has begun nothing: no thread, no loop, no
connection. That the real commands start is shown by tests/integration/test_starts.py.
"""

# ruff: noqa: E402 - what eventlet patches must be at hand as it was before
from __future__ import annotations

import json
import os
import socket
import sys

# Eventlet's would go through its hub, which must not exist yet when forking.
_fork, _read, _write, _waitpid, _kill = os.fork, os.read, os.write, os.waitpid, os.kill

import contextlib
import functools
import gc
import runpy
import select
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

#: By flavour: the modules that are run as a process, and what is imported beforehand.
_RUN = {
    "eventlet": {"shared.messaging.runner", "tests.support.crashing"},
    "asyncio": {"bots.web", "bots.telegram", "services.console", "services.notifications.timekeeper"},
}
_PRELOADED = {
    "eventlet": (
        "shared.messaging.runner",
        "services.directory.service",
        "services.checkins.service",
        "services.incidents.service",
        "services.notifications.service",
        "services.volunteers.service",
    ),
    "asyncio": (
        "bots.web.app",
        "bots.telegram.process",
        "services.console.app",
        "services.notifications.timekeeper.keeper",
        "shared.aio.process",
    ),
}


def flavour(arguments: Sequence[str]) -> str | None:
    """Whose fork can be this process; None for one that has to be started by itself."""
    return next((name for name, modules in _RUN.items() if arguments and arguments[0] in modules), None)


class Forked:
    """One process; the part of subprocess.Popen that tests use."""

    def __init__(self, server: ForkServer, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._server = server
        # The number is not given to another process before the server has reaped this one.
        self._handle = os.pidfd_open(pid)

    def poll(self) -> int | None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Raises subprocess.TimeoutExpired."""
        if self.returncode is None:
            poller = select.poll()
            poller.register(self._handle, select.POLLIN)
            if not poller.poll(None if timeout is None else timeout * 1000):
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
            self.returncode = self._server.reap(self.pid)
            os.close(self._handle)
        return self.returncode


class ForkServer:
    def __init__(self, flavour: str) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.forking", flavour, str(theirs.fileno())],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
                pass_fds=[theirs.fileno()],
            )
        self._answers = self._socket.makefile("rb")

    def start(self, arguments: Sequence[str], environment: Mapping[str, str], log: str) -> Forked:
        return Forked(self, self._ask(start=list(arguments), environment=dict(environment), log=log))

    def reap(self, pid: int) -> int:
        return self._ask(reap=pid)

    def _ask(self, **question: Any) -> int:
        self._socket.sendall(json.dumps(question).encode() + b"\n")
        answer = self._answers.readline()
        if not answer:
            raise RuntimeError("the fork server of the tests has ended; what it said stands above")
        return int(answer)


@functools.cache
def fork_server(flavour: str) -> ForkServer:
    """One for all tests of this worker; it ends with the worker, and what it started with it."""
    return ForkServer(flavour)


def _serve(connection: int) -> int:
    children: set[int] = set()
    waiting = b""
    while received := _read(connection, 65536):
        waiting += received
        while b"\n" in waiting:
            line, _, waiting = waiting.partition(b"\n")
            question = json.loads(line)
            if "start" in question:
                pid = _fork()
                if pid == 0:
                    os.close(connection)
                    _become(question["start"], question["environment"], question["log"])
                children.add(pid)
                answer = pid
            else:
                answer = os.waitstatus_to_exitcode(_waitpid(question["reap"], 0)[1])
                children.discard(question["reap"])
            _write(connection, b"%d\n" % answer)
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            _kill(child, signal.SIGKILL)
    return 0


def _become(arguments: list[str], environment: dict[str, str], log: str) -> None:
    """Never returns: everything above it on the stack is the server's."""
    code: Any = 1
    try:
        output = os.open(log, os.O_WRONLY | os.O_APPEND)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.environ.clear()
        os.environ.update(environment)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        module, *rest = arguments
        sys.argv = [module, *rest]
        try:
            if module == "shared.messaging.runner":
                # Already imported: run anew it would be there twice.
                code = sys.modules[module].main(rest)
            else:
                runpy.run_module(module, run_name="__main__", alter_sys=True)
                code = 0
        except SystemExit as stop:
            code = stop.code
            if isinstance(code, str):
                sys.stderr.write(code + "\n")
                code = 1
        except KeyboardInterrupt:
            code = 128 + signal.SIGINT
        except BaseException:
            sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code or 0)


if __name__ == "__main__":
    # Ctrl-C goes to the whole group of processes; the worker says when this one ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in _PRELOADED[sys.argv[1]]:
        __import__(name)
    # Collecting would write to every page that is shared.
    gc.collect()
    gc.freeze()
    sys.exit(_serve(int(sys.argv[2])))
