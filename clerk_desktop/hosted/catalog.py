"""The town's own data: matters, offices and switches, read once at start from TOML files.

A broken file stops the start with its name and the reason: better no service than one that offers half of the matters.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from clerk_desktop.common.errors import NotFound, TooLong
from clerk_desktop.common.matters import Matter
from clerk_desktop.common.messages.booking import OfficeView
from clerk_desktop.common.several import LONGEST_MINUTES, minutes
from clerk_desktop.common.slots import OpeningRule, Slot, slots_between
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.town import Town, TownError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
M = TypeVar("M", bound=BaseModel)


class CatalogError(ValueError):
    """A file of the town's data is missing or wrong; the text names file and reason."""


class _Hours(BaseModel):
    """From when until when on the wall clock, and with how many places."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    opens: time
    closes: time
    places: int = Field(ge=0, le=100)
    """For citizens."""
    internal: int = Field(default=0, ge=0, le=100)
    """More places, which only clerks book."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("closes before it opens")
        if self.opens.minute % 5 or self.opens.second or self.opens.microsecond:
            raise ValueError("opens at a moment that is no multiple of five minutes")
        if self.places + self.internal == 0:
            raise ValueError("has no places")
        return self

    def rule_on(self, weekday: int) -> OpeningRule:
        """The same for the slot arithmetic."""
        return OpeningRule(weekday, self.opens, self.closes, self.places, self.internal)


class Opening(_Hours):
    """Weekly opening hours."""

    weekday: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    def rule(self) -> OpeningRule:
        """The same for the slot arithmetic."""
        return self.rule_on(WEEKDAYS.index(self.weekday))


class Exceptional(_Hours):
    """Staffing of one day: replaces all weekly hours of that day, also on a holiday. Several lines may share a day."""

    date: date

    def rule(self) -> OpeningRule:
        """The same for the slot arithmetic."""
        return self.rule_on(self.date.weekday())


class Office(BaseModel):
    """One Bürgeramt with its opening hours."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=64)
    name: str = Field(min_length=1, max_length=120)
    address: str = Field(min_length=1, max_length=200)
    phone: str = Field(default="", pattern=r"^(\+[0-9][0-9 ]{5,24})?$")
    """With the country's code, e.g. `+49 30 23125 101`; shown to whoever cannot be connected. Empty: none."""
    matters: tuple[str, ...] | None = None
    """Ids of the matters that this office serves; None: all."""
    opening: tuple[Opening, ...] = Field(min_length=1)
    exception: tuple[Exceptional, ...] = ()
    closed: tuple[date, ...] = ()
    holidays: str | None = Field(default=None, pattern=r"^(BB|BE|BW|BY|HB|HE|HH|MV|NI|NW|RP|SH|SL|SN|ST|TH)$")
    """The Land whose public holidays are kept, e.g. `SL`."""
    horizon_days: int | None = Field(default=None, ge=1, le=366)
    """How far ahead may be booked here; None: as the service's setting says."""

    @model_validator(mode="after")
    def _no_overlap(self) -> Office:
        rules = sorted(self.opening, key=lambda o: (WEEKDAYS.index(o.weekday), o.opens))
        for before, after in pairwise(rules):
            if before.weekday == after.weekday and after.opens < before.closes:
                raise ValueError(f"two openings overlap on {after.weekday}")
        for earlier, later in pairwise(sorted(self.exception, key=lambda e: (e.date, e.opens))):
            if earlier.date == later.date and later.opens < earlier.closes:
                raise ValueError(f"two exceptions overlap on {later.date}")
        return self

    def slots(self, first: date, days: int, step: timedelta) -> Iterator[Slot]:
        """All slots of these days by the opening rules: closures, holidays and exceptions are minded, bookings not."""
        if days <= 0:
            return iter(())
        last = first + timedelta(days=days - 1)
        closed = set(self.closed)
        if self.holidays:
            closed.update(*(public_holidays(self.holidays, year) for year in range(first.year, last.year + 1)))
        exceptions = {
            day: [exception.rule() for exception in those]
            for day, those in groupby(sorted(self.exception, key=lambda e: e.date), key=lambda e: e.date)
        }
        return slots_between(first, days, [o.rule() for o in self.opening], step, closed, exceptions)

    def serves(self, *matter_ids: str) -> bool:
        """Whether all these matters can be booked here."""
        return self.matters is None or set(self.matters).issuperset(matter_ids)

    def offers(self, matters: Sequence[Matter]) -> bool:
        """Whether these can be done together by video here."""
        return self.serves(*(m.id for m in matters)) and not any(m.counter_only for m in matters)


@dataclass(frozen=True)
class Catalog:
    """All matters and offices of the town, by id, and its switches."""

    matters: dict[str, Matter]
    offices: dict[str, Office]
    town: Town = field(default_factory=Town)
    early: timedelta = timedelta(minutes=30)
    """How long before the appointment its waiting room opens."""
    horizon_days: int = 60
    """How far ahead may be booked where the office's file says nothing else."""

    @classmethod
    def load(cls, matters_dir: Path, offices_dir: Path) -> Catalog:
        """Read both folders; the town's switches are as they come.

        Raises:
            CatalogError: with the file and the reason.
        """
        found = cls(_load(matters_dir, Matter), _load(offices_dir, Office))
        for office in found.offices.values():
            if unknown := set(office.matters or ()) - set(found.matters):
                raise CatalogError(f"office {office.id!r}: there is no matter {sorted(unknown)}")
        return found

    @classmethod
    def of(cls, settings: Settings) -> Catalog:
        """Everything that the settings point to.

        Raises:
            CatalogError: with the file and the reason.
        """
        try:
            town = settings.town()
        except TownError as broken:
            raise CatalogError(str(broken)) from None
        found = cls.load(settings.matters_dir, settings.offices_dir)
        return replace(found, town=town, early=settings.early, horizon_days=settings.horizon_days)

    def office_view(self, office_id: str) -> OfficeView:
        """What everybody may know of an office. Raises NotFound."""
        office = self.office(office_id)
        ids = tuple(matter_id for matter_id in self.matters if office.serves(matter_id))
        return OfficeView(
            id=office.id,
            name=office.name,
            address=office.address,
            phone=office.phone,
            matters=ids,
            horizon_days=office.horizon_days or self.horizon_days,
        )

    def matter(self, matter_id: str) -> Matter:
        """The matter of this id. Raises NotFound."""
        if matter_id not in self.matters:
            raise NotFound("no such matter")
        return self.matters[matter_id]

    def several(self, ids: Iterable[str]) -> tuple[Matter, ...]:
        """The matters of these ids, in their order. Raises NotFound."""
        return tuple(self.matter(matter_id) for matter_id in ids)

    def wanted(self, ids: Iterable[str]) -> tuple[Matter, ...]:
        """The same for somebody who wants them in one appointment now. Raises NotFound, TooLong."""
        found = self.several(ids)
        if minutes(found) > LONGEST_MINUTES:
            raise TooLong
        return found

    def office(self, office_id: str) -> Office:
        """The office of this id. Raises NotFound."""
        if office_id not in self.offices:
            raise NotFound("no such office")
        return self.offices[office_id]


@cache
def public_holidays(land: str, year: int) -> frozenset[date]:
    """The public holidays of a Land."""
    from holidays.countries.germany import Germany  # noqa: PLC0415 - it brings all countries of the world with it

    return frozenset(Germany(subdiv=land, years=year))


def duration(matters: Iterable[Matter]) -> timedelta:
    """How long an appointment for these matters is planned to take."""
    return timedelta(minutes=minutes(matters))


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
