"""Addresses at rest."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from cryptography.fernet import Fernet

from bots.telegram import chats, ledger
from bots.telegram.chats import AddressUnreadable, Chats
from bots.telegram.ledger import Ledger, Taken
from shared.aio.mongo import Mongo
from shared.settings import Settings
from tests.support.database import Databases

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))

Open = Callable[..., Chats]


@pytest.fixture
async def mongo(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Mongo]:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    database = Mongo(Settings(), "bots")
    await database.start()
    await database.ensure_indexes(chats.INDEXES | ledger.INDEXES)
    yield database
    await database.close()


@pytest.fixture
def open_chats(mongo: Mongo) -> Open:
    """The chats as a process that has just started sees them, with these keys."""
    return lambda *keys: Chats(mongo, keys)


async def test_an_address_has_one_id_and_is_found_by_it(open_chats: Open) -> None:
    chat_id = await open_chats(OLD).chat_id(1001)
    assert await open_chats(OLD).chat_id(1001) == chat_id
    assert await open_chats(OLD).address(chat_id) == 1001
    assert await open_chats(OLD).address("another") is None


async def test_replicas_that_meet_a_chat_at_once_agree_on_its_id(open_chats: Open) -> None:
    ids = await asyncio.gather(*(open_chats(OLD).chat_id(1001) for _ in range(8)))
    assert len(set(ids)) == 1


async def test_nobody_without_the_key_can_tell_an_id_or_an_address(open_chats: Open, databases: Databases) -> None:
    chat_id = await open_chats(OLD).chat_id(1001)
    [row] = databases.of("bots").chats.find()
    assert "1001" not in row["address"]
    databases.of("bots").chats.delete_many({})
    assert await open_chats(NEW).chat_id(1001) != chat_id


async def test_a_key_is_changed_without_losing_a_chat(open_chats: Open) -> None:
    chat_id = await open_chats(OLD).chat_id(1001)
    rolling = open_chats(OLD, NEW)
    assert await rolling.chat_id(1001) == chat_id
    moved = open_chats(NEW, OLD)
    assert await moved.chat_id(1001) == chat_id
    assert await moved.renew() == 1
    # A replica that has not been restarted yet finds it still.
    assert await open_chats(OLD, NEW).chat_id(1001) == chat_id
    assert await open_chats(OLD, NEW).address(chat_id) == 1001
    alone = open_chats(NEW)
    assert await alone.renew() == 0
    assert await alone.chat_id(1001) == chat_id
    assert await alone.address(chat_id) == 1001


async def test_an_address_under_a_lost_key_is_told_as_unreadable_and_kept(open_chats: Open) -> None:
    chat_id = await open_chats(OLD).chat_id(1001)
    other = open_chats(NEW)
    assert await other.renew() == 0
    with pytest.raises(AddressUnreadable):
        await other.address(chat_id)
    assert await open_chats(OLD).address(chat_id) == 1001


async def test_a_message_is_one_process_to_send_until_its_lease_is_over(mongo: Mongo) -> None:
    mine, theirs = Ledger(mongo, lease=3600), Ledger(mongo, lease=3600)
    assert not (await mine.begin("m")).settled
    assert not (await mine.begin("m")).settled
    with pytest.raises(Taken) as taken:
        await theirs.begin("m")
    assert 3000 < taken.value.seconds <= 3600
    await mine.release("m")
    assert not (await theirs.begin("m")).settled


async def test_a_settled_message_stays_settled_for_everybody(mongo: Mongo) -> None:
    mine, theirs = Ledger(mongo), Ledger(mongo)
    assert not await theirs.answered("command")
    await mine.begin("m", answers="command")
    settled = await mine.settle("m", "failed", "blocked")
    again = await theirs.begin("m")
    assert again.settled
    assert (again.state, again.reason) == ("failed", "blocked")
    assert abs((again.at - settled.at).total_seconds()) < 0.001
    assert await theirs.answered("command")
