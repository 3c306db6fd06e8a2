"""Photos that nobody refers to any more are deleted, on a real bucket."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bots.photos.checking import Prepared
from bots.photos.keeping import USERS, YOUNG, PhotoKeeping
from bots.photos.store import BUCKET, Photos
from shared.aio.errors import RpcTimeout
from shared.aio.mongo import Mongo
from shared.settings import Settings
from tests.support.database import Databases
from tests.support.waiting import PATIENCE

PHOTO = Prepared(image=b"picture", thumbnail=b"small")


class Services:
    """Each refers to one of the photos; ``silent`` ones do not answer."""

    def __init__(self, **used: str) -> None:
        self.used = used
        self.silent: set[str] = set()

    async def call(self, service: str, method: str, /, *, timeout: float | None = None, **asked: Any) -> list[str]:
        if service in self.silent:
            raise RpcTimeout(service)
        assert service in USERS
        assert (method, set(asked)) == ("photos_in_use", {"photo_ids"})
        return [each for each in asked["photo_ids"] if each == self.used[service]]


@pytest.fixture
async def mongo(databases: Databases) -> Any:
    opened = Mongo(Settings(mongo_url=databases.url, mongo_database_prefix=databases.prefix), "bots")
    await opened.start(PATIENCE)
    yield opened
    await opened.close()


async def test_what_nobody_refers_to_goes_with_its_thumbnail_and_the_rest_stays(mongo: Mongo) -> None:
    photos, services = Photos(mongo), Services(incidents="reported", checkins="shown")
    for photo_id in ("reported", "shown", "given-up"):
        await photos.put(photo_id, "c1", PHOTO)
    keeping = PhotoKeeping(photos, services)
    later = datetime.now(UTC) + YOUNG + timedelta(minutes=1)

    assert await keeping.sweep() == 0, "a conversation may still go on"
    services.silent = {"checkins"}
    assert await keeping.sweep(later) == 0, "nobody's silence deletes anything"
    services.silent = set()
    assert await keeping.sweep(later) == 1
    assert await photos.get("given-up") is None
    assert await mongo.db[f"{BUCKET}.chunks"].count_documents({}) == 4
    assert [await photos.get(each) for each in ("reported", "shown")] == [b"picture", b"picture"]
    services.used["incidents"] = "none any more"
    assert await keeping.sweep(later) == 1
    assert await photos.get("reported", "thumbnail") is None
