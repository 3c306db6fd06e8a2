"""Photos are kept for as long as somebody refers to them: an incident, a check-in, or a conversation that goes on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pymongo.errors import PyMongoError

from bots.photos.store import Photos
from bots.ports import Rpc
from shared.aio.errors import RpcError
from shared.logging import get_logger

log = get_logger(__name__)

#: Whom a photo may belong to: each answers ``photos_in_use(photo_ids)`` with those that it refers to.
USERS = ("incidents", "checkins")
#: A conversation that began longer ago than this does not go on with its photo.
YOUNG = timedelta(days=7)
_PORTION = 100


class PhotoKeeping:
    def __init__(self, photos: Photos, rpc: Rpc) -> None:
        self._photos = photos
        self._rpc = rpc

    async def sweep(self, now: datetime | None = None) -> int:
        """Delete what nobody refers to any more; how many. Where one who might does not answer, nothing is deleted,
        and the next round looks again. Rounds of several replicas at the same time do no harm."""
        deleted = 0
        try:
            async for ids in self._photos.older_than((now or datetime.now(UTC)) - YOUNG, _PORTION):
                used: set[str] = set()
                for service in USERS:
                    used |= set(await self._rpc.call(service, "photos_in_use", photo_ids=ids))
                for photo_id in ids:
                    if photo_id not in used:
                        await self._photos.delete(photo_id)
                        deleted += 1
        except (RpcError, PyMongoError) as error:
            log.warning("photos.not-swept", error=type(error).__name__)
        if deleted:
            log.info("photos.deleted", count=deleted)
        return deleted
