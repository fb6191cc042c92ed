"""A call whose links break: `python -m tests.bench.resilience [--cut plug silent media desk] [--gaps 3 …] [--runs N]`.

The real service, the real desk program and a real Chromium with its fake camera, each in a network namespace of its
own behind a bridge (needs root); signals and media go over the same cables. One appointment, booked and called as
people do it; nobody presses anything afterwards. The last line is one JSON object.

picture_back_s: for each length of a break, how long after the link's return both pictures move again (the later of the
    citizen's, painted at the desk, and the clerk's, shown on the page; "again" means that they go on for 1.5 s without
    a hole of half a second). What never comes back within a minute counts as that minute.
longest_freeze_s: the longest time without a new picture, on either side, while 5 % of all packets are lost both ways.
media_gap_on_restart_s: the longest time without a new picture, on either side, around a `kill -9` of the service and
    its restart; up to 0.2 s is no gap and counts as 0.
signalling_back_s: from the moment at which the service listens again until both sides have been welcomed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from installer.catcher import join_link, read_mail
from installer.journey.citizen import Citizen, Person, phones
from installer.office import OFFICE, Office
from tests.helpers.networks import SERVICE, Cut, Networks, missing
from tests.helpers.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
PAGE = Path(__file__).with_name("resilience_page.js")
MATTER = "ummeldung"
GAPS, RUNS = (3, 10, 20, 30, 60), 5
LOSS, LOSS_S = 0.05, 30.0
NO_GAP_S = 0.2
NEVER_S = 60.0
STEADY_S, HOLE_S = 1.5, 0.5
SETTLED_S = 4.0
"""Pause between two breaks."""


class Desk:
    """The desk's process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def do(self, ask: str, **words: object) -> dict[str, Any]:
        """Ask, and wait for the answer. Raises RuntimeError when the desk has ended."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"ask": ask, **words}).encode() + b"\n")
        await self._process.stdin.drain()
        line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the desk ended at {ask!r}")
        answer: dict[str, Any] = json.loads(line)
        return answer


class Call:
    """One call between the real parts, and what breaks it."""

    def __init__(self, networks: Networks, office: Office, desk: Desk, citizen: Citizen, settled_s: float) -> None:
        self.networks, self.office = networks, office
        self.desk, self.citizen = desk, citizen
        self.settled_s = settled_s

    async def seen(self, at: float) -> dict[str, list[float]]:
        """When either side showed a new picture of the other, from this moment on."""
        page = await self.citizen.page.evaluate("(at) => bench.shown.filter((moment) => moment >= at)", at)
        desk = await self.desk.do("since", at=at)
        return {"citizen at the desk": desk["shown"], "clerk on the page": page}

    async def both_back(self, at: float) -> dict[str, float]:
        """Seconds from `at` until each side sees the other move again."""
        back: dict[str, float] = {}
        while len(back) < 2 and time.time() < at + NEVER_S:
            await asyncio.sleep(0.5)
            now = time.time()
            for side, shown in (await self.seen(at)).items():
                first = steady_from(shown, now)
                if first is not None:
                    back[side] = first - at
        return {side: back.get(side, NEVER_S) for side in ("citizen at the desk", "clerk on the page")}

    async def breaks(self, what: Cut, gap: float) -> dict[str, float]:
        """Break a link, mend it, and see how long it takes."""
        began = time.time()
        await asyncio.to_thread(self.networks.cut, what)
        await asyncio.sleep(gap)
        await asyncio.to_thread(self.networks.mend, what)
        mended = time.time()
        back = await self.both_back(mended)
        told = (await self.desk.do("since", at=began))["told"]
        say(
            what.value,
            gap,
            {side: round(s, 2) for side, s in back.items()},
            [(round(t - mended, 1), w) for t, w in told],
        )
        await asyncio.sleep(self.settled_s)
        return back

    async def freeze(self, seconds: float) -> float:
        """The longest freeze while packets are lost."""
        began = time.time()
        await self.desk.do("loss", share=LOSS)
        await asyncio.sleep(seconds)
        await self.desk.do("loss", share=0.0)
        holes = await self._holes(began, time.time())
        say("loss", holes)
        await asyncio.sleep(self.settled_s)
        return max(holes.values())

    async def restart(self) -> tuple[float, float]:
        """Kill the service, start it again; the media's gap, and how long the signalling took to come back."""
        calm = await self._holes(time.time() - self.settled_s, time.time())
        began = time.time()
        await asyncio.to_thread(self.office.kill)
        await asyncio.to_thread(self.office.revive)
        listens = time.time()
        back: list[float] = []
        while len(back) < 2 and time.time() < listens + NEVER_S:
            await asyncio.sleep(0.2)
            page = await self.citizen.page.evaluate("(at) => bench.welcomed.filter((moment) => moment >= at)", began)
            told = (await self.desk.do("since", at=began))["told"]
            back = [*page[:1], *[moment for moment, word in told if word == "office"][:1]]
        signalling = max(back) - listens if len(back) == 2 else NEVER_S
        await asyncio.sleep(self.settled_s)
        holes = await self._holes(began, time.time())
        say(
            "restart",
            f"service away {listens - began:.2f} s",
            "before",
            calm,
            "around it",
            holes,
            "signals",
            signalling,
        )
        return max(holes.values()), max(0.0, signalling)

    async def _holes(self, since: float, until: float) -> dict[str, float]:
        shown = await self.seen(since)
        return {side: round(longest_hole([since, *moments, until]), 3) for side, moments in shown.items()}


def steady_from(shown: Sequence[float], now: float) -> float | None:
    """The first picture after which they went on; None when that cannot be said yet."""
    for index, first in enumerate(shown):
        if first > now - STEADY_S:
            return None
        after = [moment for moment in shown[index:] if moment <= first + STEADY_S]
        if longest_hole([*after, first + STEADY_S]) <= HOLE_S:
            return first
    return None


def longest_hole(moments: Sequence[float]) -> float:
    """The longest time between two of them."""
    return max((after - before for before, after in pairwise(moments)), default=0.0)


def say(*words: object) -> None:
    print(*words, file=sys.stderr, flush=True)


@asynccontextmanager
async def call(folder: Path, networks: Networks, settled_s: float) -> AsyncIterator[Call]:
    """Everybody in place, and the two see each other."""
    mails: asyncio.Queue[Path] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    port = free_port()
    address = f"http://{SERVICE}:{port}"
    office = Office(
        folder / "office", lambda path: loop.call_soon_threadsafe(mails.put_nowait, path), port, host=SERVICE
    )
    # Outside HTTPS a browser gives a camera only to the loopback, or when it is told to.
    flags = [f"--unsafely-treat-insecure-origin-as-secure={address}"]
    await asyncio.to_thread(office.__enter__)
    try:
        async with desk_of(folder, networks) as desk, phones(folder, flags, browser_in(folder, networks)) as new_phone:
            await desk.do("enter", server=office.url, token=await asyncio.to_thread(office.sign_in))
            page = await new_phone()
            await page.add_init_script(path=PAGE)
            citizen = Citizen(page, office.url)
            await citizen.book(Person(), OFFICE, MATTER)
            mail = read_mail(await asyncio.wait_for(mails.get(), 30))
            await citizen.read(mail)
            await citizen.join(join_link(mail))
            await desk.do("call")
            await citizen.see_clerk()
            await asyncio.sleep(settled_s)
            yield Call(networks, office, desk, citizen, settled_s)
    finally:
        await asyncio.to_thread(office.__exit__, None, None, None)


@asynccontextmanager
async def desk_of(folder: Path, networks: Networks) -> AsyncIterator[Desk]:
    """The desk in its network; its window is drawn, but on no screen."""
    command = networks.inside(networks.desk, "env", "QT_QPA_PLATFORM=offscreen", f"HOME={folder}")
    command += [
        "PYTHON_KEYRING_BACKEND=keyring.backends.fail.Keyring",
        sys.executable,
        "-m",
        "tests.bench.resilience_desk",
    ]
    with (folder / "desk.log").open("w") as log:
        process = await asyncio.create_subprocess_exec(
            *command,
            *("--data-dir", str(folder / "desk"), "--language", "de"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
            limit=2**24,
            cwd=ROOT,
        )
    try:
        yield Desk(process)
    finally:
        if process.stdin is not None:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), 20)
        except TimeoutError:
            process.kill()
            await process.wait()


def browser_in(folder: Path, networks: Networks) -> Path:
    """A program that starts the browser in the citizen's network."""
    program = folder / "browser"
    command = " ".join(networks.inside(networks.citizen, shutil.which("chromium") or "chromium"))
    program.write_text(f'#!/bin/sh\nexec {command} "$@"\n', "utf-8")
    program.chmod(0o755)
    return program


async def measure(networks: Networks, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """All figures that were asked for."""
    figures: dict[str, Any] = {}
    async with call(folder, networks, options.settled) as one:
        try:
            for cut in map(Cut, options.cut if options.gaps else ()):
                key = "picture_back_s" if cut.value == options.cut[0] else f"picture_back_s_{cut.value}"
                figures[key] = {
                    f"{gap:g}": [round(max((await one.breaks(cut, gap)).values()), 2) for _ in range(options.runs)]
                    for gap in options.gaps
                }
            if options.loss:
                figures["longest_freeze_s"] = round(await one.freeze(options.loss), 2)
            if options.restart:
                gap, signals = await one.restart()
                figures["media_gap_on_restart_s"] = 0.0 if gap <= NO_GAP_S else round(gap, 2)
                figures["signalling_back_s"] = round(signals, 2)
        finally:
            if options.keep:
                for log in (folder / "desk.log", one.office.log):
                    shutil.copy(log, options.keep)
            for line in one.citizen.words[-10:]:
                say("page:", line)
    return figures


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--cut",
        choices=[one.value for one in Cut],
        nargs="+",
        default=[Cut.PLUG.value],
        help="which link breaks; the figures of a second one get a key of their own",
    )
    parser.add_argument("--gaps", type=float, nargs="*", default=GAPS, help="seconds of a break")
    parser.add_argument("--runs", type=int, default=RUNS, help="breaks of each length")
    parser.add_argument("--loss", type=float, default=LOSS_S, help="seconds with lost packets; 0 leaves it out")
    parser.add_argument("--no-restart", dest="restart", action="store_false", help="leave the service alone")
    parser.add_argument("--settled", type=float, default=SETTLED_S, help="seconds between two breaks")
    parser.add_argument("--keep", type=Path, help="folder for the logs")
    options = parser.parse_args()
    if why := missing():
        say(why)
        return 3
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # clears up
    with tempfile.TemporaryDirectory(prefix="office-bench-") as name, Networks() as networks:
        networks.move_in()
        figures = asyncio.run(measure(networks, Path(name), options))
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
