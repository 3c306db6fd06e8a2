"""What a file that claims to be a photo really is, and the copy of it that may be kept.

The copy has only the pixels: upright, at most ``SIDE`` wide or high, without EXIF (places, times, devices), comments,
colour profiles or whatever else was hidden in the file.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
# Pillow's own guard only warns where ours refuses; ours is asked before anything is unpacked.
Image.MAX_IMAGE_PIXELS = None
#: Pixels; enough to read a notice on a wall.
SIDE = 2048
THUMBNAIL = 480
_QUALITY = 85

Reason = Literal["too-large", "too-many-pixels", "not-a-photo", "damaged"]


class BadPhoto(ValueError):
    """The file cannot be taken; ``photo-<reason>`` of the catalogue says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Limits:
    """``bytes`` of the file as it was sent; ``pixels`` of the picture in it, width times height."""

    bytes: int
    pixels: int


@dataclass(frozen=True)
class Prepared:
    """JPEG both."""

    image: bytes
    thumbnail: bytes


def in_megabytes(size: int) -> int:
    """For people: at least 1."""
    return max(1, size // (1024 * 1024))


def prepare(data: bytes, limits: Limits) -> Prepared:
    """Takes up to a second of a processor: not in the event loop. Raises BadPhoto."""
    if len(data) > limits.bytes:
        raise BadPhoto("too-large")
    image = _opened(data)
    # From the header alone: nothing is unpacked yet.
    if image.width * image.height > limits.pixels:
        raise BadPhoto("too-many-pixels")
    try:
        # A JPEG is unpacked at the size that is needed.
        image.draft("RGB", (SIDE, SIDE))
        image.load()
        # exif_transpose(in_place=True) leaves the pixels alone when there is nothing to turn.
        ImageOps.exif_transpose(image, in_place=True)
        image.thumbnail((SIDE, SIDE))
        plain = _pixels_only(image)
        small = plain.copy()
        small.thumbnail((THUMBNAIL, THUMBNAIL))
        return Prepared(_jpeg(plain), _jpeg(small))
    except Exception as error:
        # Pillow's decoders raise whatever the damage led to (OSError, SyntaxError, ValueError, struct.error, ...).
        if isinstance(error, MemoryError):
            raise
        raise BadPhoto("damaged") from error


def _opened(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except Exception as error:
        raise BadPhoto("not-a-photo") from error


def _pixels_only(image: Image.Image) -> Image.Image:
    """On white where it was transparent; a new image, because Pillow writes an old one's comment along."""
    plain = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        plain.paste(layer, mask=layer.getchannel("A"))
    else:
        plain.paste(image.convert("RGB"))
    return plain


def _jpeg(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=_QUALITY, optimize=True)
    return written.getvalue()
