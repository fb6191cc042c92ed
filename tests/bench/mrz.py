"""How well the card reader reads: `python -m tests.bench.mrz [--stills 100] [--seed 1]`; the last line is JSON.

Stills of drawn specimen cards of random people, ten conditions in turn, 60 % at 1280×720 and 40 % at 640×480, one in
five a residence permit. Exact means every character; `wrong` is what was accepted and is not what stands on the card.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import statistics
import sys
import time
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from clerk_desktop.common.mrz import SERIAL_ALPHABET
from clerk_desktop.desktop.services.id_reader_worker import StillReader
from tests.helpers.specimen import CONDITIONS, Specimen, still

_FAMILY = ["Müller", "Schmidt", "Yılmaz", "Öztürk", "Großmann", "Nguyen", "Kowalczyk", "Fröhlich-Hagenbüchner", "Bąk"]
_FAMILY += ["Papadopoulos", "Weiß", "Jäger", "Hübner", "Ivanova", "Sommerfeld", "Quast", "Zöller", "Wagner", "Brückner"]
_FAMILY += ["Xanthopoulos", "Li", "Okonkwo"]
_GIVEN = [
    "Erika",
    "Hans-Peter",
    "Maria Magdalena",
    "Jürgen",
    "Zoë",
    "Björn",
    "Ayşe",
    "Mehmet",
    "Quirin",
    "Xaver",
    "Ida",
]
_GIVEN += ["Sofie Luise Anna", "Günther", "Franz", "Olga", "Wilhelm Friedrich", "Jörg"]
_STATES = ("TUR", "SYR", "UKR", "IND", "OMN", "IRQ")


def somebody(rng: np.random.Generator) -> Specimen:
    """A random person with a random document."""
    card = rng.random() < 0.8
    return Specimen(
        given_names=str(rng.choice(_GIVEN)),
        family_name=str(rng.choice(_FAMILY)),
        birth_date=date(1930, 1, 1) + timedelta(days=int(rng.integers(0, 30_000))),
        expiry_date=date(2027, 1, 1) + timedelta(days=int(rng.integers(0, 3_600))),
        number=str(rng.choice(list(SERIAL_ALPHABET[10:]))) + "".join(rng.choice(list(SERIAL_ALPHABET), 8)),
        kind="ID" if card else "AR",
        nationality="D" if card else str(rng.choice(_STATES)),
        sex="<" if card else str(rng.choice(["F", "M"])),
    )


def main() -> int:
    """Measure and print; 1 when a wrong text was accepted."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--stills", type=int, default=100)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    rapidocr = importlib.util.find_spec("rapidocr")
    assert rapidocr is not None
    assert rapidocr.origin is not None
    reader = StillReader(Path(rapidocr.origin).parent / "models")
    by_condition: dict[str, Counter[str]] = defaultdict(Counter)
    wrong, took = [], []
    for number in range(chosen.stills):
        rng = np.random.default_rng([chosen.seed, number])
        condition = CONDITIONS[number % len(CONDITIONS)]
        size = (640, 480) if rng.random() < 0.4 else (1280, 720)
        person = somebody(rng)
        picture = still(person, condition, int(rng.integers(0, 1 << 30)), size=size)
        start = time.perf_counter()
        answer = reader.answer(picture)
        took.append((time.perf_counter() - start) * 1000)
        if "unreadable" in answer:
            by_condition[condition][str(answer["unreadable"])] += 1
        elif answer["lines"] == person.mrz:
            by_condition[condition]["exact"] += 1
        else:
            by_condition[condition]["wrong"] += 1
            wrong.append({"read": answer["lines"], "real": person.mrz, "doubtful": answer["doubtful"]})
        if number % 20 == 19:
            print(f"{number + 1} of {chosen.stills}", file=sys.stderr)
    total = sum(by_condition.values(), Counter())
    result = {
        "stills": chosen.stills,
        "exact": total["exact"],
        "accepted_wrong": total["wrong"],
        "unreadable": chosen.stills - total["exact"] - total["wrong"],
        "ms_p50": round(statistics.median(took)),
        "ms_max": round(max(took)),
        "by_condition": by_condition,
        "wrong": wrong,
    }
    print(json.dumps(result))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
