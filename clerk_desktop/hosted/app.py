"""Composition root: the only place where the service's parts are built and introduced to each other."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from pydantic import BaseModel
from sqlalchemy import select, text

from clerk_desktop import __version__
from clerk_desktop.common.clock import Clock, SystemClock
from clerk_desktop.common.messages.booking import Problem
from clerk_desktop.common.messages.terms import API
from clerk_desktop.hosted import migrations, pages, problems
from clerk_desktop.hosted import relay as relay_routes
from clerk_desktop.hosted.abandoned import Abandoned
from clerk_desktop.hosted.booking import routes as booking_routes
from clerk_desktop.hosted.booking.availability import Availability
from clerk_desktop.hosted.booking.changes import ChangeService
from clerk_desktop.hosted.booking.parts import Parts
from clerk_desktop.hosted.booking.service import BookingService
from clerk_desktop.hosted.booking.wishes import WishService
from clerk_desktop.hosted.captcha import Captcha
from clerk_desktop.hosted.catalog import Catalog, CatalogError
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.database import Database
from clerk_desktop.hosted.delivery import letters
from clerk_desktop.hosted.delivery.mail import MailCarrier
from clerk_desktop.hosted.desk import routes as desk_routes
from clerk_desktop.hosted.desk.accounts import Accounts
from clerk_desktop.hosted.desk.service import DeskService
from clerk_desktop.hosted.events import Bus, Changed, Event, MailQueued
from clerk_desktop.hosted.fairness import Fairness
from clerk_desktop.hosted.guests import routes as guest_routes
from clerk_desktop.hosted.guests.service import GuestService, Tools
from clerk_desktop.hosted.idempotency import Idempotency
from clerk_desktop.hosted.keys import Persons
from clerk_desktop.hosted.limits import Limits, LocalLimits
from clerk_desktop.hosted.live import routes as live_routes
from clerk_desktop.hosted.live.hub import Hub
from clerk_desktop.hosted.live.lounge import Lounge
from clerk_desktop.hosted.live.service import LiveService
from clerk_desktop.hosted.outbox import Courier
from clerk_desktop.hosted.presence import Presence
from clerk_desktop.hosted.relay import Relay, RelayService
from clerk_desktop.hosted.retention import sweep
from clerk_desktop.hosted.schema import Appointment
from clerk_desktop.hosted.shortcut import Application, Shortcut
from clerk_desktop.resources import resource

if TYPE_CHECKING:
    from clerk_desktop.hosted.cluster.wire import Wire

SWEEP_SECONDS = 30
NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
"""The framework can export requests with what was sent in them, even by environment variables alone: never here."""
_log = logging.getLogger(__name__)


Processes = Literal["one", "connected", "alone"]
"""Of the service: there is only one; it hears the others; it cannot hear them and goes on alone."""


class Health(BaseModel):
    """The service is up and reaches its database."""

    status: str
    version: str
    processes: Processes


class Service:
    """All parts of the service, built once.

    Raises:
        CatalogError: the town's data are broken.
    """

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings, self.clock = settings, clock
        self.catalog = Catalog.of(settings)
        self.database = Database(settings.database)
        migrations.upgrade(self.database)
        self._check_catalog()
        self.wire: Wire | None = None
        self.bus, self.presence = Bus(), Presence()
        self.limits: Limits = LocalLimits(clock)
        if settings.redis_url:
            self._join_others()
        once = Idempotency(self.database, clock)
        parts = self._parts(once)
        self.booking, self.changes, self.wishes = BookingService(parts), ChangeService(parts), WishService(parts)
        self.accounts = Accounts(self.database, self.catalog, settings, clock, once, self.bus, self.limits)
        relay = Relay(settings, clock)
        self.relay = RelayService(self.database, relay, settings, clock)
        self.desk = DeskService(self.database, self.catalog, clock, once, self.bus, self.presence, relay.servers)
        self.live = LiveService(self.database, self.catalog, settings, clock, self.presence)
        self.hub = Hub(self.live, self.bus, self.presence, self.desk.queue, relay.servers, settings.away_seconds, clock)
        self.guests = GuestService(
            Tools(
                self.database,
                self.catalog,
                clock,
                once,
                self.bus,
                self.presence,
                relay.view,
                settings.public_url,
            )
        )
        self.lounge = Lounge(self.guests, self.hub.board, self.bus, self.presence)
        carrier = MailCarrier(settings, self.catalog, clock, resource("mail")) if settings.smtp_url else None
        self.courier = Courier(self.database, carrier, clock)
        gone_for = timedelta(minutes=settings.abandoned_minutes)
        self.abandoned = Abandoned(self.database, self.bus, self.presence, clock, gone_for)
        self.bus.listen(self.hub.on_event)
        self.bus.listen(self.lounge.on_event)
        self.bus.listen(self._ring)

    def _join_others(self) -> None:
        """Be one of several processes."""
        # Not needed by a service of one process: it shall run without the library.
        from clerk_desktop.hosted.cluster.bus import SharedBus  # noqa: PLC0415
        from clerk_desktop.hosted.cluster.limits import SharedLimits  # noqa: PLC0415
        from clerk_desktop.hosted.cluster.presence import SharedPresence  # noqa: PLC0415
        from clerk_desktop.hosted.cluster.wire import Wire  # noqa: PLC0415

        url, channel = self.settings.redis_url, self.settings.redis_channel
        self.wire = Wire(url, channel)
        self.bus = SharedBus(self.wire)
        self.presence = SharedPresence(self.wire, self.clock, self.bus.deliver)
        self.limits = SharedLimits(url, channel, self.clock)

    @property
    def processes(self) -> Processes:
        """How this process stands to the others."""
        if self.wire is None:
            return "one"
        return "connected" if self.wire.connected else "alone"

    def close(self) -> None:
        """Give back all connections."""
        self.limits.close()
        self.database.close()

    def _parts(self, once: Idempotency) -> Parts:
        """What the services of the booking share."""
        town = self.catalog.town
        return Parts(
            database=self.database,
            catalog=self.catalog,
            settings=self.settings,
            clock=self.clock,
            once=once,
            bus=self.bus,
            captcha=Captcha(self.database, self.clock, town.captcha),
            fairness=Fairness(self.limits, self.settings, town.max_open_per_person),
            persons=Persons(self.database),
            availability=Availability(self.settings, self.clock),
        )

    def calendar(self, token: str) -> bytes:
        """The iCalendar file of the appointment that a link opens."""
        view, series, sequence = self.changes.sequence(token)
        address = letters.link(self.settings.public_url, token)
        event = letters.Event(view, series, sequence, self.settings.mail_from)
        return letters.calendar(event, address, self.clock.now())

    async def keep_deadlines(self) -> None:
        """Free what ran out, delete what is due and look after calls without a clerk, for ever."""
        while True:
            self.bus.tell(*await asyncio.to_thread(self.abandoned.look))
            if await asyncio.to_thread(sweep, self.database, self.settings, self.clock, self.catalog):
                self.bus.tell(*(Changed("", office) for office in self.catalog.offices))
            await asyncio.sleep(SWEEP_SECONDS)

    def _ring(self, event: Event) -> None:
        if isinstance(event, MailQueued):
            self.courier.ring()

    def _check_catalog(self) -> None:
        """Whoever has booked a matter or an office must still find it."""
        with self.database.read() as tx:
            query = select(Appointment.matters, Appointment.office).where(Appointment.erased.is_(False)).distinct()
            pairs = tx.execute(query).all()
        for kind, ids, known in (
            ("matter", {matter for matters, _ in pairs for matter in matters}, self.catalog.matters),
            ("office", {office for _, office in pairs}, self.catalog.offices),
        ):
            if missing := ids - set(known):
                raise CatalogError(f"appointments exist for {kind} {sorted(missing)}, but its file is gone")


def create_app(settings: Settings, clock: Clock | None = None) -> FastAPI:
    """The whole service as an ASGI application; migrates the database.

    Args:
        settings: see `config.py`.
        clock: the only "now"; tests set it.

    Raises:
        CatalogError: the town's data are broken; the text names file and reason.
    """
    service = Service(settings, clock or SystemClock())

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        service.bus.open(asyncio.get_running_loop())
        tasks = [
            asyncio.create_task(_for_ever(name, work))
            for name, work in (
                *((("cluster", service.wire.run),) if service.wire else ()),
                ("bus", service.bus.run),
                ("live", service.hub.run),
                ("guests", service.lounge.run),
                ("estimates", service.hub.keep_current),
                ("outbox", service.courier.run),
                ("deadlines", service.keep_deadlines),
            )
        ]
        yield
        service.bus.close()
        shortcut.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        # Threads of the cancelled tasks may still hold a connection: one that comes back too late is never closed.
        await asyncio.get_running_loop().shutdown_default_executor()
        service.close()

    app = Application(
        title="Bürgeramt Virtuell",
        version=__version__,
        lifespan=lifespan,
        openapi_url=f"{API}/openapi.json",
        docs_url=None,  # they load scripts from elsewhere
        redoc_url=None,
        telemetry=NO_TELEMETRY,
    )
    app.state.service = service
    problems.install(app)
    _mount(app, service)
    _describe(app)
    https = settings.public_url.startswith("https://")
    app.add_middleware(pages.Guard, https=https)
    shortcut = Shortcut(partial(FastAPI.__call__, app))
    ways = booking_routes.short_ways(service.booking)
    app.short = {way.path: pages.Guard(shortcut.along(way), https) for way in ways}
    return app


def _mount(app: FastAPI, service: Service) -> None:
    app.include_router(booking_routes.routes(service.booking, service.changes, service.wishes, service.calendar))
    app.include_router(desk_routes.routes(service.accounts, service.desk))
    app.include_router(guest_routes.routes(service.accounts.signed_in, service.guests))
    app.include_router(relay_routes.routes(service.relay))
    app.include_router(live_routes.routes(service.live, service.hub, service.lounge, service.clock))

    @app.get(f"{API}/health", responses=problems.responses(), tags=["service"])
    def health() -> Health:
        """Whether the service is up and reaches its database."""
        with service.database.read() as tx:
            tx.execute(text("SELECT 1"))
        return Health(status="ok", version=__version__, processes=service.processes)

    problems.refuse_unknown(app, API)
    app.include_router(pages.routes(service.settings.pages_dir, service.settings.page_texts_dir))


def _describe(app: FastAPI) -> None:
    """Put the shape of errors into the OpenAPI document, which FastAPI only fills with what routes return."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = plain()
            shapes = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas = document["components"]["schemas"]
            schemas.update(shapes.pop("$defs", {}))
            schemas["Problem"] = shapes
        return app.openapi_schema or plain()

    app.openapi = described  # type: ignore[method-assign]


async def _for_ever(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Run one of the service's own tasks; a mistake in it is logged and must not end the service."""
    while True:
        try:
            return await work()
        except Exception as mistake:  # noqa: BLE001 - the last net under a background task
            trace = mistake.__traceback__
            where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
            _log.error("%s stopped by %s at %s; starting again", name, type(mistake).__name__, where)
            await asyncio.sleep(2)
