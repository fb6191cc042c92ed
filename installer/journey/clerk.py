"""The director's line to the clerk: cues go in, "done" or "failed" comes back, as lines of JSON."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from types import TracebackType
from typing import Self

from installer.journey import files

ROOT = Path(__file__).resolve().parents[2]
_STOP_S = 20.0


class CueFailed(AssertionError):
    """The clerk could not do it; the text says what was missing on the desk's screen."""


class Clerk:
    """The desk in its own process, with a home, a data folder and a place for temporary files of its own.

    Args:
        server: address of the hosted service.
        folder: where all of the desk's folders go.
        devices: environment of the screen and the sound devices.

    Attributes:
        folder: everything that the desk may write into lies below it.
        writes: the log of files opened for writing.
        devices: as given.
    """

    def __init__(self, server: str, folder: Path, devices: dict[str, str]) -> None:
        self.folder = folder
        self.writes = folder.with_suffix(".writes")
        self.log = folder.with_suffix(".log")
        self._server = server
        self.devices = devices
        self._process: Process | None = None

    async def __aenter__(self) -> Self:
        private = {}
        names = ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "DATA")
        for name in names:
            path = self.folder / name.lower()
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
            private[name] = str(path)
        data = private.pop("DATA")
        with self.log.open("a") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "installer.journey.desk"),
                *("--server", self._server, "--language", "de", "--data-dir", data),
                stdin=PIPE,
                stdout=PIPE,
                stderr=log,
                limit=2**20,
                cwd=ROOT,
                env={
                    **os.environ,
                    **self.devices,
                    **private,
                    files.LOG: str(self.writes),
                    "PYTHONDONTWRITEBYTECODE": "1",  # or the first run would leave what the second does not
                    "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
                },
            )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        process = self._process
        if process is None:
            return
        if process.returncode is None and process.stdin:
            process.stdin.close()  # the desk closes its window when nobody gives cues any more
        try:
            await asyncio.wait_for(process.wait(), _STOP_S)
        except TimeoutError:
            process.kill()
            await process.wait()
            if error is None:
                raise CueFailed("the desk did not end when its window was closed") from None
        if error is None and process.returncode:
            raise CueFailed(f"the desk ended with {process.returncode}:\n{self.log.read_text('utf-8')[-3000:]}")

    async def crash(self) -> None:
        """Kill the desk, as a power cut does."""
        if self._process is not None:
            self._process.kill()
            await self._process.wait()
            self._process = None

    async def perform(self, cue: str, **words: object) -> dict[str, object]:
        """Give a cue and wait until it is done.

        Returns:
            What the clerk read from the screen meanwhile.

        Raises:
            CueFailed: something did not appear, or the desk ended.
        """
        if self._process is None or self._process.stdin is None or self._process.stdout is None:
            raise CueFailed("the desk was not started")
        self._process.stdin.write(json.dumps({"cue": cue, "words": words}).encode() + b"\n")
        await self._process.stdin.drain()
        line = await self._process.stdout.readline()
        if not line:
            raise CueFailed(f"the desk ended at {cue!r}:\n{self.log.read_text('utf-8')[-3000:]}")
        answer: dict[str, object] = json.loads(line)
        if "failed" in answer:
            raise CueFailed(f"desk, {cue}: {answer['failed']}")
        return answer
