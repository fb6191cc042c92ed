"""Leads one appointment from the booking page to the download, and writes down how long each stage took."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from clerk_desktop.common.clock import berlin
from installer.catcher import join_link, read_mail
from installer.journey import files
from installer.journey.checks import judge
from installer.journey.citizen import Citizen, Person, phone
from installer.journey.clerk import Clerk
from installer.office import CLERK, OFFICE, Office
from installer.screen import screen, sound
from installer.terminal import Failed, say
from tests.helpers.specimen import ERIKA, write_film

MATTER = "ummeldung"
_MAIL_S = 30.0
_STAGE_S = 120.0


def form_values() -> dict[str, str]:
    """What the clerk asks the citizen and types, beside what booking and card have filled in already."""
    today = berlin(datetime.now(UTC)).date()
    return {
        "birth_place": "Berlin",
        "new_street": "Am Ludwigsplatz 5",
        "new_postcode": "66117",
        "move_in_date": f"{today - timedelta(days=3):%d.%m.%Y}",
        "new_kind": "only",
        "old_street": "Mainzer Straße 12",
        "old_postcode": "66111",
        "old_kept": "given_up",
        "move_out_date": f"{today - timedelta(days=4):%d%m%Y}",
        "landlord_proof": "confirmation",
        "landlord_name": "Wohnbau Beispiel GmbH",
        "landlord_address": "Beispielweg 3, 66111 Saarbrücken",
    }


@dataclass
class Protocol:
    """What happened; becomes protocol.json."""

    stages: list[dict[str, object]] = field(default_factory=list)
    mrz: str = ""
    signatures_valid: bool = False
    sha256: str = ""
    pictures_on_disk: list[str] = field(default_factory=list)
    written_while_identifying: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def write(self, path: Path) -> None:
        """As JSON for people and programs."""
        path.write_text(json.dumps(vars(self), indent=2, ensure_ascii=False) + "\n", "utf-8")


@dataclass(frozen=True)
class Cast:
    """Who plays: the running office, the desk, the phone, and the mails as they arrive."""

    office: Office
    clerk: Clerk
    citizen: Citizen
    mails: asyncio.Queue[Path]


class Rehearsal:
    """One appointment.

    Args:
        out: where everything goes that shall stay.
        cast: who plays.
        protocol: filled while it runs, also when it fails.

    Attributes:
        clerk, citizen: who plays at this moment; a test may send in another.
    """

    def __init__(self, out: Path, cast: Cast, protocol: Protocol) -> None:
        self.out = out
        self.protocol = protocol
        self.clerk, self.citizen = cast.clerk, cast.citizen
        self._office, self._mails = cast.office, cast.mails
        self._link = ""
        self._picture_name = ""
        self._posing_s = 0.0

    async def play(self) -> None:
        """All stages in order. Raises whatever stops one of them, after a picture of both sides."""
        stages = (self.book, self.mail, self.join, self.call, self.identify, self.work, self.review)
        for stage in (*stages, self.sign, self.finish, self.download):
            await self.do(stage)

    async def do(self, *stages: Callable[[], Awaitable[None]]) -> None:
        """These stages, timed, with their pictures."""
        for stage in stages:
            async with self._stage(stage.__name__):
                await asyncio.wait_for(stage(), _STAGE_S)

    @asynccontextmanager
    async def _stage(self, name: str) -> AsyncIterator[None]:
        number = len(self.protocol.stages) + 1
        self._picture_name, self._posing_s = f"{number:02}-{{}}-{name}.png", 0.0
        began = time.monotonic()
        try:
            yield
        except BaseException:
            say("\n".join([f"  ✗ {name}", *(f"    the page's console: {line}" for line in self.citizen.words[-5:])]))
            self._picture_name = f"{number:02}-{{}}-{name}-failed.png"
            with contextlib.suppress(Exception):  # the reason of the failure matters more than its picture
                await self._picture()
            raise
        spent = round(time.monotonic() - began - self._posing_s, 2)
        if not self._posing_s:
            await self._picture()
        self.protocol.stages.append({"name": name, "seconds": spent})
        say(f"  ✓ {name} ({spent:.1f} s)")

    async def _picture(self) -> None:
        """A picture of both sides: at the end of a stage, or earlier where that tells more; its time does not count."""
        began = time.monotonic()
        desk, citizen = (self.out / "screens" / self._picture_name.format(side) for side in ("desk", "citizen"))
        await self.clerk.perform("picture", path=str(desk))
        await self.citizen.page.screenshot(path=citizen)
        self._posing_s += time.monotonic() - began

    async def book(self) -> None:
        """The citizen books; the clerk signs in meanwhile."""
        await self.clerk.perform("sign_in", user=CLERK, password=self._office.password)
        await self.citizen.book(Person(), OFFICE, MATTER)

    async def mail(self) -> None:
        """The confirmation arrives by SMTP; the citizen reads it."""
        mail = read_mail(await asyncio.wait_for(self._mails.get(), _MAIL_S))
        self._link = join_link(mail)
        await self.citizen.read(mail)

    async def join(self) -> None:
        """The citizen follows the link of the mail into the waiting room; the clerk sees who waits."""
        await self.citizen.join(self._link)
        await self.clerk.perform("see_in_queue", name=Person.family_name)

    async def call(self) -> None:
        """The clerk calls the next one; each sees the other."""
        await self.clerk.perform("call_next")
        await self.citizen.see_clerk()

    async def identify(self) -> None:
        """The citizen agrees, the card is read by itself, the clerk goes through the steps and confirms."""
        began = time.time()
        await self.clerk.perform("ask_for_card")
        await self.citizen.agree_to_the_check()
        answer = await self.clerk.perform("read_card")
        self.protocol.mrz = str(answer.get("mrz", ""))
        await self._picture()
        await self.clerk.perform("look_at_features")
        await self.citizen.type_serial(ERIKA.number)
        await self.clerk.perform("confirm_identity")
        ended = time.time()
        self.protocol.written_while_identifying = files.written(self.clerk.writes, began, ended)
        self.protocol.pictures_on_disk = [str(path) for path in files.pictures(self.clerk.folder)]

    async def work(self) -> None:
        """The clerk fills in the form beside its preview."""
        await self.clerk.perform("fill_in", values=form_values())

    async def review(self) -> None:
        """The paper appears at the citizen's, who agrees."""
        await self.clerk.perform("send_paper")
        await self.citizen.read_and_agree()
        await self.clerk.perform("see_agreement")

    async def sign(self) -> None:
        """The citizen signs with a finger."""
        await self.clerk.perform("ask_for_signature")
        await self.citizen.draw()
        await self._picture()
        await self.citizen.hand_in()
        await self.clerk.perform("see_signature")

    async def finish(self) -> None:
        """The finished paper arrives at the citizen's; the clerk ends the appointment."""
        await self.citizen.see_paper()
        await self._picture()
        await self.clerk.perform("finish")
        await self.citizen.see_end()

    async def download(self) -> None:
        """The citizen downloads the finished paper; two judges look at its signatures."""
        paper = await self.citizen.download(self.out)
        verdict = await asyncio.to_thread(judge, paper)
        self.protocol.signatures_valid = verdict.valid
        self.protocol.sha256 = verdict.sha256
        if not verdict.valid:
            raise Failed(f"the signatures are not valid:\n{verdict.words}")


def _usual_film(path: Path) -> None:
    write_film(path, seconds=2.0)


@asynccontextmanager
async def cast(work: Path, write: Callable[[Path], None] = _usual_film) -> AsyncIterator[Cast]:
    """Bring everybody onto the stage: office, desk and phone, each with what it needs; all of it ends with the context.

    Args:
        work: an empty folder for everything that does not stay.
        write: makes the film that the citizen's camera plays.
    """
    mails: asyncio.Queue[Path] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    film = work / "card.mjpeg"
    filming = asyncio.create_task(asyncio.to_thread(write, film))
    with ExitStack() as below:
        devices = {**below.enter_context(screen()), **below.enter_context(sound())}
        office = Office(work / "office", lambda path: loop.call_soon_threadsafe(mails.put_nowait, path))
        await asyncio.to_thread(below.enter_context, office)
        await filming
        async with phone(film, work) as page, Clerk(office.url, work / "desk", devices) as clerk:
            yield Cast(office, clerk, Citizen(page, office.url), mails)


async def rehearse(out: Path) -> Protocol:
    """Run the whole appointment and leave its products in `out`.

    Raises:
        Exception: some stage did not happen; `out` holds pictures of both sides and what came so far.
    """
    _make_room(out)
    with tempfile.TemporaryDirectory(prefix="office-journey-") as folder:
        work = Path(folder)
        protocol = Protocol()
        try:
            async with cast(work) as everybody:
                await Rehearsal(out, everybody, protocol).play()
                protocol.strangers = everybody.citizen.strangers
        finally:
            protocol.write(out / "protocol.json")
            _keep(work, out)
    _last_checks(protocol)
    return protocol


def _keep(work: Path, out: Path) -> None:
    shutil.copytree(work / "office" / "mails", out / "mails", dirs_exist_ok=True)
    for log in (work / "office" / "hosted.log", work / "desk.log"):
        if log.exists():
            shutil.copy(log, out)


def _make_room(out: Path) -> None:
    """What an earlier run left must not pass for the products of this one."""
    for old in ("screens", "mails"):
        shutil.rmtree(out / old, ignore_errors=True)
    for product in (*out.glob("*.pdf"), *out.glob("protocol.json"), *out.glob("*.log")):
        product.unlink()
    (out / "screens").mkdir(parents=True)


def _last_checks(protocol: Protocol) -> None:
    if protocol.mrz.splitlines() != list(ERIKA.mrz):
        raise Failed(f"the card was read wrongly:\n{protocol.mrz}\ninstead of\n" + "\n".join(ERIKA.mrz))
    if protocol.pictures_on_disk:
        raise Failed(f"pictures were written to disk: {', '.join(protocol.pictures_on_disk)}")
    if protocol.strangers:
        raise Failed(f"the page asked strangers: {', '.join(protocol.strangers)}")
