"""Every kind of process on a broker's vhost and a database of the test's own."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from pymongo import MongoClient

from ops.parts import PrivateDatabase
from ops.processes import SERVICES
from shared.events.checkins import CheckInRecorded, CheckInRefused
from shared.events.incidents import (
    IncidentAcknowledged,
    IncidentEscalated,
    IncidentMoveRefused,
    IncidentReported,
    IncidentReportRefused,
    IncidentUnanswered,
)
from shared.events.volunteers import ActivityPublished, ActivityRefused, SignUpConfirmed, SignUpRefused
from tests.chaos.load import Ledger, Scene
from tests.chaos.load.seeding import PAGE_UNIT, seed
from tests.chaos.telegram import Telegram, telegram_server
from tests.conftest import settings_for
from tests.e2e.console.conftest import browser_like, console_process, log_in
from tests.e2e.web.conftest import web_process
from tests.support.broker import Listener, fresh_vhost
from tests.support.database import Databases
from tests.support.district import District, member, task, unit
from tests.support.incidents import clocks
from tests.support.process import Process, running, service, timekeeper
from tests.support.rpc import Rpc
from tests.support.waiting import eventually

Start = Callable[[Telegram, Mapping[str, str]], Process]

OUTCOMES = (CheckInRecorded, CheckInRefused, IncidentReported, IncidentReportRefused, IncidentAcknowledged)
OUTCOMES_TOO = (IncidentMoveRefused, SignUpConfirmed, SignUpRefused, ActivityPublished, ActivityRefused)
STEPS = (IncidentEscalated, IncidentUnanswered)

#: Seconds in which a duty is to acknowledge.
CLOCK = 2.0


def _service(target: str) -> Start:
    return lambda _telegram, environment: service(target, environment)


def _timekeeper(_telegram: Telegram, environment: Mapping[str, str]) -> Process:
    return timekeeper(environment, ZHIXING_TIMEKEEPER_TICK="0.5", ZHIXING_TIMEKEEPER_LEASE="5")


#: A new kind of process is one line here. Telegram's goes first: what a replica had in hand when it was killed is its
#: own for 45 s more, which pass while the others have their turn.
KINDS: dict[str, Start] = {
    "telegram": lambda telegram, environment: telegram.process(environment),
    **{name: _service(target) for name, target in SERVICES.items()},
    "timekeeper": _timekeeper,
    "web": lambda _telegram, environment: web_process(dict(environment))[0],
    "console": lambda _telegram, environment: console_process(dict(environment), ZHIXING_CONSOLE_HEARTBEAT="1")[0],
}

#: The setting with the port on which a kind serves people.
_PORTS = {"web": "ZHIXING_WEB_PORT", "console": "ZHIXING_CONSOLE_PORT", "telegram": "ZHIXING_TELEGRAM_WEBHOOK_PORT"}


@dataclass
class Stage:
    scene: Scene
    heard: Listener
    #: Those that live, the oldest first.
    replicas: dict[str, list[Process]]
    environment: Mapping[str, str]
    #: Messages to Telegram that were being sent when a replica was killed, or when the sessions were ended: it may or
    #: may not have taken them, and they are sent again.
    in_doubt: set[str] = field(default_factory=set)

    @property
    def district(self) -> District:
        return self.scene.district

    @property
    def databases(self) -> Databases:
        return self.scene.district.databases

    @property
    def ledger(self) -> Ledger:
        return self.scene.ledger

    def add(self, kind: str, count: int) -> list[Process]:
        """Start so many replicas more; they are not ready yet, and nobody is sent to them."""
        return [KINDS[kind](self.scene.telegram, self.environment).start() for _ in range(count)]

    def end_sessions(self) -> None:
        """An open transaction of a killed process keeps its documents locked for 60 s; an operator can end it at once,
        with those of the living, which try again."""
        self._doubt()
        self.databases.client.admin.command("killAllSessions", [])
        self._doubt()

    def _doubt(self) -> None:
        self.in_doubt |= {row["_id"] for row in self.databases.of("bots").deliveries.find({"state": "sending"})}


@contextlib.contextmanager
def the_stage(folder: Path) -> Iterator[Stage]:
    """One replica of each kind, ready, and a district to work for."""
    with contextlib.ExitStack() as stack:
        vhost = stack.enter_context(fresh_vhost("scaling"))
        databases = stack.enter_context(_database(folder / "database"))
        telegram = stack.enter_context(telegram_server())
        environment = settings_for(vhost, databases) | {
            # A copy may lag behind while its keeper is killed: what waits for it is tried for longer than that takes.
            "ZHIXING_RETRY_DELAYS": "0.2,0.5,1,2,5,10,20",
            "ZHIXING_QUIET_HOURS": "00:00-00:00",
            "ZHIXING_INCIDENTS_CLOCKS": clocks(folder, CLOCK),
        }
        district = District(vhost, databases, environment)
        seed(district, telegram)
        replicas = {kind: [start(telegram, environment)] for kind, start in KINDS.items()}
        telegram.ports = lambda: _ports(replicas, "telegram")
        heard = vhost.listen(*OUTCOMES, *OUTCOMES_TOO, *STEPS)
        first = [process for processes in replicas.values() for process in processes]
        stack.enter_context(running(*first))
        stack.callback(_close_others, replicas, first)
        _register(district)
        session = _log_in(district, _urls(replicas, "console")[0])
        scene = Scene(district, telegram, lambda kind: _urls(replicas, kind), session, Ledger())
        yield Stage(scene, heard, replicas, environment)


@contextlib.contextmanager
def _database(folder: Path) -> Iterator[Databases]:
    """A server of this test's own, because it ends all sessions on it."""
    server = PrivateDatabase(folder)
    try:
        server.start()
        with MongoClient[dict[str, Any]](server.url, tz_aware=True, serverSelectionTimeoutMS=5000) as client:
            yield Databases("scaling", server.url, client)
    finally:
        server.kill()


def _register(district: District) -> None:
    """What goes through the directory: the district and its officer, and the unit of those who use the page."""
    district.vhost.send(
        unit("district", kind="district"),
        unit(PAGE_UNIT, "district"),
        member("admin", "district", roles=["district-admin"]),
        # Far from its reminder.
        task("page-task", PAGE_UNIT, closes=24 * 3600),
    )
    own = district.databases
    eventually(lambda: own.of("checkins").occurrences.find_one({"_id": "page-task"}), within=60, what="the page's task")
    for copy in ("checkins", "incidents", "volunteers"):
        eventually(lambda c=copy: own.of(c).members.find_one({"_id": "admin"}), within=60, what=f"admin in {copy}")


def _log_in(district: District, url: str) -> httpx.Cookies:
    with Rpc(district.vhost.url) as rpc, browser_like(url) as browser:
        code = eventually(lambda: rpc.call("directory", "issue_login_code", member_id="admin"))["code"]
        assert log_in(browser, code).status_code == 303
        # Cookies are kept by host, whatever the port.
        return browser.cookies


def _ports(replicas: Mapping[str, list[Process]], kind: str) -> list[str]:
    return [process.environment[_PORTS[kind]] for process in replicas[kind]]


def _urls(replicas: Mapping[str, list[Process]], kind: str) -> list[str]:
    return [f"http://127.0.0.1:{port}" for port in _ports(replicas, kind)]


def _close_others(replicas: Mapping[str, list[Process]], first: list[Process]) -> None:
    for process in (process for processes in replicas.values() for process in processes if process not in first):
        process.close()
