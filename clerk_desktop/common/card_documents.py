"""Kinds of identity documents as data: how they are read, and which optical features can be looked at over video.

One TOML file per kind lies in `resources/documents`; this module only says what must be in it. A feature is listed only
when a camera in white light can show it: nothing that needs ultraviolet light or a finger. Regions are in parts of the
document's side: (0, 0) is its top left corner as it is read, (1, 1) its bottom right.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from clerk_desktop.common.matters import Text

Share = Annotated[float, Field(ge=0, le=1)]


class Category(StrEnum):
    """The four kinds of features of which BaFin 3/2017 wants three different ones looked at."""

    DIFFRACTIVE = "diffractive"
    """Holograms and kinegrams: they move or change colour when tilted."""
    PERSONALISATION = "personalisation"
    """How the person's data came into the card: laser engraving, laser tilt image."""
    MATERIAL = "material"
    """What the card is made of: thread, window, embossing, ink that changes colour."""
    PRINT = "print"
    """Security printing: guilloches, rainbow print, micro lettering."""


class CardSide(StrEnum):
    """Sides of a document."""

    FRONT = "front"
    """With the portrait; of a passport its data page."""
    BACK = "back"


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Region(_Data):
    """A rectangle on a side."""

    x: Share
    y: Share
    width: Annotated[float, Field(gt=0, le=1)]
    height: Annotated[float, Field(gt=0, le=1)]

    @model_validator(mode="after")
    def _inside(self) -> Region:
        if self.x + self.width > 1.0001 or self.y + self.height > 1.0001:
            raise ValueError("the region leaves the card")
        return self

    def grown(self, by: float) -> Region:
        """With a margin of `by` on all sides, as far as the card reaches."""
        left, top = max(0.0, self.x - by), max(0.0, self.y - by)
        right, bottom = min(1.0, self.x + self.width + by), min(1.0, self.y + self.height + by)
        return Region(x=left, y=top, width=right - left, height=bottom - top)


class Feature(_Data):
    """One feature to look at.

    Attributes:
        id: its name in records.
        category: of which kind it is.
        side: on which side.
        name: what it is called.
        look_for: what a good card shows.
        move: how the person should move the card for that.
        where: the place.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    category: Category
    side: CardSide
    name: Text
    look_for: Text
    move: Text
    where: Region


class CardDocument(_Data):
    """A kind of document.

    Attributes:
        id: of the file.
        name: for the clerk and the citizen.
        mrz_kinds: document codes that its machine-readable lines begin with; the first is the usual one.
        mrz_side: where those lines stand; None when it has none, then the clerk types.
        ratio: height to width of a side.
        portrait: where the face is; None when it carries none, then it cannot show who holds it.
        serial: where the serial number stands (on the front).
        access_number: where the card's access number (CAN) stands on the front; it is never read, and blacked out first
            of all in a copy.
        features: what can be looked at.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    name: Text
    mrz_kinds: tuple[str, ...] = ()
    mrz_side: CardSide | None = None
    ratio: float = Field(gt=0.3, lt=1.5)
    portrait: Region | None = None
    serial: Region | None = None
    access_number: Region | None = None
    features: tuple[Feature, ...] = ()

    @model_validator(mode="after")
    def _ids_are_single(self) -> CardDocument:
        ids = [feature.id for feature in self.features]
        if len(ids) != len(set(ids)):
            raise ValueError(f"document {self.id!r}: a feature stands twice")
        return self

    @property
    def one_sided(self) -> bool:
        """Portrait and machine-readable lines stand on the same side (a passport)."""
        return self.mrz_side is CardSide.FRONT

    def feature(self, feature_id: str) -> Feature | None:
        """The feature of this name."""
        return next((feature for feature in self.features if feature.id == feature_id), None)
