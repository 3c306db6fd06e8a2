"""A small district on the real services, and the ledger of what was promised and what was kept."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.events import Message, compose
from shared.events.checkins import RecordCheckIn, ScheduleTask
from shared.events.directory import PersonName, RegisterMember, RegisterUnit
from tests.support.broker import Vhost
from tests.support.database import Databases
from tests.support.process import Process, running, service
from tests.support.waiting import eventually

DIRECTORY = "services.directory.service:DirectoryService"
CHECKINS = "services.checkins.service:CheckinsService"
NOTIFICATIONS = "services.notifications.service:NotificationsService"
SOURCE = "/zhixing/tests"


@dataclass
class District:
    vhost: Vhost
    databases: Databases
    environment: dict[str, str]
    started: datetime = field(default_factory=lambda: datetime.now(UTC))

    def check_ins(self) -> list[dict[str, Any]]:
        return list(self.databases.of("checkins").check_ins.find())

    def counted(self, unit_id: str) -> int:
        """How many check-ins the figures of a unit hold, over all months."""
        years = self.databases.of("checkins").unit_figures.find({"unit_id": unit_id})
        return sum(month.get("done", 0) for year in years for month in year.get("months", {}).values())

    def seed(self, members: int = 3, *, tasks: int = 1) -> None:
        """What the directory would have told: a branch, members m1..mN and open tasks t1..tN, put straight into the
        check-ins service's own copies."""
        own = self.databases.of("checkins")
        own.units.insert_one({"_id": "branch", "path": "/district/branch"})
        own.members.insert_many(
            [{"_id": f"m{n}", "unit_path": "/district/branch", "version": 1} for n in range(1, members + 1)]
        )
        now = datetime.now(UTC)
        own.occurrences.insert_many(
            [
                {
                    "_id": f"t{n}",
                    "title": f"Task {n}",
                    "kind": "online-course",
                    "unit_id": "branch",
                    "unit_path": "/district/branch",
                    "opens_at": now - timedelta(hours=1),
                    "closes_at": now + timedelta(hours=1),
                    "credit_minutes": 120,
                }
                for n in range(1, tasks + 1)
            ]
        )


def unit(unit_id: str, parent: str | None = None, kind: Any = "branch") -> Message[RegisterUnit]:
    return compose(RegisterUnit(unit_id=unit_id, kind=kind, name=unit_id, parent_id=parent), source=SOURCE)


def member(member_id: str, unit_id: str, **fields: Any) -> Message[RegisterMember]:
    return compose(
        RegisterMember(
            member_id=member_id, kind="full", unit_id=unit_id, person=PersonName(name=f"Member {member_id}"), **fields
        ),
        source=SOURCE,
    )


def task(occurrence_id: str, unit_id: str, *, opens: float = -3600, closes: float = 3600) -> Message[ScheduleTask]:
    """A task that opens and closes so many seconds from now."""
    now = datetime.now(UTC)
    return compose(
        ScheduleTask(
            occurrence_id=occurrence_id,
            title=f"Task {occurrence_id}",
            kind="online-course",
            unit_id=unit_id,
            opens_at=now + timedelta(seconds=opens),
            closes_at=now + timedelta(seconds=closes),
            credit_minutes=120,
        ),
        source=SOURCE,
    )


def check_in(occurrence_id: str, member_id: str, *, id: str | None = None, **fields: Any) -> Message[RecordCheckIn]:
    return compose(RecordCheckIn(occurrence_id=occurrence_id, member_id=member_id, **fields), source=SOURCE, id=id)


@contextlib.contextmanager
def checkins_service(district: District, **kwargs: Any) -> Iterator[Process]:
    with running(service(CHECKINS, district.environment, **kwargs)) as (process,):
        yield process


def declare_queues(district: District) -> None:
    """Start the check-ins service once, so that its queues exist, and stop it again."""
    with checkins_service(district):
        eventually(lambda: district.vhost.waiting("checkins.record") == 0)
