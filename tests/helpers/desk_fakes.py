"""A whole desk on small fakes: no network, no camera, no OCR; the papers are plain pictures.

`FakeCall` speaks like `models/call.py`, so that the page's side can be played with `page_says`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from clerk_desktop.common.appointments import State
from clerk_desktop.common.clock import FixedClock
from clerk_desktop.common.errors import CallLost, OfficeError
from clerk_desktop.common.identity import CardFields
from clerk_desktop.common.matters import Matter, Paper, SignatureLevel, Text
from clerk_desktop.common.messages.booking import OfficeView
from clerk_desktop.common.messages.clerk import (
    Booking,
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
from clerk_desktop.common.messages.live import LiveToDesk, Presence
from clerk_desktop.common.messages.work import DataFromPage, PageHello
from clerk_desktop.common.signatures import Drawing, Point
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.app import Desk, Parts
from clerk_desktop.desktop.media.catalogue import Kind, Offer
from clerk_desktop.desktop.models.call import CallState
from clerk_desktop.desktop.models.ports import Order, TypesetPaper
from clerk_desktop.desktop.services.drafts import Draft
from clerk_desktop.desktop.services.forms import Box
from clerk_desktop.desktop.settings import Settings

NOW = datetime(2026, 11, 23, 9, 32, tzinfo=UTC)
OFFICE = OfficeView(id="city", name="Bürgeramt City", address="Gerberstraße 4, 66111 Saarbrücken")
DUDWEILER = OfficeView(id="dudweiler", name="Bürgeramt Dudweiler", address="Rathausstraße 5, 66125 Saarbrücken")
CLERK = ClerkView(id="wolf", name="Frau Wolf", office=OFFICE)
SERVER = "https://amt.example"
TOKEN = "t" * 32
CARD = CardFields("ID", "D", "LZ6311T47", "MUSTERMANN", "ERIKA", date(1964, 8, 12), date(2033, 8, 1), "", "D")
MRZ = ("IDD<<LZ6311T475<<<<<<<<<<<<<<<", "6408125<3308012D<<2108<<<<<<<<6", "MUSTERMANN<<ERIKA<<<<<<<<<<<<<")


def t(de: str, en: str = "") -> Text:
    return Text(de=de, en=en or de)


def a_matter(**changes: object) -> Matter:
    """A small matter with every kind of field."""
    person, home = t("Person", "Person"), t("Neue Wohnung", "New dwelling")
    fields = (
        {"id": "family_name", "section": person, "label": t("Familienname", "Family name"),
         "sources": ("booking.family_name", "card.family_name")},
        {"id": "given_names", "section": person, "label": t("Vornamen", "Given names"),
         "sources": ("booking.given_names",), "help": t("Wie sie im Ausweis stehen.", "All given names.")},
        {"id": "birth_date", "section": person, "label": t("Geburtsdatum", "Date of birth"), "kind": "date",
         "sources": ("card.birth_date", "booking.birth_date"), "not_after_days": 0},
        {"id": "document_number", "section": person, "label": t("Seriennummer", "Serial number"),
         "sources": ("card.document_number",), "max_length": 20},
        {"id": "new_street", "section": home, "label": t("Straße und Hausnummer", "Street and number")},
        {"id": "new_postcode", "section": home, "label": t("Postleitzahl", "Postcode"), "kind": "postcode"},
        {"id": "new_kind", "section": home, "label": t("Die neue Wohnung ist", "The new dwelling is"), "kind": "choice",
         "choices": ({"value": "only", "label": t("alleinige Wohnung", "only dwelling")},
                     {"value": "main", "label": t("Hauptwohnung", "main dwelling")})},
        {"id": "objection", "section": home, "label": t("widerspricht der Weitergabe an Adressbücher", "objects"),
         "kind": "tick", "required": False},
        {"id": "remark", "section": home, "label": t("Bemerkung", "Remark"), "required": False, "max_length": 2000},
    )  # fmt: skip
    data: dict[str, Any] = {
        "id": "ummeldung",
        "title": t("Wohnung ummelden", "Moving within the town"),
        "summary": t("Sie sind umgezogen.", "You have moved."),
        "duration_minutes": 20,
        "bring": (t("Personalausweis", "Identity card"), t("Wohnungsgeberbestätigung", "Landlord's confirmation")),
        "legal_basis": ("§ 17 Abs. 1 BMG", "§ 19 BMG"),
        "fields": fields,
        "papers": (
            {"id": "meldeschein", "template": "meldeschein.typ", "title": t("Meldeschein", "Registration form"),
             "file_name": "Meldeschein"},
        ),
    }  # fmt: skip
    return Matter.model_validate({**data, **changes})


COMPLETE = {"new_street": "Mainzer Straße 12", "new_postcode": "66111", "new_kind": "only"}
"""What is missing in the form after booking and card."""


def a_booking(**changes: object) -> Booking:
    data = {
        "given_names": "Erika",
        "family_name": "Mustermann",
        "birth_date": date(1964, 8, 12),
        "email": "erika@example.org",
        "mobile": "+49 151 2345678",
    }
    return Booking.model_validate({**data, **changes})


def a_case(**changes: object) -> CaseView:
    data = {
        "appointment": "a1",
        "reference": "SB-7K2M",
        "office": OFFICE,
        "matters": (a_matter(),),
        "booking": a_booking(),
        "state": State.CALLED,
        "start": NOW,
    }
    return CaseView.model_validate({**data, **changes})


def an_entry(number: int = 1, **changes: object) -> QueueEntry:
    data: dict[str, Any] = {
        "id": f"a{number}",
        "start": NOW + timedelta(minutes=20 * (number - 1)),
        "state": State.WAITING,
        "matters": (t("Wohnung ummelden", "Moving within the town"),),
        "given_names": "Erika",
        "family_name": "Mustermann",
        "waiting_since": NOW - timedelta(minutes=4),
        "present": True,
        "devices": Devices(camera=True, microphone=True),
    }
    return QueueEntry.model_validate({**data, **changes})


def a_queue(*entries: QueueEntry) -> QueueView:
    return QueueView(entries=entries or (an_entry(),), generated_at=NOW)


def a_drawing() -> Drawing:
    line = [Point(x=20 + 6 * i, y=60 + (17 * i * i) % 47, t=10 * i, p=0.5) for i in range(40)]
    return Drawing(width=400, height=160, strokes=(tuple(line),))


def a_face(width: int = 720, height: int = 960, step: int = 0) -> QImage:
    """Somebody, drawn."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    wall = QLinearGradient(QPointF(0, 0), QPointF(width, height))
    wall.setColorAt(0, QColor("#c9d6de"))
    wall.setColorAt(1, QColor("#8fa3ad"))
    painter.fillRect(image.rect(), wall)
    painter.setPen(Qt.PenStyle.NoPen)
    cx, cy, r = width / 2 + step, height * 0.42, min(width, height) * 0.21
    painter.setBrush(QColor("#31475e"))
    painter.drawEllipse(QRectF(cx - 2.0 * r, cy + 1.15 * r, 4.0 * r, 4.4 * r))
    painter.setBrush(QColor("#4a3427"))
    painter.drawEllipse(QRectF(cx - 1.12 * r, cy - 1.35 * r, 2.24 * r, 2.7 * r))
    painter.setBrush(QColor("#e6b998"))
    painter.drawRect(QRectF(cx - 0.36 * r, cy + 0.8 * r, 0.72 * r, 0.7 * r))
    painter.drawEllipse(QRectF(cx - 0.86 * r, cy - 1.05 * r, 1.72 * r, 2.25 * r))
    painter.setBrush(QColor("#2b2320"))
    for side in (-1, 1):
        painter.drawEllipse(QPointF(cx + side * 0.36 * r, cy - 0.1 * r), 0.08 * r, 0.08 * r)
    painter.setBrush(QColor("#b5584e"))
    painter.drawChord(QRectF(cx - 0.36 * r, cy + 0.3 * r, 0.72 * r, 0.42 * r), 180 * 16, 180 * 16)
    painter.end()
    return image


@cache
def a_still() -> bytes:
    """A small picture as the page sends it."""
    content, buffer = QByteArray(), QBuffer()
    buffer.setBuffer(content)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    a_face(160, 90).save(buffer, "JPG")
    return content.data()


# --- the parts ---------------------------------------------------------------------------------------


def some_figures() -> FiguresView:
    """A usual week."""
    return FiguresView(
        office=OFFICE.id,
        first=NOW.date(),
        last=NOW.date(),
        booked=84,
        finished=71,
        missed=4,
        cancelled=9,
        waiting_minutes_median=3.4,
        service_minutes_median=14.6,
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
    parked: list[tuple[str, bool]] = field(default_factory=list)
    redirected: list[tuple[str, str]] = field(default_factory=list)
    counted: FiguresView = field(default_factory=some_figures)
    clerk: ClerkView = CLERK
    relay: IceView = field(default_factory=IceView)

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

    def step(self, appointment: str, to: State) -> None:
        self._maybe_fail("step")
        self.steps.append((appointment, to))

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

    async def warm_up(self) -> None:
        """Nothing to load."""

    async def read(self, still: bytes) -> FakeReading:
        self.stills.append(still)
        if isinstance(self.answer, OfficeError):
            raise self.answer
        return self.answer

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

    async def identified(self) -> None:
        if not self.desk.case.is_open:
            await self.in_call()
        self.desk.case.go(Stage.IDENTIFY)
        self.rooms.identity.take_still()
        await self.quiet()
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
