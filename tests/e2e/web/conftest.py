"""The web chat on the real services, and a district of one branch."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from ops.parts import PrivateBroker, PrivateDatabase
from shared.events import compose
from shared.events.directory import PersonName, RegisterMember, RegisterUnit
from tests.conftest import settings_for
from tests.support.broker import Vhost, fresh_vhost
from tests.support.database import Databases, fresh_databases
from tests.support.district import CHECKINS, DIRECTORY, NOTIFICATIONS, SOURCE, task
from tests.support.http import NO_TLS
from tests.support.ports import own_port
from tests.support.process import Process, running, service
from tests.support.rpc import Rpc
from tests.support.waiting import PATIENCE, eventually

SECRET = "only-for-tests-0123456789"


@dataclass
class System:
    """Directory, check-ins, notifications and one web replica, running."""

    vhost: Vhost
    databases: Databases
    environment: dict[str, str]
    services: dict[str, Process]
    web: Process
    url: str
    _members: int = field(default=0)

    def member(self, *, tasks: int = 1, name: str = "李明华") -> tuple[str, str]:
        """A new member of a branch of their own with so many open tasks: the member's id and a code to link with."""
        self._members += 1
        unit, member_id = f"branch-{self._members}", f"member-{self._members}"
        branch = RegisterUnit(unit_id=unit, kind="branch", name="实验小学第一党支部", parent_id="district")
        self.vhost.send(compose(branch, source=SOURCE))
        # What comes before its unit is tried again a few times only.
        eventually(lambda: self.databases.of("directory").units.find_one({"_id": unit}))
        person = RegisterMember(member_id=member_id, kind="full", unit_id=unit, person=PersonName(name=name))
        self.vhost.send(compose(person, source=SOURCE))
        eventually(lambda: self.databases.of("checkins").members.find_one({"_id": member_id}))
        self.vhost.send(*(task(f"{unit}-task-{n}", unit) for n in range(1, tasks + 1)))
        eventually(
            lambda: self.databases.of("checkins").occurrences.count_documents({"unit_id": unit}) == tasks,
            what=f"{tasks} tasks of {unit}",
        )
        with Rpc(self.vhost.url) as rpc:
            return member_id, rpc.call("directory", "issue_link_code", member_id=member_id)["code"]

    def check_ins(self, member_id: str) -> list[dict[str, Any]]:
        return [row for row in self.databases.of("checkins").check_ins.find() if row["member_id"] == member_id]


def web_process(environment: dict[str, str], *, port: int | None = None, **settings: str) -> tuple[Process, str]:
    """A replica of the web chat, not started, and its address."""
    own = port or own_port()
    process = Process(
        ["bots.web"],
        {
            **environment,
            "ZHIXING_WEB_SECRET": SECRET,
            "ZHIXING_WEB_PORT": str(own),
            "ZHIXING_WEB_RATE_BURST": "200",
            "ZHIXING_WEB_PAGE_PATIENCE": str(PATIENCE),
            "ZHIXING_HINT_PATIENCE": str(PATIENCE),
            **settings,
        },
    )
    return process, f"http://127.0.0.1:{own}"


@contextlib.contextmanager
def the_system(broker: PrivateBroker | None = None, database: PrivateDatabase | None = None) -> Iterator[System]:
    """On the parts that all tests share, or on parts of a test's own that it may take away."""
    with (
        fresh_vhost("web", amqp_url=broker and broker.url, management=broker and broker.management_url) as vhost,
        fresh_databases(url=database and database.url) as databases,
    ):
        environment = settings_for(vhost, databases)
        web, url = web_process(environment, ZHIXING_LATE_AFTER="1")
        services = {
            name: service(target, environment)
            for name, target in (("directory", DIRECTORY), ("checkins", CHECKINS), ("notifications", NOTIFICATIONS))
        }
        with running(*services.values(), web):
            vhost.send(compose(RegisterUnit(unit_id="district", kind="district", name="教育工委"), source=SOURCE))
            eventually(lambda: databases.of("checkins").units.find_one({"_id": "district"}))
            yield System(vhost, databases, environment, services, web, url)


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    with the_system() as running_system:
        yield running_system


@pytest.fixture
def http(system: System) -> Iterator[httpx.Client]:
    """A browser's manners: the page was opened, so there is a cookie."""
    with client(system.url) as opened:
        yield opened


@contextlib.contextmanager
def client(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=url, headers={"Origin": url, "Accept-Language": "zh-CN"}, timeout=PATIENCE, verify=NO_TLS
    ) as opened:
        opened.get("/").raise_for_status()
        yield opened
