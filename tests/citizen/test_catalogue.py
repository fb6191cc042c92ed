"""The page's words: both languages say the same things, and everything that the page says is there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from clerk_desktop.common import errors
from clerk_desktop.common.appointments import ENDED
from clerk_desktop.common.matters import SignatureLevel
from clerk_desktop.common.stages import Stage
from clerk_desktop.resources import resource

PAGES = resource("citizen")
WORDS = {
    language: json.loads(resource("i18n", f"page.{language}.json").read_text(encoding="utf-8"))
    for language in ("de", "en")
}
KEY = re.compile(r"""["'](?P<key>[a-z_]+(?:\.[a-z0-9_]+)+)["']""")
START = re.compile(r"`(?P<start>[a-z_]+\.(?:[a-z_]+\.)*)\$\{")
FOREIGN = re.compile(r"\.(ics|css|mjs|js|svg|html|json|woff2|getdata)$")
_SAMPLES = json.loads((Path(__file__).parent.parent / "contract" / "samples.json").read_text(encoding="utf-8"))
MESSAGES = {key for family, samples in _SAMPLES.items() if family != "rest" for key in samples}
"""Types of messages look like keys."""
ROLE = "guest"


def sources() -> str:
    files = [f for f in PAGES.rglob("*") if f.suffix in {".mjs", ".html"} and "vendor" not in f.parts]
    return "\n".join(f.read_text(encoding="utf-8") for f in files if f.name != "contract.mjs")


def has(key: str) -> bool:
    return key in WORDS["de"] or f"{key}.other" in WORDS["de"]


def test_both_languages_have_the_same_keys() -> None:
    assert set(WORDS["de"]) == set(WORDS["en"])


def gaps(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_both_languages_fill_in_the_same_things() -> None:
    assert [key for key in WORDS["de"] if gaps(WORDS["de"][key]) != gaps(WORDS["en"][key])] == []
    assert [key for words in WORDS.values() for key, text in words.items() if not text.strip()] == []


def test_every_key_that_the_pages_name_exists() -> None:
    named = {match["key"] for match in KEY.finditer(sources())}
    missing = {key for key in named - MESSAGES if not FOREIGN.search(key) and not has(key)}
    assert not missing


def test_no_word_is_left_over() -> None:
    text = sources()
    starts = ("error.", *(match["start"] for match in START.finditer(text)))
    named = {match["key"] for match in KEY.finditer(text)}
    used = {key for key in WORDS["de"] if key in named or key.rpartition(".")[0] in named or key.startswith(starts)}
    used |= {f"{ROLE}.{key}" for key in used}  # what is said to a guest in other words
    windows = {key for key in WORDS["de"] if key.endswith(".window")}  # named by the view that is on
    assert set(WORDS["de"]) - used - windows == set()


@pytest.mark.parametrize(
    "kind",
    [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.OfficeError)],
)
def test_every_error_that_may_reach_a_citizen_has_a_sentence(kind: type[errors.OfficeError]) -> None:
    only_clerks = {"wrong_password", "nobody_waiting", "already_called", "card_unreadable", "call_lost"}
    assert kind.code in only_clerks or f"error.{kind.code}" in WORDS["de"]


def test_every_stage_level_and_end_has_its_words() -> None:
    keys = [f"stage.{stage}{part}" for stage in Stage for part in ("", ".short", ".hint")]
    keys += [f"level.{level}.{part}" for level in SignatureLevel for part in ("short", "name", "explain", "signed")]
    keys += [
        f"ended.{end}.{part}" for end in [*ENDED, "later", "hung_up", "left"] for part in ("title", "what", "next")
    ]
    assert [key for key in keys if not has(key)] == []


@pytest.mark.parametrize("language", WORDS)
def test_a_signature_is_never_called_qualified(language: str) -> None:
    assert [key for key, text in WORDS[language].items() if re.search("qualifi", text, re.IGNORECASE)] == []
