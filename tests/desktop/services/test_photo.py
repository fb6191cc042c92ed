"""Photographed papers through the real process: what comes back looks like the page that was photographed."""

import base64
import io
import struct
import subprocess
import sys
import zlib
from collections.abc import AsyncIterator

import cv2
import numpy as np
import pytest

from clerk_desktop.common.errors import FileTooMuch, PhotoUnreadable
from clerk_desktop.common.foreign import PHOTO_MAX
from clerk_desktop.desktop.services.limited import LimitedProcess
from clerk_desktop.desktop.services.photo import PhotoCleaner
from tests.helpers import bad_workers
from tests.helpers.foreign import photographed, scan_picture


@pytest.fixture(scope="module")
async def cleaner() -> AsyncIterator[PhotoCleaner]:
    door = PhotoCleaner()
    yield door
    await door.close()


def unpacked(jpeg: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """Correlation of where the ink is, both softened so that half a pixel does not matter."""
    inks = []
    for picture in (one, other):
        grey = cv2.cvtColor(cv2.resize(picture, (620, 877), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
        inks.append(cv2.GaussianBlur(255 - grey, (0, 0), 2.5).astype(np.float64).ravel())
    return float(np.corrcoef(inks[0], inks[1])[0, 1])


@pytest.mark.parametrize("seed", range(6))
async def test_a_photographed_page_is_straight_white_and_a4(cleaner: PhotoCleaner, seed: int) -> None:
    photo, page = photographed(seed)
    clean = await cleaner.clean(photo)
    picture = unpacked(clean.jpeg)
    assert clean.found
    assert picture.shape[0] / picture.shape[1] == pytest.approx(297 / 210, rel=0.01)
    assert likeness(picture, page) > 0.65
    assert likeness(unpacked(photo), page) < 0.4
    assert np.median(picture) >= 250
    edges = np.concatenate([picture[2], picture[-3], picture[:, 2], picture[:, -3]])
    assert (edges > 200).all(axis=1).mean() > 0.97
    assert np.percentile(picture, 2) < 90


async def test_a_page_across_stays_across(cleaner: PhotoCleaner) -> None:
    clean = await cleaner.clean(photographed(3, across=True)[0])
    picture = unpacked(clean.jpeg)
    assert clean.found
    assert picture.shape[1] / picture.shape[0] == pytest.approx(297 / 210, rel=0.01)


async def test_a_page_that_fills_the_picture_is_made_level(cleaner: PhotoCleaner) -> None:
    page = unpacked(scan_picture(5, 1000))
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), 4, 1)
    crooked = cv2.warpAffine(page, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    clean = await cleaner.clean(bytes(cv2.imencode(".png", crooked)[1]))
    assert not clean.found
    assert likeness(unpacked(clean.jpeg), page) > 0.7 > likeness(crooked, page)


async def test_a_photo_of_a_thing_stays_as_it_was(cleaner: PhotoCleaner) -> None:
    rng = np.random.default_rng(1)
    thing = cv2.resize(rng.integers(0, 255, (9, 12, 3), dtype=np.uint8), (800, 600), interpolation=cv2.INTER_CUBIC)
    clean = await cleaner.clean(bytes(cv2.imencode(".jpg", thing)[1]))
    assert not clean.found
    assert np.abs(unpacked(clean.jpeg).astype(int) - thing).mean() < 12


async def test_a_large_photo_becomes_a_small_page(cleaner: PhotoCleaner) -> None:
    photo, _ = photographed(2, size=(3456, 4608))
    clean = await cleaner.clean(photo)
    assert max(unpacked(clean.jpeg).shape) <= 2339
    assert len(clean.jpeg) < 1_500_000


async def test_a_turned_camera_is_believed(cleaner: PhotoCleaner) -> None:
    from PIL import Image

    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # the top is on the right
    Image.fromarray(np.full((300, 500, 3), 210, np.uint8)).save(out, "JPEG", exif=exif)
    height, width = unpacked((await cleaner.clean(out.getvalue())).jpeg).shape[:2]
    assert height > width


def _png_bomb(side: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1 << 24), 9))
        + chunk(b"IEND", b"")
    )


BAD = {
    "empty": (b"", PhotoUnreadable),
    "text": (b"Guten Tag", PhotoUnreadable),
    "gif": (b"GIF89a" + bytes(100), PhotoUnreadable),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", PhotoUnreadable),
    "tiff": (b"II*\0" + bytes(100), PhotoUnreadable),
    "half a jpeg's head": (b"\xff\xd8\xff\xe0\0", PhotoUnreadable),
    "a png's head": (b"\x89PNG\r\n\x1a\n", PhotoUnreadable),
    "heic of nonsense": (b"\0\0\0\x18ftypheic" + bytes(500), PhotoUnreadable),
    "png of 60,000 × 60,000": (_png_bomb(60_000), (PhotoUnreadable, FileTooMuch)),
    "too many bytes": (b"\xff\xd8\xff" + bytes(PHOTO_MAX), FileTooMuch),
    "one pixel": (bytes(cv2.imencode(".png", np.zeros((1, 1, 3), np.uint8))[1]), PhotoUnreadable),
}


@pytest.mark.parametrize("name", BAD)
async def test_what_is_no_photo_is_said(cleaner: PhotoCleaner, name: str) -> None:
    content, error = BAD[name]
    with pytest.raises(error):
        await cleaner.clean(content)
    assert (await cleaner.clean(scan_picture(1, 300))).jpeg


HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAVZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAAAA"
    "AERAAAEAAQAAAAABegABAAAAAAAAAEwAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA1mlwcnAAAAC3"
    "aXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAA"
    "AwAeoDCBBZbqSSmubgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABgAAAAQAAAABBw"
    "aXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAAFRtZGF0AAAASCgBr1iK2A6SX//znd//lR6Q+xK86N3/z6eF+oa0/4tARDEhHpfO"
    "0nKcTSQkinW6BSSZ44Rw/hu9XaEIFLIyJ1vXK8Lz9iA52A=="
)
"""96 × 64 pixels, the left half red, the right one blue."""


async def test_a_photo_of_an_iphone_is_read(cleaner: PhotoCleaner) -> None:
    picture = unpacked((await cleaner.clean(HEIC)).jpeg)
    colours = picture.reshape(-1, 3).astype(int)
    assert (colours[:, 2] > colours[:, 0] + 100).mean() > 0.4
    with pytest.raises(PhotoUnreadable):
        await cleaner.clean(HEIC[:-20])


async def test_what_is_no_jpeg_is_not_believed() -> None:
    door = PhotoCleaner(LimitedProcess(bad_workers.counts, "rehearsal"))
    with pytest.raises(PhotoUnreadable):
        await door.clean(scan_picture(1, 300))
    await door.close()


def test_the_desk_does_not_load_opencv_for_it() -> None:
    code = "import sys, clerk_desktop.desktop.services.photo; print('cv2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
