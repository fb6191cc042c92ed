"""What is said on a live connection, from hello to the end; one class per kind of guest."""

from __future__ import annotations

import asyncio
from typing import Protocol, TypeVar

from pydantic import TypeAdapter

from clerk_desktop.common.clock import Clock
from clerk_desktop.common.errors import BadInput, NotSignedIn, OfficeError, Outdated, TooManyRequests, WrongState
from clerk_desktop.common.messages.booking import AppointmentView
from clerk_desktop.common.messages.guests import GuestVisitView
from clerk_desktop.common.messages.live import (
    LIVE_FROM_CITIZEN,
    LIVE_FROM_DESK,
    LIVE_FROM_GUEST,
    CardTried,
    DeskWelcome,
    GuestConsent,
    GuestReady,
    GuestSignal,
    GuestWelcome,
    Hello,
    Leave,
    LiveFromCitizen,
    LiveFromDesk,
    LiveFromGuest,
    NoteSend,
    Ping,
    Pong,
    Ready,
    Signal,
    Welcome,
)
from clerk_desktop.common.messages.terms import VERSION
from clerk_desktop.hosted.access import SignedIn
from clerk_desktop.hosted.live.hub import Hub
from clerk_desktop.hosted.live.link import HELLO_SECONDS, Link
from clerk_desktop.hosted.live.lounge import Lounge
from clerk_desktop.hosted.live.service import LiveService

M = TypeVar("M")


class Talk(Protocol):
    """One connection's conversation."""

    async def run(self) -> None:
        """Until one of the two hangs up; may be cancelled at any moment."""
        ...

    async def end(self) -> None:
        """Tell everybody that this guest has gone; called once after `run`, whatever ended it."""
        ...


class CitizenTalk:
    """The citizen's page."""

    def __init__(self, link: Link, service: LiveService, hub: Hub, lounge: Lounge) -> None:
        self._link = link
        self._service = service
        self._hub = hub
        self._lounge = lounge
        self._appointment: AppointmentView | None = None

    async def run(self) -> None:
        """Hello, welcome, then whatever the page sends until it goes."""
        hello = await _hello(self._link, LIVE_FROM_CITIZEN)
        if hello is None:
            return
        try:
            appointment = await asyncio.to_thread(self._service.citizen, hello.token)
        except OfficeError as refused:
            self._link.refuse(refused, final=_for_good(refused))
            return
        self._link.send(Welcome(appointment=appointment))
        self._appointment = appointment
        self._hub.citizen_came(appointment, self._link)
        while (message := await _next(self._link, LIVE_FROM_CITIZEN)) is not None:
            await self._hear(message, appointment)

    async def end(self) -> None:
        """The page has gone."""
        if self._appointment is not None:
            await self._hub.citizen_went(self._appointment.id, self._appointment.office.id, self._link)

    async def _hear(self, message: LiveFromCitizen, appointment: AppointmentView) -> None:
        try:
            if isinstance(message, Ready):
                await self._ready(message, appointment)
            elif isinstance(message, CardTried):
                self._hub.card_tried(appointment.id, message.trial, self._link)
            elif isinstance(message, Ping):
                self._link.send(Pong())
            elif isinstance(message, Leave):
                await self._hub.leave(appointment.id, appointment.office.id)
            elif isinstance(message, Signal):
                if not await self._hub.signal_from_citizen(appointment.id, message):
                    raise WrongState("no clerk has called")
            elif isinstance(message, NoteSend):
                await self._hub.note_from_citizen(appointment.id, message)
            elif isinstance(message, GuestConsent | GuestSignal):
                await self._lounge.from_citizen(appointment.id, message)
            else:
                raise BadInput("a second hello")
        except OfficeError as refused:
            self._link.refuse(refused, note=message.id if isinstance(message, NoteSend) else None)

    async def _ready(self, message: Ready, appointment: AppointmentView) -> None:
        standing = await asyncio.to_thread(self._service.ready, appointment.id, message)
        self._hub.page_ready(standing, self._link)


class DeskTalk:
    """A clerk's desk."""

    def __init__(self, link: Link, service: LiveService, hub: Hub, lounge: Lounge, clock: Clock) -> None:
        self._link = link
        self._service = service
        self._hub = hub
        self._lounge = lounge
        self._clock = clock
        self._clerk: SignedIn | None = None

    async def run(self) -> None:
        """Hello, welcome, then signals until the desk goes or its session ends."""
        hello = await _hello(self._link, LIVE_FROM_DESK)
        if hello is None:
            return
        try:
            clerk, view = await asyncio.to_thread(self._service.clerk, hello.token)
        except OfficeError as refused:
            self._link.refuse(refused, final=_for_good(refused))
            return
        self._clerk = clerk
        left = (clerk.expires_at - self._clock.now()).total_seconds()
        end = asyncio.get_running_loop().call_later(left, self._link.refuse, NotSignedIn(), True)
        try:
            await self._hub.desk_came(clerk, DeskWelcome(clerk=view), self._link)
            self._lounge.desk_came(await asyncio.to_thread(self._service.cases_of, clerk.id))
            while (message := await _next(self._link, LIVE_FROM_DESK)) is not None:
                await self._hear(message, clerk)
        finally:
            end.cancel()

    async def end(self) -> None:
        """The desk has gone."""
        if self._clerk is not None:
            await self._hub.desk_went(self._clerk, self._link)

    async def _hear(self, message: LiveFromDesk, clerk: SignedIn) -> None:
        if clerk.expires_at <= self._clock.now():
            self._link.refuse(NotSignedIn(), final=True)
        elif isinstance(message, GuestSignal):
            try:
                await self._lounge.from_desk(clerk, message)
            except OfficeError as refused:
                self._link.refuse(refused)
        elif isinstance(message, NoteSend):
            try:
                await self._hub.note_from_desk(clerk, message)
            except OfficeError as refused:
                self._link.refuse(refused, note=message.id)
        elif not isinstance(message, Signal):
            self._link.refuse(BadInput())
        elif not await self._hub.signal_from_desk(clerk, message):
            self._link.refuse(WrongState())


class GuestTalk:
    """The page of somebody who was invited."""

    def __init__(self, link: Link, lounge: Lounge) -> None:
        self._link = link
        self._lounge = lounge
        self._visit: GuestVisitView | None = None

    async def run(self) -> None:
        """Hello, welcome, then whatever the page sends until it goes."""
        hello = await _hello(self._link, LIVE_FROM_GUEST)
        if hello is None:
            return
        try:
            visit = await asyncio.to_thread(self._lounge.rules.visit, hello.token)
        except OfficeError as refused:
            self._link.refuse(refused, final=_for_good(refused))
            return
        self._visit = visit
        self._lounge.came(visit, self._link)
        self._link.send(GuestWelcome(visit=visit))
        while (message := await _next(self._link, LIVE_FROM_GUEST)) is not None:
            try:
                await self._hear(message, visit)
            except OfficeError as refused:
                self._link.refuse(refused)

    async def end(self) -> None:
        """The page has gone."""
        if self._visit is not None:
            self._lounge.went(self._visit, self._link)

    async def _hear(self, message: LiveFromGuest, visit: GuestVisitView) -> None:
        if isinstance(message, GuestReady):
            await self._lounge.ready(visit, self._link, message)
        elif isinstance(message, GuestSignal):
            await self._lounge.from_guest(visit, message)
        elif isinstance(message, Ping):
            self._link.send(Pong())
        elif isinstance(message, Leave):
            self._link.close()
        else:
            raise BadInput("a second hello")


async def _hello(link: Link, adapter: TypeAdapter[M]) -> Hello | None:
    """The first message, or None after it was refused."""
    try:
        async with asyncio.timeout(HELLO_SECONDS):
            message = await link.receive(adapter)
    except (BadInput, TimeoutError):
        link.refuse(BadInput(), final=True)
        return None
    if not isinstance(message, Hello):
        link.refuse(BadInput(), final=True)
        return None
    if message.version != VERSION:
        link.refuse(Outdated(), final=True)
        return None
    return message


async def _next(link: Link, adapter: TypeAdapter[M]) -> M | None:
    """The next message that can be understood; None after the connection was refused."""
    while True:
        try:
            return await link.receive(adapter)
        except BadInput as refused:
            link.refuse(refused)
        except TooManyRequests as refused:
            link.refuse(refused, final=True)
            return None


def _for_good(error: OfficeError) -> bool:
    """Whether trying again is useless: yes, unless it is the service's own trouble."""
    return error.status < 500
