"""Several workers behind one port, as real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import psutil

from tests.helpers.servers import Redis
from tests.hosted.harness import until, write_town

COMMAND = (sys.executable, "-m", "clerk_desktop.hosted", "--port", "0", "--workers", "2")


def environment(folder: Path, **more: str) -> dict[str, str]:
    town = {f"OFFICE_{name.upper()}": str(path) for name, path in write_town(folder).items()}
    return os.environ | town | {"OFFICE_DATA_DIR": str(folder / "data")} | more


class Crew:
    def __init__(self, folder: Path, redis: Redis) -> None:
        self._log = (folder / "log").open("w")
        self.process = subprocess.Popen(
            COMMAND, env=environment(folder, OFFICE_REDIS_URL=redis.url), stdout=subprocess.PIPE, stderr=self._log
        )
        assert self.process.stdout
        self.url = self.process.stdout.readline().decode().split()[-1]
        self.parent = psutil.Process(self.process.pid)

    def __enter__(self) -> Crew:  # noqa: PYI034 - a test's helper is not inherited from
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(30)
        assert self.process.stdout
        self.process.stdout.close()
        self._log.close()

    def health(self) -> str:
        try:
            return str(httpx.get(f"{self.url}/api/v1/health").json()["processes"])
        except httpx.TransportError:
            return "nobody"


def test_a_worker_that_dies_is_replaced_and_all_end_in_order(tmp_path: Path, redis: Redis) -> None:
    with Crew(tmp_path, redis) as crew:
        workers = crew.parent.children()
        assert len(workers) == 2
        until(lambda: crew.health() == "connected")
        workers[0].kill()
        until(lambda: len(set(crew.parent.children()) - set(workers)) == 1)
        until(lambda: crew.health() == "connected")
        workers = crew.parent.children()
    assert crew.process.returncode == 0
    assert not any(worker.is_running() for worker in workers)


def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path, redis: Redis) -> None:
    with Crew(tmp_path, redis) as crew:
        workers = crew.parent.children()
        os.kill(crew.process.pid, signal.SIGKILL)
        gone, alive = psutil.wait_procs(workers, timeout=30)
        assert (len(gone), alive) == (2, [])


def test_several_workers_need_a_wire(tmp_path: Path) -> None:
    found = subprocess.run(COMMAND, env=environment(tmp_path), capture_output=True, text=True, check=False, timeout=60)
    assert found.returncode == 2
    assert "OFFICE_REDIS_URL" in found.stderr
