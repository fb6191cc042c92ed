"""Two matters in one appointment with every real part: booked together, worked in one form, two papers signed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pymupdf
import pytest
from playwright.async_api import expect

from installer.catcher import join_link, read_mail
from installer.journey.checks import judge
from installer.journey.citizen import Person
from installer.journey.director import MATTER, Cast, Rehearsal, form_values
from installer.office import CLERK, OFFICE
from tests.journey.test_interruptions import play

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.timeout(300)]
ALSO = "lebensbescheinigung"
BOTH = "Wohnung ummelden und Lebensbescheinigung"
OWN = {
    "m2_street": "Am Ludwigsplatz 5",
    "m2_postcode": "66117",
    "m2_recipient": "Rentenversicherung Beispiel",
    "m2_recipient_reference": "65 120864 M 007",
}
"""What only the second matter asks; the person is asked once."""


def words(pdf: Path) -> str:
    with pymupdf.open(pdf) as paper:
        return "".join(page.get_text() for page in paper)


def test_two_matters_end_with_two_signed_papers(tmp_path: Path) -> None:
    async def script(everybody: Cast, rehearsal: Rehearsal) -> None:
        clerk, citizen = everybody.clerk, everybody.citizen

        async def book() -> None:
            await clerk.perform("sign_in", user=CLERK, password=everybody.office.password)
            await citizen.book(Person(), OFFICE, MATTER, also=(ALSO,))
            await expect(citizen.at("booked")).to_contain_text(BOTH)

        async def join() -> None:
            mail = read_mail(await asyncio.wait_for(everybody.mails.get(), 30))
            plain = mail.get_body(("plain",))
            assert plain is not None
            assert BOTH in plain.get_content()
            await citizen.read(mail)
            await citizen.join(join_link(mail))
            await clerk.perform("see_row", words=[Person.family_name, BOTH])

        async def work() -> None:
            await clerk.perform("fill_in", values={**form_values(), **OWN})

        async def review() -> None:
            await clerk.perform("send_paper")
            await expect(citizen.at("paper-2")).to_be_visible()
            await citizen.agree_to_all(2)
            await clerk.perform("see_agreement")

        async def sign() -> None:
            await clerk.perform("ask_for_signature")
            for title in ("Anmeldung bei der Meldebehörde", "Lebensbescheinigung"):
                await expect(citizen.at("signing")).to_contain_text(title)
                await citizen.draw()
                await citizen.hand_in()
            await clerk.perform("see_signature")

        async def finish() -> None:
            await expect(citizen.at("download-2")).to_be_visible()
            await clerk.perform("finish")
            await citizen.see_end()

        async def download() -> None:
            first = await citizen.download(tmp_path, 1)
            second = await citizen.download(tmp_path, 2)
            for paper in (first, second):
                verdict = await asyncio.to_thread(judge, paper)
                assert verdict.valid, verdict.words
            assert first.name != second.name
            assert ("Wohnbau Beispiel" in words(first), "Rentenversicherung Beispiel" in words(first)) == (True, False)
            assert ("Wohnbau Beispiel" in words(second), "Rentenversicherung Beispiel" in words(second)) == (
                False,
                True,
            )
            assert "MUSTERMANN" in words(first).upper()
            assert "MUSTERMANN" in words(second).upper()

        await rehearsal.do(book, join, rehearsal.call, rehearsal.identify, work, review, sign, finish, download)

    play(script, tmp_path)
