"""What the played clerk can do at the desk: a few clicks each, then looking until the screen shows the result."""

from __future__ import annotations

import asyncio
import json
import sys
import traceback
from threading import Thread
from types import TracebackType
from typing import TextIO

from PySide6.QtWidgets import QWidget

from clerk_desktop.desktop.app import Desk
from clerk_desktop.desktop.widgets.page_view import PageView
from clerk_desktop.desktop.widgets.video_surface import VideoSurface
from installer.journey.hands import Hands, texts

Answer = dict[str, object]
_SERIAL = "Liest die Person ihre Seriennummer vor?"
_SLOW_S = 60
"""Reading a card or setting a paper for the first time loads a model or fonts."""


class Cues:
    """One method a cue; its arguments and its answer travel as JSON."""

    def __init__(self, desk: Desk) -> None:
        self._hands = Hands(desk.window)
        self._desk = desk

    async def sign_in(self, user: str, password: str) -> Answer:
        """Until the queue stands there."""
        await self._hands.write("signin.user", user)
        await self._hands.write("signin.password", password)
        await self._hands.click("signin.submit")
        await self._hands.usable("queue.list", QWidget)
        return {}

    async def see_in_queue(self, name: str) -> Answer:
        """Until the name stands in the queue and somebody can be called."""
        await self._hands.until(
            lambda: any(name in row for row in self._hands.rows("queue.list")), f"{name} in the queue"
        )
        await self._hands.usable("queue.next", QWidget)
        return {"queue": self._hands.rows("queue.list")}

    async def call_next(self) -> Answer:
        """Until the citizen's picture is there."""
        await self._hands.click("queue.next")
        await self._hands.until(self._sees_citizen, "the citizen's picture")
        return {}

    def _sees_citizen(self) -> bool:
        surface = self._hands.find("call.video", VideoSurface)
        return surface is not None and surface.has_picture

    async def ask_for_card(self) -> Answer:
        """Enter the check; the citizen is asked for consent."""
        await self._hands.click("stage.identify")
        return {}

    async def read_card(self) -> Answer:
        """Until the card was taken and read by itself; the answer holds its lines as the desk shows them."""
        await self._step("Sehen und hören Sie die Person gut genug?")
        await self._hands.click("identity.yes")
        await self._step("Steht auf der Vorderseite dasselbe?")
        return {"mrz": self._hands.text("identity.mrz")}

    async def look_at_features(self) -> Answer:
        """Look at what was drawn, until the citizen is to read the serial number."""
        seen = []
        while (prompt := self._hands.text("identity.prompt")) != _SERIAL:
            seen.append(f"{prompt} {self._hands.text('identity.words')}".strip())
            await self._hands.click("identity.yes")
        return {"steps": seen}

    async def confirm_identity(self) -> Answer:
        """The serial number came from the page; face and answer fit: it is this person."""
        await self._hands.until(
            lambda: any("Seriennummer stimmt" in text for text in texts(self._hands.window)), "the typed serial number"
        )
        while self._hands.find("identity.confirm", QWidget) is None:
            await self._hands.click("identity.yes")
        await self._hands.click("identity.confirm")
        return {}

    async def _step(self, prompt: str) -> None:
        await self._hands.until(lambda: self._hands.text("identity.prompt") == prompt, f"the step {prompt!r}", _SLOW_S)

    async def fill_in(self, values: dict[str, str]) -> Answer:
        """Type into the form until it may be sent."""
        await self._hands.click("stage.work")
        for field, value in values.items():
            await self._hands.write(f"document.field.{field}", value)
        await self._hands.usable("document.send", QWidget, _SLOW_S)
        await self._hands.until(self._sees_preview, "the preview of the paper", _SLOW_S)
        return {}

    def _sees_preview(self) -> bool:
        page = self._hands.find("document.preview", PageView)
        return page is not None and page.has_page

    async def send_paper(self) -> Answer:
        """Onto the citizen's screen."""
        await self._hands.click("document.send")
        return {}

    async def see_agreement(self) -> Answer:
        """Until the citizen's "stimmt" opens the signature."""
        await self._hands.until(lambda: self._is_open("sign"), "the way to the signature")
        return {}

    async def ask_for_signature(self) -> Answer:
        """Open the pad at the citizen's."""
        await self._hands.click("stage.sign")
        await self._hands.click("signature.ask")
        return {}

    async def see_signature(self) -> Answer:
        """Until the signed paper opens the end."""
        await self._hands.until(lambda: self._is_open("finish"), "the way to the end", _SLOW_S)
        return {}

    def _is_open(self, stage: str) -> bool:
        """Whether the stage's button looks as if it could be pressed, or as if one were there already."""
        button = self._hands.find(f"stage.{stage}", QWidget)
        return button is not None and button.property("stage") in {"open", "now", "done"}

    async def see_row(self, words: list[str]) -> Answer:
        """Until one line of the queue says all of this."""
        await self._hands.until(
            lambda: any(all(word in row for word in words) for row in self._hands.rows("queue.list")),
            f"a line with {words} among {self._hands.rows('queue.list')}",
        )
        return {}

    async def see_no_row(self, word: str) -> Answer:
        """Until no line of the queue says this any more."""
        await self._hands.until(
            lambda: not any(word in row for row in self._hands.rows("queue.list")), f"the queue without {word!r}"
        )
        return {}

    async def select(self, name: str) -> Answer:
        """Click on somebody's line in the queue."""
        await self.see_row([name])
        await self._hands.choose("queue.list", name)
        return {}

    async def write(self, name: str, text: str) -> Answer:
        """Into the field of this name."""
        await self._hands.write(name, text)
        return {}

    async def see(self, name: str, words: str) -> Answer:
        """Until the widget of this name says this."""
        await self._hands.until(lambda: words in self._hands.text(name).replace("\u200b", ""), f"{words!r} in {name}")
        return {}

    async def finish(self) -> Answer:
        """End the appointment; then the next one can be called."""
        await self._hands.click("stage.finish")
        await self._hands.click("finish.end")
        await self._hands.usable("queue.next", QWidget)
        return {}

    async def see_notice(self, words: str) -> Answer:
        """Until the desk says this."""
        await self._hands.until(lambda: words in self._hands.banner(), f"the notice {words!r}")
        return {"banner": self._hands.banner()}

    async def see_enabled(self, name: str) -> Answer:
        """Until the widget of this name can be used."""
        await self._hands.usable(name, QWidget, _SLOW_S)
        return {}

    async def see_frames_judged(self, count: int) -> Answer:
        """Until so many frames of the citizen's picture were looked at for a card."""
        capture = self._desk.case.rooms.capture
        began = capture.judged
        await self._hands.until(lambda: capture.judged - began >= count, f"{count} frames judged", _SLOW_S)
        return {}

    async def facts(self) -> Answer:
        """What the desk says about the card."""
        return {"facts": self._hands.text("identity.facts")}

    async def press(self, name: str) -> Answer:
        """The button of this name, once it can be pressed."""
        await self._hands.click(name)
        return {}

    async def see_citizen(self) -> Answer:
        """Until the citizen's picture is there (again)."""
        await self._hands.until(self._sees_citizen, "the citizen's picture")
        return {}

    async def picture(self, path: str) -> Answer:
        """Keep what the screen shows."""
        await asyncio.sleep(0.3)  # let what was just asked for be painted
        return {"kept": self._hands.picture_of_the_screen(path)}


class Played:
    """The script that the desk runs: takes cues until there are no more, then closes the window as a person does.

    Args:
        to_director: where answers go, one line of JSON each.
    """

    def __init__(self, to_director: TextIO) -> None:
        self._to_director = to_director

    async def play(self, desk: Desk) -> None:
        """Until stdin ends."""
        cues = Cues(desk)
        # Without a window manager nobody gives the window the keyboard.
        desk.window.activateWindow()
        _tell_everything()
        lines: asyncio.Queue[str] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def read() -> None:
            for line in sys.stdin:
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, "")

        Thread(target=read, daemon=True).start()
        while line := await lines.get():
            playing = asyncio.ensure_future(self._perform(cues, line))
            ended = asyncio.ensure_future(lines.get())
            await asyncio.wait({playing, ended}, return_when=asyncio.FIRST_COMPLETED)
            if ended.done():  # the director left in the middle of a cue
                playing.cancel()
                break
            ended.cancel()
        desk.window.close()

    async def _perform(self, cues: Cues, line: str) -> None:
        asked = json.loads(line)
        try:
            answer = await getattr(cues, asked["cue"])(**asked["words"])
        except Exception as error:  # noqa: BLE001 - the director must hear of it, whatever it is
            traceback.print_exc()
            answer = {"failed": f"{type(error).__name__}: {error}"}
        self._to_director.write(json.dumps(answer) + "\n")
        self._to_director.flush()


def _tell_everything() -> None:
    """The desk keeps an error's message out of its log, because it may quote a citizen; here there is none."""
    quiet = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        traceback.print_exception(kind, error, trace)
        quiet(kind, error, trace)

    sys.excepthook = hook
