"""The Qt style sheet: `resources/look/desk.qss` with the tokens of the theme put in."""

from __future__ import annotations

from string import Template
from typing import Any

from clerk_desktop.resources import resource


def style_sheet(tokens: dict[str, Any], scheme: str) -> str:
    """The sheet for a scheme of the theme file. Raises KeyError for a token that the file lacks."""
    font, size, radius = tokens["font"], tokens["size"], tokens["radius"]
    values = {
        "small": font["small"],
        "heading_small": font["heading-small"],
        "heading": font["heading"],
        "heading_large": font["heading-large"],
        "weight_medium": font["weight-medium"],
        "weight_strong": font["weight-strong"],
        "control": size["control"],
        # Qt adds the border to the height.
        "button": size["control"] - 2,
        "field": size["control"] - 4,
        "focus": size["focus"],
        "radius": radius["default"],
        "radius_large": radius["large"],
    }
    colors = {name.replace("-", "_"): value for name, value in tokens["color"][scheme].items()}
    sheet = Template(resource("look", "desk.qss").read_text(encoding="utf-8"))
    return sheet.substitute(values, **colors)
