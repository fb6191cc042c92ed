"""The card reader: specimen cards under a camera's conditions, its reasons, and a worker that dies or hangs."""

from __future__ import annotations

import asyncio
import logging
import struct
import zlib
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pytest

from clerk_desktop.common.errors import CardUnreadable
from clerk_desktop.common.mrz import Unreadable
from clerk_desktop.desktop.services.id_reader import PIXELS_MAX, STILL_MAX, IdReader
from tests.helpers import bad_workers, specimen
from tests.helpers.specimen import ERIKA, Film, Pose, Specimen

TURK = Specimen(given_names="Ayşe", family_name="Öztürk", number="NR0L5FLV7", kind="AR", nationality="TUR", sex="F")
TRAVELLER = Specimen(number="C01X00T47", kind="P", sex="F")


@pytest.fixture(scope="module")
async def reader() -> AsyncIterator[IdReader]:
    one = IdReader()
    yield one
    await one.close()


async def reason(reader: IdReader, still: bytes) -> str:
    with pytest.raises(CardUnreadable) as caught:
        await reader.read(still)
    return caught.value.detail


def shot(picture: specimen.Picture) -> bytes:
    return specimen.jpeg(specimen.noise(picture, np.random.default_rng(1), 2), 90)


class TestReading:
    @pytest.mark.parametrize("condition", ["clean", "persp", "glare", "dark", "vp8", "small", "defocus", "jpeg"])
    async def test_to_the_letter(self, reader: IdReader, condition: str) -> None:
        reading = await reader.read(specimen.still(ERIKA, condition, 5))
        assert reading.lines == ERIKA.mrz
        assert (reading.fields.family_name, reading.fields.birth_date) == ("MUSTERMANN", date(1964, 8, 12))

    @pytest.mark.parametrize("person", [ERIKA, TURK, TRAVELLER], ids=["card", "permit", "passport"])
    async def test_small_camera(self, reader: IdReader, person: Specimen) -> None:
        reading = await reader.read(specimen.still(person, "clean", 2, size=(640, 480)))
        assert reading.lines == person.mrz

    @pytest.mark.parametrize("turn", [cv2.ROTATE_180, cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_90_COUNTERCLOCKWISE])
    async def test_any_way_up(self, reader: IdReader, turn: int) -> None:
        reading = await reader.read(shot(cv2.rotate(specimen.scene(specimen.back()), turn)))
        assert reading.lines == ERIKA.mrz

    async def test_phone_held_upright(self, reader: IdReader) -> None:
        pose = Pose(width=0.9, x=0.5, y=0.6)
        reading = await reader.read(shot(specimen.scene(specimen.back(), pose, size=(720, 1280))))
        assert reading.lines == ERIKA.mrz

    async def test_look_alikes_that_no_check_digit_tells_apart_are_shown_to_the_clerk(self, reader: IdReader) -> None:
        person = Specimen(number="LG631HT47")
        reading = await reader.read(specimen.still(person, "clean", 1))
        assert reading.lines == person.mrz
        assert {(0, 6), (0, 7), (0, 10)} <= set(reading.doubtful)  # G/6, 6/G, H/R

    async def test_reading_shows_nothing_in_a_log(self, reader: IdReader) -> None:
        assert "MUSTERMANN" not in repr(await reader.read(specimen.still(ERIKA)))

    async def test_several_callers_take_turns(self, reader: IdReader) -> None:
        people = [ERIKA, specimen.OTHER_PERSON, specimen.EXPIRED]
        readings = await asyncio.gather(*(reader.read(specimen.still(person)) for person in people))
        assert [reading.lines for reading in readings] == [person.mrz for person in people]

    async def test_film_of_the_journey_is_readable_at_any_moment(self, reader: IdReader, tmp_path: Path) -> None:
        specimen.write_film(tmp_path / "card.mjpeg", seconds=0.5, fps=8)
        frames = [b"\xff\xd8\xff" + part for part in (tmp_path / "card.mjpeg").read_bytes().split(b"\xff\xd8\xff")[1:]]
        assert len(frames) == 4
        assert [(await reader.read(frame)).lines for frame in frames] == [ERIKA.mrz] * 4


class TestReasons:
    async def test_other_side_or_no_card(self, reader: IdReader) -> None:
        blank = np.full_like(specimen.back(), 238)
        for picture in (specimen.scene(specimen.front()), specimen.scene(blank), specimen.room((1280, 720))):
            assert await reason(reader, shot(picture)) in {Unreadable.NO_ZONE, Unreadable.BLURRED}
        assert await reason(reader, shot(specimen.scene(specimen.front()))) == Unreadable.NO_ZONE
        assert await reason(reader, shot(specimen.scene(blank))) == Unreadable.NO_ZONE

    async def test_too_far_away(self, reader: IdReader) -> None:
        assert await reason(reader, shot(specimen.scene(specimen.back(), Pose(width=0.1)))) == Unreadable.TOO_SMALL

    @pytest.mark.parametrize("radius", [7, 12, 22])
    async def test_out_of_focus(self, reader: IdReader, radius: int) -> None:
        picture = specimen.defocus(specimen.scene(specimen.back()), radius)
        assert await reason(reader, shot(picture)) == Unreadable.BLURRED

    @pytest.mark.parametrize("angle", [0, 70])
    async def test_moved(self, reader: IdReader, angle: int) -> None:
        picture = specimen.motion(specimen.scene(specimen.back()), 16, angle)
        assert await reason(reader, shot(picture)) == Unreadable.BLURRED

    async def test_lamp_on_the_lines(self, reader: IdReader) -> None:
        picture = specimen.scene(specimen.back())
        cv2.ellipse(picture, (760, 525), (190, 60), -3, 0, 360, (255, 255, 255), -1)
        assert await reason(reader, specimen.jpeg(picture, 92)) == Unreadable.GLARE

    async def test_printed_with_a_wrong_check_digit(self, reader: IdReader) -> None:
        class Forged(Specimen):
            @property
            def mrz(self) -> tuple[str, ...]:
                first, *others = super().mrz
                return first.replace("L01X00T471", "L01X00T475"), *others

        assert await reason(reader, shot(specimen.scene(specimen.back(Forged())))) == Unreadable.CHECK_DIGITS

    @pytest.mark.parametrize("kind", [Film.BLANK, Film.BLURRED])
    async def test_bad_films_have_the_reason_that_they_play(self, reader: IdReader, tmp_path: Path, kind: Film) -> None:
        specimen.write_film(tmp_path / "x.mjpeg", kind, seconds=0.1, fps=10)
        expected = {Film.BLANK: Unreadable.NO_ZONE, Film.BLURRED: Unreadable.BLURRED}[kind]
        assert await reason(reader, (tmp_path / "x.mjpeg").read_bytes()) == expected


def _png_header(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"\0" * 1000)
    chunks = (struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in (head, data, b"IEND"))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


class TestHostile:
    @pytest.mark.parametrize(
        "still",
        [
            b"",
            b"hello",
            b"BM" + bytes(2000),
            b"\xff\xd8\xff" + bytes(2000),
            b"\xff\xd8\xff" + bytes(STILL_MAX),
            _png_header(PIXELS_MAX, 2),
            _png_header(60_000, 60_000),
            specimen.jpeg(np.zeros((8, 8, 3), np.uint8), 90),
        ],
        ids=["empty", "text", "bmp", "jpeg start", "too long", "wide", "huge", "tiny"],
    )
    async def test_what_is_no_still(self, reader: IdReader, still: bytes) -> None:
        assert await reason(reader, still) == Unreadable.NOT_A_PICTURE
        assert (await reader.read(specimen.still(ERIKA))).lines == ERIKA.mrz

    async def test_crash_costs_one_still(self, caplog: pytest.LogCaptureFixture) -> None:
        reader = IdReader(work=bad_workers.crash_on_bang)
        with caplog.at_level(logging.ERROR):
            assert await reason(reader, b"\xff\xd8\xff bang") == Unreadable.READER_FAILED
        assert await reason(reader, b"\xff\xd8\xff") == Unreadable.NO_ZONE
        await reader.close()

    async def test_hanging_worker_is_cut_off_even_while_it_is_being_fed(self, caplog: pytest.LogCaptureFixture) -> None:
        reader = IdReader(work=bad_workers.hang, limit_s=0.5)
        with caplog.at_level(logging.ERROR):
            for size in (10, 1_000_000):  # the second does not fit into the pipe
                assert await reason(reader, b"\xff\xd8\xff" + bytes(size)) == Unreadable.READER_FAILED
        await reader.close()

    async def test_what_the_worker_says_is_checked(self) -> None:
        reader = IdReader(work=bad_workers.answers_wrong_digits)
        assert await reason(reader, b"\xff\xd8\xff") == Unreadable.CHECK_DIGITS
        await reader.close()

    async def test_worker_cannot_write_a_file(self) -> None:
        reader = IdReader(work=bad_workers.tries_to_write)
        assert await reason(reader, b"\xff\xd8\xff") == Unreadable.GLARE, "it wrote"
        await reader.close()

    @pytest.mark.parametrize("after_s", [0, 0.05, 0.5])
    async def test_close_gives_up_what_is_being_read(self, after_s: float) -> None:
        reader = IdReader(work=bad_workers.hang, limit_s=60)
        reading = asyncio.create_task(reason(reader, b"\xff\xd8\xff"))
        await asyncio.wait({reading}, timeout=after_s)  # before, while and after the worker starts
        await reader.close()
        await reader.close()
        assert await reading == Unreadable.READER_FAILED
        assert await reason(reader, b"\xff\xd8\xff") == Unreadable.READER_FAILED

    async def test_warm_up_never_raises(self, caplog: pytest.LogCaptureFixture) -> None:
        reader = IdReader(work=bad_workers.hang, limit_s=0.3)
        with caplog.at_level(logging.ERROR):
            await reader.warm_up()
        await reader.close()
