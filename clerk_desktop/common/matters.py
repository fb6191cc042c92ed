"""A matter (Anliegen): what a citizen can come for, as data that a town writes without code.

One TOML file per matter lies in `resources/matters`; this module only says what must be in it.
Law differs per matter and town, therefore the levels are values of the file, never of the program.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, model_validator


class IdentityLevel(StrEnum):
    """How sure the office must be who is in front of it."""

    NONE = "none"
    QUESTIONS = "questions"
    """No card that shows the person: the clerk's questions were answered as the register has it."""
    CARD = "card"
    """A card was read and its face compared; its security features were not all looked at."""
    VIDEO = "video"
    """Every step of the video check was passed (`common/identification.py`)."""
    EID = "eid"
    """The chip was read; foreseen, not offered yet."""


class SignatureLevel(StrEnum):
    """The levels of Art. 3 no. 10 and Art. 26 eIDAS that this program can reach; never "qualified"."""

    NONE = "none"
    SIMPLE = "simple"
    ADVANCED = "advanced"


class FieldKind(StrEnum):
    """What a form field holds, so that desk and checks know how to treat it."""

    TEXT = "text"
    DATE = "date"
    POSTCODE = "postcode"
    CHOICE = "choice"
    TICK = "tick"


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(_Data):
    """A sentence in both languages of the office."""

    de: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Choice(_Data):
    """One answer of a choice field."""

    value: str
    label: Text


class Condition(_Data):
    """Another field of the same form has one of these values."""

    field: str
    values: tuple[str, ...] = Field(min_length=1)


class FormField(_Data):
    """One field of the form that the clerk fills in.

    `source` names where its first value comes from: `booking.<name>`, `card.<name>`, `office.<name>`,
    `today`, or nothing. A value from the card wins over the booking's when both exist
    (`sources` are tried in order).
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    section: Text
    label: Text
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    sources: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    help: Text | None = None
    max_length: int = Field(default=120, ge=1, le=2000)
    not_before_days: int | None = None
    """A date may lie at most so many days before today (None: no limit)."""
    not_after_days: int | None = None
    """A date may lie at most so many days after today (None: no limit)."""
    required_when: Condition | None = None
    """Required under this condition although `required` is False."""
    shared: bool = False
    """About the person: asked once when several matters are done in one appointment. What comes from booking and card
    is shared anyway; every other field belongs to its own matter, also when another one has a field of the same id."""

    @model_validator(mode="after")
    def _choices_fit(self) -> FormField:
        if (self.kind is FieldKind.CHOICE) != bool(self.choices):
            raise ValueError(f"field {self.id!r}: choices belong to kind 'choice' and only there")
        return self


class Paper(_Data):
    """A paper that the matter produces: a typst template in `resources/forms` and its title."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    template: str = Field(pattern=r"^[a-z0-9-]+\.typ$")
    title: Text
    file_name: str = Field(pattern=r"^[A-Za-z0-9-]+$")


class Upload(_Data):
    """A paper that the citizen hands in during the call, as a photograph or a PDF."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: Text
    required: bool = False
    required_when: Condition | None = None
    """Required when a field of the form has one of these values, although `required` is False."""


class MatterView(_Data):
    """What everybody may know of a matter; the page shows it before booking."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: Text
    summary: Text
    duration_minutes: int = Field(ge=5, le=120)
    fee_cents: int = Field(default=0, ge=0)
    bring: tuple[Text, ...] = ()
    legal_basis: tuple[str, ...] = ()
    identity: IdentityLevel = IdentityLevel.VIDEO
    signature: SignatureLevel = SignatureLevel.SIMPLE
    signers: int = Field(default=1, ge=0, le=4)
    counter_only: bool = False


class Matter(MatterView):
    """The whole matter, as the desk needs it: the public part, the form and the papers."""

    fields: tuple[FormField, ...] = ()
    papers: tuple[Paper, ...] = Field(min_length=1)
    uploads: tuple[Upload, ...] = ()

    @model_validator(mode="after")
    def _ids_are_single(self) -> Matter:
        ids_of = {
            "field": [f.id for f in self.fields],
            "paper": [p.id for p in self.papers],
            "upload": [u.id for u in self.uploads],
        }
        for what, ids in ids_of.items():
            twice = {i for i in ids if ids.count(i) > 1}
            if twice:
                raise ValueError(f"matter {self.id!r}: {what} {sorted(twice)} stands twice")
        return self

    @model_validator(mode="after")
    def _conditions_can_hold(self) -> Matter:
        fields = {f.id: f for f in self.fields}
        conditions = [f.required_when for f in self.fields] + [u.required_when for u in self.uploads]
        for condition in filter(None, conditions):
            other = fields.get(condition.field)
            if other is None or (other.choices and not {c.value for c in other.choices}.issuperset(condition.values)):
                raise ValueError(f"matter {self.id!r}: the condition on {condition.field!r} can never hold")
        return self

    def public(self) -> MatterView:
        """The part that the booking page may show."""
        return MatterView(**self.model_dump(include=set(MatterView.model_fields)))
