"""The desk's end of the sound bench, a process of its own: `ours` or `plain`; says on its output what happened when.

Ours is the call model with the real devices. Plain is what aiortc's examples do: the peer connection on the window's
loop, its own jitter buffer, and a speaker that is fed by a timer of the same loop.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import io
import json
import os
import random
import shutil
import sys
import time
import wave
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
import qasync
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from aiortc.rtcdtlstransport import RTCDtlsTransport
from av.audio.resampler import AudioResampler
from PySide6.QtCore import Qt, QTimer
from PySide6.QtMultimedia import QAudioSink, QAudioSource, QMediaDevices
from PySide6.QtWidgets import QApplication

from clerk_desktop.common.messages.live import Signal, SignalKind
from clerk_desktop.desktop.media.devices import MediaDevices
from clerk_desktop.desktop.media.formats import sound_format
from clerk_desktop.desktop.models.call import CallModel, CallState
from clerk_desktop.desktop.services.pace import limits
from clerk_desktop.desktop.services.ring import BYTES_PER_MS, RATE, SoundRing
from clerk_desktop.desktop.services.sdp import with_start_bitrate
from clerk_desktop.desktop.services.tracks import PictureTrack, SoundTrack
from clerk_desktop.resources import resource
from tests.desktop.cases import CLERK, a_case
from tests.desktop.services.echo_room import talk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

HERE = Path(__file__).parent
FLAGS = [
    "--no-sandbox",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]
HUM_S, LOSS_S, TALK_S = 12, 20, 22
LOSS = 0.02
TAPS = {"taps": 24, "after": 12, "few": 6}
SETTLE_S = 3
"""Until the connection has its bit rate and the page its decoder."""
BLOCK_MS, BLOCK_EACH_MS = 250, 1000


class Talker:
    """The page, driven from a thread of its own: Playwright and the desk each have their own event loop."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "citizen")
        self._page: Page
        self._browser: Browser

    async def js(self, script: str, argument: object = None) -> Any:  # noqa: ANN401
        return await asyncio.wrap_future(self._thread.submit(lambda: self._page.evaluate(script, argument)))

    def start(self) -> None:
        self._thread.submit(self._open).result()

    def _open(self) -> None:
        from playwright.sync_api import sync_playwright

        self._playwright = sync_playwright().start()
        # It has no sound devices: what it plays must not reach the desk's speaker but through the call.
        quiet = {name: value for name, value in os.environ.items() if name != "PULSE_SERVER"}
        path = shutil.which("chromium")
        self._browser = self._playwright.chromium.launch(executable_path=path, args=FLAGS, env=quiet)
        self._page = self._browser.new_page()
        self._page.route("http://localhost/**", self._serve)
        self._page.goto("http://localhost/")

    @staticmethod
    def _serve(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/":
            file, kind = HERE / "sound_page.html", "text/html"
        else:
            file = HERE / "sound_page.js" if path == "/sound_page.js" else resource("citizen", *path.split("/")[1:])
            kind = "text/javascript"
        route.fulfill(body=file.read_text("utf-8"), content_type=kind)

    def stop(self) -> None:
        self._thread.submit(self._browser.close).result()
        self._thread.submit(self._playwright.stop).result()
        self._thread.shutdown()


class Losses:
    """Loses packets of sound and picture before aiortc sees them (the kernel has no netem)."""

    share = 0.0

    @classmethod
    def put_in(cls) -> None:
        take = RTCDtlsTransport._handle_rtp_data
        chance = random.Random(7)  # the same losses in every run

        async def lossy(transport: RTCDtlsTransport, data: bytes, arrival_time_ms: int) -> None:
            if chance.random() >= cls.share:
                await take(transport, data, arrival_time_ms)

        RTCDtlsTransport._handle_rtp_data = lossy


class Plain:
    """aiortc as it comes."""

    def __init__(self) -> None:
        self.pc = RTCPeerConnection(RTCConfiguration([]))
        self.heard = SoundRing(most_ms=2_000, first_ms=40)
        self.voice = SoundTrack()
        self._tasks: list[asyncio.Task[None]] = []
        self.connected = asyncio.Event()
        self.pc.on("track", self._on_track)
        self.pc.on("connectionstatechange", self._on_state)
        self.sink = QAudioSink(QMediaDevices.defaultAudioOutput(), sound_format())
        self.sink.setBufferSize(40 * BYTES_PER_MS)
        self.sink_io = self.sink.start()
        self.source = QAudioSource(QMediaDevices.defaultAudioInput(), sound_format())
        self.source.setBufferSize(40 * BYTES_PER_MS)
        self.source_io = self.source.start()
        self.source_io.readyRead.connect(lambda: self.voice.ring.put(bytes(self.source_io.readAll().data())))
        self.timer = QTimer(interval=10, timerType=Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self._feed)
        self.timer.start()

    def _feed(self) -> None:
        pcm = self.heard.take(self.sink.bytesFree())
        if pcm:
            self.sink_io.write(pcm)

    def _on_state(self) -> None:
        if self.pc.connectionState == "connected":
            self.connected.set()

    def _on_track(self, track: MediaStreamTrack) -> None:
        self._tasks.append(asyncio.ensure_future(self._receive(track)))

    async def _receive(self, track: MediaStreamTrack) -> None:
        resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
        while True:
            try:
                frame: Any = await track.recv()
            except MediaStreamError:
                return
            if track.kind == "audio":
                frame.pts = None
                for piece in resampler.resample(frame):
                    self.heard.put(bytes(piece.planes[0])[: piece.samples * 2])

    async def connect(self, citizen: Talker) -> None:
        offer = await citizen.js("offer()")
        await self.pc.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        self.pc.addTrack(PictureTrack())
        self.pc.addTrack(self.voice)
        await self.pc.setLocalDescription(await self.pc.createAnswer())
        sdp = with_start_bitrate(self.pc.localDescription.sdp, limits()[0])
        await citizen.js("(sdp) => accept(sdp)", sdp)
        await self.connected.wait()

    async def close(self) -> None:
        self.timer.stop()
        self.sink.stop()
        self.source.stop()
        await self.pc.close()


class Ours:
    """The desk's call model with the real devices."""

    def __init__(self) -> None:
        self.media = MediaDevices()
        self.answers: asyncio.Queue[Signal] = asyncio.Queue()
        self.connected = asyncio.Event()
        self.call = CallModel(self.answers.put, self.media)
        self.call.state_changed.connect(self._on_state)

    def _on_state(self, state: CallState) -> None:
        if state is CallState.CONNECTED:
            self.connected.set()

    async def connect(self, citizen: Talker) -> None:
        self.call.start(a_case(), CLERK)
        offer = await citizen.js("offer()")
        self.call.on_signal(Signal(appointment="a1", session="s1", kind=SignalKind.OFFER, sdp=offer))
        await citizen.js("(sdp) => accept(sdp)", (await self.answers.get()).sdp)
        await self.connected.wait()

    async def close(self) -> None:
        await self.call.hang_up(finished=False)
        self.media.shut_down()


def say(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def block() -> None:
    """The window is busy with something of its own."""
    end = time.monotonic() + BLOCK_MS / 1000
    while time.monotonic() < end:
        pass


def speech() -> str:
    """What the citizen says while the echo is measured, as a WAV file in base64."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(talk(TALK_S).astype(np.int16).tobytes())
    return base64.b64encode(file.getvalue()).decode()


async def voice(desk: Ours, citizen: Talker) -> None:
    """Somebody hums 1 kHz into the microphone: heard, silent while muted, heard by key, silent, heard again."""
    desk.media.set_cleaning(False)  # a steady tone is noise to the suppressor
    await citizen.js("sound.listen()")
    say(phase="voice_begins")

    async def hears(tone: bool) -> None:
        heard: list[bool] = []
        while len(heard) < 5 or not all(one is tone for one in heard[-5:]):
            pieces = await citizen.js("sound.heard()")
            # Muted is digital silence, not a softer tone; Opus makes of it less than the lowest bit.
            heard += [share > 0.5 if energy / count > 1e-8 else False for _, energy, count, share in pieces]
            await asyncio.sleep(0.05)

    await hears(True)
    desk.call.set_microphone(False)
    await hears(False)
    desk.call.talk(True)
    await hears(True)
    desk.call.talk(False)
    await hears(False)
    desk.call.set_microphone(True)
    await hears(True)
    say(phase="voice")


async def hum(citizen: Talker, phase: str, seconds: int) -> None:
    say(phase=phase, **await citizen.js("(s) => sound.hum(s)", seconds))


async def echo(citizen: Talker) -> None:
    await citizen.js("sound.listen()")
    say(phase="echo_begins")
    times = await citizen.js("(wav) => sound.talk(wav)", speech())
    say(phase="echo", **times, heard=await citizen.js("sound.heard()"))


async def lossy_hum(citizen: Talker) -> None:
    Losses.share = LOSS
    await hum(citizen, "loss", LOSS_S)
    Losses.share = 0.0
    await asyncio.sleep(1)


async def blocked_hum(citizen: Talker) -> None:
    blocker = QTimer(interval=BLOCK_EACH_MS)
    blocker.timeout.connect(block)
    blocker.start()
    await hum(citizen, "blocked", HUM_S)
    blocker.stop()


async def play_one(phase: str, desk: Plain | Ours, citizen: Talker) -> None:
    match phase:
        case "taps" | "after" | "few":
            say(phase=phase, made=await citizen.js("(n) => sound.taps(n)", TAPS[phase]))
        case "calm":
            await hum(citizen, "calm", HUM_S)
        case "blocked":
            await blocked_hum(citizen)
        case "loss":
            await lossy_hum(citizen)
        case "voice":
            assert isinstance(desk, Ours)
            await voice(desk, citizen)
        case "echo":
            await echo(citizen)


async def play(kind: str, phases: list[str]) -> None:
    Losses.put_in()
    citizen = Talker()
    citizen.start()
    desk: Plain | Ours = Ours() if kind == "ours" else Plain()
    await desk.connect(citizen)
    await asyncio.sleep(SETTLE_S)
    for phase in phases:
        await play_one(phase, desk, citizen)
        if isinstance(desk, Ours) and desk.media._sound is not None:
            heard = desk.media._sound.heard
            say(
                phase="state",
                delay=heard.delay_ms,
                target=heard.target_ms,
                concealed=heard.concealed_ms,
                late=heard.late,
                drift=heard.drift_ppm,
            )
    await desk.close()
    citizen.stop()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=["ours", "plain"])
    parser.add_argument("phases", nargs="*", default=["taps", "calm", "blocked", "loss", "after", "echo"])
    options = parser.parse_args()
    app = QApplication([])
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        runner.run(play(options.kind, options.phases))


if __name__ == "__main__":
    main()
