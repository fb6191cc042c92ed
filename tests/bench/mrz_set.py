"""The measuring set of `tests.bench.mrz`: seeded stills and films of drawn cards of random people.

Nothing of it was ever trained on: the reader's training draws lines with its own program (`installer/line_reader`), in
its own textures. Ten conditions in turn, 60 % at 1280×720 and 40 % at 640×480, 15 % residence permits, 10 % passports.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from clerk_desktop.common.mrz import SERIAL_ALPHABET
from tests.helpers import specimen
from tests.helpers.specimen import CONDITIONS, Picture, Pose, Specimen

_FAMILY = [
    "Müller",
    "Schmidt",
    "Yılmaz",
    "Öztürk",
    "Großmann",
    "Nguyen",
    "Kowalczyk",
    "Fröhlich-Hagenbüchner",
    "Bąk",
    "Papadopoulos",
    "Weiß",
    "Jäger",
    "Hübner",
    "Ivanova",
    "Sommerfeld",
    "Quast",
    "Zöller",
    "Wagner",
    "Brückner",
    "Xanthopoulos",
    "Li",
    "Okonkwo",
    "Uhuru",
    "Vukić",
    "Fuchs",
    "Pfeiffer",
    "Tschirnhaus",
]
_GIVEN = [
    "Erika",
    "Hans-Peter",
    "Maria Magdalena",
    "Jürgen",
    "Zoë",
    "Björn",
    "Ayşe",
    "Mehmet",
    "Quirin",
    "Xaver",
    "Ida",
    "Sofie Luise Anna",
    "Günther",
    "Franz",
    "Olga",
    "Wilhelm Friedrich",
    "Jörg",
    "Uwe",
    "Kevin",
    "Dorothea Henriette",
    "Philipp",
    "Ragnhild",
    "Yves",
]
_STATES = ("TUR", "SYR", "UKR", "IND", "OMN", "IRQ", "AFG", "KOR")
FRAMES = 15
"""Of one film."""


@dataclass(frozen=True)
class Film:
    """Frames as a call delivers them (BGR)."""

    condition: str
    mrz: tuple[str, ...]
    frames: tuple[Picture, ...]


def somebody(rng: np.random.Generator) -> Specimen:
    """A random person with a random document."""
    kind = str(rng.choice(["ID", "AR", "P"], p=[0.75, 0.15, 0.1]))
    return Specimen(
        given_names=str(rng.choice(_GIVEN)),
        family_name=str(rng.choice(_FAMILY)),
        birth_date=date(1930, 1, 1) + timedelta(days=int(rng.integers(0, 30_000))),
        expiry_date=date(2027, 1, 1) + timedelta(days=int(rng.integers(0, 3_600))),
        number=str(rng.choice(list(SERIAL_ALPHABET[10:]))) + "".join(rng.choice(list(SERIAL_ALPHABET), 8)),
        kind=kind,
        nationality=str(rng.choice(_STATES)) if kind == "AR" else "D",
        sex="<" if kind == "ID" else str(rng.choice(["F", "M"])),
    )


def still(seed: int, number: int) -> tuple[str, tuple[str, ...], bytes]:
    """Condition, what stands on the card, JPEG."""
    rng = np.random.default_rng([seed, number])
    condition = CONDITIONS[number % len(CONDITIONS)]
    size = (640, 480) if rng.random() < 0.4 else (1280, 720)
    person = somebody(rng)
    return condition, person.mrz, specimen.still(person, condition, int(rng.integers(0, 1 << 30)), size=size)


def film(seed: int, number: int) -> Film:
    """A card that (in four of ten) comes in, is held with a shaky hand, shines now and then; coded as VP8 by a call."""
    rng = np.random.default_rng([seed, 1_000_003, number])
    condition = CONDITIONS[number % len(CONDITIONS)]
    wide = bool(rng.random() < 0.4)
    size = (640, 480) if wide else (1280, 720)
    person = somebody(rng)
    kbits = int(rng.integers(400, 900) if condition == "vp8" else rng.integers(900, 2200))
    frames = tuple(_coded(_shots(person, condition, rng, size), kbits))
    return Film(condition, person.mrz, frames)


def _shots(person: Specimen, condition: str, rng: np.random.Generator, size: tuple[int, int]) -> Iterator[Picture]:
    wide = size[0] <= 640
    rest = specimen.some_pose(rng, condition, wide=wide)
    card = specimen.document(person)
    came = rng.uniform(-0.12, 0.12, 2) * float(rng.random() < 0.4)  # the others hold it already
    sway = rng.uniform(0, 6.28, 4)
    for at in range(FRAMES):
        far = max(0.0, 1 - at / 3) ** 2 * bool(came.any())
        swing = np.sin(at * 0.55 + sway)
        pose = Pose(
            width=rest.width * (1 - 0.12 * far),
            x=rest.x + came[0] * far + 0.004 * swing[0],
            y=rest.y + came[1] * far + 0.004 * swing[1],
            roll=rest.roll + 1.2 * swing[2],
            tilt=rest.tilt + 3 * swing[3],
            turn=rest.turn + 3 * swing[0],
        )
        picture = specimen.scene(card, pose, size=size, at=at / 10, person=not wide, seed=int(rng.integers(1, 3)))
        if far > 0:
            picture = specimen.motion(
                picture, 2 + far * size[0] * 0.02, float(np.degrees(np.arctan2(came[1], came[0])))
            )
        lamp = replace(pose, x=pose.x + 0.05 * swing[1])
        yield specimen.spoil(picture, lamp, "clean" if condition == "vp8" else condition, rng)


def _coded(shots: Iterator[Picture], kbits: int) -> Iterator[Picture]:
    import av

    coder: Any = None
    decoder: Any = av.CodecContext.create("vp8", "r")
    for number, picture in enumerate(shots):
        if coder is None:
            coder = av.CodecContext.create("libvpx", "w")
            coder.height, coder.width = picture.shape[:2]
            coder.pix_fmt, coder.bit_rate, coder.framerate = "yuv420p", kbits * 1000, 15
            coder.options = {"deadline": "realtime", "cpu-used": "6", "lag-in-frames": "0"}
        frame = av.VideoFrame.from_ndarray(picture, format="bgr24").reformat(format="yuv420p")
        frame.pts = number
        for packet in coder.encode(frame):
            for decoded in decoder.decode(packet):
                yield decoded.to_ndarray(format="bgr24")
