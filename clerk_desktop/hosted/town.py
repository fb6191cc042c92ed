"""What the town has switched on and the numbers of its rules: `resources/town.toml`, overruled by the environment."""

from __future__ import annotations

import secrets
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from clerk_desktop.common.messages.booking import TownView


class TownError(ValueError):
    """The town's file is missing or wrong; the text names file and reason."""


class Town(BaseModel):
    """Switches and numbers; see the file for what they mean to a town."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    confirm_by_mail: bool = False
    confirm_minutes: int = Field(default=60, ge=5, le=24 * 60)
    captcha: bool = True
    max_open_per_person: int = Field(default=3, ge=1, le=100)
    release_delay_minutes: tuple[int, int] = (5, 45)
    waiting_list: bool = True
    offer_minutes: int = Field(default=120, ge=5, le=24 * 60)
    reminders: bool = True

    @model_validator(mode="after")
    def _in_order(self) -> Town:
        shortest, longest = self.release_delay_minutes
        if not 0 <= shortest <= longest <= 24 * 60:
            raise ValueError("release_delay_minutes: shortest and longest time in minutes, at most a day")
        return self

    @classmethod
    def load(cls, path: Path, over: Mapping[str, object]) -> Town:
        """Read the file; `over` wins over its lines.

        Raises:
            TownError: with the file and the reason.
        """
        try:
            return cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8")) | dict(over))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as broken:
            raise TownError(f"{path}: {broken}") from None
        except ValidationError as broken:
            reasons = (f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in broken.errors())
            raise TownError(f"{path}: {'; '.join(reasons)}") from None

    @property
    def confirm(self) -> timedelta:
        """How long a place is kept until the mail's link is confirmed."""
        return timedelta(minutes=self.confirm_minutes)

    @property
    def offer(self) -> timedelta:
        """How long a freed place is held for the person to whom it is offered."""
        return timedelta(minutes=self.offer_minutes)

    def release_delay(self) -> timedelta:
        """A fresh random time until a place that was given back can be booked again."""
        shortest, longest = (60 * minutes for minutes in self.release_delay_minutes)
        return timedelta(seconds=shortest + secrets.randbelow(longest - shortest + 1))

    def view(self, hold: timedelta) -> TownView:
        """What the page needs to know."""
        return TownView(
            captcha=self.captcha,
            confirm_by_mail=self.confirm_by_mail,
            waiting_list=self.waiting_list,
            max_open_per_person=self.max_open_per_person,
            hold_minutes=int(hold / timedelta(minutes=1)),
        )
