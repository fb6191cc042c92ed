"""Write installer/constraints.txt: the exact version of everything that the project's extras pull in.

Run it inside the environment after a deliberate change, with the tests green:
`.venv/bin/python installer/constraints.py`. Names and versions only; where they come from is the business of the
machine that installs them.
"""

from __future__ import annotations

import importlib.metadata
import tomllib
from collections.abc import Iterable
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_PROJECT = Path(__file__).parent.parent / "pyproject.toml"
_HEAD = "# Written by installer/constraints.py; the versions with which every test was green.\n"

_RARE = frozenset({"training", "bench"})
"""Extras that no test needs: PyTorch alone would bring gigabytes."""


def closure(needs: Iterable[str]) -> dict[str, str]:
    """Name and version of every installed package that these requirements pull in, directly or not."""
    found: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    queue = [(Requirement(need), "") for need in needs]
    while queue:
        need, of_extra = queue.pop()
        if need.marker is not None and not need.marker.evaluate({"extra": of_extra}):
            continue
        name = canonicalize_name(need.name)
        package = importlib.metadata.distribution(name)
        found[name] = f"{package.name}=={package.version}"
        for extra in {"", *need.extras}:
            if (name, extra) not in seen:
                seen.add((name, extra))
                queue += [(Requirement(text), extra) for text in package.requires or ()]
    return found


def main() -> None:
    """Write the file."""
    project = tomllib.loads(_PROJECT.read_text("utf-8"))["project"]
    groups = [group for name, group in project["optional-dependencies"].items() if name not in _RARE]
    needs = [*project["dependencies"], *(need for group in groups for need in group)]
    lines = [line for _, line in sorted(closure(needs).items())]
    Path(__file__).with_name("constraints.txt").write_text(_HEAD + "\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines)} packages")


if __name__ == "__main__":
    main()
