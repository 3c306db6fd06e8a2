from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import RetryAfter

from bots.telegram.pacing import Pacing
from tests.support.leaping import run


class Telegram:
    """Counts requests; refuses the first ``refusals`` of them."""

    def __init__(self, refusals: int = 0, retry_after: float = 0.05) -> None:
        self.refusals = refusals
        self.retry_after = retry_after
        self.taken: list[tuple[int, float]] = []
        self.asked = 0
        self.was_asked = asyncio.Event()

    async def __call__(self, address: int) -> bool:
        self.asked += 1
        self.was_asked.set()
        if self.asked <= self.refusals:
            raise RetryAfter(timedelta(seconds=self.retry_after))
        self.taken.append((address, asyncio.get_running_loop().time()))
        return True


async def send(pacing: Pacing, telegram: Telegram, address: int) -> Any:
    return await pacing.process_request(telegram, (address,), {}, "sendMessage", {"chat_id": address}, None)


def pacing_of(**changes: Any) -> Pacing:
    return Pacing(**{"overall": 1000, "burst": 2, "rate": 20, "patience": 1} | changes)


def test_a_private_chat_gets_a_burst_and_then_its_rate() -> None:
    pacing, telegram = pacing_of(), Telegram()

    async def five() -> None:
        await asyncio.gather(*(send(pacing, telegram, 1) for _ in range(5)))

    run(five())
    times = [moment for _, moment in telegram.taken]
    assert times[1] == times[0]
    # A timer may fire a clock tick early.
    assert 3 / 20 - 0.01 <= times[4] - times[1] < 4 / 20


def test_a_refused_chat_waits_and_sends_again_while_others_go_on() -> None:
    pacing, telegram = pacing_of(), Telegram(refusals=1, retry_after=0.3)

    async def two() -> None:
        refused = asyncio.create_task(send(pacing, telegram, 1))
        await telegram.was_asked.wait()
        await send(pacing, telegram, 2)
        assert not refused.done()
        assert await refused

    run(two())
    [(_, at_once), (_, later)] = telegram.taken
    assert [address for address, _ in telegram.taken] == [2, 1]
    assert later - at_once >= 0.3


async def test_messages_to_a_refused_chat_keep_their_order() -> None:
    pacing, telegram = pacing_of(), Telegram(refusals=1)
    order: list[int] = []

    async def numbered(number: int) -> None:
        await send(pacing, telegram, 1)
        order.append(number)

    await asyncio.gather(*(numbered(number) for number in range(4)))
    assert order == [0, 1, 2, 3]


def test_a_pause_beyond_patience_is_told_at_once_and_telegram_is_not_asked_again() -> None:
    pacing, telegram = pacing_of(patience=0.5), Telegram(refusals=1, retry_after=60)

    async def three() -> float:
        for _ in range(3):
            with pytest.raises(RetryAfter):
                await send(pacing, telegram, 1)
        return pacing.paused_for(1)

    assert 59 < run(three()) <= 60.2
    assert telegram.asked == 1


async def test_many_chats_are_forgotten_again() -> None:
    pacing, telegram = pacing_of(overall=1_000_000, rate=1e6), Telegram()
    for address in range(3000):
        await send(pacing, telegram, address)
    assert len(pacing._chats) <= 1100
