"""A file that a member sends on its way to being a photo of the conversation."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bots.conversations.model import Photo, PhotoUse
from bots.photos.checking import Limits, prepare
from bots.photos.store import Photos
from shared.events import derived_id

#: Pictures unpacked at the same time by one process: each may take 200 MB for a moment.
AT_ONCE = 2


class PhotoIntake:
    """``use_of``: what a chat would use a photo for now; nothing is kept for one that has no use for it."""

    def __init__(self, photos: Photos, limits: Limits, use_of: Callable[[str], Awaitable[PhotoUse | None]]) -> None:
        self._photos = photos
        self._limits = limits
        self._use_of = use_of
        self._hands = asyncio.Semaphore(AT_ONCE)

    async def take(self, chat_id: str, update_id: str, fetch: Callable[[], Awaitable[bytes]]) -> Photo:
        """What to hand to the engine; the same update again is the same photo. ``fetch`` brings the file.

        Raises BadPhoto, pymongo's errors, and what ``use_of`` and ``fetch`` raise.
        """
        photo_id = derived_id(chat_id, f"photo\n{update_id}")
        use = await self._use_of(chat_id)
        if use is None:
            return Photo(None)
        if await self._photos.chat_of(photo_id) is None:
            content = await fetch()
            async with self._hands:
                prepared = await asyncio.to_thread(prepare, content, self._limits)
            await self._photos.put(photo_id, chat_id, prepared, use)
        return Photo(photo_id)
