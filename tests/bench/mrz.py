"""How well cards are read: `python -m tests.bench.mrz`; the last line is one JSON object.

    python -m tests.bench.mrz                                     200 stills, 30 films, every reader
    python -m tests.bench.mrz --ours --stills 1000 --films 200    the long run for what is accepted wrongly

A block per reader: for stills `exact` (per cent; every character), `by_condition`, `accepted_wrong`, `accepted`,
`ms_p50`; for films (`sequences`) `read`, `wrong`, `frames_p50`. A text counts as accepted when ours stands for it, and
when a peer's passes all check digits. Exit code 1 when ours accepted a wrong text.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from clerk_desktop.common.errors import CardUnreadable
from clerk_desktop.common.mrz import failed_checks
from clerk_desktop.desktop.services.id_reader_film import FilmReader
from clerk_desktop.desktop.services.id_reader_still import StillReader, unpack
from tests.bench import mrz_peers
from tests.bench.mrz_set import film, still
from tests.helpers.specimen import CONDITIONS, Picture

Read = Callable[[Picture], "tuple[tuple[str, ...] | None, bool]"]
"""A picture to the text, and whether it is accepted."""


@dataclass
class _Stills:
    seen: Counter[str] = field(default_factory=Counter)
    exact: Counter[str] = field(default_factory=Counter)
    accepted: int = 0
    wrong: list[dict[str, Any]] = field(default_factory=list)
    took: list[float] = field(default_factory=list)

    def add(self, condition: str, real: tuple[str, ...], picture: Picture, read: Read, number: int) -> None:
        start = time.perf_counter()
        lines, accepted = read(picture)
        self.took.append((time.perf_counter() - start) * 1000)
        self.seen[condition] += 1
        self.exact[condition] += lines == real
        self.accepted += accepted
        if accepted and lines != real:
            self.wrong.append({"number": number, "read": lines, "real": real})

    def result(self) -> dict[str, Any]:
        total = self.seen.total()
        return {
            "exact": round(100 * self.exact.total() / max(1, total), 1),
            "by_condition": {c: round(100 * self.exact[c] / self.seen[c], 1) for c in CONDITIONS if self.seen[c]},
            "accepted": self.accepted,
            "accepted_wrong": len(self.wrong),
            "ms_p50": round(statistics.median(self.took), 1) if self.took else None,
        }


@dataclass
class _Films:
    frames: list[int] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    wrong: list[dict[str, Any]] = field(default_factory=list)
    seen: int = 0

    def result(self) -> dict[str, Any]:
        return {
            "sequences": self.seen,
            "read": len(self.frames),
            "wrong": len(self.wrong),
            "frames_p50": statistics.median(self.frames) if self.frames else None,
            "ms_per_frame_p50": round(statistics.median(self.took), 1) if self.took else None,
        }


def _of_peer(peer: mrz_peers.Peer) -> Read:
    def read(picture: Picture) -> tuple[tuple[str, ...] | None, bool]:
        lines = peer(picture)
        try:
            return lines, lines is not None and not failed_checks(lines)
        except CardUnreadable:
            return lines, False

    return read


def _of_ours(reader: StillReader) -> Read:
    def read(picture: Picture) -> tuple[tuple[str, ...] | None, bool]:
        text, _ = reader.read(picture)
        return (None, False) if text is None else (text.lines, text.accepted)

    return read


def _ours_film(reader: StillReader, result: _Films, seed: int, number: int) -> None:
    one = film(seed, number)
    watching = FilmReader(reader)
    result.seen += 1
    for picture in one.frames:
        start = time.perf_counter()
        text = watching.add(picture)
        result.took.append((time.perf_counter() - start) * 1000)
        if text is not None:
            if text.lines == one.mrz:
                result.frames.append(text.frames)
            else:
                result.wrong.append({"film": number, "read": text.lines, "real": one.mrz})
            return


def _peer_film(read: Read, result: _Films, seed: int, number: int) -> None:
    """A peer's first text that passes all check digits."""
    one = film(seed, number)
    result.seen += 1
    for count, picture in enumerate(one.frames, 1):
        start = time.perf_counter()
        lines, accepted = read(picture)
        result.took.append((time.perf_counter() - start) * 1000)
        if accepted:
            if lines == one.mrz:
                result.frames.append(count)
            else:
                result.wrong.append({"film": number, "read": lines, "real": one.mrz})
            return


def main() -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--stills", type=int, default=200)
    options.add_argument("--films", type=int, default=30)
    options.add_argument("--first", type=int, default=0, help="number of the first still and film")
    options.add_argument("--seed", type=int, default=2611)
    options.add_argument("--ours", action="store_true", help="without the peers")
    chosen = options.parse_args()
    ours = StillReader()
    ours.warm_up()
    readers: dict[str, Read | str] = {"ours": _of_ours(ours)}
    for name in () if chosen.ours else mrz_peers.NAMES:
        peer = mrz_peers.make(name)
        readers[name] = peer if isinstance(peer, str) else _of_peer(peer)
    stills = {name: _Stills() for name in readers}
    films = {name: _Films() for name in readers}
    for number in range(chosen.first, chosen.first + chosen.stills):
        condition, real, data = still(chosen.seed, number)
        picture = unpack(data)
        assert picture is not None
        for name, read in readers.items():
            if not isinstance(read, str):
                stills[name].add(condition, real, picture, read, number)
        _tell(number + 1 - chosen.first, chosen.stills, "stills", stills["ours"].wrong)
    for number in range(chosen.first, chosen.first + chosen.films):
        for name, read in readers.items():
            if name == "ours":
                _ours_film(ours, films[name], chosen.seed, number)
            elif not isinstance(read, str):
                _peer_film(read, films[name], chosen.seed, number)
        _tell(number + 1 - chosen.first, chosen.films, "films", films["ours"].wrong)
    result = {
        name: {"missing": read} if isinstance(read, str) else stills[name].result() | films[name].result()
        for name, read in readers.items()
    }
    print(json.dumps({"stills": chosen.stills, "films": chosen.films, "seed": chosen.seed} | result))
    return 1 if stills["ours"].wrong or films["ours"].wrong else 0


def _tell(done: int, of: int, what: str, wrong: list[dict[str, Any]]) -> None:
    if done % 20 == 0 or done == of:
        print(f"{done} of {of} {what}", *(json.dumps(one) for one in wrong), file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
