"""What a camera's view of a card is like, and the one thing that the person holding it should do next.

Pure numbers: no picture is kept here and none can be made from it. The measuring happens in the card reader's worker
process (`desktop/services/id_reader_assess.py`); the overlay on both sides of the call only draws this.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Corner = tuple[float, float]
"""A point in parts of the picture's width and height: (0, 0) is its top left, (1, 1) its bottom right."""

Quad = tuple[Corner, Corner, Corner, Corner]
"""The card's corners as the picture shows them, clockwise from the top left one."""


class Hint(StrEnum):
    """What to do next. The order is the priority: when several things are wrong, the first one is said."""

    WRONG_SIDE = "wrong_side"
    AT_EDGE = "at_edge"
    CLOSER = "closer"
    FARTHER = "farther"
    TOO_DARK = "too_dark"
    GLARE = "glare"
    STRAIGHTEN = "straighten"
    HOLD_STILL = "hold_still"


class Side(StrEnum):
    """Which side of a document is seen."""

    MRZ = "mrz"
    """The side with the machine-readable lines."""
    OTHER = "other"
    """A card without such lines: the side with the portrait, a bank card, a blank one."""


class Wanted(StrEnum):
    """Which side the clerk asks for."""

    MRZ = "mrz"
    OTHER = "other"
    ANY = "any"


@dataclass(frozen=True)
class GreyFrame:
    """One frame of the citizen's video, brightness only: the Y plane as the call delivers it.

    Attributes:
        width: pixels.
        height: pixels.
        grey: `width` × `height` bytes, row by row without padding.
        at: seconds of a clock that only goes forward, for the motion between two frames.
    """

    width: int
    height: int
    grey: bytes
    at: float

    def __repr__(self) -> str:
        return f"GreyFrame({self.width}×{self.height})"


@dataclass(frozen=True)
class Assessment:
    """How well the card can be seen in one frame.

    Attributes:
        quad: where it is; None when no card is seen (then all measures are 0 and `hint` is None).
        side: which side it shows; None when no card is seen.
        size: the card's longer side in parts of what fits into the picture; about 0.45 to 0.95 is good.
        sharpness: 0 (nothing legible) to 1 (as sharp as print gets); from 0.35 on it reads well.
        tilt: degrees by which the card is turned in the picture or leans away, the larger one.
        motion: card widths per second.
        glare: share of the lines' area (or the card's, on the other side) that is nothing but light.
        darkness: 0 (bright) to 1 (black).
        at_edge: a part of the card lies outside the picture.
        hint: the one thing to do next; None when nothing is wrong, and while no card is seen.
        good: a still taken now can be read. Half a second of it in a row should take one.
    """

    quad: Quad | None = None
    side: Side | None = None
    size: float = 0.0
    sharpness: float = 0.0
    tilt: float = 0.0
    motion: float = 0.0
    glare: float = 0.0
    darkness: float = 0.0
    at_edge: bool = False
    hint: Hint | None = None
    good: bool = False


NOTHING_SEEN = Assessment()
"""No card in the frame, or no frame that could be looked at."""
