"""A file that a member sends on its way to being a photo of the conversation."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bots.conversations.model import Photo
from bots.photos.checking import Limits, prepare
from bots.photos.store import Photos
from shared.events import derived_id

#: Pictures unpacked at the same time by one process: each may take 200 MB for a moment.
AT_ONCE = 2


class PhotoIntake:
    """``is_expected``: whether a chat has a use for a photo now; nothing is kept for one that has not."""

    def __init__(self, photos: Photos, limits: Limits, is_expected: Callable[[str], Awaitable[bool]]) -> None:
        self._photos = photos
        self._limits = limits
        self._is_expected = is_expected
        self._hands = asyncio.Semaphore(AT_ONCE)

    async def take(self, chat_id: str, update_id: str, fetch: Callable[[], Awaitable[bytes]]) -> Photo:
        """What to hand to the engine; the same update again is the same photo. ``fetch`` brings the file.

        Raises BadPhoto, pymongo's errors, and what ``is_expected`` and ``fetch`` raise.
        """
        photo_id = derived_id(chat_id, f"photo\n{update_id}")
        if not await self._is_expected(chat_id):
            return Photo(None)
        if await self._photos.chat_of(photo_id) is None:
            content = await fetch()
            async with self._hands:
                prepared = await asyncio.to_thread(prepare, content, self._limits)
            await self._photos.put(photo_id, chat_id, prepared)
        return Photo(photo_id)
