"""``zhixing up``: broker and database, then every process, then the demo district; until Ctrl-C."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FrameType

from ops.parts.process import last_lines, poll
from ops.parts.reach import broker_answers, database_answers
from ops.settings import LaptopSettings
from ops.supervision.configuration import APPLICATION, PARTS, configuration
from ops.supervision.daemon import Daemon
from ops.supervision.endpoints import (
    Endpoints,
    endpoints_of,
    forget_endpoints,
    log_file,
    read_endpoints,
    write_endpoints,
)
from ops.supervision.lock import only_one
from ops.supervision.logs import Logs
from ops.supervision.plan import Plan, Processes, application, make_plan
from ops.supervision.readiness import readiness
from ops.supervision.secrets import secret_settings
from ops.texts import Problem, text
from shared.logging import mask

PROCESS_TIMEOUT = 60.0

#: What to do once everything is ready; gives lines for the person at the terminal.
AfterReady = Callable[[Endpoints], list[str]]
Say = Callable[[str], None]


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


def up(
    settings: LaptopSettings,
    directory: Path,
    *,
    environ: Mapping[str, str],
    detach: bool = False,
    processes: Processes = application,
    after_ready: AfterReady = lambda _endpoints: [],
    say: Say = _say,
) -> None:
    """Start everything under ``directory`` and stay until Ctrl-C, SIGTERM or ``down``; then stop it in good order.

    Running already: says where, and leaves it alone. With ``detach`` it returns once everything is ready and leaves
    it running. Raises Problem with everything stopped.
    """
    daemon = Daemon(directory)
    # Whoever else's it is, and whatever happens here, it is not ours to stop.
    ours = False
    with _stoppable():
        try:
            with only_one(directory):
                endpoints = read_endpoints(directory)
                if endpoints is not None and daemon.running:
                    say(text("already-up"))
                    _tell(endpoints, say)
                    return
                ours = True
                _clear(daemon, say)
                endpoints = _start(daemon, settings, environ, processes, say)
                hints = after_ready(endpoints)
                write_endpoints(directory, endpoints)
            _tell(endpoints, say)
            for hint in hints:
                say(hint)
            if not detach:
                say(text("stop-hint"))
                _follow(daemon, endpoints, say)
        except KeyboardInterrupt:
            if ours:
                say(text("stopping"))
                _stop(daemon)
                say(text("stopped"))
        except BaseException:
            if ours:
                _stop(daemon)
            raise


def _clear(daemon: Daemon, say: Say) -> None:
    """What an ``up`` that was killed left behind would hold ports and files."""
    if daemon.running:
        say(text("clearing-remains"))
        daemon.stop()
    daemon.sweep()
    forget_endpoints(daemon.directory)


def _start(
    daemon: Daemon, settings: LaptopSettings, environ: Mapping[str, str], processes: Processes, say: Say
) -> Endpoints:
    directory = daemon.directory
    plan = make_plan(settings, directory, processes)
    if plan.broker is not None:
        plan.broker.prepare()
    if plan.database is not None:
        plan.database.prepare()
    secrets = secret_settings(directory, environ)
    own = {"ZHIXING_LOG_FORMAT": "text", "PYTHONUNBUFFERED": "1", **environ, **secrets}
    # The addresses go by inheritance: they may hold passwords, which neither files nor process lists should show.
    own |= {"AMQP_URL": plan.amqp_url} if plan.broker else {}
    own |= {"MONGO_URL": plan.mongo_url} if plan.database else {}
    daemon.start(configuration(plan, directory, daemon.socket), own)
    say(text("starting-parts"))
    _start_parts(daemon, plan, settings.command_patience)
    say(text("starting-processes"))
    for process in plan.processes:
        daemon.start_process(APPLICATION, process.name)
    for process in plan.processes:
        _await_ready(daemon, process.name, process.url)
    return endpoints_of(plan, directory)


def _start_parts(daemon: Daemon, plan: Plan, patience: float) -> None:
    """``patience``: seconds for those that are not ours, which ought to be there."""
    broker, database = plan.broker, plan.database
    if broker is not None:
        daemon.start_process(PARTS, "broker")
    if database is not None:
        daemon.start_process(PARTS, "database")
    if database is None:
        if not database_answers(plan.mongo_url, timeout=patience):
            raise Problem("database-unreachable", url=mask(plan.mongo_url))
    elif not _comes_up(daemon, "database", database.answers):
        log = log_file(daemon.directory, "database")
        raise Problem("database-did-not-start", log=str(log), tail=last_lines(log, 3))
    if broker is None:
        if not broker_answers(plan.amqp_url, timeout=patience):
            raise Problem("broker-unreachable", url=mask(plan.amqp_url))
    elif not _comes_up(daemon, "broker", broker.answers):
        log = log_file(daemon.directory, "broker")
        raise Problem("broker-did-not-start", log=str(log), tail=last_lines(log, 3))


def _await_ready(daemon: Daemon, name: str, url: str) -> None:
    if not _comes_up(daemon, name, lambda: readiness(url).ready):
        log = log_file(daemon.directory, name)
        faults = readiness(url).faults
        tail = "; ".join(f"{part}: {fault}" for part, fault in faults.items()) or last_lines(log, 1)
        raise Problem("process-did-not-start", name=name, log=str(log), tail=tail)


def _comes_up(daemon: Daemon, name: str, ready: Callable[[], bool]) -> bool:
    """False when it is not ready in time or ends instead; then waiting for supervisord's next try helps nobody."""
    starts: set[int] = set()

    def alive() -> bool:
        for state in daemon.states():
            if state.name == name:
                starts.add(state.started)
                return state.state in ("STARTING", "RUNNING") and len(starts - {0}) <= 2
        return False

    return poll(ready, timeout=PROCESS_TIMEOUT, every=0.2, alive=alive)


def _tell(endpoints: Endpoints, say: Say) -> None:
    say(text("address-web", url=endpoints.web_url))
    if endpoints.console_url is not None:
        say(text("address-console", url=endpoints.console_url))
    if endpoints.management_url is not None:
        # Everybody knows guest's password, and the private broker lets guest in from this machine only.
        url = endpoints.management_url
        say(text("address-management", url=url if "://guest:guest@" in url else mask(url)))
    for name, process in endpoints.processes.items():
        say(text("address-process", name=name, url=f"{process.url}/health/ready"))


def _follow(daemon: Daemon, endpoints: Endpoints, say: Say) -> None:
    """Show the logs until supervisord ends. Raises Problem if it did not end in good order."""
    logs = Logs({name: Path(process.log) for name, process in endpoints.processes.items()}, daemon.log)
    logs.skip()
    try:
        while not daemon.ended:
            for line in logs.new_lines():
                say(line)
            time.sleep(0.3)
        if not daemon.ended_well:
            raise Problem("supervisor-ended", log=str(daemon.log))
        # Stopped by "down" from another terminal.
        say(text("stopped"))
    finally:
        logs.close()


def _stop(daemon: Daemon) -> None:
    # An impatient second Ctrl-C must not leave half of it running.
    with _signals(signal.SIG_IGN):
        forget_endpoints(daemon.directory)
        daemon.stop()


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """SIGTERM and a closed terminal stop like Ctrl-C does."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    with _signals(interrupt):
        yield


@contextlib.contextmanager
def _signals(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> Iterator[None]:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)
