"""What the timekeeper does at each tick: claim, send, close."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from prometheus_client import Counter, Gauge
from pydantic import ValidationError
from pymongo.errors import PyMongoError

from services.notifications.timekeeper.store import DueTimer, TimerStore
from shared.aio.broker import Broker
from shared.aio.errors import BrokerError
from shared.events import Command, Message, compose, derived_id, payload_class
from shared.events.timers import Kept
from shared.logging import get_logger

_log = get_logger(__name__)

SOURCE = "/zhixing/timekeeper"

SENT = Counter("zhixing_timers_sent_total", "Timers whose command went out.", ["lane"])
OVERDUE = Gauge("zhixing_timers_oldest_overdue_seconds", "By how much the oldest waiting timer is overdue.")


class TimersOverdue(Exception):
    """What is due does not go out."""


class Keeper:
    """Any number of keepers may run on one database."""

    def __init__(
        self,
        store: TimerStore,
        broker: Broker,
        *,
        batch: int,
        publish_timeout: float,
        alarm: timedelta,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._broker = broker
        self._batch = batch
        self._publish_timeout = publish_timeout
        self._alarm = alarm
        self._now = now
        self._turn = asyncio.Lock()
        self._stopping = False

    async def tick(self) -> None:
        """Send everything that is due. What fails now keeps its claim, and is tried again when that runs out."""
        async with self._turn:
            try:
                while not self._stopping and await self._send_batch():
                    pass
                OVERDUE.set((await self._store.overdue(self._now())).total_seconds())
            except PyMongoError as error:
                _log.warning("timekeeper.database-away", error=type(error).__name__)

    async def stop(self) -> None:
        """Returns when the batch in hand is done."""
        self._stopping = True
        async with self._turn:
            pass

    async def check(self) -> None:
        """For readiness. Raises TimersOverdue when a timer waits for longer than it may."""
        overdue = await self._store.overdue(self._now())
        if overdue > self._alarm:
            raise TimersOverdue(f"the oldest timer is {overdue.total_seconds():.0f} s overdue")

    async def _send_batch(self) -> bool:
        claim, timers = await self._store.claim(self._now(), self._batch)
        if not timers:
            return False
        done = await asyncio.gather(*(self._send(timer) for timer in timers))
        keys = [timer.key for timer, sent in zip(timers, done, strict=True) if sent]
        if keys:
            await self._store.sent(claim, keys, self._now())
        for timer, sent in zip(timers, done, strict=True):
            if sent:
                SENT.labels(timer.lane).inc()
        return True

    async def _send(self, timer: DueTimer) -> bool:
        try:
            await self._broker.publish(message_of(timer, self._now()), timeout=self._publish_timeout)
        except (BrokerError, UnknownCommand, ValidationError) as error:
            # Each of these may pass: the broker comes back, the owner declares its queue, a newer replica knows the
            # command. Until then the readiness check tells that something is overdue.
            _log.error("timer.not-sent", key=timer.key, error=f"{type(error).__name__}: {error}"[:200])
            return False
        _log.info("timer.sent", key=timer.key, late=(self._now() - timer.due_at).total_seconds())
        return True


class UnknownCommand(LookupError):
    """No such command is declared in this version."""


def message_of(timer: DueTimer, now: datetime) -> Message[Command]:
    """The command to send. Its id depends on the key and the due time only."""
    kept = Kept.model_validate(timer.send)
    cls = payload_class(kept.command_type)
    if cls is None or not issubclass(cls, Command):
        raise UnknownCommand(kept.command_type)
    message = compose(
        cls.model_validate(kept.data),
        source=SOURCE,
        time=now,
        id=derived_id(timer.key, timer.due_at.astimezone(UTC).isoformat()),
        subject=kept.subject,
        unit_path=kept.unit_path,
        traceparent=timer.traceparent,
    )
    return replace(message, correlation_id=timer.correlation_id, causation_id=timer.command_id)
