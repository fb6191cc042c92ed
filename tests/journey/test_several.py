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
PAPERS = ("Meldeschein – Umzug innerhalb der Stadt", "Lebensbescheinigung")


def words(pdf: Path) -> str:
    with pymupdf.open(pdf) as paper:
        return "".join(page.get_text() for page in paper)


class TwoMatters:
    """The stages that differ from those of one matter."""

    def __init__(self, everybody: Cast, folder: Path) -> None:
        self.everybody, self.clerk, self.citizen = everybody, everybody.clerk, everybody.citizen
        self.folder = folder

    async def book(self) -> None:
        """Both in one appointment."""
        await self.clerk.perform("sign_in", user=CLERK, password=self.everybody.office.password)
        await self.citizen.book(Person(), OFFICE, MATTER, also=(ALSO,))
        await expect(self.citizen.at("booked")).to_contain_text(BOTH)

    async def join(self) -> None:
        """The mail names both."""
        mail = read_mail(await asyncio.wait_for(self.everybody.mails.get(), 30))
        plain = mail.get_body(("plain",))
        assert plain is not None
        assert BOTH in plain.get_content()
        await self.citizen.read(mail)
        await self.citizen.join(join_link(mail))
        await self.clerk.perform("see_in_queue", name=Person.family_name)

    async def work(self) -> None:
        """One form for both."""
        await self.clerk.perform("fill_in", values={**form_values(), **OWN})

    async def review(self) -> None:
        """Two papers, one after the other."""
        await self.clerk.perform("send_paper")
        await expect(self.citizen.at("paper-2")).to_be_visible()
        await self.citizen.agree_to_all(2)
        await self.clerk.perform("see_agreement")

    async def sign(self) -> None:
        """Two signatures, one after the other."""
        await self.clerk.perform("ask_for_signature")
        for title in PAPERS:
            await expect(self.citizen.at("signing")).to_contain_text(title)
            await self.citizen.draw()
            await self.citizen.hand_in()
        await self.clerk.perform("see_signature")

    async def finish(self) -> None:
        """Both can be downloaded; the clerk ends it."""
        await expect(self.citizen.at("download-2")).to_be_visible()
        await self.clerk.perform("finish")
        await self.citizen.see_end()

    async def download(self) -> None:
        """Each is signed and says its own."""
        first, second = [await self.citizen.download(self.folder, number) for number in (1, 2)]
        for paper in (first, second):
            verdict = await asyncio.to_thread(judge, paper)
            assert verdict.valid, verdict.words
            assert "Mustermann" in words(paper)
        assert first.name != second.name
        assert ["Wohnbau Beispiel" in words(paper) for paper in (first, second)] == [True, False]
        assert ["Rentenversicherung Beispiel" in words(paper) for paper in (first, second)] == [False, True]


def test_two_matters_end_with_two_signed_papers(tmp_path: Path) -> None:
    async def script(everybody: Cast, rehearsal: Rehearsal) -> None:
        two = TwoMatters(everybody, tmp_path)
        await rehearsal.do(two.book, two.join, rehearsal.call, rehearsal.identify)
        await rehearsal.do(two.work, two.review, two.sign, two.finish, two.download)

    play(script, tmp_path)
