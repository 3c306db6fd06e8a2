"""What was sent to whom already: ``deliveries`` in the bots database, one row per message id.

A row is written before the request (``sending``, leased to this process for a while) and after it (``sent`` or
``failed``). So a message that comes again after it was sent is not sent again, and two replicas do not send one message
at the same time.

One window stays open: Telegram has no idempotency key, so when it took a message but we never learnt of it (killed
between its answer and our second write, or its answer was lost on the way), the message is sent again. It may then be
shown twice; it is never left out.
"""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from pymongo import IndexModel
from pymongo.errors import DuplicateKeyError

from bots.ports import Storage
from bots.telegram.chats import CHANNEL

#: Seconds for which the process that began to send a message has it to itself.
LEASE = 45.0
#: Redeliveries and dead letters replayed later than this are sent again.
KEPT = timedelta(days=30)
INDEXES = {
    "deliveries": [
        IndexModel("at", expireAfterSeconds=int(KEPT.total_seconds()), name="kept"),
        IndexModel("answers", sparse=True, name="answers"),
    ]
}

State = Literal["sending", "sent", "failed"]


class Taken(Exception):
    """Another process is sending this message now, for at most ``seconds`` more."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"another process has been sending it for less than {LEASE:g} s")
        self.seconds = seconds


@dataclass(frozen=True)
class Entry:
    state: State
    at: datetime
    reason: str | None = None

    @property
    def settled(self) -> bool:
        return self.state != "sending"


class Ledger:
    """Methods raise pymongo's errors."""

    def __init__(self, mongo: Storage, *, lease: float = LEASE) -> None:
        self._mongo = mongo
        self._lease = lease
        self._owner = uuid.uuid4().hex

    async def begin(self, message_id: str, *, answers: str | None = None) -> Entry:
        """Claim a message for sending; an entry that is ``settled`` is not to be sent. Raises Taken."""
        now = datetime.now(UTC)
        claim: dict[str, Any] = {"owner": self._owner, "leased_until": self._until(now), "at": now}
        row = {"_id": message_id, "channel": CHANNEL, "state": "sending", **claim}
        try:
            await self._rows.insert_one(row | ({"answers": answers} if answers else {}))
        except DuplicateKeyError:
            return await self._again(message_id, claim, now)
        return Entry("sending", now)

    async def settle(self, message_id: str, state: State, reason: str | None = None) -> Entry:
        """Put down how it ended."""
        now = datetime.now(UTC)
        change: dict[str, Any] = {"state": state, "at": now} | ({"reason": reason} if reason else {})
        await self._rows.update_one({"_id": message_id}, {"$set": change})
        return Entry(state, now, reason)

    async def release(self, message_id: str) -> None:
        """We are not sending it any more; whoever tries next need not wait for the lease to end."""
        await self._rows.update_one(
            {"_id": message_id, "state": "sending", "owner": self._owner},
            {"$set": {"leased_until": datetime.now(UTC)}},
        )

    async def answered(self, command_id: str) -> bool:
        """Whether the outcome of a command was or is being sent to its chat, by whichever replica."""
        return await self._rows.find_one({"answers": command_id}, {"_id": 1}) is not None

    async def _again(self, message_id: str, claim: dict[str, Any], now: datetime) -> Entry:
        mine_or_over = {"$or": [{"owner": self._owner}, {"leased_until": {"$lte": now}}]}
        claimed = await self._rows.update_one({"_id": message_id, "state": "sending", **mine_or_over}, {"$set": claim})
        if claimed.matched_count:
            return Entry("sending", now)
        row = await self._rows.find_one({"_id": message_id})
        if row is None:
            raise Taken(0)
        if row["state"] == "sending":
            raise Taken(max(0.0, (row["leased_until"] - now).total_seconds()))
        return Entry(row["state"], row["at"], row.get("reason"))

    def _until(self, now: datetime) -> datetime:
        return now + timedelta(seconds=self._lease)

    @property
    def _rows(self) -> Any:
        return self._mongo.db.deliveries


async def begin_when_free(ledger: Ledger, message_id: str, *, answers: str | None = None) -> Entry:
    """As ``begin``, waiting for another process's lease to end. Raises pymongo's errors."""
    while True:
        try:
            return await ledger.begin(message_id, answers=answers)
        except Taken as taken:
            await asyncio.sleep(min(taken.seconds, LEASE) + 0.05)
