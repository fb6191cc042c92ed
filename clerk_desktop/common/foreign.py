"""What the desk may know and do about a paper that it did not set itself: a citizen's upload, a pension fund's form.

The file itself is only ever opened in a process of its own; what that process says is read through these models, so a
process that a hostile file has taken over can say nothing else. Lengths are PDF points (1/72 inch) on the page as it
is shown: turned, origin in the upper left corner.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, StringConstraints, TypeAdapter

FILE_MAX = 64 * 1024 * 1024
"""Bytes of the largest file that is opened; a scan of 300 pages has about 30 MB."""
PAGES_MAX = 3_000
SIDE_MAX = 20_000.0
"""Points of the longest side of a page (7 m) that is believed; PDF 1.7 ends at 14,400."""
PHOTO_MAX = 16 * 1024 * 1024
"""Bytes of the largest photograph; one of 50 megapixels has about 12 MB as JPEG."""
PHOTO_PIXELS_MAX = 60_000_000

_Page = Annotated[int, Field(ge=0, lt=PAGES_MAX)]
"""Counted from 0, as in `PdfEngine`."""
_Length = Annotated[FiniteFloat, Field(ge=-SIDE_MAX, le=SIDE_MAX)]
_Words = Annotated[str, StringConstraints(max_length=10_000)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Active(StrEnum):
    """What in a PDF can do something, or carry something along, beyond being read."""

    JAVASCRIPT = "javascript"
    LAUNCH = "launch"
    EMBEDDED_FILE = "embedded_file"
    REMOTE_GOTO = "remote_goto"
    SUBMIT = "submit"
    XFA = "xfa"
    OPEN_ACTION = "open_action"
    RICH_MEDIA = "rich_media"
    LINK = "link"
    """A link to something that is neither web, mail nor telephone."""
    OTHER = "other"


class Area(_Model):
    """A rectangle."""

    x0: _Length
    y0: _Length
    x1: _Length
    y1: _Length


class PageSize(_Model):
    """Width and height of a page as it is shown."""

    width: Annotated[FiniteFloat, Field(gt=0, le=SIDE_MAX)]
    height: Annotated[FiniteFloat, Field(gt=0, le=SIDE_MAX)]


class FileView(_Model):
    """What is known as soon as a file is open.

    Attributes:
        pages: the sizes of its pages.
        encrypted: it was locked, with or without a password to open it.
        repaired: it was damaged and could be read all the same.
    """

    pages: tuple[PageSize, ...] = Field(min_length=1, max_length=PAGES_MAX)
    encrypted: bool = False
    repaired: bool = False


class FieldShape(StrEnum):
    """What a field of a PDF form takes."""

    TEXT = "text"
    TICK = "tick"
    RADIO = "radio"
    CHOICE = "choice"
    SIGNATURE = "signature"
    BUTTON = "button"


class FieldView(_Model):
    """One field of a PDF form, at one place."""

    name: Annotated[str, StringConstraints(max_length=2_000)]
    shape: FieldShape
    page: _Page
    area: Area
    value: _Words = ""
    options: tuple[_Words, ...] = ()
    """What `value` may be: of a choice, or the names of the states of a tick or radio button."""
    read_only: bool = False


class Contents(_Model):
    """What is inside, looked up after the first page is on the screen.

    Attributes:
        fields: the fields of its form.
        signed: it carries electronic signatures, which any change makes worthless: keep the file as it came.
        active: what was found of each kind; nothing of it is ever run.
    """

    fields: tuple[FieldView, ...] = ()
    signed: bool = False
    active: dict[Active, int] = {}


class Hit(_Model):
    """A place where the sought words stand; words that go over a line end have several places."""

    page: _Page
    area: Area


class Hits(_Model):
    """What a search found; `more` says that it stopped at the most that was asked for."""

    hits: tuple[Hit, ...] = ()
    more: bool = False


# --- what can be done to a file -------------------------------------------------------------------------


class Fill(_Model):
    """Write a value into every field of this name; a tick takes the name of its state, or "on" and "off"."""

    do: Literal["fill"] = "fill"
    name: str
    value: _Words


class TypeText(_Model):
    """Type onto the page itself; (x, y) is the left end of the first line's base line."""

    do: Literal["type"] = "type"
    page: _Page
    x: _Length
    y: _Length
    text: Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
    size: Annotated[FiniteFloat, Field(ge=4, le=72)] = 10.0


class Tick(_Model):
    """Draw a tick into a box that is only printed."""

    do: Literal["tick"] = "tick"
    page: _Page
    area: Area


class Highlight(_Model):
    """Mark places with a yellow pen."""

    do: Literal["highlight"] = "highlight"
    page: _Page
    areas: tuple[Area, ...] = Field(min_length=1, max_length=1_000)


class Comment(_Model):
    """Pin a note to the page."""

    do: Literal["comment"] = "comment"
    page: _Page
    x: _Length
    y: _Length
    text: Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
    author: Annotated[str, StringConstraints(max_length=120)] = ""


class Rotate(_Model):
    """Turn a page clockwise by a quarter, a half or three quarters."""

    do: Literal["rotate"] = "rotate"
    page: _Page
    by: Literal[90, 180, 270]


class Reorder(_Model):
    """The pages in this order; one that is not named is gone."""

    do: Literal["reorder"] = "reorder"
    order: tuple[_Page, ...] = Field(min_length=1, max_length=PAGES_MAX)


class Insert(_Model):
    """Put all pages of another file before page `at`; `source` counts the files handed over with the edits."""

    do: Literal["insert"] = "insert"
    at: Annotated[int, Field(ge=0, le=PAGES_MAX)]
    source: Annotated[int, Field(ge=0, le=100)] = 0


class Delete(_Model):
    """Take pages out."""

    do: Literal["delete"] = "delete"
    pages: tuple[_Page, ...] = Field(min_length=1, max_length=PAGES_MAX)


class Redact(_Model):
    """Take away for good what lies under these areas: text, pixels, lines, notes, fields."""

    do: Literal["redact"] = "redact"
    page: _Page
    areas: tuple[Area, ...] = Field(min_length=1, max_length=1_000)


class Flatten(_Model):
    """Make fields and notes part of the pages."""

    do: Literal["flatten"] = "flatten"


Edit = Annotated[
    Fill | TypeText | Tick | Highlight | Comment | Rotate | Reorder | Insert | Delete | Redact | Flatten,
    Field(discriminator="do"),
]
EDITS: TypeAdapter[tuple[Edit, ...]] = TypeAdapter(tuple[Edit, ...])


# --- photographs ----------------------------------------------------------------------------------------

_PHOTOS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


def is_heic(content: bytes) -> bool:
    """Whether these bytes begin as a HEIC picture does (ISO/IEC 23008-12)."""
    return content[4:8] == b"ftyp" and content[8:12] in _HEIC


def is_photo(content: bytes) -> bool:
    """Whether these bytes begin as a picture of a kind that is taken: JPEG, PNG, HEIC."""
    return content.startswith(_PHOTOS) or is_heic(content)
