"""Photos in the bots' database: GridFS bucket ``photos``, for each the picture and its thumbnail."""

from __future__ import annotations

import contextlib
from typing import Any, Literal, Protocol

from gridfs.errors import NoFile
from pymongo import IndexModel

from bots.conversations.model import PhotoUse
from bots.photos.checking import Prepared
from bots.ports import Storage

BUCKET = "photos"
#: For the clean-up of photos whose report was never sent.
INDEXES = {f"{BUCKET}.files": [IndexModel("metadata.chat_id", name="chat")]}

Size = Literal["image", "thumbnail"]


class PhotoStorage(Storage, Protocol):
    """shared.aio.Mongo, as far as photos need it."""

    def bucket(self, name: str) -> Any: ...


class Photos:
    """Methods raise pymongo's errors."""

    def __init__(self, mongo: PhotoStorage) -> None:
        self._mongo = mongo

    async def put(self, photo_id: str, chat_id: str, photo: Prepared, use: PhotoUse = "incident") -> None:
        """Keep it, sent in this chat; again does nothing."""
        about = {"chat_id": chat_id, "use": use}
        # The picture last: where it is, the thumbnail is.
        await self._write(_name(photo_id, "thumbnail"), about, photo.thumbnail)
        await self._write(_name(photo_id, "image"), about, photo.image)

    async def get(self, photo_id: str, size: Size = "image") -> bytes | None:
        """A JPEG; None when there is none."""
        try:
            stream = await self._mongo.bucket(BUCKET).open_download_stream(_name(photo_id, size))
            return bytes(await stream.read())
        except NoFile:
            return None

    async def chat_of(self, photo_id: str) -> str | None:
        """The chat it was sent in; None when there is no such photo."""
        found = await self._mongo.db[f"{BUCKET}.files"].find_one({"_id": _name(photo_id, "image")}, {"metadata": 1})
        return None if found is None else str(found["metadata"]["chat_id"])

    async def delete(self, photo_id: str) -> None:
        """Also of one that was written in part, or not at all."""
        for size in ("image", "thumbnail"):
            with contextlib.suppress(NoFile):
                await self._mongo.bucket(BUCKET).delete(_name(photo_id, size))

    async def _write(self, name: str, about: dict[str, str], content: bytes) -> None:
        files = self._mongo.db[f"{BUCKET}.files"]
        if await files.find_one({"_id": name}, {"_id": 1}) is not None:
            return
        bucket = self._mongo.bucket(BUCKET)
        # What a process wrote of it that died meanwhile.
        with contextlib.suppress(NoFile):
            await bucket.delete(name)
        await bucket.upload_from_stream_with_id(name, name, content, metadata=about)


def _name(photo_id: str, size: Size) -> str:
    return f"{photo_id}/{size}"
