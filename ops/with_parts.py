"""Run a command with a broker and a database of its own: ``zhixing with-parts -- pytest``."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ops.parts import PrivateBroker, PrivateDatabase
from ops.parts.ports import free_ports
from ops.texts import Problem

#: Where tests make themselves virtual hosts.
MANAGEMENT_URL = "ZHIXING_TEST_MANAGEMENT_URL"
#: Where files are kept in memory, on Linux, and how many bytes must be free there.
MEMORY = Path("/dev/shm")  # noqa: S108 - a directory of an unforeseeable name is made in it
ENOUGH = 2 * 1024**3
#: All databases, with a space between two, when more than one was asked for.
MONGO_URLS = "ZHIXING_TEST_MONGO_URLS"


def _given(environ: Mapping[str, str], *names: str) -> bool:
    return any(environ.get(name) for name in names)


def _memory() -> Path | None:
    """The directory for what need not outlive the machine; None, and the disk has to do, where there is no room."""
    try:
        return MEMORY if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ENOUGH else None
    except OSError:
        return None


@contextlib.contextmanager
def parts(environ: Mapping[str, str], *, databases: int = 1, in_memory: bool = False) -> Iterator[dict[str, str]]:
    """Start what ``environ`` does not name, on free ports in a temporary directory, and yield the addresses.

    A broker is named by AMQP_URL or ZHIXING_AMQP_URL, a database by MONGO_URL or ZHIXING_MONGO_URL. Several databases
    are for commands that do several things at once and share nothing. ``in_memory``: their files are kept there if
    there is room, so that nobody waits for a disk; they outlive killed servers all the same. Raises Problem.
    """
    addresses: dict[str, str] = {}
    with (
        tempfile.TemporaryDirectory(
            prefix="zhixing-parts-", ignore_cleanup_errors=True, dir=_memory() if in_memory else None
        ) as folder,
        contextlib.ExitStack() as stack,
    ):
        started: list[PrivateBroker | PrivateDatabase] = []
        if not _given(environ, "AMQP_URL", "ZHIXING_AMQP_URL"):
            broker = PrivateBroker(Path(folder) / "broker")
            addresses |= {"AMQP_URL": broker.url, MANAGEMENT_URL: broker.management_url}
            started.append(broker)
            stack.callback(broker.stop_epmd)
        if not _given(environ, "MONGO_URL", "ZHIXING_MONGO_URL"):
            several = [PrivateDatabase(Path(folder) / f"database-{port}", port) for port in free_ports(databases)]
            addresses |= {"MONGO_URL": several[0].url, MONGO_URLS: " ".join(database.url for database in several)}
            started += several
        for part in started:
            part.launch()
            # Nothing they stored is wanted again, so they need not stop in good order.
            stack.callback(part.kill)
        for part in started:
            part.wait()
        yield addresses


def run(command: Sequence[str], *, databases: int = 1, in_memory: bool = False) -> int:
    """Run ``command`` with the parts and return its exit code (128 + the signal's number if one ended it).

    SIGTERM is passed on to the command, so that the parts never outlive it.
    """
    with parts(os.environ, databases=databases, in_memory=in_memory) as addresses:
        try:
            child = subprocess.Popen(command, env={**os.environ, **addresses})
        except OSError:
            raise Problem("command-not-found", command=command[0]) from None
        before = signal.signal(signal.SIGTERM, lambda _number, _frame: child.terminate())
        try:
            code = _wait(child)
        finally:
            signal.signal(signal.SIGTERM, before)
    return code if code >= 0 else 128 - code


def _wait(child: subprocess.Popen[bytes]) -> int:
    """The terminal sends Ctrl-C to the child too; it decides when it is done."""
    while True:
        with contextlib.suppress(KeyboardInterrupt):
            return child.wait()
