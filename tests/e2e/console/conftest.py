"""The console on the real services, and a district of two schools with three branches."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from shared.events import Message, Payload, compose
from shared.events.directory import PersonName, RegisterMember, RegisterUnit
from tests.conftest import settings_for
from tests.support.broker import Vhost, fresh_vhost
from tests.support.database import Databases, fresh_databases
from tests.support.district import CHECKINS, DIRECTORY, SOURCE, check_in, task
from tests.support.http import NO_TLS
from tests.support.incidents import INCIDENTS
from tests.support.ports import own_port
from tests.support.process import Process, running, service
from tests.support.rpc import Rpc
from tests.support.waiting import PATIENCE, eventually

SECRET = "only-for-tests-0123456789"

UNITS = (
    ("district", "district", "云溪区教育工委", None),
    ("school-1", "school", "云溪实验小学", "district"),
    ("school-2", "school", "云溪第二中学", "district"),
    ("branch-1-1", "branch", "云溪实验小学第一党支部", "school-1"),
    ("branch-1-2", "branch", "云溪实验小学第二党支部", "school-1"),
    ("branch-2-1", "branch", "云溪第二中学教学党支部", "school-2"),
)
#: Officers first: by member id, unit, name and roles.
MEMBERS = (
    ("admin", "district", "徐丽娟", ["district-admin"]),
    ("duty", "school-1", "顾安琪", ["duty-officer"]),
    ("principal", "school-1", "蒋博文", ["school-admin"]),
    ("secretary", "branch-1-1", "薛建平", ["secretary"]),
    ("plain", "branch-1-1", "范含章", ["member", "reporter"]),
    ("m3", "branch-1-1", "吕明哲", []),
    ("m4", "branch-1-2", "邹慧敏", []),
    ("m5", "branch-1-2", "韦雅琴", []),
    ("m6", "branch-2-1", "段素芬", []),
    ("m7", "branch-2-1", "高启明", []),
)


@dataclass
class System:
    """Directory, check-ins, incidents and one replica of the console, running. No volunteers service ever was."""

    vhost: Vhost
    databases: Databases
    environment: dict[str, str]
    services: dict[str, Process]
    url: str

    def code(self, member_id: str) -> str:
        with Rpc(self.vhost.url) as rpc:
            return str(rpc.call("directory", "issue_login_code", member_id=member_id)["code"])

    def tell(self, *messages: Message[Payload]) -> None:
        self.vhost.send(*messages)

    def check_in(self, task_id: str, member_id: str) -> None:
        self.vhost.send(check_in(task_id, member_id))

    def checked_in(self) -> list[dict[str, Any]]:
        return list(self.databases.of("checkins").check_ins.find())


def console_process(environment: dict[str, str], *, port: int | None = None, **settings: str) -> tuple[Process, str]:
    """A replica of the console, not started, and its address."""
    own = port or own_port()
    process = Process(
        ["services.console"],
        {
            **environment,
            "ZHIXING_CONSOLE_SECRET": SECRET,
            "ZHIXING_CONSOLE_PORT": str(own),
            "ZHIXING_CONSOLE_LOGIN_BURST": "500",
            **settings,
        },
    )
    return process, f"http://127.0.0.1:{own}"


@contextlib.contextmanager
def the_system() -> Iterator[System]:
    with fresh_vhost("console") as vhost, fresh_databases() as databases:
        environment = settings_for(vhost, databases)
        console, url = console_process(environment)
        services = {
            "directory": service(DIRECTORY, environment),
            "checkins": service(CHECKINS, environment),
            "incidents": service(INCIDENTS, environment),
            "console": console,
        }
        with running(*services.values()):
            for unit_id, kind, name, parent in UNITS:
                vhost.send(
                    compose(RegisterUnit(unit_id=unit_id, kind=kind, name=name, parent_id=parent), source=SOURCE)
                )
            # What comes before its unit is tried again a few times only.
            tree = databases.of("directory").units
            eventually(lambda: tree.count_documents({}) == len(UNITS), what="all units")
            for member_id, unit_id, name, roles in MEMBERS:
                person = PersonName(name=name)
                vhost.send(
                    compose(
                        RegisterMember(member_id=member_id, kind="full", unit_id=unit_id, person=person, roles=roles),
                        source=SOURCE,
                    )
                )
            own = databases.of("checkins")
            eventually(lambda: own.members.count_documents({}) == len(MEMBERS), what="all members")
            of_incidents = databases.of("incidents").members
            eventually(lambda: of_incidents.count_documents({}) == len(MEMBERS), what="all members")
            # An hour each way: open now, whatever the time of day, and so asked for today.
            vhost.send(task("for-all", "district"), task("for-school-2", "school-2"))
            eventually(lambda: own.occurrences.count_documents({}) == 2, what="both tasks")
            yield System(vhost, databases, environment, services, url)


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    with the_system() as running_system:
        yield running_system


def browser_like(url: str) -> httpx.Client:
    return httpx.Client(base_url=url, headers={"Origin": url}, timeout=PATIENCE, verify=NO_TLS)


def log_in(http: httpx.Client, code: str) -> httpx.Response:
    return http.post("/login", data={"code": code})
