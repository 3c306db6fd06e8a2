"""Photos as phones send them."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

GPS = 0x8825


def a_photo(
    size: tuple[int, int] = (640, 480), kind: str = "JPEG", *, orientation: int | None = None, **more: Any
) -> bytes:
    """Red on the left, blue on the right; with an orientation also a place and a maker in its EXIF."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    if orientation is not None:
        exif = Image.Exif()
        exif[0x0112] = orientation
        exif[0x010F] = "Some maker"
        exif.get_ifd(GPS).update({1: "N", 2: (30.0, 40.0, 50.0), 3: "E", 4: (104.0, 3.0, 2.0)})
        more["exif"] = exif
    written = io.BytesIO()
    image.save(written, kind, **more)
    return written.getvalue()
