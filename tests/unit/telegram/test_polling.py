from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from telegram import Bot, Chat, Message, Update
from telegram.error import Conflict, InvalidToken, NetworkError

from bots.telegram.intake import Intake
from bots.telegram.polling import Poller
from tests.support.waiting import PATIENCE


def update(number: int) -> Update:
    """Of a chat of its own."""
    return Update(number, message=Message(number, datetime.now(UTC), Chat(number, "private")))


class Queue:
    """Telegram's side of getUpdates: gives what is not confirmed; ``errors`` are raised first."""

    def __init__(self, *numbers: int, errors: tuple[Exception, ...] = ()) -> None:
        self.numbers = list(numbers)
        self.errors = list(errors)
        self.changed = asyncio.Event()

    async def get_updates(self, *, offset: int, timeout: int, **_: Any) -> tuple[Update, ...]:
        if self.errors:
            raise self.errors.pop(0)
        self.numbers = [number for number in self.numbers if number >= offset]
        self.changed.set()
        if not self.numbers and timeout:
            await asyncio.Event().wait()
        return tuple(update(number) for number in self.numbers)

    async def left(self, *numbers: int) -> None:
        """Wait until just these are not confirmed."""
        async with asyncio.timeout(PATIENCE):
            while self.numbers != list(numbers):
                self.changed.clear()
                await self.changed.wait()


class Handler:
    """Handles updates at once, but those in ``stuck`` only when it is let go."""

    def __init__(self, *stuck: int) -> None:
        self.stuck = {number: asyncio.Event() for number in stuck}
        self.seen: list[int] = []
        self.began = asyncio.Event()

    async def __call__(self, update: Update) -> None:
        self.seen.append(update.update_id)
        self.began.set()
        if update.update_id in self.stuck:
            await self.stuck[update.update_id].wait()

    async def reached(self, number: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while number not in self.seen:
                self.began.clear()
                await self.began.wait()


def poller(queue: Queue, handler: Handler) -> tuple[Poller, Intake]:
    intake = Intake(handler)
    return Poller(cast(Bot, queue), intake, kinds=["message"], timeout=5), intake


async def stopped(task: asyncio.Task[None], stop: asyncio.Event) -> None:
    stop.set()
    await asyncio.wait_for(task, PATIENCE)


async def test_handled_updates_are_confirmed_and_handled_once() -> None:
    queue, handler, stop = Queue(5, 6, 7), Handler(), asyncio.Event()
    poll, _ = poller(queue, handler)
    task = asyncio.create_task(poll.run(stop))
    await queue.left()
    await stopped(task, stop)
    assert handler.seen == [5, 6, 7]


async def test_an_update_in_hand_is_not_confirmed_and_later_ones_are_handled_meanwhile() -> None:
    queue, handler, stop = Queue(5, 6), Handler(5), asyncio.Event()
    poll, _ = poller(queue, handler)
    task = asyncio.create_task(poll.run(stop))
    await handler.reached(6)
    assert queue.numbers == [5, 6]
    queue.numbers.append(7)
    await handler.reached(7)
    handler.stuck[5].set()
    await queue.left()
    await stopped(task, stop)
    assert handler.seen == [5, 6, 7]


async def test_what_is_not_handled_when_we_stop_stays_with_telegram() -> None:
    queue, handler, stop = Queue(5, 6), Handler(6), asyncio.Event()
    poll, intake = poller(queue, handler)
    task = asyncio.create_task(poll.run(stop))
    await queue.left(6)
    await stopped(task, stop)
    await intake.close(0.01)
    await poll.confirm()
    assert queue.numbers == [6]


async def test_what_was_handled_is_confirmed_when_we_stop() -> None:
    queue, handler, stop = Queue(5), Handler(5), asyncio.Event()
    poll, intake = poller(queue, handler)
    task = asyncio.create_task(poll.run(stop))
    await handler.began.wait()
    await stopped(task, stop)
    handler.stuck[5].set()
    await intake.close(PATIENCE)
    await poll.confirm()
    assert queue.numbers == []


async def test_conflicts_and_broken_networks_are_outlived() -> None:
    queue = Queue(5, errors=(Conflict("other"), NetworkError("gone")))
    handler, stop = Handler(), asyncio.Event()
    poll, _ = poller(queue, handler)
    task = asyncio.create_task(poll.run(stop))
    await queue.left()
    await stopped(task, stop)
    assert handler.seen == [5]


async def test_a_revoked_token_ends_the_polling() -> None:
    poll, _ = poller(Queue(errors=(InvalidToken(),)), Handler())
    with pytest.raises(InvalidToken):
        await poll.run(asyncio.Event())
