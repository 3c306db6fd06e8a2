from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from shared.events import Message, compose
from tests.support.broker import Vhost
from tests.support.database import Databases
from tests.support.probe.payloads import Act, ActTogether
from tests.support.process import Process, running, service
from tests.support.waiting import eventually

PROBE = "tests.support.probe.service:ProbeService"


@dataclass
class Probe:
    vhost: Vhost
    databases: Databases
    environment: dict[str, str]
    process: Process

    def effects(self, number: int, kind: str) -> int:
        return int(self.databases.of("probe").effects.count_documents({"number": number, "kind": kind}))

    def settled(self) -> None:
        """Wait until no message waits and no outbox row is left."""
        for queue in ("probe.act", "probe.together", "probe.heard"):
            eventually(lambda q=queue: self.vhost.waiting(q) == 0)
        eventually(lambda: self.databases.of("probe").outbox.count_documents({}) == 0)


def act(number: int, behave: Any = "succeed", *, id: str | None = None) -> Message[Act]:
    return compose(Act(number=number, behave=behave), source="/zhixing/tests", id=id)


def act_together(number: int, behave: Any = "succeed", *, id: str | None = None) -> Message[ActTogether]:
    return compose(ActTogether(number=number, behave=behave), source="/zhixing/tests", id=id)


@pytest.fixture
def probe(vhost: Vhost, databases: Databases, environment: dict[str, str]) -> Iterator[Probe]:
    environment["ZHIXING_BATCH_WAIT"] = "0.3"
    with running(service(PROBE, environment)) as (process,):
        yield Probe(vhost, databases, environment, process)
