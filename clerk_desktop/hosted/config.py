"""Settings of the service, read from environment variables `OFFICE_*`; nothing else is configured anywhere else."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from clerk_desktop.common.messages import IceServer
from clerk_desktop.resources import ROOT

PREFIX = "OFFICE_"
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
    smtp_url: str = ""
    """`smtp://`, `smtp+starttls://` or `smtps://` with `user:password@host:port`; empty: mails wait in the outbox."""
    mail_from: str = "Bürgeramt Virtuell <buergeramt@example.org>"
    matters_dir: Path = ROOT / "matters"
    offices_dir: Path = ROOT / "offices"
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
    retention_days: int = Field(default=14, ge=0)
    """Days after the appointment until its personal data are deleted."""
    audit_days: int = Field(default=365, ge=0)
    """Days until an audit event (no names in it) is deleted."""
    ice_servers: tuple[IceServer, ...] = ()
    """STUN and TURN servers as JSON: `[{"urls": ["turn:…"], "username": "…", "credential": "…"}]`."""

    @field_validator("ice_servers", mode="before")
    @classmethod
    def _from_json(cls, value: object) -> object:
        return json.loads(value or "[]") if isinstance(value, str) else value

    @field_validator("public_url")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/")

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
            lines = [f"{PREFIX}{str(e['loc'][0]).upper()}: {e['msg']}" for e in broken.errors(include_input=False)]
            raise ConfigError("; ".join(lines)) from None
