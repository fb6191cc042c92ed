"""The desk's side of the REST contract: blocking, one method per request; run it in a worker thread.

A request that got no answer is repeated with the same `Idempotency-Key`, so that nothing happens twice.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable
from datetime import date
from typing import TypeVar
from urllib.parse import quote, urlsplit

import requests
from pydantic import BaseModel, TypeAdapter, ValidationError

from clerk_desktop.common import errors
from clerk_desktop.common.appointments import State
from clerk_desktop.common.errors import BadInput, NotSignedIn, OfficeError, Unavailable
from clerk_desktop.common.messages.booking import OfficeView, Problem
from clerk_desktop.common.messages.clerk import (
    BookingCodeRequest,
    CaseView,
    ClerkSession,
    ClerkView,
    EvidenceKind,
    EvidenceRequest,
    FiguresView,
    IceView,
    QueueEntry,
    QueueView,
    RedirectionRequest,
    SignInRequest,
    StepRequest,
)
from clerk_desktop.common.messages.guests import GuestInvitation, GuestInvitationRequest, GuestsView, GuestView
from clerk_desktop.common.messages.terms import API

log = logging.getLogger(__name__)

_Answer = TypeVar("_Answer", bound=BaseModel)

CONNECT_S, ANSWER_S = 4.0, 10.0
"""How long to wait for the connection and for each part of the answer, in seconds."""
PAUSES_S = (0.3, 1.0)
"""Pauses before the repeats of a request that got no answer."""
_TRY_AGAIN = {502, 503, 504}
_LOCAL = {"localhost", "127.0.0.1", "::1"}
_OFFICES: TypeAdapter[tuple[OfficeView, ...]] = TypeAdapter(tuple[OfficeView, ...])


def server_address(typed: str) -> str:
    """The office's address as the clerk typed it, without a slash at its end.

    Raises:
        BadInput: no http(s) address, or unencrypted to another computer (only this one may be reached so).
    """
    address = typed.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        host = parts.hostname
        _ = parts.port
    except ValueError as error:
        raise BadInput("server address") from error
    if parts.scheme not in {"http", "https"} or not host or parts.username or parts.query or parts.fragment:
        raise BadInput("server address")
    if parts.scheme == "http" and host not in _LOCAL:
        raise BadInput("server address is not encrypted")
    return address


def error_of(code: str, status: int = 500, detail: str = "") -> OfficeError:
    """The error of the family with this code; an unknown code becomes the nearest one of its status."""
    if code in _BY_CODE:
        return _BY_CODE[code](detail)
    if status == NotSignedIn.status:
        return NotSignedIn(detail or code)
    if status >= 500:
        return Unavailable(detail or f"{status} {code}")
    return OfficeError(detail or f"{status} {code}")


def _family(root: type[OfficeError]) -> dict[str, type[OfficeError]]:
    found = {root.code: root}
    for member in root.__subclasses__():
        found |= _family(member)
    return found


_BY_CODE = _family(errors.OfficeError)


class OfficeApi:
    """The hosted service as the desk sees it.

    Every method raises the `OfficeError` that the service answers, `Unavailable` when there is no (sensible)
    answer, and `BadInput` when the address is none.

    Args:
        base_url: address of the service, e.g. `https://amt.example`.
        token: bearer token of a signed-in clerk.
        pause: waits so many seconds; replaced in tests.

    Attributes:
        token: set by `sign_in`, None after `sign_out`.
    """

    def __init__(self, base_url: str, token: str | None = None, pause: Callable[[float], None] = time.sleep) -> None:
        self.base_url = base_url
        self.token = token
        self._pause = pause
        # Requests run in several worker threads; a requests session belongs to one.
        self._mine = threading.local()

    def sign_in(self, user: str, password: str) -> ClerkSession:
        """Sign in and keep the token. Raises WrongPassword, TooManyRequests."""
        try:
            body = SignInRequest(user=user, password=password)
        except ValidationError:
            # Never chained: pydantic's text repeats the input, and that is a password.
            raise BadInput("user or password") from None
        session = self._ask("POST", "/clerk/session", ClerkSession, body, signed_in=False)
        self.token = session.token
        return session

    def sign_out(self) -> None:
        """End the session on the service; afterwards this desk has no token, whatever the service said."""
        try:
            self._send("DELETE", "/clerk/session", None, signed_in=True)
        finally:
            self.token = None

    def me(self) -> ClerkView:
        """Who is signed in. Raises NotSignedIn."""
        return self._ask("GET", "/clerk/me", ClerkView)

    def ice(self) -> IceView:
        """STUN and TURN servers, with passwords that end."""
        return self._ask("GET", "/clerk/ice", IceView)

    def queue(self) -> QueueView:
        """Today's queue of the clerk's office."""
        return self._ask("GET", "/clerk/queue", QueueView)

    def call_next(self) -> CaseView:
        """Call the next waiting citizen. Raises NobodyWaiting."""
        return self._ask("POST", "/clerk/queue/next", CaseView)

    def call(self, appointment: str) -> CaseView:
        """Call this citizen, or take up one's own interrupted call again. Raises AlreadyCalled, WrongState."""
        return self._ask("POST", _appointment(appointment, "call"), CaseView)

    def offices(self) -> tuple[OfficeView, ...]:
        """All offices of the town."""
        response = self._send("GET", "/offices", None, signed_in=True)
        try:
            return _OFFICES.validate_json(response.content)
        except ValidationError as error:
            raise Unavailable(f"offices: {error.error_count()} things in the answer are not ours") from None

    def figures(self, first: date, last: date) -> FiguresView:
        """How the appointments of these days went in the clerk's office; both days count."""
        return self._ask("GET", f"/clerk/figures?from={first}&to={last}", FiguresView)

    def find(self, digest: str) -> QueueEntry:
        """The appointment whose link's token has this SHA-256. Raises NotFound."""
        return self._ask("POST", "/clerk/bookings/by-code", QueueEntry, BookingCodeRequest(sha256=digest))

    def park(self, appointment: str) -> QueueEntry:
        """Leave this citizen out when the next one is called; again is no error. Raises WrongState."""
        return self._ask("POST", _appointment(appointment, "parking"), QueueEntry)

    def unpark(self, appointment: str) -> QueueEntry:
        """Take this citizen back into the order of calling; again is no error."""
        return self._ask("DELETE", _appointment(appointment, "parking"), QueueEntry)

    def redirect(self, appointment: str, office: str) -> QueueEntry:
        """Hand a waiting citizen over to another office's queue. Raises NotFound, WrongState."""
        return self._ask(
            "POST", _appointment(appointment, "redirection"), QueueEntry, RedirectionRequest(office=office)
        )

    def step(self, appointment: str, to: State) -> None:
        """Move the appointment on. Raises WrongState."""
        try:
            body = StepRequest.model_validate({"to": to})
        except ValidationError as error:
            raise BadInput(f"no step of the desk: {to}") from error
        self._send("POST", _appointment(appointment, "steps"), body, signed_in=True)

    def note(self, appointment: str, kind: EvidenceKind, sha256: str | None = None) -> None:
        """Note in the audit trail that something happened (never what it said)."""
        body = EvidenceRequest(kind=kind, sha256=sha256)
        self._send("POST", _appointment(appointment, "evidence"), body, signed_in=True)

    def guests(self, appointment: str) -> GuestsView:
        """The invitations into this call."""
        return self._ask("GET", _appointment(appointment, "guests"), GuestsView)

    def invite(self, appointment: str, wanted: GuestInvitationRequest) -> GuestInvitation:
        """Invite a third person. Raises TooManyGuests, WrongState."""
        return self._ask("POST", _appointment(appointment, "guests"), GuestInvitation, wanted)

    def admit(self, appointment: str, guest: str) -> GuestView:
        """Let a guest in. Raises NotAgreed, InvitationOver."""
        return self._ask("POST", _appointment(appointment, f"guests/{quote(guest, safe='')}/admission"), GuestView)

    def remove(self, appointment: str, guest: str) -> None:
        """Take an invitation back, or send a guest out; again is no error."""
        self._send("DELETE", _appointment(appointment, f"guests/{quote(guest, safe='')}"), None, signed_in=True)

    def close(self) -> None:
        """Close the connections that this thread kept open; the next request opens new ones."""
        session: requests.Session | None = getattr(self._mine, "session", None)
        if session is not None:
            session.close()
            del self._mine.session

    def _ask(
        self, method: str, path: str, answer: type[_Answer], body: BaseModel | None = None, *, signed_in: bool = True
    ) -> _Answer:
        response = self._send(method, path, body, signed_in=signed_in)
        try:
            return answer.model_validate_json(response.content)
        except ValidationError as error:
            raise Unavailable(f"{method} {path}: {error.error_count()} things in the answer are not ours") from None

    def _send(self, method: str, path: str, body: BaseModel | None, *, signed_in: bool) -> requests.Response:
        headers = {"Accept": "application/json"}
        if signed_in:
            if self.token is None:
                raise NotSignedIn("no token")
            headers["Authorization"] = f"Bearer {self.token}"
        if method != "GET":
            headers["Idempotency-Key"] = str(uuid.uuid4())
        if body is not None:
            headers["Content-Type"] = "application/json"
        url = server_address(self.base_url) + API + path
        return self._persist(method, url, headers, body.model_dump_json().encode() if body else None)

    def _persist(self, method: str, url: str, headers: dict[str, str], body: bytes | None) -> requests.Response:
        """Send, and send again after no answer; the last failure counts."""
        pauses = iter(PAUSES_S)
        while True:
            failure: OfficeError
            try:
                response = self._session().request(
                    method,
                    url,
                    headers=headers,
                    data=body,
                    auth=_as_it_is,
                    timeout=(CONNECT_S, ANSWER_S),
                    allow_redirects=False,
                )
            except requests.RequestException as error:
                failure = Unavailable(type(error).__name__)
            else:
                if response.status_code < 300:
                    return response
                failure = _problem(response)
                if response.status_code not in _TRY_AGAIN:
                    raise failure
            pause = next(pauses, None)
            if pause is None:
                raise failure
            log.info("%s got no answer (%s), again in %.1f s", method, failure.detail, pause)
            self._pause(pause)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._mine, "session", None)
        if session is None:
            session = self._mine.session = requests.Session()
        return session


def _appointment(appointment: str, deed: str) -> str:
    return f"/clerk/appointments/{quote(appointment, safe='')}/{deed}"


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps requests from replacing the clerk's token by a password out of a `.netrc` file."""
    return request


def _problem(response: requests.Response) -> OfficeError:
    """The error in an answer; a redirect or a stranger's page (hotel network, proxy) is no answer of ours."""
    if response.status_code < 400:
        return Unavailable(f"redirected ({response.status_code})")
    try:
        problem = Problem.model_validate_json(response.content)
    except ValidationError:
        return error_of("", response.status_code, f"status {response.status_code}")
    return error_of(problem.code, response.status_code, " ".join(problem.fields))
