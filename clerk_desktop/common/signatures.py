"""Signature requests: for which bytes, at which level, and what became of them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from clerk_desktop.common.errors import SignatureRefused, WrongState
from clerk_desktop.common.matters import SignatureLevel

MAX_POINTS = 20_000
"""More points than any hand draws; a longer list is an attack on memory."""


class Point(BaseModel):
    """One sample of the pen: x and y in CSS pixels of the pad, t in milliseconds, p the pressure 0…1."""

    model_config = ConfigDict(frozen=True)
    x: float = Field(ge=0, le=10_000, allow_inf_nan=False)
    y: float = Field(ge=0, le=10_000, allow_inf_nan=False)
    t: float = Field(ge=0, allow_inf_nan=False)
    p: float = Field(default=0.5, ge=0, le=1, allow_inf_nan=False)


class Drawing(BaseModel):
    """A drawn signature as vectors: the strokes and the size of the pad they were drawn on (CSS pixels)."""

    model_config = ConfigDict(frozen=True)
    width: float = Field(gt=0, le=10_000, allow_inf_nan=False)
    height: float = Field(gt=0, le=10_000, allow_inf_nan=False)
    strokes: tuple[tuple[Point, ...], ...] = Field(min_length=1, max_length=500)


def check_drawing(drawing: Drawing) -> None:
    """Send back what no one would call a signature: a dot, a straight line, an endless scribble.

    Raises:
        SignatureRefused: with the reason in its detail.
    """
    points = [point for stroke in drawing.strokes for point in stroke]
    if len(points) > MAX_POINTS:
        raise SignatureRefused("too many points")
    if len(points) < 3:
        raise SignatureRefused("too few points")
    width = max(p.x for p in points) - min(p.x for p in points)
    height = max(p.y for p in points) - min(p.y for p in points)
    if max(width, height) < 20:
        raise SignatureRefused("too small")
    if _farthest_from_line(points) < 3:
        raise SignatureRefused("a straight line")


def _farthest_from_line(points: list[Point]) -> float:
    """How far (pixels) the drawing leaves the one straight line that fits it best, also when drawn there and back."""
    x0 = sum(p.x for p in points) / len(points)
    y0 = sum(p.y for p in points) / len(points)
    spread_x = sum((p.x - x0) ** 2 for p in points)
    spread_y = sum((p.y - y0) ** 2 for p in points)
    both = sum((p.x - x0) * (p.y - y0) for p in points)
    angle = math.atan2(2 * both, spread_x - spread_y) / 2
    return max(abs((p.y - y0) * math.cos(angle) - (p.x - x0) * math.sin(angle)) for p in points)


class RequestState(StrEnum):
    """What became of a request."""

    ASKED = "asked"
    SIGNED = "signed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class SignatureRequest:
    """The office asks one person to sign exactly these bytes.

    Attributes:
        id: random, names the request on both sides.
        paper: id of the paper.
        document_sha256: what is to be signed.
        signer: the name as identified.
        level: what the signature will be, told to the citizen before signing.
        state: where it stands; only `ASKED` can change.
        reason: the citizen's words with `DECLINED`.
    """

    id: str
    paper: str
    document_sha256: str
    signer: str
    level: SignatureLevel
    state: RequestState = RequestState.ASKED
    reason: str = ""

    def _end(self, state: RequestState, reason: str = "") -> SignatureRequest:
        if self.state is state:
            return self
        if self.state is not RequestState.ASKED:
            raise WrongState(f"signature request {self.state} → {state}")
        return replace(self, state=state, reason=reason)

    def signed(self) -> SignatureRequest:
        """The citizen has signed. Raises WrongState after another end."""
        return self._end(RequestState.SIGNED)

    def declined(self, reason: str) -> SignatureRequest:
        """The citizen will not sign. Raises WrongState after another end."""
        return self._end(RequestState.DECLINED, reason)

    def withdrawn(self) -> SignatureRequest:
        """The clerk took the request back. Raises WrongState after another end."""
        return self._end(RequestState.WITHDRAWN)
