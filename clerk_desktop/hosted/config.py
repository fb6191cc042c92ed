"""Settings of the service, read from environment variables `OFFICE_*`; nothing else is configured anywhere else."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator

from clerk_desktop.common.messages.clerk import IceServer
from clerk_desktop.hosted.town import Town
from clerk_desktop.resources import ROOT

PREFIX = "OFFICE_"
_SECRET_LETTERS = 32
_log = logging.getLogger(__name__)


class ConfigError(ValueError):
    """A setting cannot be understood; the text names the variable and the reason."""


class Settings(BaseModel):
    """Everything a town can set; each field is the variable `OFFICE_<FIELD>` in upper case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Path("office-data")
    """Where the SQLite file lies; made on start when it is missing."""
    database_url: str = ""
    """SQLAlchemy address; empty: `office.sqlite` in `data_dir`. PostgreSQL: `postgresql+psycopg://…`."""
    public_url: str = ""
    """What citizens type, without a slash at the end; empty: the address that is listened on."""
    redis_url: str = ""
    """`redis://`, `rediss://` or `unix://`: what connects several processes of the service; empty: there is one."""
    redis_channel: str = "office"
    """Processes with the same name belong together; only of interest where several towns share one Redis."""
    smtp_url: str = ""
    """`smtp://`, `smtp+starttls://` or `smtps://` with `user:password@host:port`; empty: mails wait in the outbox."""
    mail_from: str = "Bürgeramt Virtuell <buergeramt@example.org>"
    matters_dir: Path = ROOT / "matters"
    offices_dir: Path = ROOT / "offices"
    town_file: Path = ROOT / "town.toml"
    """Switches and numbers of the town; each can be overruled by the variable of its name, see below."""
    pages_dir: Path = ROOT / "citizen"
    page_texts_dir: Path = ROOT / "i18n"
    early_minutes: int = Field(default=30, ge=0)
    """How long before the appointment its waiting room opens."""
    lead_minutes: int = Field(default=60, ge=0)
    """How long before its start a slot is still given away."""
    hold_minutes: int = Field(default=10, ge=1, le=120)
    """How long a slot is kept while the form is filled in."""
    horizon_days: int = Field(default=60, ge=1, le=366)
    """How far ahead may be booked."""
    session_hours: int = Field(default=10, ge=1, le=24)
    """How long a clerk stays signed in."""
    away_seconds: float = Field(default=30, ge=0)
    """How long a lost connection keeps its place in the waiting room."""
    abandoned_minutes: int = Field(default=10, ge=1)
    """How long a call may be without its clerk's desk until it counts as interrupted and somebody else may take it."""
    retention_days: int = Field(default=14, ge=0)
    """Days after the appointment until its personal data are deleted."""
    audit_days: int = Field(default=365, ge=0)
    """Days until an audit event (no names in it) is deleted."""
    ice_servers: tuple[IceServer, ...] = ()
    """STUN and TURN servers as JSON: `[{"urls": ["turn:…"], "username": "…", "credential": "…"}]`."""
    turn_urls: tuple[str, ...] = ()
    """Our own relay by commas: `turns:turn.example.org:5349?transport=tcp,turn:turn.example.org:3478`; desks take the
    first one. Passwords for it are made with `turn_secret`."""
    turn_secret: SecretStr = SecretStr("")
    """The relay's `static-auth-secret`; at least 32 letters."""
    turn_minutes: int = Field(default=60, ge=5, le=24 * 60)
    """How long a password of the relay opens new ways; one that stands goes on."""

    trusted_proxies: str = "127.0.0.1,::1"
    """Addresses of the proxies in front, by commas: only they may say in X-Forwarded-For where a request comes from."""
    reservations_per_address: int = Field(default=60, ge=1)
    """In ten minutes from one address (a library or a whole company may share one)."""
    bookings_per_person: int = Field(default=6, ge=1)
    """In a day, cancelled ones included."""

    # What overrules the town's file; None: the file decides.
    confirm_by_mail: bool | None = None
    confirm_minutes: int | None = None
    captcha: bool | None = None
    max_open_per_person: int | None = None
    release_delay_minutes: tuple[int, int] | None = None
    waiting_list: bool | None = None
    offer_minutes: int | None = None
    reminders: bool | None = None

    @field_validator("release_delay_minutes", mode="before")
    @classmethod
    def _pair(cls, value: object) -> object:
        return json.loads(value) if isinstance(value, str) else value

    @field_validator("ice_servers", mode="before")
    @classmethod
    def _from_json(cls, value: object) -> object:
        return json.loads(value or "[]") if isinstance(value, str) else value

    @field_validator("turn_urls", mode="before")
    @classmethod
    def _by_commas(cls, value: object) -> object:
        return tuple(url.strip() for url in value.split(",") if url.strip()) if isinstance(value, str) else value

    @field_validator("turn_urls")
    @classmethod
    def _relays(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(url.startswith(("turn:", "turns:")) for url in value):
            raise ValueError("must begin with turn: or turns:")
        return value

    @field_validator("turn_secret")
    @classmethod
    def _long(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < _SECRET_LETTERS:
            raise ValueError(f"must have at least {_SECRET_LETTERS} letters")
        return value

    @model_validator(mode="after")
    def _relay_with_secret(self) -> Self:
        if self.turn_urls and not self.turn_secret.get_secret_value():
            raise ValueError("OFFICE_TURN_URLS needs OFFICE_TURN_SECRET")
        return self

    @field_validator("public_url")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/")

    @field_validator("redis_url")
    @classmethod
    def _redis_scheme(cls, value: str) -> str:
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("must begin with redis://, rediss:// or unix://")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _known_scheme(cls, value: str) -> str:
        if value and not value.startswith(("smtp://", "smtp+starttls://", "smtps://")):
            raise ValueError("must begin with smtp://, smtp+starttls:// or smtps://")
        return value

    @property
    def database(self) -> str:
        """The SQLAlchemy address that is really used."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'office.sqlite').absolute()}"

    @property
    def early(self) -> timedelta:
        """How long before the appointment its waiting room opens."""
        return timedelta(minutes=self.early_minutes)

    @property
    def lead(self) -> timedelta:
        """How long before its start a slot is still given away."""
        return timedelta(minutes=self.lead_minutes)

    @property
    def hold(self) -> timedelta:
        """How long a slot is kept while the form is filled in."""
        return timedelta(minutes=self.hold_minutes)

    def town(self) -> Town:
        """The town's switches, as file and environment say.

        Raises:
            TownError: the file is missing or wrong.
        """
        over = {name: getattr(self, name) for name in Town.model_fields}
        return Town.load(self.town_file, {name: value for name, value in over.items() if value is not None})

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], **more: object) -> Settings:
        """Read the variables; `more` wins over them (command line).

        Raises:
            ConfigError: a value is impossible.
        """
        given = {name[len(PREFIX) :].lower(): value for name, value in environment.items() if name.startswith(PREFIX)}
        for unknown in given.keys() - cls.model_fields.keys():
            _log.warning("%s%s is no setting of the service", PREFIX, unknown.upper())
            del given[unknown]
        try:
            return cls.model_validate(given | more)
        except ValidationError as broken:
            wrong = broken.errors(include_input=False)
            lines = [f"{PREFIX}{str(e['loc'][0]).upper()}: {e['msg']}" if e["loc"] else e["msg"] for e in wrong]
            raise ConfigError("; ".join(lines)) from None
