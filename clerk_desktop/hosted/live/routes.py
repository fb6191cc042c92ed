"""The three web sockets. The first message is always `hello`; what is not understood is refused, not guessed."""

import asyncio
import contextlib
import logging

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from clerk_desktop.common.clock import Clock
from clerk_desktop.common.errors import OfficeError
from clerk_desktop.common.messages.terms import LIVE_PATH
from clerk_desktop.hosted.live.hub import Hub
from clerk_desktop.hosted.live.link import Link
from clerk_desktop.hosted.live.lounge import Lounge
from clerk_desktop.hosted.live.service import LiveService
from clerk_desktop.hosted.live.talks import CitizenTalk, DeskTalk, GuestTalk, Talk

_log = logging.getLogger(__name__)


def routes(service: LiveService, hub: Hub, lounge: Lounge, clock: Clock) -> APIRouter:
    """The citizen's, the desk's and an invited guest's socket."""
    router = APIRouter(prefix=LIVE_PATH)

    @router.websocket("/citizen")
    async def citizen(socket: WebSocket) -> None:
        link = Link(socket, clock)
        await _serve(socket, link, CitizenTalk(link, service, hub, lounge))

    @router.websocket("/desk")
    async def desk(socket: WebSocket) -> None:
        link = Link(socket, clock)
        await _serve(socket, link, DeskTalk(link, service, hub, lounge, clock))

    @router.websocket("/guest")
    async def guest(socket: WebSocket) -> None:
        link = Link(socket, clock)
        await _serve(socket, link, GuestTalk(link, lounge))

    return router


async def _serve(socket: WebSocket, link: Link, talk: Talk) -> None:
    """Read and write side by side; whichever ends first ends the other."""
    await socket.accept()
    writer = asyncio.create_task(link.write())
    reader = asyncio.create_task(_listen(talk, link))
    gone = asyncio.create_task(link.gone.wait())
    try:
        await asyncio.wait((reader, gone), return_when=asyncio.FIRST_COMPLETED)
        link.close()
        await asyncio.wait((writer,), timeout=5)
    finally:
        for task in (reader, gone, writer):
            task.cancel()
        await asyncio.gather(reader, gone, writer, return_exceptions=True)
        await _farewell(talk)
        with contextlib.suppress(RuntimeError):  # closed already
            await socket.close()
    if not reader.cancelled():
        reader.result()  # a mistake of the program must not vanish; the guard logs it


async def _farewell(talk: Talk) -> None:
    try:
        await talk.end()
    except OfficeError as trouble:
        _log.warning("live: %s", trouble.code)


async def _listen(talk: Talk, link: Link) -> None:
    try:
        await talk.run()
    except WebSocketDisconnect:
        pass
    except OfficeError as trouble:
        # Only the database being away comes this far: the other side connects again and finds everything as it was.
        _log.warning("live: %s", trouble.code)
        link.refuse(trouble)
