"""A whole desk on small fakes: no network, no camera, no OCR; the papers are plain pictures.

`FakeCall` speaks like `models/call.py`, so that the page's side can be played with `page_says`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.appointments import State
from clerk_desktop.common.capture import NOTHING_SEEN, Assessment, GreyFrame, Wanted
from clerk_desktop.common.clock import FixedClock
from clerk_desktop.common.errors import CallLost, OfficeError
from clerk_desktop.common.identification import StepState
from clerk_desktop.common.identity import CardFields
from clerk_desktop.common.matters import Paper, SignatureLevel
from clerk_desktop.common.messages.booking import OfficeView
from clerk_desktop.common.messages.clerk import (
    CaseView,
    ClerkSession,
    ClerkView,
    Devices,
    EvidenceKind,
    FiguresView,
    IceServer,
    IceView,
    QueueEntry,
    QueueView,
)
from clerk_desktop.common.messages.guests import (
    GuestInvitation,
    GuestInvitationRequest,
    GuestState,
    GuestsView,
    GuestView,
)
from clerk_desktop.common.messages.live import LiveToDesk, Presence
from clerk_desktop.common.messages.work import DataFromPage, PageHello
from clerk_desktop.common.signatures import Drawing
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.app import Desk, Parts
from clerk_desktop.desktop.media.catalogue import Kind, Offer
from clerk_desktop.desktop.models.call import CallState
from clerk_desktop.desktop.models.ports import Order, TypesetPaper
from clerk_desktop.desktop.services.drafts import Draft
from clerk_desktop.desktop.services.forms import Box
from clerk_desktop.desktop.settings import Settings
from tests.helpers.desk_samples import (
    CARD,
    CLERK,
    COMPLETE,
    DUDWEILER,
    MRZ,
    NOW,
    OFFICE,
    SERVER,
    TOKEN,
    a_case,
    a_queue,
    a_still,
    some_figures,
)


@dataclass
class FakeOffice:
    """The service, in memory; `fail` raises what a name is to fail with."""

    token: str | None = None
    case: CaseView = field(default_factory=a_case)
    view: QueueView = field(default_factory=a_queue)
    fail: dict[str, OfficeError] = field(default_factory=dict)
    steps: list[tuple[str, State]] = field(default_factory=list)
    notes: list[tuple[EvidenceKind, str | None]] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    parked: list[tuple[str, bool]] = field(default_factory=list)
    redirected: list[tuple[str, str]] = field(default_factory=list)
    counted: FiguresView = field(default_factory=some_figures)
    clerk: ClerkView = CLERK
    relay: IceView = field(default_factory=IceView)
    invited: tuple[GuestView, ...] = ()
    admitted: list[tuple[str, str]] = field(default_factory=list)
    removed: list[tuple[str, str]] = field(default_factory=list)

    def _maybe_fail(self, name: str) -> None:
        if name in self.fail:
            raise self.fail[name]

    def sign_in(self, user: str, password: str) -> ClerkSession:
        del user, password
        self._maybe_fail("sign_in")
        self.token = TOKEN
        return ClerkSession(token=TOKEN, expires_at=NOW + timedelta(hours=10), clerk=self.clerk)

    def sign_out(self) -> None:
        self.token = None
        self._maybe_fail("sign_out")

    def ice(self) -> IceView:
        self._maybe_fail("ice")
        return self.relay

    def me(self) -> ClerkView:
        self._maybe_fail("me")
        return self.clerk

    def queue(self) -> QueueView:
        self._maybe_fail("queue")
        return self.view

    def call_next(self) -> CaseView:
        self._maybe_fail("call_next")
        self.called.append("next")
        return self.case

    def call(self, appointment: str) -> CaseView:
        self._maybe_fail("call")
        self.called.append(appointment)
        return self.case

    def offices(self) -> tuple[OfficeView, ...]:
        self._maybe_fail("offices")
        return (OFFICE, DUDWEILER)

    def figures(self, first: date, last: date) -> FiguresView:
        self._maybe_fail("figures")
        return self.counted.model_copy(update={"first": first, "last": last})

    def _entry(self, appointment: str) -> QueueEntry:
        return next(entry for entry in self.view.entries if entry.id == appointment)

    def park(self, appointment: str) -> QueueEntry:
        self._maybe_fail("park")
        self.parked.append((appointment, True))
        return self._entry(appointment).model_copy(update={"parked": True, "parked_by": self.clerk.name})

    def unpark(self, appointment: str) -> QueueEntry:
        self._maybe_fail("unpark")
        self.parked.append((appointment, False))
        return self._entry(appointment).model_copy(update={"parked": False, "parked_by": None})

    def redirect(self, appointment: str, office: str) -> QueueEntry:
        self._maybe_fail("redirect")
        self.redirected.append((appointment, office))
        return self._entry(appointment).model_copy(update={"redirected_from": self.clerk.office.name})

    def find(self, digest: str) -> QueueEntry:
        self._maybe_fail("find")
        self.found.append(digest)
        return self.view.entries[0]

    def step(self, appointment: str, to: State) -> None:
        self._maybe_fail("step")
        self.steps.append((appointment, to))

    def guests(self, appointment: str) -> GuestsView:
        self._maybe_fail("guests")
        del appointment
        return GuestsView(guests=self.invited)

    def invite(self, appointment: str, wanted: GuestInvitationRequest) -> GuestInvitation:
        self._maybe_fail("invite")
        del appointment
        guest = GuestView(
            id="g1", role=wanted.role, name=wanted.name, state=GuestState.ASKED, mailed=bool(wanted.email)
        )
        self.invited = (guest,)
        return GuestInvitation(guest=guest, page="https://amt.example/gast", token="t" * 32)

    def admit(self, appointment: str, guest: str) -> GuestView:
        self._maybe_fail("admit")
        self.admitted.append((appointment, guest))
        return self.invited[0].model_copy(update={"state": GuestState.ADMITTED})

    def remove(self, appointment: str, guest: str) -> None:
        self._maybe_fail("remove")
        self.removed.append((appointment, guest))
        self.invited = ()

    def note(self, appointment: str, kind: EvidenceKind, sha256: str | None = None) -> None:
        del appointment
        self._maybe_fail("note")
        self.notes.append((kind, sha256))


class FakeKeeper:
    """A keyring in memory; `exists` False plays a computer without one."""

    def __init__(self) -> None:
        self.tokens: dict[str, str] = {}
        self.exists = True

    def load(self, server: str) -> str | None:
        return self.tokens.get(server)

    def save(self, server: str, token: str) -> bool:
        if self.exists:
            self.tokens[server] = token
        return self.exists

    def forget(self, server: str) -> None:
        self.tokens.pop(server, None)


class FakeLive:
    """The live socket: `says` plays the service."""

    def __init__(self, on_message: Callable[[LiveToDesk], None], on_connection: Callable[[bool], None]) -> None:
        self.says, self.connection = on_message, on_connection
        self.refusal: OfficeError | None = None
        self.sent: list[Any] = []
        self.fail: OfficeError | None = None
        self.urgent, self.doubts = False, 0
        self._over = asyncio.Event()

    def doubt(self) -> None:
        self.doubts += 1

    async def run(self) -> None:
        self.connection(True)
        await self._over.wait()
        if self.refusal:
            raise self.refusal

    def refuse(self, error: OfficeError) -> None:
        self.refusal = error
        self._over.set()

    async def send(self, signal: object) -> None:
        if self.fail:
            raise self.fail
        self.sent.append(signal)


class FakeDrafts:
    """Keeps drafts in memory, by appointment."""

    def __init__(self) -> None:
        self.kept: dict[str, Draft] = {}

    def keep(self, appointment: str, _key: str, draft: Draft) -> None:
        self.kept[appointment] = draft

    def find(self, appointment: str, _key: str) -> Draft | None:
        return self.kept.get(appointment)

    def forget(self, appointment: str) -> None:
        self.kept.pop(appointment, None)


class FakeBell:
    """Keeps what it was to play."""

    def __init__(self) -> None:
        self.rung: list[str] = []

    def ring(self, tone: str) -> None:
        self.rung.append(tone)


class FakeCall(QObject):
    """The call without a peer: what the desk says is kept in `said` and `blobs`, what the page says is emitted."""

    state_changed = Signal(object)
    frame = Signal(object)
    own_frame = Signal(object)
    message = Signal(object)
    blob = Signal(object, object)
    channel_opened = Signal()
    level = Signal(float)
    devices_changed = Signal()
    statistics = Signal(object)
    secured = Signal(str, object)
    refused = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.state = CallState.IDLE
        self.case: CaseView | None = None
        self.channel_open = False
        self.microphone_on = self.camera_on = self.has_camera = self.has_microphone = True
        self.talking: list[bool] = []
        self.said: list[Any] = []
        self.blobs: list[tuple[str, str, bytes]] = []
        self.goodbyes: list[bool] = []
        self.still: bytes | OfficeError = a_still()
        self.frames: list[GreyFrame] = []
        self.servers: list[tuple[IceServer, ...]] = []
        self.signals: list[Any] = []

    def use_servers(self, servers: tuple[IceServer, ...]) -> None:
        self.servers.append(servers)

    def start(self, case: CaseView, clerk: ClerkView) -> None:
        del clerk
        self.case = case
        self.set_state(CallState.CONNECTING)

    def set_state(self, state: CallState) -> None:
        self.state = state
        self.channel_open = self.channel_open and state is CallState.CONNECTED
        self.state_changed.emit(state)

    def connect_page(self) -> None:
        """The page's connection stands and it says hello."""
        self.set_state(CallState.CONNECTED)
        self.channel_open = True
        self.channel_opened.emit()
        self.page_says(PageHello(language="de", devices=Devices(camera=True, microphone=True)))

    def page_says(self, message: DataFromPage) -> None:
        self.message.emit(message)

    def send(self, message: object) -> None:
        if not self.channel_open:
            raise CallLost("closed")
        self.said.append(message)

    async def send_blob(self, blob_id: str, kind: str, mime: str, data: bytes) -> None:
        del mime
        if not self.channel_open:
            raise CallLost("closed")
        self.blobs.append((blob_id, kind, data))

    def grey_frame(self) -> GreyFrame | None:
        return self.frames.pop(0) if self.frames else None

    async def take_still(self, timeout_s: float = 10) -> bytes:
        del timeout_s
        if isinstance(self.still, OfficeError):
            raise self.still
        return self.still

    def set_microphone(self, on: bool) -> None:
        self.microphone_on = on
        self.devices_changed.emit()

    def talk(self, held: bool) -> None:
        self.talking.append(held)

    def set_camera(self, on: bool) -> None:
        self.camera_on = on
        self.devices_changed.emit()

    def show_at(self, box: object) -> None:
        self.box = box

    async def hang_up(self, finished: bool) -> None:
        if self.case is None:
            return
        self.case = None
        self.goodbyes.append(finished)
        self.channel_open = False
        self.set_state(CallState.ENDED)

    def on_signal(self, signal: object) -> None:
        self.signals.append(signal)

    def on_presence(self, presence: Presence) -> None:
        self.set_state(CallState.CONNECTING if presence.present else CallState.CITIZEN_AWAY)


@dataclass
class FakeReading:
    lines: tuple[str, ...] = MRZ
    fields: CardFields = CARD
    doubtful: tuple[tuple[int, int], ...] = ((0, 8),)


class FakeReader:
    """A card reader that knows the answer."""

    def __init__(self) -> None:
        self.answer: FakeReading | OfficeError = FakeReading()
        self.stills: list[bytes] = []
        self.views: list[Assessment] = []
        self.assessed: list[Wanted] = []

    async def assess(self, frame: GreyFrame, wanted: Wanted = Wanted.MRZ) -> Assessment:
        del frame
        self.assessed.append(wanted)
        return self.views.pop(0) if self.views else NOTHING_SEEN

    async def warm_up(self) -> None:
        """Nothing to load."""

    async def read(self, still: bytes) -> FakeReading:
        self.stills.append(still)
        if isinstance(self.answer, OfficeError):
            raise self.answer
        return self.answer

    async def close(self) -> None:
        """Nothing to end."""


class FakeCodes:
    """A finder of codes that knows the answer."""

    def __init__(self) -> None:
        self.answers: list[tuple[str, ...]] = []

    async def tokens(self, frame: GreyFrame) -> tuple[str, ...]:
        del frame
        return self.answers.pop(0) if self.answers else ()

    async def close(self) -> None:
        """Nothing to end."""


def fake_typeset(paper: Paper, values: Mapping[str, str], order: Order) -> TypesetPaper:
    """A paper whose bytes are its values."""
    lines = [f"%PDF {paper.id} {order.case.reference}"] + [f"{k}={v}" for k, v in sorted(values.items())]
    return TypesetPaper("\n".join(lines).encode(), (Box(1, 70, 70, 200, 60),))


@dataclass(frozen=True)
class FakePage:
    width: int
    height: int
    bgra: bytes


class FakePages:
    """Two white pages."""

    def __init__(self) -> None:
        self.fail: OfficeError | None = None
        self.drawn: list[tuple[bytes, int, int]] = []

    async def page_count(self, pdf: bytes) -> int:
        del pdf
        return 2

    async def render(self, pdf: bytes, page: int, width_px: int) -> FakePage:
        if self.fail:
            raise self.fail
        self.drawn.append((pdf, page, width_px))
        return FakePage(20, 28, b"\xff" * (20 * 28 * 4))

    async def close(self) -> None:
        """Nothing to end."""


class FakeSigner:
    """Appends the signer to the paper."""

    def __init__(self) -> None:
        self.fail: OfficeError | None = None

    def warm_up(self) -> None:
        """Nothing to load."""

    def __call__(
        self, paper: TypesetPaper, drawing: Drawing, signer: str, level: SignatureLevel, now: datetime
    ) -> bytes:
        del drawing, now
        if self.fail:
            raise self.fail
        return paper.pdf + f"\nsigned by {signer} ({level})".encode()


class FakeShop:
    """What can be bought, by kind."""

    def __init__(self) -> None:
        self.there: dict[Kind, list[Offer]] = {kind: [] for kind in Kind}

    def offers(self, kind: Kind) -> tuple[Offer, ...]:
        return tuple(self.there[kind])


class FakeMedia(QObject):
    """Devices without devices; what was asked of them is kept."""

    changed = Signal()
    preview = Signal(object)
    fell_back = Signal(object, str, str)
    returned = Signal(object, str)
    microphone_level = Signal(float)
    speaker_level = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.catalogue = FakeShop()
        self.cleaning_possible: bool | None = None
        self.has_camera = True
        self.heard = False
        self.chosen: dict[Kind, Offer | None] = {}
        self.cleaning: list[bool] = []
        self.tried: set[Kind] = set()
        self.tones = 0

    def choose(self, kind: Kind, choice: Offer | None) -> None:
        self.chosen[kind] = choice
        self.changed.emit()

    def set_cleaning(self, on: bool) -> None:
        self.cleaning.append(on)

    def try_out(self, kind: Kind, on: bool) -> None:
        self.tried.add(kind) if on else self.tried.discard(kind)

    def test_speaker(self) -> None:
        self.tones += 1


class Rehearsal:
    """A desk on fakes, with its fakes at hand."""

    def __init__(self, folder: Path, **parts: object) -> None:
        self.office = FakeOffice()
        self.keeper = FakeKeeper()
        self.reader, self.pages, self.signer = FakeReader(), FakePages(), FakeSigner()
        self.call = FakeCall()
        self.codes = FakeCodes()
        self.bell = FakeBell()
        self.drafts = FakeDrafts()
        self.media = FakeMedia()
        self.clock = FixedClock(NOW)
        self.lives: list[FakeLive] = []
        given: dict[str, Any] = {
            "make_office": self._make_office,
            "make_live": self._make_live,
            "make_call": lambda _send: self.call,
            "keeper": self.keeper,
            "reader": self.reader,
            "codes": self.codes,
            "typeset": fake_typeset,
            "pages": self.pages,
            "drafts": self.drafts,
            "signer": self.signer,
            "clock": self.clock,
            "load_call": lambda: None,
            "bell": self.bell,
            "media": self.media,
        }
        self.desk = Desk(Settings(folder), Parts(**{**given, **parts}))
        self.rooms = self.desk.case.rooms

    @property
    def live(self) -> FakeLive:
        return self.lives[-1]

    def _make_office(self, server: str, token: str | None) -> FakeOffice:
        del server
        self.office.token = token
        return self.office

    def _make_live(
        self,
        server: str,
        token: str,
        on_message: Callable[[LiveToDesk], None],
        on_connection: Callable[[bool], None],
    ) -> FakeLive:
        del server, token
        self.lives.append(FakeLive(on_message, on_connection))
        return self.lives[-1]

    async def quiet(self, *names: str) -> None:
        """Until no work of these names (none: of any name but the live connection) is left."""
        tasks = self.desk.tasks
        for paper in (self.rooms.preview, self.rooms.shown):
            if paper._quiet.isActive():
                paper._quiet.stop()
                paper.refresh()
        while any(name in names if names else name != "live" for name in tasks.names):
            over = asyncio.Event()
            tasks.busy_changed.connect(over.set)
            await over.wait()
            tasks.busy_changed.disconnect(over.set)

    async def sign_in(self) -> None:
        self.desk.session.sign_in(SERVER, "wolf", "secret")
        await self.quiet()

    async def in_call(self) -> None:
        """Signed in, called, connected."""
        if self.desk.session.clerk is None:
            await self.sign_in()
        self.desk.reception.call_next()
        await self.quiet()
        self.call.connect_page()
        await self.quiet()

    async def card_read(self) -> None:
        """Consent was given, picture and sound are good, the card is read."""
        for _ in range(2):
            self.rooms.identity.answer(StepState.PASSED)
        self.rooms.identity.take_still()
        await self.quiet()

    def checked(self) -> None:
        """Everything that is still open is answered with yes."""
        for _ in self.rooms.identity.steps.list.steps if self.rooms.identity.steps.list else ():
            self.rooms.identity.answer(StepState.PASSED)

    async def identified(self) -> None:
        if not self.desk.case.is_open:
            await self.in_call()
        self.desk.case.go(Stage.IDENTIFY)
        await self.card_read()
        self.checked()
        self.rooms.identity.confirm(CLERK)
        await self.quiet()

    async def shown(self) -> None:
        """The paper lies before the citizen."""
        await self.identified()
        for name, value in COMPLETE.items():
            self.rooms.form.set_value(name, value)
        self.desk.case.send_papers()
        await self.quiet()

    async def close(self) -> None:
        await self.desk.close()
        self.desk.window.close_now()
        self.desk.window.deleteLater()
