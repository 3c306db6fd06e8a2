from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from bots.conversations.model import Photo, PhotoUse
from bots.photos.checking import SIDE, THUMBNAIL, BadPhoto, Limits, Prepared, prepare
from bots.photos.intake import PhotoIntake
from tests.support.photos import GPS, a_photo

LIMITS = Limits(bytes=1_000_000, pixels=10_000_000)


def refusal(data: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(BadPhoto) as refused:
        prepare(data, limits)
    return refused.value.reason


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    assert image.format == "JPEG"
    return image


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that say they are a picture of this size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def test_a_photo_is_turned_upright_and_tells_nothing_of_place_or_device() -> None:
    sent = a_photo((640, 480), orientation=6, comment=b"taken by somebody")
    assert opened(sent).getexif().get_ifd(GPS)
    prepared = prepare(sent, LIMITS)
    for data, size in ((prepared.image, (480, 640)), (prepared.thumbnail, (360, 480))):
        image = opened(data)
        assert image.size == size
        assert dict(image.getexif()) == {}
        assert not {"exif", "comment", "icc_profile", "xmp"} & set(image.info)
        assert b"maker" not in data
        assert b"somebody" not in data
        red, _, blue = image.convert("RGB").getpixel((size[0] // 2, 10))  # type: ignore[misc]
        # What was on the left is at the top of a camera held upright.
        assert red > 200 > 50 > blue


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_accepted_kind_becomes_a_jpeg_of_bounded_size(kind: str) -> None:
    prepared = prepare(a_photo((3000, 1500), kind), LIMITS)
    assert opened(prepared.image).size == (SIDE, SIDE // 2)
    assert opened(prepared.thumbnail).size == (THUMBNAIL, THUMBNAIL // 2)


def test_what_is_transparent_becomes_white() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(written, "PNG")
    assert opened(prepare(written.getvalue(), LIMITS).image).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("side", [5_000, 10_000, 60_000])
def test_a_small_file_that_unpacks_to_a_huge_picture_is_refused_before_it_is_unpacked(side: int) -> None:
    assert refusal(png_that_claims(side, side)) == "too-many-pixels"


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7 ...", b"<svg xmlns='http://www.w3.org/2000/svg'/>", a_photo(kind="GIF"), a_photo(kind="TIFF")],
)
def test_what_is_no_photo_is_refused_whatever_it_is_called(data: bytes) -> None:
    assert refusal(data) == "not-a-photo"


def test_a_file_over_the_limit_is_refused_unread() -> None:
    assert refusal(a_photo(), Limits(bytes=100, pixels=LIMITS.pixels)) == "too-large"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_truncated_photo_is_refused(kind: str) -> None:
    whole = a_photo((900, 900), kind)
    assert refusal(whole[: len(whole) * 2 // 3]) in ("damaged", "not-a-photo")


_JPEG, _PNG, _WEBP = (a_photo((40, 30), kind) for kind in ("JPEG", "PNG", "WEBP"))


@example(0, b"", b"")
@given(st.integers(0, 2000), st.binary(max_size=6), st.sampled_from([_JPEG, _PNG, _WEBP]))
def test_whatever_is_wrong_in_a_file_is_refused_and_breaks_nothing(at: int, bytes_: bytes, whole: bytes) -> None:
    at = min(at, len(whole))
    try:
        prepared = prepare(whole[:at] + bytes_ + whole[at + len(bytes_) :], LIMITS)
    except BadPhoto:
        return
    opened(prepared.image).load()


class Kept:
    def __init__(self) -> None:
        self.photos: dict[str, tuple[str, Prepared]] = {}
        self.uses: list[PhotoUse] = []

    async def chat_of(self, photo_id: str) -> str | None:
        return self.photos[photo_id][0] if photo_id in self.photos else None

    async def put(self, photo_id: str, chat_id: str, photo: Prepared, use: PhotoUse) -> None:
        self.photos[photo_id] = (chat_id, photo)
        self.uses.append(use)


async def test_a_photo_is_kept_once_under_one_id_and_only_when_it_is_expected() -> None:
    kept = Kept()
    wanted: list[str] = []
    fetched: list[bytes] = []

    async def use_of(chat_id: str) -> PhotoUse | None:
        return "check-in" if chat_id in wanted else None

    async def fetch() -> bytes:
        fetched.append(_JPEG)
        return _JPEG

    intake = PhotoIntake(kept, LIMITS, use_of)  # type: ignore[arg-type]
    assert await intake.take("c1", "u1", fetch) == Photo(None)
    assert (kept.photos, fetched) == ({}, [])
    wanted.append("c1")
    first = await intake.take("c1", "u1", fetch)
    assert await intake.take("c1", "u1", fetch) == first
    assert first.photo_id is not None
    assert kept.photos[first.photo_id][0] == "c1"
    assert (len(fetched), kept.uses) == (1, ["check-in"])
    assert await intake.take("c1", "u2", fetch) != first
