"""Writes `resources/citizen/contract.mjs`: the page's side of the contract, from `clerk_desktop/common/messages`.

The page has no build step, so its types are JSDoc typedefs in a committed module; a test checks that it is current.

    python installer/contract.py            write it
    python installer/contract.py --check    say with the exit code whether it is current
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parent.parent
if str(HOUSE) not in sys.path:  # run as a script, from anywhere
    sys.path.insert(0, str(HOUSE))

from pydantic import BaseModel, TypeAdapter  # noqa: E402
from pydantic.json_schema import models_json_schema  # noqa: E402

from clerk_desktop.common import matters, several  # noqa: E402
from clerk_desktop.common.appointments import ENDED  # noqa: E402
from clerk_desktop.common.messages import booking, clerk, guests, live, terms, work  # noqa: E402

TARGET = HOUSE / "resources" / "citizen" / "contract.mjs"

REST: tuple[type[BaseModel], ...] = (
    booking.OfficeView,
    matters.MatterView,
    booking.SlotsView,
    booking.ReservationRequest,
    booking.ReservationView,
    booking.BookingRequest,
    booking.AppointmentView,
    booking.TownView,
    booking.CaptchaView,
    booking.ReschedulingRequest,
    booking.WaitingListRequest,
    booking.WaitingListView,
    clerk.IceView,
    guests.GuestVisitView,
    booking.Problem,
)
FAMILIES: dict[str, TypeAdapter[Any]] = {
    "LiveFromCitizen": live.LIVE_FROM_CITIZEN,
    "LiveToCitizen": live.LIVE_TO_CITIZEN,
    "LiveFromGuest": live.LIVE_FROM_GUEST,
    "LiveToGuest": live.LIVE_TO_GUEST,
    "DataFromDesk": work.DATA_FROM_DESK,
    "DataFromPage": work.DATA_FROM_PAGE,
    "DataToGuest": guests.DATA_TO_GUEST,
    "DataFromGuest": guests.DATA_FROM_GUEST,
}
CONSTANTS = {
    **{
        name: getattr(terms, name) for name in ("VERSION", "API", "LIVE_PATH", "DATA_CHANNEL", "BLOB_CHUNK", "BLOB_MAX")
    },
    "MOST_MATTERS": several.MOST_MATTERS,
    "LONGEST_MINUTES": several.LONGEST_MINUTES,
}
HEAD = """// Written by installer/contract.py from clerk_desktop/common/messages; do not edit.
// THE contract between page, desk and service, as JSDoc types and constants.
"""


def schemas() -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, str]]]:
    """The JSON schemas of everything that the page sends or receives, and per family its types' names by `type`."""
    inputs: list[tuple[Any, Any, Any]] = [(name, "serialization", adapter) for name, adapter in FAMILIES.items()]
    families, found = TypeAdapter.json_schemas(inputs)
    _, rest = models_json_schema([(model, "serialization") for model in REST])
    definitions: dict[str, dict[str, Any]] = {**found["$defs"], **rest["$defs"]}
    by_type = {
        str(name): {
            kind: reference.rpartition("/")[2] for kind, reference in schema["discriminator"]["mapping"].items()
        }
        for (name, _), schema in families.items()
    }
    return definitions, by_type


def jsdoc_type(schema: dict[str, Any]) -> str:
    """One JSON schema as a TypeScript type expression."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(jsdoc_type(part) for part in schema["anyOf"])
    if schema.get("type") == "array":
        return f"Array<{jsdoc_type(schema['items'])}>"
    if isinstance(values := schema.get("additionalProperties"), dict):
        return f"Record<string, {jsdoc_type(values)}>"
    names = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
    return names[schema["type"]]


def _first_line(schema: dict[str, Any]) -> str:
    return str(schema.get("description", "")).strip().split("\n")[0].replace("*/", "* /")


def typedef(name: str, schema: dict[str, Any]) -> Iterator[str]:
    """The lines of one JSDoc typedef. A field with a default may be missing in what an older partner sends."""
    yield "/**"
    if text := _first_line(schema):
        yield f" * {text}"
    if schema.get("type") != "object":
        yield f" * @typedef {{{jsdoc_type(schema)}}} {name}"
        yield " */"
        return
    yield f" * @typedef {{object}} {name}"
    for field, inner in schema.get("properties", {}).items():
        optional = "default" in inner and "const" not in inner and field != "version"
        yield f" * @property {{{jsdoc_type(inner)}}} {f'[{field}]' if optional else field}"
    yield " */"


def rules(model: type[BaseModel]) -> dict[str, dict[str, Any]]:
    """What the service demands of each text field of a request, so that the page can say it before sending."""
    wanted = ("minLength", "maxLength", "pattern", "format")
    result = {}
    for field, schema in model.model_json_schema()["properties"].items():
        text = next((part for part in schema.get("anyOf", [schema]) if part.get("type") == "string"), None)
        if text is not None:
            result[field] = {key: text[key] for key in wanted if key in text}
    return result


def contract() -> str:
    """The whole module as text."""
    definitions, by_type = schemas()
    lines = [HEAD, *(f"export const {name} = {json.dumps(value)};" for name, value in CONSTANTS.items())]
    ended = json.dumps(sorted(ENDED))
    lines.append(f"\n/** States that nothing leads out of. */\nexport const ENDED = Object.freeze({ended});")
    text = json.dumps(rules(booking.BookingRequest), indent=2)
    lines.append(
        "\n/**\n * What the service demands of the booking's texts.\n"
        " * @type {Record<string, {minLength?: number, maxLength?: number, pattern?: string, format?: string}>}\n */\n"
        f"export const BOOKING_RULES = {text};"
    )
    for family, members in by_type.items():
        kinds = "".join(f"\n  {json.dumps(kind)}," for kind in sorted(members))
        lines.append(f"\n/** The types of {family}. */\nexport const {_constant(family)} = Object.freeze([{kinds}\n]);")
    lines.append("")
    for name in sorted(definitions):
        lines.extend(typedef(name, definitions[name]))
        lines.append("")
    for family, members in by_type.items():
        lines.append(f"/** @typedef {{{' | '.join(members.values())}}} {family} */")
    return "\n".join(lines) + "\n"


def _constant(name: str) -> str:
    return "".join(f"_{c}" if c.isupper() and i else c.upper() for i, c in enumerate(name)).upper()


def main() -> int:
    """Write or check; 0 when the file is (now) current."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="only say whether the file is current")
    if parser.parse_args().check:
        current = TARGET.exists() and TARGET.read_text(encoding="utf-8") == contract()
        print("contract.mjs is current" if current else "contract.mjs is old: run python installer/contract.py")
        return 0 if current else 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(contract(), encoding="utf-8")
    print(f"wrote {TARGET.relative_to(HOUSE)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
