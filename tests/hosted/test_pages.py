"""The page's files and the headers around everything."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from clerk_desktop.hosted.app import create_app
from clerk_desktop.hosted.pages import Guard, content_security_policy
from tests.hosted.harness import ERIKA, Server


@pytest.fixture
def site(server: Server) -> Server:
    """A service with some files in its folder."""
    pages = server.settings.pages_dir
    (pages / "vendor" / "pdf.js").mkdir(parents=True)
    (pages.parent / "secret.html").write_text("secret", encoding="utf-8")
    for name, content in {
        "index.html": "book",
        "termin.html": "appointment",
        "app.mjs": "export {}",
        "vendor/pdf.js/x.wasm": "wasm",
        "vendor/@kern-ux.css": "a{}",
        ".hidden.html": "hidden",
        "notes.md": "notes",
        "tool.py": "python",
    }.items():
        (pages / name).write_text(content, encoding="utf-8")
    (pages / "link.html").symlink_to(pages.parent / "secret.html")
    return server


def get(server: Server, path: str, **headers: str) -> httpx.Response:
    return httpx.get(f"{server.url}{path}", headers=headers)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/termin", "text/html; charset=utf-8"),
        ("/app.mjs", "text/javascript; charset=utf-8"),
        ("/vendor/pdf.js/x.wasm", "application/wasm"),
        ("/vendor/@kern-ux.css", "text/css; charset=utf-8"),
    ],
)
def test_serves_with_the_right_kind(site: Server, path: str, kind: str) -> None:
    reply = get(site, path)
    assert (reply.status_code, reply.headers["content-type"]) == (200, kind)
    again = get(site, path, **{"If-None-Match": reply.headers["etag"]})
    assert reply.headers["cache-control"] == "no-cache"
    assert again.status_code in (200, 304)
    assert httpx.head(f"{site.url}{path}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/vendor",
        "/vendor/",
        "/notes.md",
        "/tool.py",
        "/.hidden.html",
        "/link.html",
        "/../secret.html",
        "/%2e%2e/secret.html",
        "/vendor/..%2f..%2fsecret.html",
        "/..%5csecret.html",
        "//secret.html",
        "/missing.html",
        "/app.mjs%00.html",
        "/i18n/desk_en.ts",
        "/i18n/..%2fmail%2fconfirmation.de.txt",
        "/api/v1/unknown",
    ],
)
def test_everything_else_does_not_exist(site: Server, path: str) -> None:
    reply = get(site, path)
    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")


def test_the_pages_texts_are_served(server: Server) -> None:
    folder = server.settings.page_texts_dir
    (Path(folder) / "page.de.json").exists() or pytest.skip("the page's texts are not written yet")
    assert get(server, "/i18n/page.de.json").headers["content-type"] == "application/json"


def test_a_page_may_load_and_reach_nothing_but_its_own_origin(site: Server) -> None:
    headers = get(site, "/").headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["worker-src"] == policy["font-src"] == "'self'"
    assert policy["media-src"] == "'self' blob:"
    host = site.url.removeprefix("http://")
    assert policy["connect-src"] == f"'self' ws://{host} wss://{host}"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert "camera=(self), microphone=(self)" in headers["permissions-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-opener-policy"] == "same-origin"


@pytest.mark.parametrize("host", ["evil.example; script-src *", "a b", "x\\y", "host:port"])
def test_a_forged_host_adds_nothing_to_the_policy(host: str) -> None:
    assert content_security_policy(host) == content_security_policy("")


def test_answers_of_the_api_are_not_kept(server: Server) -> None:
    headers = server.get("/offices").headers
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_https_is_remembered_only_where_it_is_used(server: Server) -> None:
    assert "strict-transport-security" in server.get("/health").headers  # the public address is https
    server.stop()
    server.settings = server.settings.model_copy(update={"public_url": "http://localhost"})
    server.start()
    assert "strict-transport-security" not in server.get("/health").headers


def test_large_bodies_are_refused_unread(server: Server) -> None:
    reply = server.http.post("/reservations", content=b"x" * 70_000, headers={"Content-Type": "application/json"})
    assert (reply.status_code, reply.json()["code"]) == (413, "bad_input")
    reply = server.http.post("/reservations", content=iter([b"x" * 10]))
    assert reply.status_code == 413, "no length, no body"


def test_a_mistake_of_the_program_names_nobody(
    server: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ValueError(ERIKA["family_name"])

    monkeypatch.setattr(server.service.booking, "offices", broken)
    with caplog.at_level(logging.ERROR):
        reply = server.get("/offices")
    assert (reply.status_code, reply.json()["code"]) == (500, "unexpected")
    assert "ValueError" in caplog.text
    assert "in broken" in caplog.text
    assert "MUSTERMANN" not in caplog.text + reply.text


def test_nor_does_one_on_a_socket_that_is_closed_already(caplog: pytest.LogCaptureFixture) -> None:
    name = ERIKA["family_name"]

    async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise ValueError(name)

    async def closed(_message: Message) -> None:
        raise RuntimeError("Unexpected ASGI message 'websocket.close'")

    async def nothing() -> Message:
        return {}

    with caplog.at_level(logging.ERROR):
        asyncio.run(Guard(broken)({"type": "websocket", "path": "/", "headers": []}, nothing, closed))
    assert "ValueError" in caplog.text
    assert "MUSTERMANN" not in caplog.text


def test_the_frameworks_telemetry_stays_off_whatever_the_environment_says(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    app = create_app(server.settings, server.clock)
    assert not any(value for name, value in app._telemetry.items() if name != "exclude")
    assert not app._native_telemetry.enabled()
    app.state.service.database.close()
