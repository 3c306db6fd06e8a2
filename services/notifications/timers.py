"""Timers in the making: what is to be sent when. The timekeeper process sends it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from pydantic import ValidationError
from pymongo import ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.events import Command, Message, payload_class
from shared.events.timers import LANES, CancelTimer, Kept, ScheduleTimer
from shared.failures import PermanentFailure

Document = dict[str, Any]

#: Days for which a timer that was sent or cancelled is kept, to answer what became of it.
KEPT_DAYS = 30


@dataclass(frozen=True)
class Version:
    """Which command a timer is as of."""

    at: datetime
    command_id: str


class Timers(Protocol):
    def versions(self, keys: Collection[str]) -> Mapping[str, Version]: ...
    def put(self, commands: Sequence[Message[ScheduleTimer | CancelTimer]]) -> None: ...


def keep(commands: Sequence[Message[ScheduleTimer | CancelTimer]], store: Timers) -> None:
    """Keep the latest command of each key. Raises PermanentFailure when what is to be sent is no command."""
    versions = dict(store.versions({command.data.key for command in commands}))
    latest: dict[str, Message[ScheduleTimer | CancelTimer]] = {}
    for command in commands:
        if isinstance(command.data, ScheduleTimer):
            _check(command.data.send)
        if _supersedes(command, versions.get(command.data.key)):
            versions[command.data.key] = Version(_milliseconds(command.time), command.id)
            latest[command.data.key] = command
    store.put(list(latest.values()))


def _supersedes(command: Message[ScheduleTimer | CancelTimer], before: Version | None) -> bool:
    if before is None:
        return True
    # A repetition must not wake a timer that was sent since.
    return command.id != before.command_id and _milliseconds(command.time) >= before.at


def _check(kept: Kept) -> None:
    cls = payload_class(kept.command_type)
    if cls is None or not issubclass(cls, Command):
        raise PermanentFailure(f"{kept.command_type} is not a command that can be sent")
    try:
        cls.model_validate(kept.data)
    except ValidationError as error:
        raise PermanentFailure(f"{kept.command_type}: {error.error_count()} faults in what is to be sent") from None


def _milliseconds(moment: datetime) -> datetime:
    # MongoDB keeps milliseconds; what is compared with it must not be finer.
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


class MongoTimers:
    """The collection ``timers``, by key. ``state`` is waiting, sent or cancelled; ``rank`` is the lane's place."""

    def __init__(self, database: Database[Document], session: ClientSession) -> None:
        self._db = database
        self._session = session

    @staticmethod
    def indexes(database: Database[Document]) -> None:
        database.timers.create_index([("state", 1), ("rank", 1), ("due_at", 1)])
        database.timers.create_index([("state", 1), ("due_at", 1)])
        database.timers.create_index("ended_at", expireAfterSeconds=KEPT_DAYS * 24 * 3600)

    def versions(self, keys: Collection[str]) -> dict[str, Version]:
        found = self._db.timers.find(
            {"_id": {"$in": list(keys)}}, projection={"at": 1, "command_id": 1}, session=self._session
        )
        return {row["_id"]: Version(row["at"], row["command_id"]) for row in found}

    def put(self, commands: Sequence[Message[ScheduleTimer | CancelTimer]]) -> None:
        if commands:
            rows = [_row(command) for command in commands]
            self._db.timers.bulk_write(
                [ReplaceOne({"_id": row["_id"]}, row, upsert=True) for row in rows], session=self._session
            )


def _row(command: Message[ScheduleTimer | CancelTimer]) -> Document:
    data = command.data
    version = {"_id": data.key, "at": command.time, "command_id": command.id}
    if isinstance(data, CancelTimer):
        # The row stays for a while, so that a schedule command which this one overtook finds it and comes too late.
        return {**version, "state": "cancelled", "ended_at": command.time}
    return {
        **version,
        "state": "waiting",
        "due_at": data.due_at,
        "lane": data.lane,
        "rank": LANES.index(data.lane),
        "send": data.send.model_dump(),
        "correlation_id": command.correlation_id,
        "traceparent": command.traceparent,
        "claim": None,
        "claimed_until": None,
    }
