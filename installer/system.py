"""System packages: which are missing, and getting them by apt where the person may.

Standard library only.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tomllib
from pathlib import Path

from installer.terminal import Failed, run, say

_LIST = Path(__file__).with_name("system_packages.toml")


def wanted() -> list[list[str]]:
    """The packages that this computer must bring, each as its alternative names."""
    packages = tomllib.loads(_LIST.read_text("utf-8"))["package"]
    bare = importlib.util.find_spec("ensurepip") is None
    return [package["name"] for package in packages if package.get("when") != "no-ensurepip" or bare]


def installed(names: list[str]) -> set[str]:
    """Which of these packages are installed (one question to dpkg, some milliseconds)."""
    answer = subprocess.run(
        ["dpkg-query", "-W", "-f", "${binary:Package} ${db:Status-Status}\n", *names],
        capture_output=True,
        text=True,
        check=False,  # it ends with 1 as soon as one name is unknown
    ).stdout
    lines = (line.split() for line in answer.splitlines())
    return {name.partition(":")[0] for name, status in lines if status == "installed"}


def missing() -> list[list[str]]:
    """The wanted packages of which no alternative is installed."""
    everything = wanted()
    present = installed([name for names in everything for name in names])
    return [names for names in everything if not present.intersection(names)]


def ensure() -> None:
    """Have every wanted package installed.

    Raises:
        Failed: something is missing and this person may not install it; the text holds the command for one who may.
    """
    if not shutil.which("dpkg-query"):
        say("  · No Debian here: system packages were not checked; installer/system_packages.toml says what is needed.")
        return
    absent = missing()
    if not absent:
        return
    prefix = _may_install()
    if prefix is None:
        names = " ".join(names[0] for names in absent)
        raise Failed(
            f"{len(absent)} system packages are missing and only an administrator can install them. "
            "Please have this run:\n"
            f"    sudo apt-get install --no-install-recommends {names}"
        )
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run("System packages: reading the lists", [*prefix, "apt-get", "update"], detail=_apt_line, env=quiet)
    names = [_available(alternatives) for alternatives in absent]
    run(
        f"System packages: installing {len(names)} ({', '.join(names[:4])}{', …' if len(names) > 4 else ''})",
        [*prefix, "apt-get", "install", "-y", "--no-install-recommends", *names],
        detail=_apt_line,
        env=quiet,
    )


def _may_install() -> list[str] | None:
    """How this person starts apt-get: directly, through sudo without being asked, or not at all (None)."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n", "DEBIAN_FRONTEND=noninteractive"]
    return None


def _available(alternatives: list[str]) -> str:
    for name in alternatives[:-1]:
        shown = subprocess.run(["apt-cache", "show", name], capture_output=True, check=False)
        if shown.returncode == 0 and shown.stdout:
            return name
    return alternatives[-1]


def _apt_line(line: str) -> str:
    words = line.split()
    if words[:1] in (["Unpacking"], ["Selecting"]) or line.startswith("Setting up"):
        return " ".join(words[:3]).removesuffix("...")
    return "downloading" if line.startswith("Get:") else ""
