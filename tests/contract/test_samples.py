"""One sample of every message of every family: the models accept it, keep all of it, and no message lacks one."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from clerk_desktop.common import matters
from clerk_desktop.common.messages import booking, clerk, guests, live, work

SAMPLES: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("samples.json").read_text(encoding="utf-8"))
FAMILIES: dict[str, TypeAdapter[Any]] = {
    "live_from_citizen": live.LIVE_FROM_CITIZEN,
    "live_from_desk": live.LIVE_FROM_DESK,
    "live_to_citizen": live.LIVE_TO_CITIZEN,
    "live_to_desk": live.LIVE_TO_DESK,
    "live_from_guest": live.LIVE_FROM_GUEST,
    "live_to_guest": live.LIVE_TO_GUEST,
    "data_from_desk": work.DATA_FROM_DESK,
    "data_from_page": work.DATA_FROM_PAGE,
    "data_to_guest": guests.DATA_TO_GUEST,
    "data_from_guest": guests.DATA_FROM_GUEST,
}
MESSAGES = [(family, kind) for family in FAMILIES for kind in SAMPLES[family]]
PARTS = {"CardTrial", "Devices", "Fingerprints", "QueueEntry", "IceServer", "Booking", "MatterView", "GuestPicture"}
"""Models that only stand inside others, or in a family above."""
BODIES: dict[str, type[BaseModel]] = {
    name: thing
    for module in (booking, clerk, guests)
    for name, thing in inspect.getmembers(module, inspect.isclass)
    if issubclass(thing, BaseModel) and thing.__module__ == module.__name__
} | {"MatterView": matters.MatterView}


def kept(written: Any, sample: Any) -> bool:  # noqa: ANN401
    """Everything of the sample is still there; fields that were added since may stand beside it."""
    if isinstance(sample, dict):
        return all(key in written and kept(written[key], value) for key, value in sample.items())
    if isinstance(sample, list):
        return len(written) == len(sample) and all(map(kept, written, sample))
    return bool(written == sample)


@pytest.mark.parametrize(("family", "kind"), MESSAGES)
def test_a_sample_is_read_and_written_without_loss(family: str, kind: str) -> None:
    sample = SAMPLES[family][kind]
    read = FAMILIES[family].validate_python(sample)
    assert read.type == kind
    assert kept(json.loads(FAMILIES[family].dump_json(read)), sample)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_message_of_the_family_has_a_sample(family: str) -> None:
    known = FAMILIES[family].json_schema()["discriminator"]["mapping"]
    assert set(SAMPLES[family]) == set(known)


@pytest.mark.parametrize("name", SAMPLES["rest"])
def test_a_rest_sample_is_read_and_written_without_loss(name: str) -> None:
    model: type[BaseModel] = BODIES[name]
    sample = SAMPLES["rest"][name]
    assert kept(json.loads(model.model_validate_json(json.dumps(sample)).model_dump_json()), sample)


def test_every_rest_body_has_a_sample() -> None:
    assert set(BODIES) - PARTS == set(SAMPLES["rest"]) - PARTS


@pytest.mark.parametrize("name", ["ReservationRequest", "BookingRequest", "SignInRequest", "StepRequest"])
def test_what_a_client_sends_may_carry_nothing_unknown(name: str) -> None:
    model: type[BaseModel] = BODIES[name]
    with pytest.raises(ValidationError):
        model.model_validate(SAMPLES["rest"][name] | {"surprise": 1})


@pytest.mark.parametrize("family", FAMILIES)
def test_a_message_may_grow(family: str) -> None:
    for sample in SAMPLES[family].values():
        FAMILIES[family].validate_python(sample | {"from_a_newer_partner": 1})
