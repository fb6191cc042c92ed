"""The mail's code in a frame of the call, read by the real process."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import pytest

from clerk_desktop.common.capture import GreyFrame
from clerk_desktop.desktop.services.id_reader_codes import CodeReader, token_in

TOKEN = "Qk3_-" * 8 + "xyz"
LINK = f"https://amt.example/termin#{TOKEN}"


def a_frame(text: str) -> GreyFrame:
    import segno
    from PIL import Image

    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="png", scale=6, border=4)
    code = Image.open(out).convert("L")
    room = Image.new("L", (1280, 720), 150)
    room.paste(code.rotate(4, expand=True, fillcolor=255), (500, 180))
    return GreyFrame(1280, 720, room.tobytes(), 1.0)


@pytest.fixture
async def reader() -> AsyncIterator[CodeReader]:
    made = CodeReader()
    yield made
    await made.close()


@pytest.mark.timeout(60)
async def test_the_citizens_link_is_found_and_nothing_else_is_taken_for_one(reader: CodeReader) -> None:
    assert await reader.tokens(a_frame(LINK)) == (TOKEN,)
    assert await reader.tokens(a_frame("https://amt.example/other")) == ()
    assert await reader.tokens(GreyFrame(64, 48, bytes(64 * 48), 1.0)) == ()


@pytest.mark.parametrize(
    ("text", "token"),
    [
        (LINK, TOKEN),
        (f" {LINK}\n", TOKEN),
        (f"https://amt.example/unterordner/termin#{TOKEN}", TOKEN),
        (f"javascript:alert(1)//termin#{TOKEN}", ""),
        ("https://amt.example/termin#short", ""),
        (f"https://amt.example/termin?x#{TOKEN}", ""),
        (TOKEN, ""),
    ],
)
def test_only_a_whole_link_counts(text: str, token: str) -> None:
    assert token_in(text) == token
