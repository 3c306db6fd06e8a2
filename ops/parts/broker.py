"""A private RabbitMQ node: the current user's, under one directory, on its own ports.

Debian's /usr/sbin/rabbitmq-server changes the user; the script of the same name under /usr/lib/rabbitmq runs as
whoever calls it. The node has a home, a cookie and an epmd of its own, so it neither reads nor leaves anything in
the user's home, and several nodes live beside each other.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ops.parts.packages import install
from ops.parts.ports import free_ports
from ops.parts.process import ChildProcess, last_lines, make_directory, poll
from ops.parts.reach import broker_answers, management_answers
from ops.texts import Problem

#: Debian's place first, then that of RabbitMQ's own packages and images.
SERVER_SCRIPTS = (Path("/usr/lib/rabbitmq/bin/rabbitmq-server"), Path("/opt/rabbitmq/sbin/rabbitmq-server"))
START_TIMEOUT = 120.0

_CONFIGURATION = """\
listeners.tcp.local = 127.0.0.1:{ports.amqp}
management.tcp.ip = 127.0.0.1
management.tcp.port = {ports.management}
loopback_users.guest = true
log.file.level = warning
log.console = false
# One machine's worth: the default keeps half a gigabyte of log before it writes segments.
raft.wal_max_size_bytes = 67108864
"""


def server_script() -> Path | None:
    """The script that starts a node as the current user, or None where RabbitMQ is not installed."""
    return next((path for path in SERVER_SCRIPTS if path.exists()), None)


def ensure_installed(log: Path) -> Path:
    """The server's script, after installing Debian's package if it is missing. Raises Problem."""
    if server_script() is None:
        install(["rabbitmq-server"], log)
    found = server_script()
    if found is None:
        raise Problem("install-failed", packages="rabbitmq-server", log=str(log), tail="rabbitmq-server")
    return found


@dataclass(frozen=True)
class BrokerPorts:
    amqp: int
    management: int
    distribution: int
    epmd: int

    @classmethod
    def free(cls) -> BrokerPorts:
        return cls(*free_ports(4))


class PrivateBroker:
    """``start``, ``stop``, ``kill``, ``restart``, ``pause`` and ``resume`` a node of our own.

    What it stored stays in ``directory`` and is there again after the next start. Only guest, only from this machine.
    """

    def __init__(self, directory: Path, ports: BrokerPorts | None = None) -> None:
        self.directory = directory
        self.ports = ports or BrokerPorts.free()
        self.log = directory / "broker.log"
        self._process: ChildProcess | None = None

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.ports.amqp}/%2f"

    @property
    def management_url(self) -> str:
        return f"http://guest:guest@127.0.0.1:{self.ports.management}"

    def prepare(self) -> None:
        """Write the node's configuration. Raises Problem where that, or installing RabbitMQ, is not possible."""
        make_directory(self.directory)
        script = ensure_installed(self.directory / "install.log")
        self.command = [str(script), "-noinput"]
        for name in ("home", "data", "logs", "conf.d"):
            make_directory(self.directory / name)
        (self.directory / "rabbitmq.conf").write_text(_CONFIGURATION.format(ports=self.ports), encoding="ascii")
        (self.directory / "enabled_plugins").write_text("[rabbitmq_management].\n", encoding="ascii")

    @property
    def env(self) -> dict[str, str]:
        base = self.directory
        return {
            "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin",
            # Erlang keeps its cookie in HOME; RabbitMQ warns unless the locale is UTF-8.
            "HOME": str(base / "home"),
            "LANG": "C.UTF-8",
            "RABBITMQ_NODENAME": f"zhixing-{self.ports.amqp}@localhost",
            "RABBITMQ_CONFIG_FILE": str(base / "rabbitmq.conf"),
            "RABBITMQ_CONFIG_FILES": str(base / "conf.d"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(base / "advanced.config"),
            "RABBITMQ_CONF_ENV_FILE": str(base / "rabbitmq-env.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(base / "enabled_plugins"),
            "RABBITMQ_MNESIA_BASE": str(base / "data"),
            "RABBITMQ_LOG_BASE": str(base / "logs"),
            "RABBITMQ_DIST_PORT": str(self.ports.distribution),
            # The script then replaces itself by the node, so that a signal to its pid reaches the node.
            "RABBITMQ_ALLOW_INPUT": "1",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            "ERL_EPMD_PORT": str(self.ports.epmd),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
        }

    def answers(self) -> bool:
        """Whether AMQP connections are taken and the management interface, which comes up last, answers."""
        return broker_answers(self.url) and management_answers(self.management_url)

    def start(self, timeout: float = START_TIMEOUT) -> None:
        """Start the node and wait until it takes connections. Raises Problem."""
        self.launch()
        self.wait(timeout)

    def launch(self) -> None:
        """Start the node without waiting for it."""
        self.prepare()
        self._process = ChildProcess(self.command, env=self.env, log=self.log)

    def wait(self, timeout: float = START_TIMEOUT) -> None:
        """Wait until it takes connections. Raises Problem, with the node stopped, if it does not."""
        process = self._running()
        if not poll(self.answers, timeout=timeout, alive=lambda: process.alive):
            self.stop()
            raise Problem("broker-did-not-start", log=str(self.log), tail=last_lines(self.log, 3))

    def stop(self) -> None:
        """Stop the node in good order, and its epmd."""
        if self._process is not None:
            self._process.stop()
            self._process = None
        self.stop_epmd()

    def kill(self) -> None:
        """End the node with SIGKILL, if it runs; its files stay as they are."""
        if self._process is not None:
            self._process.kill()
            self._process = None

    def restart(self) -> None:
        self.stop()
        self.start()

    def pause(self) -> None:
        """Freeze the node: connections stay open and nothing answers."""
        self._running().send(signal.SIGSTOP)

    def resume(self) -> None:
        self._running().send(signal.SIGCONT)

    def stop_epmd(self) -> None:
        """End the name server that the node started; it outlives the node by design."""
        epmd = shutil.which("epmd")
        if epmd is not None:
            # Its answer, and its failure when none runs any more, matter to nobody.
            subprocess.run([epmd, "-port", str(self.ports.epmd), "-kill"], capture_output=True, check=False, timeout=10)

    def _running(self) -> ChildProcess:
        if self._process is None:
            raise RuntimeError("the broker was not started")
        return self._process
