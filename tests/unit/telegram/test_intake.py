from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from telegram import Chat, Message, Update

from bots.telegram.intake import Intake
from tests.support.waiting import PATIENCE


def update(number: int, chat: int = 1) -> Update:
    return Update(number, message=Message(number, datetime.now(UTC), Chat(chat, "private")))


class Gate:
    """Handles an update once its chat's gate is open."""

    def __init__(self) -> None:
        self.open: dict[int, asyncio.Event] = {1: asyncio.Event(), 2: asyncio.Event()}
        self.done: list[int] = []

    async def __call__(self, update: Update) -> None:
        assert update.effective_chat
        await self.open[update.effective_chat.id].wait()
        self.done.append(update.update_id)


async def test_one_chats_updates_are_handled_in_order_and_other_chats_do_not_wait() -> None:
    gate = Gate()
    intake = Intake(gate)
    first, second, other = (intake.accept(update(number, chat)) for number, chat in ((1, 1), (2, 1), (3, 2)))
    gate.open[2].set()
    await other
    assert gate.done == [3]
    gate.open[1].set()
    await asyncio.gather(first, second)
    assert gate.done == [3, 1, 2]


async def test_an_update_delivered_again_while_in_hand_is_handled_once() -> None:
    gate = Gate()
    intake = Intake(gate)
    first = intake.accept(update(1))
    assert intake.accept(update(1)) is first
    gate.open[1].set()
    await first
    assert gate.done == [1]


async def test_a_waiting_chat_takes_one_hand_only() -> None:
    gate = Gate()
    intake = Intake(gate, hands=2)
    for number in range(1, 6):
        intake.accept(update(number, 1))
    gate.open[2].set()
    await asyncio.wait_for(intake.accept(update(6, 2)), PATIENCE)
    assert gate.done == [6]
    await intake.close(0)


async def test_closing_gives_up_on_what_takes_longer_than_its_grace() -> None:
    gate = Gate()
    intake = Intake(gate)
    task = intake.accept(update(1))
    await intake.close(0.01)
    assert task.cancelled()


async def test_an_update_that_breaks_does_not_hold_up_the_next() -> None:
    async def handle(update: Update) -> None:
        if update.update_id == 1:
            raise RuntimeError("bug")

    intake = Intake(handle)
    broken, next_one = intake.accept(update(1)), intake.accept(update(2))
    await asyncio.wait([broken, next_one])
    assert next_one.exception() is None
    assert isinstance(broken.exception(), RuntimeError)
