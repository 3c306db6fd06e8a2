"""Each kind of process at one, three and one replicas under load, one of them killed: the ledger of promises equals
what is stored and told."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from ops.parts import PrivateDatabase
from shared.events.checkins import CheckInRecorded, CheckInRefused
from tests.chaos.load import PAGE_UNIT, Ledger, Load, seed
from tests.conftest import settings_for
from tests.e2e.web.conftest import web_process
from tests.support.broker import Listener, fresh_vhost
from tests.support.database import Databases
from tests.support.district import CHECKINS, DIRECTORY, NOTIFICATIONS, District, task, unit
from tests.support.process import Process, running, service
from tests.support.waiting import eventually

pytestmark = [pytest.mark.chaos, pytest.mark.long, pytest.mark.timeout(300)]

Start = Callable[[Mapping[str, str]], Process]


def _service(target: str) -> Start:
    return lambda environment: service(target, environment)


#: A new kind of process is one line here.
KINDS: dict[str, Start] = {
    "directory": _service(DIRECTORY),
    "checkins": _service(CHECKINS),
    "notifications": _service(NOTIFICATIONS),
    "web": lambda environment: web_process(dict(environment))[0],
}

#: More than the 60 s after which a server gives up a transaction that nobody ended.
SETTLED_WITHIN = 100.0


@dataclass
class Stage:
    district: District
    heard: Listener
    replicas: dict[str, list[Process]]
    ledger: Ledger = field(default_factory=Ledger)

    def urls(self) -> list[str]:
        return [f"http://127.0.0.1:{web.environment['ZHIXING_WEB_PORT']}" for web in self.replicas["web"]]


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


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with fresh_vhost("scaling") as vhost, _database(tmp_path_factory.mktemp("database")) as databases:
        # A copy may lag behind while its keeper is killed: what waits for it is tried for longer than that takes.
        environment = settings_for(vhost, databases) | {"ZHIXING_RETRY_DELAYS": "0.2,0.5,1,2,5,10,20"}
        district = District(vhost, databases, environment)
        seed(district)
        first = {kind: start(environment) for kind, start in KINDS.items()}
        heard = vhost.listen(CheckInRecorded, CheckInRefused)
        replicas = {kind: [process] for kind, process in first.items()}
        with running(*first.values()):
            try:
                vhost.send(unit("d", kind="district"), unit(PAGE_UNIT, "d"), task("page-task", PAGE_UNIT))
                own = databases.of("checkins").occurrences
                eventually(lambda: own.find_one({"_id": "page-task"}), what="the task of those who use the page")
                yield Stage(district, heard, replicas)
            finally:
                for process in {process for kind in replicas.values() for process in kind} - set(first.values()):
                    process.close()


@pytest.mark.parametrize("kind", KINDS)
def test_one_to_three_to_one_replicas_with_one_killed_keeps_every_promise(stage: Stage, kind: str) -> None:
    replicas = stage.replicas[kind]
    with Load(stage.district, stage.urls, stage.ledger).running() as load:
        load.goes_on()
        added = [KINDS[kind](stage.district.environment).start() for _ in range(2)]
        try:
            for process in added:
                process.wait_ready()
        except BaseException:
            for process in added:
                process.close()
            raise
        replicas += added
        load.goes_on()
        killed = replicas.pop(0)
        killed.kill()
        _end_sessions(stage)
        load.goes_on()
        leaving = replicas.pop(0)
        assert leaving.stop() == 0, leaving.log()[-2000:]
        load.goes_on()
    _settle(stage)
    _compare(stage)
    killed.close()
    leaving.close()


def _end_sessions(stage: Stage) -> None:
    """An open transaction of a killed process keeps its documents locked for 60 s; an operator can end it at once, with
    those of the living, which try again."""
    stage.district.databases.client.admin.command("killAllSessions", [])


def _settle(stage: Stage) -> None:
    databases, ledger = stage.district.databases, stage.ledger
    messages = databases.of("notifications").messages
    promised = len(ledger.confirmed) + len(ledger.received)
    try:
        eventually(lambda: messages.count_documents({"state": "sent"}) >= promised, within=SETTLED_WITHIN)
    except AssertionError:
        raise AssertionError(f"{promised} outcomes were promised: {_where(stage)}") from None
    for owner in ("directory", "checkins", "notifications"):
        eventually(lambda o=owner: databases.of(o).outbox.count_documents({}) == 0, within=30, what=f"{owner}'s outbox")
    work = [queue["name"] for queue in stage.district.vhost.queues() if queue["durable"]]
    for queue in work:
        eventually(lambda q=queue: stage.district.vhost.waiting(q) == 0, within=30, what=f"{queue} to be empty")


def _where(stage: Stage) -> dict[str, object]:
    """Where the promises got to, for whoever has to find out why one was not kept."""
    databases, vhost = stage.district.databases, stage.district.vhost
    waiting = {queue["name"]: vhost.waiting(queue["name"]) for queue in vhost.queues() if queue["durable"]}
    unacknowledged = {queue["name"]: queue.get("messages_unacknowledged", 0) for queue in vhost.queues()}
    states = Counter(row["state"] for row in databases.of("notifications").messages.find())
    return {
        "check-ins": databases.of("checkins").check_ins.count_documents({}),
        "outcomes told": len({message.id for message in stage.heard.drain()}),
        "messages": dict(states),
        "shown": databases.of("bots").history.count_documents({"answers": {"$ne": None}}),
        "outbox": {owner: databases.of(owner).outbox.count_documents({}) for owner in stage.replicas if owner != "web"},
        "waiting": {name: count for name, count in waiting.items() if count},
        "unacknowledged": {name: count for name, count in unacknowledged.items() if count},
        "warnings": [
            line
            for processes in stage.replicas.values()
            for process in processes
            for line in process.log().splitlines()
            if "[warning" in line or "[error" in line
        ][-20:],
    }


def _compare(stage: Stage) -> None:
    """What was promised, against what is stored, told and shown. The dead letters were seen to be empty."""
    databases, ledger = stage.district.databases, stage.ledger
    rows = list(databases.of("checkins").check_ins.find())
    by_page = {row["command_id"] for row in rows if row["member_id"] in ledger.received}
    recorded = Counter(row["command_id"] for row in rows)
    told = {message.id: message for message in stage.heard.drain()}
    refused = {m.data.command_id for m in told.values() if isinstance(m.data, CheckInRefused)}
    commands = set(ledger.confirmed) | by_page

    assert len(by_page) == len(ledger.received), "each page that said received has one check-in"
    assert set(recorded.values()) == {1}
    assert len({(row["occurrence_id"], row["member_id"]) for row in rows}) == len(rows)
    assert set(recorded) | refused == commands, "each command has a check-in or a refusal, and nothing else has"
    assert not set(recorded) & refused
    assert len(refused) == len(ledger.again), "only what was asked for twice is refused"

    outcomes = Counter(m.causation_id for m in told.values())
    assert outcomes == dict.fromkeys(commands, 1), "one outcome is told of each, however often it is told"

    messages = Counter(row["answers"] for row in databases.of("notifications").messages.find())
    assert messages == dict.fromkeys(commands, 1)
    shown = Counter(row["answers"] for row in databases.of("bots").history.find({"answers": {"$ne": None}}))
    assert shown == dict.fromkeys(commands, 1), "each chat shows each outcome once"

    years = databases.of("checkins").member_figures.find()
    counted = sum("p" in fact for year in years for fact in year["facts"])
    assert counted == len(rows), "each check-in is counted once in the figures"
