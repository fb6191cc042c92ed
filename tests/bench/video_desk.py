"""The desk's end of the video bench, a process of its own: the real desk, or aiortc and Qt the usual way.

    python -m tests.bench.video_desk ours|plain

Speaks JSON, one object a line: asked on standard input, answered on standard output.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import qasync
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from av import VideoFrame
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from clerk_desktop.common.messages.live import Signal, SignalKind
from clerk_desktop.desktop.media.devices import MediaDevices
from clerk_desktop.desktop.media.pictures import to_frame, to_image
from clerk_desktop.desktop.models.call import CallModel
from clerk_desktop.desktop.models.inflow import Inflow
from clerk_desktop.desktop.services.pace import limits
from clerk_desktop.desktop.services.sdp import with_start_bitrate
from clerk_desktop.desktop.services.tracks import PictureTrack, SoundTrack
from clerk_desktop.desktop.widgets.look import dress
from clerk_desktop.desktop.widgets.video_surface import VideoSurface
from tests.bench.video_stamp import late_ms, now_ms
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import CLERK, a_case

TICK_MS = 10
KEPT = 60
"""Decoded pictures kept for comparing conversion and display."""
WARM, ROUNDS = 20, 5
CAMERA_MS = 33


class Watch:
    """What was shown since `clear`, and how evenly the window's loop ticks."""

    def __init__(self) -> None:
        self.shown: list[tuple[float, int, int]] = []
        """When painted, width and height of the picture as it was sent."""
        self.late: list[int] = []
        self.ticks: list[float] = []
        self._before = time.perf_counter()
        self._timer = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.ticks.append(max(0.0, (now - self._before) * 1000 - TICK_MS))
        self._before = now

    def painted(self, image: QImage, width: int, height: int) -> None:
        """A picture stands in the window."""
        now = now_ms()
        self.shown.append((time.time(), width, height))
        late = late_ms(image, now)
        if late is not None:
            self.late.append(late)

    def clear(self) -> None:
        self.shown.clear()
        self.late.clear()
        self.ticks.clear()


class Ours:
    """The whole desk with a citizen in the call."""

    def __init__(self, folder: Path, watch: Watch) -> None:
        self._watch = watch
        self._answers: asyncio.Queue[Signal] = asyncio.Queue()
        self._last: QImage | None = None
        self.pictures: list[VideoFrame] = []
        self._watch_painting()
        self.media = MediaDevices()
        self.call = CallModel(self._answers.put, self.media)
        self.rehearsal = Rehearsal(folder, make_call=lambda _send: self.call)
        self.window = self.rehearsal.desk.window
        self.window.resize(1366, 768)
        self.window.show()
        self._cases = 0
        self._camera = Camera(self._film)

    def _film(self, image: QImage) -> None:
        """What the devices do with a picture of the clerk's camera."""
        self.media.tracks()[0].show(image, to_frame)
        self.media.own_frame.emit(image)

    def _watch_painting(self) -> None:
        paint, frame = VideoSurface.paintEvent, Inflow.frame
        here = self

        def painted(surface: VideoSurface, event: QPaintEvent) -> None:
            paint(surface, event)
            image = surface._image
            if surface.objectName() == "call.video" and image is not None and image is not here._last:
                here._last = image
                here._watch.painted(image, *map(int, image.text("whole").split()))

        def keep(inflow: Inflow, session: str, picture: VideoFrame) -> None:
            if len(here.pictures) < KEPT and picture.width == 1280:
                here.pictures.append(picture)
            frame(inflow, session, picture)

        VideoSurface.paintEvent, Inflow.frame = painted, keep

    async def answer(self, sdp: str) -> str:
        self._cases += 1
        session = f"s{self._cases}"
        if self._cases == 1:
            await self.rehearsal.sign_in()
            self.rehearsal.desk.case.open(a_case(), CLERK)
        self.call.on_signal(Signal(appointment="a1", session=session, kind=SignalKind.OFFER, sdp=sdp))
        answer = await self._answers.get()
        assert answer.sdp
        return answer.sdp

    async def close(self) -> None:
        self._camera.stop()
        await self.call.hang_up(finished=False)
        self.media.shut_down()
        self.window.hide()


class Plain:
    """What most programs do: aiortc on the window's loop, numpy, RGB, pixmap, label."""

    def __init__(self, _folder: Path, watch: Watch) -> None:
        self._watch = watch
        self.pictures: list[VideoFrame] = []
        self.window = QLabel()
        self.window.setScaledContents(True)
        self.window.resize(404, 227)
        self.window.show()
        self._voice, self._picture = SoundTrack(), PictureTrack()
        self._pc: RTCPeerConnection | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._camera = Camera(lambda image: self._picture.show(to_frame(image)))

    async def answer(self, sdp: str) -> str:
        self._pc = pc = RTCPeerConnection()
        pc.on("track", self._on_track)
        await pc.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
        pc.addTrack(self._voice)
        pc.addTrack(self._picture)
        await pc.setLocalDescription(await pc.createAnswer())
        return with_start_bitrate(pc.localDescription.sdp, limits()[0])

    def _on_track(self, track: Any) -> None:  # noqa: ANN401
        task = asyncio.get_running_loop().create_task(self._receive(track))
        self._tasks.add(task)

    async def _receive(self, track: Any) -> None:  # noqa: ANN401
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            if isinstance(frame, VideoFrame):
                image = usual_image(frame)
                self.window.setPixmap(QPixmap.fromImage(image))
                self.window.repaint()
                self._watch.painted(image, frame.width, frame.height)

    async def close(self) -> None:
        self._camera.stop()
        if self._pc is not None:
            await self._pc.close()


class Camera:
    """The clerk's, 1280×720, thirty times a second."""

    def __init__(self, take: Callable[[QImage], None]) -> None:
        self._images = [self._draw(at) for at in range(8)]
        self._at = 0
        self._take = take
        self._timer = QTimer(interval=CAMERA_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._next)
        self._timer.start()

    def _next(self) -> None:
        self._at += 1
        self._take(self._images[self._at % len(self._images)])

    def stop(self) -> None:
        self._timer.stop()

    @staticmethod
    def _draw(at: int) -> QImage:
        image = QImage(1280, 720, QImage.Format.Format_RGB32)
        image.fill(QColor(40, 60, 90))
        painter = QPainter(image)
        for ring in range(12):
            painter.setBrush(QColor.fromHsv((ring * 30 + at * 5) % 360, 120, 200))
            painter.drawEllipse(300 + 10 * at + ring * 20, 60 + ring * 20, 600 - ring * 40, 600 - ring * 40)
        painter.end()
        return image


def usual_image(frame: VideoFrame) -> QImage:
    """`to_ndarray → QImage`, as in every example."""
    pixels: np.ndarray[Any, Any] = frame.to_ndarray(format="rgb24")
    height, width, channels = pixels.shape
    return QImage(pixels.data, width, height, channels * width, QImage.Format.Format_RGB888).copy()


def fresh(picture: VideoFrame) -> VideoFrame:
    """A frame that nobody has converted yet, as a decoder brings it: PyAV keeps a converter with each frame."""
    twin = VideoFrame(picture.width, picture.height, picture.format.name)
    for plane, source in zip(twin.planes, picture.planes, strict=True):
        plane.update(bytes(source))
    return twin


def cpu_per_1000(pictures: list[VideoFrame], show: Callable[[VideoFrame], object]) -> float:
    """CPU seconds of this process for 1,000 pictures."""
    spent, counted = 0.0, 0
    for at in range(WARM + ROUNDS * len(pictures)):
        picture = fresh(pictures[at % len(pictures)])
        begun = time.process_time()
        show(picture)
        if at >= WARM:
            spent += time.process_time() - begun
            counted += 1
    return spent / counted * 1000


def compare(app: QApplication, pictures: list[VideoFrame], width: int, height: int) -> dict[str, float]:
    """Conversion and display of the same decoded pictures, our way and the usual one, one after the other."""
    surface, label = VideoSurface(), QLabel()
    label.setScaledContents(True)
    for widget in (surface, label):
        widget.resize(width, height)

    def show(widget: QWidget) -> None:
        widget.repaint()
        app.processEvents()

    def ours(frame: VideoFrame) -> None:
        surface.set_image(to_image(frame, surface.size()))
        show(surface)

    def usual(frame: VideoFrame) -> None:
        label.setPixmap(QPixmap.fromImage(usual_image(frame)))
        show(label)

    figures = {}
    for name, widget, way in (("ours", surface, ours), ("usual", label, usual)):
        widget.show()
        app.processEvents()
        figures[name] = cpu_per_1000(pictures, way)
        widget.hide()
    return figures


class Server:
    """Does what the bench asks."""

    def __init__(self, app: QApplication, end: Ours | Plain, watch: Watch) -> None:
        self._app, self._end, self._watch = app, end, watch

    async def serve(self) -> None:
        lines: asyncio.Queue[str] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def read() -> None:
            for line in sys.stdin:
                loop.call_soon_threadsafe(lines.put_nowait, line)

        threading.Thread(target=read, daemon=True).start()
        self._say({"ready": True})
        while True:
            asked = json.loads(await lines.get())
            do: Callable[..., Awaitable[dict[str, Any]]] = getattr(self, f"do_{asked.pop('do')}")
            self._say(await do(**asked))
            if do == self.do_quit:
                return

    @staticmethod
    def _say(answer: dict[str, Any]) -> None:
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()

    async def do_answer(self, sdp: str) -> dict[str, Any]:
        self._watch.clear()
        return {"sdp": await self._end.answer(sdp)}

    async def do_clear(self) -> dict[str, Any]:
        gc.collect()
        self._watch.clear()
        return {}

    async def do_read(self) -> dict[str, Any]:
        watch = self._watch
        threads = psutil.Process().threads()
        return {
            "shown": watch.shown,
            "late": watch.late,
            "ticks": watch.ticks,
            "rss_mb": psutil.Process().memory_info().rss / 1e6,
            "cpu_s": time.process_time(),
            "threads": len(threads),
        }

    async def do_compare(self, width: int, height: int) -> dict[str, Any]:
        return {**compare(self._app, self._end.pictures, width, height), "pictures": len(self._end.pictures)}

    async def do_close(self) -> dict[str, Any]:
        await self._end.close()
        return {}

    async def do_quit(self) -> dict[str, Any]:
        return {}


async def _main(app: QApplication, kind: str, folder: Path) -> None:
    dress(app, "light")
    watch = Watch()
    end = {"ours": Ours, "plain": Plain}[kind](folder, watch)
    await Server(app, end, watch).serve()


def main() -> None:
    logging.basicConfig(level=logging.WARNING)
    app = QApplication(["video-bench"])
    app.setQuitOnLastWindowClosed(False)
    with (
        tempfile.TemporaryDirectory(prefix="office-bench-") as folder,
        asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner,
    ):
        runner.run(_main(app, sys.argv[1], Path(folder)))


if __name__ == "__main__":
    main()
