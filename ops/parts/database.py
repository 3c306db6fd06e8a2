"""A private database: mongod as a one-member replica set where it is installed, else SecantusDB as its own process.

SecantusDB speaks MongoDB's wire protocol and has transactions; it is meant for
demonstration and tests. Without ``--sync-on-commit`` a killed server loses acknowledged writes.
"""

from __future__ import annotations

import shutil
import signal
import sys
from pathlib import Path
from typing import Any

import pymongo
import pymongo.errors

from ops.parts.ports import free_ports
from ops.parts.process import ChildProcess, last_lines, make_directory, poll
from ops.texts import Problem

START_TIMEOUT = 120.0
REPLICA_SET = "zhixing"


def secantus_program() -> str | None:
    """SecantusDB's server, from the environment this runs in, else from the path."""
    beside = Path(sys.executable).with_name("secantusd-py")
    return str(beside) if beside.exists() else shutil.which("secantusd-py")


class PrivateDatabase:
    """``start``, ``stop``, ``kill``, ``restart``, ``pause`` and ``resume`` a database server of our own.

    It listens on the loopback only. ``test_commands`` lets clients inject faults (``configureFailPoint``).
    """

    def __init__(self, directory: Path, port: int | None = None, *, test_commands: bool = False) -> None:
        self.directory = directory
        self.port = port or free_ports(1)[0]
        self.log = directory / "database.log"
        self.mongod = shutil.which("mongod")
        self._test_commands = test_commands
        self._process: ChildProcess | None = None

    @property
    def url(self) -> str:
        return f"mongodb://127.0.0.1:{self.port}/?directConnection=true"

    def prepare(self) -> None:
        """Make its directories. Raises Problem where that is not possible, or no server is installed."""
        make_directory(self.directory)
        data = make_directory(self.directory / "data")
        if self.mongod is not None:
            self.command = [self.mongod, "--bind_ip", "127.0.0.1", "--port", str(self.port), "--dbpath", str(data)]
            self.command += ["--replSet", REPLICA_SET, "--nounixsocket"]
            self.command += ["--setParameter", "enableTestCommands=1"] if self._test_commands else []
            return
        program = secantus_program()
        if program is None:
            raise Problem("no-database-program")
        # An explicit file, so that a secantusd.toml somewhere on the machine changes nothing here.
        configuration = self.directory / "secantusd.toml"
        configuration.write_text("", encoding="ascii")
        self.command = [program, "--config", str(configuration), "--host", "127.0.0.1", "--port", str(self.port)]
        self.command += ["--storage-path", str(data), "--sync-on-commit"]
        self.command += ["--enable-test-commands"] if self._test_commands else []

    @property
    def env(self) -> dict[str, str]:
        return {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(self.directory), "LANG": "C.UTF-8"}

    def answers(self) -> bool:
        """Whether it takes writes; makes a new mongod the one member of its replica set."""
        client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(
            self.url, serverSelectionTimeoutMS=1000, connectTimeoutMS=1000, socketTimeoutMS=5000
        )
        with client:
            try:
                hello = client.admin.command("hello")
                if hello.get("isWritablePrimary"):
                    return True
                if self.mongod is not None and "setName" not in hello:
                    members = [{"_id": 0, "host": f"127.0.0.1:{self.port}"}]
                    client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": members})
            except pymongo.errors.PyMongoError:
                return False
        return False

    def start(self, timeout: float = START_TIMEOUT) -> None:
        """Start the server and wait until it takes writes. Raises Problem."""
        self.launch()
        self.wait(timeout)

    def launch(self) -> None:
        """Start the server without waiting for it."""
        self.prepare()
        self._process = ChildProcess(self.command, env=self.env, log=self.log)

    def wait(self, timeout: float = START_TIMEOUT) -> None:
        """Wait until it takes writes. Raises Problem, with the server stopped, if it does not."""
        process = self._running()
        if not poll(self.answers, timeout=timeout, alive=lambda: process.alive):
            self.stop()
            raise Problem("database-did-not-start", log=str(self.log), tail=last_lines(self.log, 3))

    def stop(self) -> None:
        if self._process is not None:
            self._process.stop()
            self._process = None

    def kill(self) -> None:
        """End the server with SIGKILL, if it runs; its files stay as they are."""
        if self._process is not None:
            self._process.kill()
            self._process = None

    def restart(self) -> None:
        self.stop()
        self.start()

    def pause(self) -> None:
        """Freeze the server: connections stay open and nothing answers."""
        self._running().send(signal.SIGSTOP)

    def resume(self) -> None:
        self._running().send(signal.SIGCONT)

    def _running(self) -> ChildProcess:
        if self._process is None:
            raise RuntimeError("the database was not started")
        return self._process
