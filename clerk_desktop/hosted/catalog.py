"""The town's own data: matters and offices, read once at start from TOML files.

A broken file stops the start with its name and the reason: better no service than one that offers half of the matters.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from clerk_desktop.common.errors import NotFound
from clerk_desktop.common.matters import Matter
from clerk_desktop.common.messages import OfficeView
from clerk_desktop.common.slots import OpeningRule

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
M = TypeVar("M", bound=BaseModel)


class CatalogError(ValueError):
    """A file of the town's data is missing or wrong; the text names file and reason."""


class Opening(BaseModel):
    """Weekly opening hours on the wall clock, with the number of clerks at video desks."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    weekday: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    opens: time
    closes: time
    places: int = Field(ge=1, le=100)

    @model_validator(mode="after")
    def _in_order(self) -> Opening:
        if self.opens >= self.closes:
            raise ValueError("closes before it opens")
        if self.opens.minute % 5 or self.opens.second or self.opens.microsecond:
            raise ValueError("opens at a moment that is no multiple of five minutes")
        return self

    def rule(self) -> OpeningRule:
        """The same for the slot arithmetic."""
        return OpeningRule(WEEKDAYS.index(self.weekday), self.opens, self.closes, self.places)


class Office(BaseModel):
    """One Bürgeramt with its opening hours."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=64)
    name: str = Field(min_length=1, max_length=120)
    address: str = Field(min_length=1, max_length=200)
    opening: tuple[Opening, ...] = Field(min_length=1)
    closed: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _no_overlap(self) -> Office:
        rules = sorted(self.opening, key=lambda o: (WEEKDAYS.index(o.weekday), o.opens))
        for before, after in pairwise(rules):
            if before.weekday == after.weekday and after.opens < before.closes:
                raise ValueError(f"two openings overlap on {after.weekday}")
        return self

    @property
    def rules(self) -> tuple[OpeningRule, ...]:
        """The weekly rules for the slot arithmetic."""
        return tuple(opening.rule() for opening in self.opening)

    def view(self) -> OfficeView:
        """What everybody may know."""
        return OfficeView(id=self.id, name=self.name, address=self.address)


@dataclass(frozen=True)
class Catalog:
    """All matters and offices of the town, by id."""

    matters: dict[str, Matter]
    offices: dict[str, Office]

    @classmethod
    def load(cls, matters_dir: Path, offices_dir: Path) -> Catalog:
        """Read both folders.

        Raises:
            CatalogError: with the file and the reason.
        """
        return cls(_load(matters_dir, Matter), _load(offices_dir, Office))

    def matter(self, matter_id: str) -> Matter:
        """The matter of this id. Raises NotFound."""
        if matter_id not in self.matters:
            raise NotFound("no such matter")
        return self.matters[matter_id]

    def office(self, office_id: str) -> Office:
        """The office of this id. Raises NotFound."""
        if office_id not in self.offices:
            raise NotFound("no such office")
        return self.offices[office_id]


def duration(matter: Matter) -> timedelta:
    """How long an appointment for this matter is planned to take."""
    return timedelta(minutes=matter.duration_minutes)


def _load(folder: Path, model: type[M]) -> dict[str, M]:
    found: dict[str, M] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            thing = model.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as broken:
            raise CatalogError(f"{path}: {broken}") from None
        except ValidationError as broken:
            reasons = (f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in broken.errors())
            raise CatalogError(f"{path}: {'; '.join(reasons)}") from None
        thing_id = str(getattr(thing, "id"))  # noqa: B009 - the type variable does not know it
        if thing_id in found:
            raise CatalogError(f"{path}: the id {thing_id!r} stands in another file too")
        found[thing_id] = thing
    if not found:
        raise CatalogError(f"{folder}: there is no *.toml file")
    return found
