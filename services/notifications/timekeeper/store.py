"""Claims on due timers, in MongoDB."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.aio.mongo import Mongo
from shared.events import new_id


@dataclass(frozen=True)
class DueTimer:
    """A timer that this process has claimed. ``send`` is a shared.events.timers.Kept, dumped."""

    key: str
    due_at: datetime
    lane: str
    send: dict[str, Any]
    command_id: str
    correlation_id: str | None
    traceparent: str | None


class TimerStore:
    """The collection ``timers`` of the notifications database; see services.notifications.timers for its rows."""

    def __init__(self, mongo: Mongo, *, lease: timedelta) -> None:
        self._mongo = mongo
        self._lease = lease

    @property
    def _rows(self) -> Any:
        return self._mongo.db.timers

    async def claim(self, now: datetime, limit: int) -> tuple[str, list[DueTimer]]:
        """Take up to ``limit`` due timers that nobody holds, the most urgent lane first: the claim's id and the timers.

        The claim lasts for the lease. Whoever crashes with it loses it then.
        """
        free = {
            "state": "waiting",
            "due_at": {"$lte": now},
            "$or": [{"claimed_until": None}, {"claimed_until": {"$lte": now}}],
        }
        found = self._rows.find(free, projection={"_id": 1}).sort([("rank", 1), ("due_at", 1)]).limit(limit)
        keys = [row["_id"] async for row in found]
        claim = new_id()
        if not keys:
            return claim, []
        # Another replica may have taken some of them between the two operations: the filter leaves it those.
        await self._rows.update_many(
            {"_id": {"$in": keys}, **free}, {"$set": {"claim": claim, "claimed_until": now + self._lease}}
        )
        claimed = self._rows.find({"_id": {"$in": keys}, "claim": claim}).sort([("rank", 1), ("due_at", 1)])
        return claim, [_timer(row) async for row in claimed]

    async def sent(self, claim: str, keys: list[str], now: datetime) -> None:
        """Close timers that went out. One that was moved or cancelled meanwhile stays as it was put then."""
        await self._rows.update_many(
            {"_id": {"$in": keys}, "claim": claim},
            {"$set": {"state": "sent", "sent_at": now, "ended_at": now, "claim": None, "claimed_until": None}},
        )

    async def overdue(self, now: datetime) -> timedelta:
        """By how much the oldest timer that still waits is overdue; zero when none is."""
        row = await self._rows.find_one(
            {"state": "waiting", "due_at": {"$lt": now}}, projection={"due_at": 1}, sort=[("due_at", 1)]
        )
        return now - row["due_at"] if row else timedelta()


def _timer(row: dict[str, Any]) -> DueTimer:
    return DueTimer(
        row["_id"],
        row["due_at"],
        row["lane"],
        row["send"],
        row["command_id"],
        row["correlation_id"],
        row["traceparent"],
    )
