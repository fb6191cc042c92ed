"""A site with the real headers, a real Chromium, and an office that is played.

Playwright's synchronous interface brings an event loop of its own; browser tests therefore run in one thread apart from
the Qt loop of the session.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from clerk_desktop.resources import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route

HERE = Path(__file__).parent
HOUSE = HERE.parent.parent
AXE = HOUSE / "installer" / "page" / "node_modules" / "axe-core" / "axe.min.js"
SAMPLES = json.loads((HOUSE / "tests" / "contract" / "samples.json").read_text(encoding="utf-8"))
TOKEN = "x" * 32
FLAGS = [
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]
WAIT_MS = 20_000


@pytest.fixture(scope="session")
def vendor() -> Path:
    """The folder with what the page is made of, filled."""
    from installer import page

    page.install(None)
    page.fill_vendor(None)
    return page.VENDOR


@pytest.fixture(scope="session")
def site(vendor: Path) -> Iterator[str]:
    """The address of the pages, served as the service serves them."""
    assert vendor.is_dir()
    import uvicorn
    from fastapi import FastAPI

    from clerk_desktop.hosted.pages import Guard, routes

    app = FastAPI(openapi_url=None)
    app.include_router(routes(ROOT / "citizen", ROOT / "i18n"))
    server = uvicorn.Server(uvicorn.Config(Guard(app), log_level="critical", ws="none", lifespan="off"))
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


class BrowserThread:
    """The one thread in which Playwright lives."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "browser")
        self._browsers: dict[tuple[str, ...], Browser] = {}
        self._play: Any = None

    def do(self, work: Callable[..., Any], *args: Any, **named: Any) -> Any:  # noqa: ANN401
        return self._pool.submit(work, *args, **named).result()

    def browser(self, flags: tuple[str, ...]) -> Browser:
        """Only in the thread."""
        from playwright.sync_api import sync_playwright

        self._play = self._play or sync_playwright().start()
        if flags not in self._browsers:
            path = shutil.which("chromium")
            self._browsers[flags] = self._play.chromium.launch(executable_path=path, args=list(flags))
        return self._browsers[flags]

    def _close(self) -> None:
        for browser in self._browsers.values():
            browser.close()
        if self._play:
            self._play.stop()

    def close(self) -> None:
        self.do(self._close)
        self._pool.shutdown()


@pytest.fixture(scope="session")
def browser_thread() -> Iterator[BrowserThread]:
    thread = BrowserThread()
    yield thread
    thread.close()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a browser test where Playwright lives."""
    if pyfuncitem.get_closest_marker("browser") is None or not pyfuncitem.path.is_relative_to(HERE):
        return None
    thread: BrowserThread = pyfuncitem.funcargs["browser_thread"]
    names = pyfuncitem._fixtureinfo.argnames
    thread.do(pyfuncitem.obj, **{name: pyfuncitem.funcargs[name] for name in names})
    return True


def appointment(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    """An appointment of ten minutes from now."""
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=10)
    view = dict(SAMPLES["rest"]["AppointmentView"])
    view |= {"start": start.isoformat(), "end": (start + timedelta(minutes=15)).isoformat(), "state": "confirmed"}
    view["opens_at"] = (start - timedelta(minutes=30)).isoformat()
    return view | changes


class Office:
    """Answers the page's REST requests and drives the desk that is played inside the page."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site
        self.view = appointment()
        self.answers: dict[str, Callable[[Route], None]] = {}
        self.requests: list[tuple[str, str, dict[str, str], Any]] = []
        self.console: list[str] = []
        page.set_default_timeout(WAIT_MS)
        page.on("pageerror", lambda error: self.console.append(f"error: {error}"))
        page.on("console", lambda line: self.console.append(f"{line.type}: {line.text}"))
        page.route("**/api/v1/**", self._rest)

    def _rest(self, route: Route) -> None:
        request = route.request
        path = request.url.partition("/api/v1")[2].partition("?")[0]
        self.requests.append((request.method, path, request.headers, request.post_data_json))
        answer = self.answers.get(f"{request.method} {path}")
        if answer:
            answer(route)
        elif path == "/appointment":
            self.reply(route, self.view)
        else:
            self.reply(route, {"title": "no", "status": 404, "code": "not_found"}, 404)

    @staticmethod
    def reply(route: Route, body: object, status: int = 200) -> None:
        route.fulfill(status=status, body=json.dumps(body), content_type="application/json")

    def on(self, what: str, body: object, status: int = 200) -> None:
        """Answer e.g. "GET /offices" so from now on."""
        self.answers[what] = lambda route: self.reply(route, body, status)

    def open(self, token: str = TOKEN, **changes: Any) -> None:  # noqa: ANN401
        """Open the link of the mail."""
        self.view = appointment(**changes)
        self.page.add_init_script(f"window.__appointment = {json.dumps(self.view)}")
        self.page.add_init_script(path=HERE / "stub_desk.js")
        self.page.goto(f"{self.site}/termin#{token}")

    def press(self, testid: str) -> None:
        self.page.get_by_test_id(testid).click()

    def see(self, testid: str) -> Any:  # noqa: ANN401
        locator = self.page.get_by_test_id(testid)
        locator.wait_for(state="visible")
        return locator

    def view_is(self, name: str) -> None:
        self.page.wait_for_selector(f"body[data-view={name}]")

    def to_check(self) -> None:
        self.view_is("consent")
        self.page.get_by_test_id("consent").check()
        self.press("check-start")
        self.view_is("check")

    def to_waiting(self) -> None:
        self.to_check()
        self.page.wait_for_function("() => !document.querySelector('[data-testid=enter-waiting-room].is-busy')")
        self.press("enter-waiting-room")
        self.view_is("waiting")
        self.js("o => o.heard.some(m => m.type === 'ready')")

    def to_call(self) -> None:
        self.to_waiting()
        self.call()

    def call(self) -> None:
        """The clerk calls, says hello and shows the stages."""
        self.say({"type": "called", "clerk": "Frau Wolf", "ice_servers": []})
        self.view_is("call")
        self.connected()

    def connected(self) -> None:
        self.js("o => o.channel && o.channel.readyState === 'open'")
        self.tell(SAMPLES["data_from_desk"]["desk.hello"])
        self.js("o => o.data.some(m => m.type === 'page.hello')")

    def js(self, condition: str) -> Any:  # noqa: ANN401
        """Wait until the condition about the played office is true, and give its value."""
        return self.page.wait_for_function(f"() => ({condition})(window.__office)").json_value()

    def now(self, expression: str) -> Any:  # noqa: ANN401
        return self.page.evaluate(f"() => ({expression})(window.__office)")

    def say(self, message: object) -> None:
        self.page.evaluate("m => window.__office.say(m)", message)

    def tell(self, message: object) -> None:
        self.page.evaluate("m => window.__office.tell(m)", message)

    def stage(self, stage: str) -> None:
        self.tell({"type": "stage", "stage": stage})
        self.page.wait_for_selector(f"body[data-stage={stage}]")

    def blob(self, id_: str, kind: str, content: bytes, sha256: str | None = None) -> None:
        digest = sha256 or hashlib.sha256(content).hexdigest()
        self.page.evaluate(
            "([...all]) => window.__office.blob(...all)",
            [id_, kind, "application/pdf", base64.b64encode(content).decode(), digest],
        )

    def show_paper(self, content: bytes, pages: int, id_: str = "ummeldung", *, with_bytes: bool = True) -> str:
        digest = hashlib.sha256(content).hexdigest()
        show = SAMPLES["data_from_desk"]["document.show"]
        self.tell(show | {"id": id_, "pages": pages, "sha256": digest})
        if with_bytes:
            self.blob(id_, "document", content)
        return digest

    def axe(self) -> list[str]:
        """What axe finds wrong, for WCAG 2.2 AA and best practice."""
        if not self.page.evaluate("() => 'axe' in window"):
            # Not as a script element: the page's own policy forbids that, rightly.
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        said = len(self.console)
        # `preload` would look into style sheets; only rules about text on pictures need it.
        found = self.page.evaluate("() => axe.run(document, {resultTypes: ['violations'], preload: false})")
        del self.console[said:]  # axe tries inline styles, which the page's policy refuses; that is not the page's word
        return [
            f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]


@pytest.fixture
def new_office(site: str, browser_thread: BrowserThread) -> Iterator[Callable[..., Office]]:
    """Makes an office with a page of the wished size and look; call it inside the test."""
    contexts: list[BrowserContext] = []
    offices: list[Office] = []

    def make(
        size: tuple[int, int] = (390, 844),
        scheme: str = "light",
        locale: str = "de-DE",
        flags: tuple[str, ...] = tuple(FLAGS),
    ) -> Office:
        context = browser_thread.browser(flags).new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, locale=locale, reduced_motion="reduce"
        )
        contexts.append(context)
        office = Office(context.new_page(), site)
        offices.append(office)
        return office

    yield make
    browser_thread.do(lambda: [context.close() for context in contexts])
    said = [line for office in offices for line in office.console if _is_bad(line)]
    assert not said, "the page complained: " + "\n".join(said)


def _is_bad(line: str) -> bool:
    # A refused or failed request is written by the browser itself; the page has its own sentence for it.
    return line.startswith(("error", "warning")) and "Failed to load resource" not in line


@pytest.fixture
def office(new_office: Callable[..., Office], browser_thread: BrowserThread) -> Office:
    """A phone in light colours."""
    return browser_thread.do(new_office)


@pytest.fixture(scope="session")
def paper() -> bytes:
    """A PDF of two pages with words on it."""
    import pymupdf

    document = pymupdf.open()
    for number in (1, 2):
        page = document.new_page(width=595, height=842)
        page.insert_text((72, 90), "Ummeldung", fontsize=22)
        for line, text in enumerate(("Name: ERIKA MUSTERMANN", "Neue Anschrift: Beispielweg 5", f"Seite {number}")):
            page.insert_text((72, 140 + 24 * line), text, fontsize=12)
    content: bytes = document.tobytes()
    document.close()
    return content
