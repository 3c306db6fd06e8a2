from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from pymongo import IndexModel
from pymongo.errors import ConnectionFailure, DuplicateKeyError
from pymongo.write_concern import WriteConcern

from shared.aio.mongo import Mongo, Session
from shared.settings import Settings, SettingsError
from tests.integration.aio.conftest import eventually
from tests.support.proxy import TcpProxy
from tests.support.waiting import PATIENCE


@pytest.fixture
async def mongo(mongo_settings: Settings) -> AsyncIterator[Mongo]:
    made = Mongo(mongo_settings, "bots")
    await made.start(PATIENCE)
    yield made
    await made.close()


async def test_the_database_is_named_after_prefix_and_owner(mongo: Mongo, mongo_settings: Settings) -> None:
    assert mongo.db.name == mongo_settings.database_name("bots")


async def test_writes_are_journalled_by_the_majority(mongo: Mongo) -> None:
    assert mongo.db.write_concern == WriteConcern("majority", j=True)


async def test_times_come_back_aware(mongo: Mongo) -> None:
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    await mongo.db.things.insert_one({"_id": 1, "at": moment})
    found = await mongo.db.things.find_one({"_id": 1})
    assert found is not None
    assert found["at"] == moment
    assert found["at"].tzinfo is not None


async def test_indexes_may_be_declared_again_and_hold(mongo: Mongo) -> None:
    indexes = {"things": [IndexModel([("name", 1)], unique=True)]}
    await mongo.ensure_indexes(indexes)
    await mongo.ensure_indexes(indexes)
    await mongo.db.things.insert_one({"name": "a"})
    with pytest.raises(DuplicateKeyError):
        await mongo.db.things.insert_one({"name": "a"})


async def test_a_transaction_that_fails_changes_nothing(mongo: Mongo) -> None:
    await mongo.db.things.insert_one({"_id": 0})

    async def fail(session: Session) -> None:
        await mongo.db.things.insert_one({"_id": 1}, session=session)
        raise LookupError("no")

    async def succeed(session: Session) -> str:
        await mongo.db.things.insert_one({"_id": 2}, session=session)
        return "done"

    with pytest.raises(LookupError):
        await mongo.transaction(fail)
    assert await mongo.transaction(succeed) == "done"
    assert [thing["_id"] async for thing in mongo.db.things.find().sort("_id")] == [0, 2]


async def test_the_url_has_the_last_word_on_options(mongo_settings: Settings) -> None:
    url = mongo_settings.mongo_url.get_secret_value()
    mongo = Mongo(mongo_settings.model_copy(update={"mongo_url": _secret(f"{url}&w=1")}), "bots")
    await mongo.start(PATIENCE)
    assert mongo.db.write_concern.document["w"] == 1
    assert mongo.client.delegate.options.server_selection_timeout == 5
    await mongo.close()


async def test_a_database_out_of_reach_is_told_in_time(mongo_settings: Settings) -> None:
    url = "mongodb://127.0.0.1:1/?directConnection=true&serverSelectionTimeoutMS=200"
    mongo = Mongo(mongo_settings.model_copy(update={"mongo_url": _secret(url)}), "bots")
    with pytest.raises(ConnectionFailure):
        await mongo.start(0.5)
    await mongo.close()


async def test_a_database_that_comes_back_is_used_again(mongo_settings: Settings) -> None:
    host, _, port = mongo_settings.mongo_url.get_secret_value().split("/")[2].partition(":")
    async with TcpProxy(host, int(port)) as proxy:
        url = f"mongodb://127.0.0.1:{proxy.port}/?directConnection=true&serverSelectionTimeoutMS=300"
        mongo = Mongo(mongo_settings.model_copy(update={"mongo_url": _secret(url)}), "bots")
        await mongo.start(PATIENCE)
        await proxy.refuse()
        await proxy.cut()
        with pytest.raises(ConnectionFailure):
            await mongo.ping()
        await proxy.accept()

        async def answers() -> bool:
            with contextlib.suppress(ConnectionFailure):
                await mongo.ping()
                return True
            return False

        await eventually(answers)
        await mongo.close()


async def test_a_wrong_url_is_a_wrong_setting(mongo_settings: Settings) -> None:
    mongo = Mongo(mongo_settings.model_copy(update={"mongo_url": _secret("http://nowhere")}), "bots")
    with pytest.raises(SettingsError, match="ZHIXING_MONGO_URL"):
        await mongo.start(1)


def _secret(url: str) -> object:
    from pydantic import SecretStr

    return SecretStr(url)
