"""Serves the citizen's page from `resources/citizen`, with headers that leave a foreign script nothing to do."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, Response
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clerk_desktop.common.errors import NotFound
from clerk_desktop.common.messages.terms import API
from clerk_desktop.hosted.problems import too_large, unexpected

KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".ttf": "font/ttf",
    ".wasm": "application/wasm",
    # What pdf.js fetches for fonts and colours.
    ".bcmap": "application/octet-stream",
    ".pfb": "application/octet-stream",
    ".icc": "application/vnd.iccprofile",
}
"""The only kinds of files that are served."""
ENTRANCES = {"": "index.html", "termin": "termin.html", "angebot": "angebot.html", "gast": "gast.html"}
PARTS = re.compile(r"^[A-Za-z0-9_@][A-Za-z0-9_@.+-]*$")
"""Of a path: no empty, hidden or climbing part."""
HOST = re.compile(r"^[A-Za-z0-9.-]+(:\d{1,5})?$|^\[[0-9A-Fa-f:]+\](:\d{1,5})?$")
PERMISSIONS = "camera=(self), microphone=(self), display-capture=(), geolocation=(), payment=(), usb=()"
API_POLICY = "default-src 'none'; frame-ancestors 'none'"
MAX_BODY = 64 * 1024
"""Bytes of the largest REST body; bookings and steps are far smaller."""


def routes(pages: Path, texts: Path) -> APIRouter:
    """The page's files; `/` books, `/termin` is the appointment, `/angebot` a freed slot, `/gast` a guest's way in."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/i18n/{name}", methods=["GET", "HEAD"])
    def text(name: str) -> Response:
        return _file(texts, name) if re.fullmatch(r"page\.[a-z]{2}\.json", name) else _nothing()

    @router.api_route("/{path:path}", methods=["GET", "HEAD"])
    def page(path: str) -> Response:
        return _file(pages, ENTRANCES.get(path, path))

    return router


def _nothing() -> Response:
    raise NotFound("no such page")


def _file(folder: Path, path: str) -> Response:
    parts = path.split("/")
    kind = KINDS.get(Path(path).suffix)
    if kind is None or not all(PARTS.fullmatch(part) for part in parts):
        return _nothing()
    file = folder.joinpath(*parts)
    if not file.is_file() or not file.resolve().is_relative_to(folder.resolve()):
        return _nothing()
    # no-cache: may be kept, but is asked for every time (ETag): a new version of the service means a new page at once.
    return FileResponse(file, media_type=kind, headers={"Cache-Control": "no-cache"})


def content_security_policy(host: str) -> str:
    """The page's own origin and nothing else; blob: is camera, papers and downloads, data: the icons in the style.

    `host` is named for the web socket because older Safari does not count ws: to 'self'.
    """
    socket = f" ws://{host} wss://{host}" if HOST.fullmatch(host) else ""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "font-src 'self'",
            "img-src 'self' blob: data:",
            "media-src 'self' blob:",
            "worker-src 'self'",
            f"connect-src 'self'{socket}",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class Guard:
    """Around the whole application: security headers on every answer, no body that is too large, no mistake untold."""

    def __init__(self, app: ASGIApp, https: bool = False) -> None:
        self._app = app
        always = {
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "no-referrer",
            "permissions-policy": PERMISSIONS,
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
        }
        if https:
            always["strict-transport-security"] = "max-age=31536000"
        self._of_page = _encoded(always)
        self._of_api = _encoded(always | {"content-security-policy": API_POLICY, "cache-control": "no-store"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = dict(scope["headers"])
        headers = self._headers(scope["path"], said)
        began = False

        async def send_with_headers(message: Message) -> None:
            nonlocal began
            if message["type"] == "http.response.start":
                began = True
                given = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *((n, v) for n, v in headers if n not in given)]
            await send(message)

        length = said.get(b"content-length", b"0")
        if b"transfer-encoding" in said or not length.isdigit() or int(length) > MAX_BODY:
            await too_large()(scope, receive, send_with_headers)
            return
        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as mistake:  # noqa: BLE001 - the last net: uvicorn would log the exception's text
            reply = unexpected(HTTPConnection(scope), mistake)
            if not began:
                await reply(scope, receive, send_with_headers)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except Exception as mistake:  # noqa: BLE001 - as above
            unexpected(HTTPConnection(scope), mistake)
            # It may be closed already: that error would go into uvicorn's log, and with it the mistake's text.
            with suppress(RuntimeError):
                await send({"type": "websocket.close", "code": 1011})

    def _headers(self, path: str, said: dict[bytes, bytes]) -> list[tuple[bytes, bytes]]:
        if path.startswith(f"{API}/"):
            return self._of_api
        policy = content_security_policy(said.get(b"host", b"").decode("latin-1"))
        return [(b"content-security-policy", policy.encode("latin-1")), *self._of_page]


def _encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in headers.items()]
