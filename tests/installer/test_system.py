"""System packages: what is missing is found, and who may not install it reads the command."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

import pytest

from installer import system
from installer.terminal import Failed


class Machine:
    """A computer whose dpkg and apt answer what the test says."""

    def __init__(self, installed: set[str], *, sudo: bool = False, offered: set[str] | None = None) -> None:
        self.installed = installed
        self.offered = offered
        self.sudo = sudo
        self.ran: list[list[str]] = []

    def query(self, command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        if command[0] == "dpkg-query":
            text = "".join(f"{n}:amd64 installed\n" for n in command[4:] if n in self.installed)
            return subprocess.CompletedProcess(command, 1, text, "")
        if command[0] == "apt-cache":
            known = self.offered is None or command[2] in self.offered
            return subprocess.CompletedProcess(command, 0 if known else 100, "Package: x" if known else "", "")
        return subprocess.CompletedProcess(command, 0 if self.sudo else 1, "", "")

    def run(self, title: str, command: list[str], **_: object) -> None:
        del title
        self.ran.append(command)
        if "install" in command:
            self.installed |= set(command)


def enter(monkeypatch: pytest.MonkeyPatch, machine: Machine, *, root: bool, programs: set[str]) -> None:
    monkeypatch.setattr(system.subprocess, "run", machine.query)
    monkeypatch.setattr(system, "run", machine.run)
    monkeypatch.setattr(system.os, "geteuid", lambda: 0 if root else 1000)
    monkeypatch.setattr(system.shutil, "which", lambda name: f"/bin/{name}" if name in programs else None)


DEBIAN = {"dpkg-query", "apt-get", "sudo"}


def everything() -> set[str]:
    return {names[0] for names in system.wanted()}


def test_nothing_missing_asks_nothing_of_apt(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(everything())
    enter(monkeypatch, machine, root=True, programs=DEBIAN)
    system.ensure()
    assert machine.ran == []


def test_root_gets_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(everything() - {"xvfb", "chromium"})
    enter(monkeypatch, machine, root=True, programs=DEBIAN)
    system.ensure()
    assert machine.ran == [
        ["apt-get", "update"],
        ["apt-get", "install", "-y", "--no-install-recommends", "chromium", "xvfb"],
    ]
    assert system.missing() == []


def test_somebody_with_sudo_gets_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(everything() - {"xvfb"}, sudo=True)
    enter(monkeypatch, machine, root=False, programs=DEBIAN)
    system.ensure()
    assert machine.ran[-1][:2] == ["sudo", "-n"]
    assert machine.ran[-1][-1] == "xvfb"


def test_somebody_else_reads_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(everything() - {"xvfb", "libzbar0"})
    enter(monkeypatch, machine, root=False, programs=DEBIAN)
    with pytest.raises(Failed, match=r"sudo apt-get install --no-install-recommends libzbar0 xvfb"):
        system.ensure()
    assert machine.ran == []


def test_another_linux_is_told_and_goes_on(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    machine = Machine(set())
    enter(monkeypatch, machine, root=True, programs=set())
    system.ensure()
    assert "system_packages.toml" in capsys.readouterr().out
    assert machine.ran == []


def test_a_renamed_package_counts_and_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    renamed = "libglib2.0-0t64"
    machine = Machine(everything() - {"libglib2.0-0"} | {renamed}, offered={renamed})
    enter(monkeypatch, machine, root=True, programs=DEBIAN)
    assert system.missing() == []
    machine.installed.discard(renamed)
    system.ensure()
    assert machine.ran[-1][-1] == renamed


@pytest.mark.parametrize("bare", [True, False])
def test_venv_is_wanted_only_where_python_has_no_pip(monkeypatch: pytest.MonkeyPatch, *, bare: bool) -> None:
    monkeypatch.setattr(system.importlib.util, "find_spec", lambda _: None if bare else object())
    assert (["python3-venv"] in system.wanted()) is bare


def test_every_package_has_a_reason() -> None:
    packages = tomllib.loads(Path(system.__file__).with_name("system_packages.toml").read_text("utf-8"))["package"]
    assert all(package["why"] and package["name"] for package in packages)
