"""The composition root of the desk: the one place that builds the real objects and runs the one event loop."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
import threading
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

import qasync
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from clerk_desktop.common.clock import Clock, SystemClock
from clerk_desktop.common.messages.live import Signal as CallSignal
from clerk_desktop.desktop.doors import load_call, make_live, make_office
from clerk_desktop.desktop.engines import DrawnSigner, typeset_paper
from clerk_desktop.desktop.media.chime import Chime
from clerk_desktop.desktop.media.devices import MediaDevices
from clerk_desktop.desktop.models.alerts import AlertsModel
from clerk_desktop.desktop.models.attendance import AttendanceModel
from clerk_desktop.desktop.models.auto_capture import AutoCapture
from clerk_desktop.desktop.models.banner import BannerModel
from clerk_desktop.desktop.models.call import CallModel
from clerk_desktop.desktop.models.captions import CaptionsModel
from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.models.chat import ChatModel
from clerk_desktop.desktop.models.conversation import Conversation
from clerk_desktop.desktop.models.devices import DevicesModel
from clerk_desktop.desktop.models.draft import DraftKeeper, DraftModel
from clerk_desktop.desktop.models.figures import FiguresModel
from clerk_desktop.desktop.models.form import FormModel
from clerk_desktop.desktop.models.guest_call import GuestCall
from clerk_desktop.desktop.models.guests import GuestsModel
from clerk_desktop.desktop.models.handover import HandoverModel
from clerk_desktop.desktop.models.identity import IdentityModel
from clerk_desktop.desktop.models.identity_talk import IdentityTalk
from clerk_desktop.desktop.models.lane import OfficeLane
from clerk_desktop.desktop.models.link import LinkModel, MakeLive
from clerk_desktop.desktop.models.mail_code import MailCodeModel
from clerk_desktop.desktop.models.notes import NotesModel
from clerk_desktop.desktop.models.picture import PictureModel
from clerk_desktop.desktop.models.ports import Bell, CardReader, CodeFinder, Keeper, Office, Pages, Signer, Typesetter
from clerk_desktop.desktop.models.preview import PreviewModel, ShownModel
from clerk_desktop.desktop.models.quality import QualityModel
from clerk_desktop.desktop.models.queue import QueueModel
from clerk_desktop.desktop.models.queue_filter import QueueFilter
from clerk_desktop.desktop.models.reception import ReceptionModel
from clerk_desktop.desktop.models.relay import RelayModel
from clerk_desktop.desktop.models.review import ReviewModel
from clerk_desktop.desktop.models.rooms import Rooms
from clerk_desktop.desktop.models.secrecy import SecrecyModel
from clerk_desktop.desktop.models.session import SessionModel
from clerk_desktop.desktop.models.signature import SignatureModel
from clerk_desktop.desktop.models.stage import StageModel
from clerk_desktop.desktop.models.uploads import UploadsModel
from clerk_desktop.desktop.models.waiting_room import WaitingRoomModel
from clerk_desktop.desktop.services.discretion import leave_no_dump
from clerk_desktop.desktop.services.drafts import Drafts
from clerk_desktop.desktop.services.id_reader import IdReader
from clerk_desktop.desktop.services.id_reader_codes import CodeReader
from clerk_desktop.desktop.services.media_thread import MEDIA
from clerk_desktop.desktop.services.pdf import PdfEngine
from clerk_desktop.desktop.services.secrets import TokenKeeper
from clerk_desktop.desktop.services.upload_reader import UploadReader
from clerk_desktop.desktop.settings import Settings, default_folder
from clerk_desktop.desktop.tasks import Tasks, unexpected
from clerk_desktop.desktop.views.main_window import MainWindow, Models
from clerk_desktop.desktop.views.queue_panel import Lobby
from clerk_desktop.desktop.widgets.look import dress, look
from clerk_desktop.resources import ROOT

log = logging.getLogger(__name__)

LANGUAGES = ("de", "en")
SendSignal = Callable[[CallSignal], Awaitable[None]]


@dataclass(frozen=True)
class Parts:
    """What the models stand on; tests hand in small ones.

    Attributes:
        make_office: REST client for an address and perhaps a token.
        make_live: live socket.
        make_call: the call, given what carries its signals.
        keeper: keeps the token.
        reader: reads cards.
        codes: finds the code of a confirmation mail.
        typeset, pages, signer: make, draw and sign papers.
        drafts: keeps how far a case is.
        uploads: opens what citizens hand in.
        clock: the time.
        load_call: loads what the first call would wait for (blocks).
        bell: makes the tones.
        media: camera, microphone and speakers.
    """

    make_office: Callable[[str, str | None], Office]
    make_live: MakeLive
    make_call: Callable[[SendSignal], CallModel]
    keeper: Keeper
    reader: CardReader
    codes: CodeFinder
    typeset: Typesetter
    pages: Pages
    drafts: DraftKeeper
    signer: Signer
    clock: Clock
    load_call: Callable[[], None]
    bell: Bell
    media: MediaDevices
    uploads: UploadReader = field(default_factory=UploadReader)


def real_parts(folder: Path) -> Parts:
    """The real ones, with their files in `folder`."""
    clock = SystemClock()
    media = MediaDevices()
    return Parts(
        make_office=make_office,
        make_live=make_live,
        make_call=lambda send: CallModel(send, media),
        keeper=TokenKeeper(),
        reader=IdReader(clock=clock),
        codes=CodeReader(),
        typeset=typeset_paper,
        pages=PdfEngine(),
        drafts=Drafts(folder / "cases"),
        signer=DrawnSigner(folder),
        clock=clock,
        load_call=load_call,
        bell=Chime(media.ringer),
        media=media,
    )


class Desk:
    """Everything of one running desk.

    Args:
        settings: what the desk remembers.
        parts: what it stands on.

    Attributes:
        window: the one window.
        session, queue, notes, alerts, case, call, banner, reception: the models, for scripts and tests.
    """

    def __init__(self, settings: Settings, parts: Parts) -> None:
        self.settings, self.parts = settings, parts
        self.tasks = Tasks()
        self.banner = BannerModel()
        self.queue = QueueModel(parts.clock)
        self.lane = OfficeLane(self.tasks)
        self.session = SessionModel(parts.make_office, parts.keeper, self.tasks)
        self.link = LinkModel(parts.make_live, self.queue, self.banner, self.tasks)
        self.call = parts.make_call(self.link.send)
        self.link.attach(self.call)
        self.relay = RelayModel(self.call, self.session, self.tasks, parts.clock)
        self.case = CaseModel(self._rooms())
        self.reception = ReceptionModel(
            self.session, self.link, self.queue, self.case, self.lane, self.banner, self.tasks
        )
        self.draft = DraftModel(self.case, parts.drafts, self.tasks, parts.clock)
        self.notes = NotesModel(self.link, self.queue, self.banner, self.tasks, parts.clock)
        self.session.left.connect(self.notes.clear)
        self.case.rooms.chat.attach(self.notes)
        self.alerts = self._alerts()
        self.picture = PictureModel(settings)
        room = WaitingRoomModel(self.session, self.queue, self.banner, self.tasks)
        lobby = Lobby(self.queue, QueueFilter(self.queue), room, self.notes)
        self.window = MainWindow(
            Models(
                session=self.session,
                link=self.link,
                lobby=lobby,
                case=self.case,
                reception=self.reception,
                banner=self.banner,
                alerts=self.alerts,
                figures=FiguresModel(self.session, self.tasks, parts.clock),
                picture=self.picture,
                devices=DevicesModel(parts.media, settings, parts.bell, self.banner),
            )
        )
        self._translators: list[QTranslator] = []
        self.language = "de"
        self.window.language_wanted.connect(self._other_language)
        self.session.entered.connect(self._on_entered)
        self.case.opened.connect(lambda _view: self._warm_up_for_a_call())
        look().changed.connect(self._keep_scheme)

    def _rooms(self) -> Rooms:
        tasks, parts = self.tasks, self.parts
        stage, review, handover = StageModel(), ReviewModel(), HandoverModel()
        form = FormModel(parts.clock)
        signature = SignatureModel(parts.signer, tasks, parts.clock)
        conversation = Conversation(self.call, stage, review, signature, handover, tasks)
        identity = IdentityModel(self.call, parts.reader, tasks, parts.clock)
        self._identity_talk = IdentityTalk(self.call, identity, stage, conversation)
        chat, captions = ChatModel(self.call, parts.clock), CaptionsModel(self.call)
        guest = GuestCall(self.link.send, parts.media)
        guests = GuestsModel(guest, self.session, tasks, self.banner, chat, captions)
        self.link.guests_changed.connect(guests.on_guests)
        self.link.guest_signalled.connect(guest.on_signal)
        self.relay.renewed.connect(guest.use_servers)
        return Rooms(
            call=self.call,
            lane=self.lane,
            banner=self.banner,
            stage=stage,
            identity=identity,
            mail_code=MailCodeModel(self.call, parts.codes, lambda: self.session.office, self.banner, tasks),
            capture=AutoCapture(self.call, identity, stage, parts.reader, tasks),
            form=form,
            preview=PreviewModel(form, parts.typeset, parts.pages, tasks),
            shown=ShownModel(review, signature, parts.pages, tasks),
            review=review,
            signature=signature,
            handover=handover,
            conversation=conversation,
            attendance=AttendanceModel(self.call, conversation, self.banner),
            chat=chat,
            captions=captions,
            quality=QualityModel(self.call),
            secrecy=SecrecyModel(self.call, self.banner),
            guests=guests,
            uploads=UploadsModel(self.call, parts.uploads, tasks),
            typeset=parts.typeset,
            pages=parts.pages,
            tasks=tasks,
            clock=parts.clock,
        )

    def _alerts(self) -> AlertsModel:
        alerts = AlertsModel(self.queue, self.notes, self.parts.bell, lambda: self.case.is_open)
        alerts.sounds = self.settings.get("sounds") == "on"
        alerts.notices = self.settings.get("notices") == "on"
        alerts.changed.connect(self._keep_switches)
        chat = self.case.rooms.chat
        chat.arrived.connect(lambda _text: None if chat.looking else alerts.chat())
        return alerts

    # --- language and scheme

    def speak(self, language: str) -> None:
        """Say everything in German (the source language) or English, from now on."""
        for translator in self._translators:
            QCoreApplication.removeTranslator(translator)
        self._translators.clear()
        self.language = language
        QLocale.setDefault(QLocale(QLocale.Language.English if language == "en" else QLocale.Language.German))
        # Qt's own words (context menus of fields) are English at heart, ours German.
        qt_words = (f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        ours = ("desk_en", str(ROOT / "i18n"))
        for name, folder in (qt_words, *([ours] if language == "en" else [])):
            translator = QTranslator(QCoreApplication.instance())
            if translator.load(name, folder):
                QCoreApplication.installTranslator(translator)
                self._translators.append(translator)
            else:
                log.info("no translation %s", name)

    def _other_language(self) -> None:
        self.speak("de" if self.language == "en" else "en")
        self.settings.set("language", self.language)

    def _keep_scheme(self) -> None:
        self.settings.set("scheme", look().scheme)

    def _keep_switches(self) -> None:
        self.settings.set("sounds", "on" if self.alerts.sounds else "off")
        self.settings.set("notices", "on" if self.alerts.notices else "off")

    # --- what is loaded when

    def _on_entered(self, _clerk: object) -> None:
        self.settings.set("server", self.session.server)
        # The first call must not wait for the media libraries.
        self.tasks.run("warm", self.parts.load_call)

    def _warm_up_for_a_call(self) -> None:
        self.tasks.run("warm", self.parts.reader.warm_up)
        self.tasks.run("warm", self.parts.signer.warm_up)

    # --- end

    def shut(self) -> None:
        """End soon, in order, without asking (the computer shuts down)."""
        if self.case.is_open:
            self.case.interrupt()
        self.window.close_now()

    async def close(self) -> None:
        """Say goodbye if somebody is in the call, and let everything go."""
        if self.case.is_open:
            self.case.interrupt()
        await self.call.hang_up(False)
        await self.lane.drained(within_s=4)
        self.link.stop()
        await self.tasks.close()
        for part in (self.parts.reader, self.parts.codes, self.parts.pages, self.parts.uploads):
            await part.close()


def run(argv: Sequence[str], script: Callable[[Desk], Awaitable[None]] | None = None) -> int:
    """Run the desk until its window is closed.

    Args:
        argv: arguments as on the command line, without the program's name.
        script: plays the clerk in rehearsals; the desk closes when it has ended.

    Returns:
        The exit code.
    """
    options = _options(argv)
    leave_no_dump()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # Its lines about a connection's way carry the citizen's network address.
    logging.getLogger("aioice").setLevel(logging.WARNING)
    app = QApplication.instance() or QApplication(["clerk-desktop"])
    if not isinstance(app, QApplication):
        raise TypeError("the desk needs a QApplication")
    app.setApplicationName("clerk-desktop")
    # The window's end is not the loop's: goodbyes are said in between.
    app.setQuitOnLastWindowClosed(False)
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        return runner.run(_main(app, options, script))


async def _main(
    app: QApplication, options: argparse.Namespace, script: Callable[[Desk], Awaitable[None]] | None
) -> int:
    settings = Settings(options.data_dir or default_folder())
    dress(app, settings.get("scheme"))
    desk = Desk(settings, real_parts(settings.folder))
    desk.speak(options.language or settings.get("language"))
    closed = asyncio.Event()
    desk.window.closing.connect(closed.set)
    _catch_what_falls(desk)
    desk.window.fit_screen()
    desk.window.show()
    try:
        _begin(desk, options)
        if script is not None:
            await script(desk)
            desk.window.close_now()
        await closed.wait()
    finally:
        await desk.close()
        MEDIA.stop()
    return 0


def _begin(desk: Desk, options: argparse.Namespace) -> None:
    server = options.server or desk.settings.get("server")
    if options.token_stdin:
        desk.tasks.run("token", sys.stdin.readline, done=lambda line: desk.session.use_token(server, line.strip()))
    else:
        desk.session.resume(server)


def _catch_what_falls(desk: Desk) -> None:
    """What no other place catches is logged without personal data and said as "unexpected"."""

    def from_slot(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        desk.banner.show_error(unexpected(error))

    def from_loop(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if error is not None:
            desk.banner.show_error(unexpected(error))
        else:
            log.error("event loop: %s", context.get("message"))

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        desk.shut()

    asyncio.get_running_loop().set_exception_handler(from_loop)
    if threading.current_thread() is threading.main_thread():
        sys.excepthook = from_slot
        signal.signal(signal.SIGTERM, on_signal)
        signal.signal(signal.SIGINT, on_signal)


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="main.py", description="The clerk's desk of the virtual citizens' office.")
    parser.add_argument("--server", metavar="URL", help="address of the office's server")
    parser.add_argument("--language", choices=LANGUAGES, help="language of the desk")
    parser.add_argument("--token-stdin", action="store_true", help="read the clerk's token from standard input")
    parser.add_argument("--data-dir", metavar="DIR", type=Path, help="where the desk keeps its data")
    return parser.parse_args(argv)
