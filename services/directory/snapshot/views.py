"""Units, members, chains and chats as the events tell them, from what is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from pymongo.database import Database

from services.directory.members.repository import member_of
from services.directory.members.telling import tell_member
from services.directory.repository import MongoDirectory
from services.directory.units.changing import tell_unit
from services.directory.units.model import Unit, UnknownUnit
from services.directory.units.repository import unit_of
from shared.events import Event
from shared.events.directory import ChatLinked
from shared.events.units import DutiesSet, Duty

Kind = Literal["units", "members", "duties", "chats"]
PAGE = 500

Document = dict[str, Any]


class SnapshotViews:
    def __init__(self, database: Database[Document]) -> None:
        self._db = database

    def snapshot(self, kind: Kind, after: str | None, limit: int, ids: Sequence[str] | None) -> dict[str, Any]:
        """``{"items": [{"id", "type", "data", "at"}], "next"}``: the payloads of unit.registered, member.registered,
        duties.set or chat.linked, by id; ``at`` (ISO 8601 or None) is when a chat was linked. Go on ``after`` ``next``
        until it is None. With ``ids`` those of them that there are. Raises ValueError for another kind.
        """
        telling = self._telling(kind)
        query: Document = {"_id": {"$in": list(ids)}} if ids is not None else {"_id": {"$gt": after or ""}}
        size = max(1, min(limit, PAGE))
        rows = list(self._db[kind].find(query).sort("_id").limit(size + 1))
        more = len(rows) > size
        items = []
        for row in rows[:size]:
            told = telling(row)
            linked_at = row.get("linked_at")
            items.append(
                {
                    "id": row["_id"],
                    "type": told.type,
                    "data": told.model_dump(mode="json"),
                    "at": linked_at.isoformat() if linked_at else None,
                }
            )
        return {"items": items, "next": rows[size - 1]["_id"] if more else None}

    def _telling(self, kind: Kind) -> Callable[[Document], Event]:
        directory = _Cached(self._db)
        match kind:
            case "units":
                return lambda row: _told(lambda emit: tell_unit(unit_of(row), emit))
            case "members":
                return lambda row: _told(lambda emit: tell_member(member_of(row), directory, emit))
            case "duties":
                return lambda row: _chain(row, directory)
            case "chats":
                return lambda row: ChatLinked(chat_id=row["_id"], channel=row["channel"], member_id=row["member_id"])
        raise ValueError(f"there is no snapshot of {kind}")


class _Cached(MongoDirectory):
    """For one page: its members are in a few units."""

    def __init__(self, database: Database[Document]) -> None:
        super().__init__(database, None)
        self._units: dict[str, Unit | None] = {}

    def unit(self, unit_id: str) -> Unit | None:
        if unit_id not in self._units:
            self._units[unit_id] = super().unit(unit_id)
        return self._units[unit_id]


def _told(tell: Callable[[Callable[..., None]], object]) -> Event:
    told: list[Event] = []
    tell(lambda payload, **_about: told.append(payload))
    (only,) = told
    return only


def _chain(row: Document, directory: _Cached) -> DutiesSet:
    unit = directory.unit(row["_id"])
    if unit is None:
        raise UnknownUnit(row["_id"])
    duties = [Duty.model_validate(duty) for duty in row["duties"]]
    return DutiesSet(unit_id=unit.unit_id, unit_path=unit.path, duties=duties, version=row["version"])
