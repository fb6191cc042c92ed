"""The short way for the two requests that come in a rush: hold a place, and say who comes.

When booking opens, nearly everything that is sent is one of them, and the framework's way from the socket to their
rules costs more than the rules. Here a request that is plainly right goes straight to its service. Every other one (a
wrong field, a strange header, no token) is handed to the framework untouched: there is one place that says what is
wrong, and one description of both in the OpenAPI document.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from fastapi import FastAPI
from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clerk_desktop.common.errors import OfficeError
from clerk_desktop.hosted import problems
from clerk_desktop.hosted.idempotency import KEY, Attempt, attempt_of

THREADS = 8
"""Requests of a process that are worked on at a time; each has a transaction, and SQLite has one writer anyway."""
BEARER = re.compile(rb"Bearer ([!-~]+)")
_KEY = re.compile(KEY.encode())
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Sent(Generic[M]):
    """A request that is plainly right."""

    body: M
    once: Attempt | None
    token: str
    """Of the Authorization header; empty: there was none."""
    address: str
    """Where it comes from, as far as the server knows."""


@dataclass(frozen=True)
class ShortWay(Generic[M]):
    """From a POST at `path` to `work`, which runs in a thread, and to 201 with its answer."""

    path: str
    model: type[M]
    work: Callable[[Sent[M]], BaseModel]
    needs_token: bool = False

    def read(self, scope: Scope, body: bytes) -> Sent[M] | None:
        """What was sent; None when it is for the framework to judge."""
        given = dict(scope["headers"])
        found = BEARER.fullmatch(given.get(b"authorization", b""))
        key = given.get(b"idempotency-key")
        strange = len(given) < len(scope["headers"]) or given.get(b"content-type") != b"application/json"
        if strange or (self.needs_token and not found) or (key is not None and not _KEY.fullmatch(key)):
            return None
        try:
            content = self.model.model_validate_json(body)
        except ValidationError:
            return None
        who = given.get(b"authorization", b"").decode("latin-1")
        once = attempt_of("POST", self.path, who, key.decode(), body) if key is not None else None
        client = scope.get("client")
        return Sent(content, once, found[1].decode() if found else "", client[0] if client else "")


class Application(FastAPI):
    """The framework's application with short ways around it.

    Attributes:
        short: by path.
    """

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.short: Mapping[str, ASGIApp] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, socket or lifespan."""
        way = self.short.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "POST" else None
        await (way or super().__call__)(scope, receive, send)


class Shortcut:
    """Goes the short ways where it can.

    Args:
        framework: takes everything else.
    """

    def __init__(self, framework: ASGIApp) -> None:
        self._framework = framework
        self._threads: ThreadPoolExecutor | None = None

    def along(self, way: ShortWay[M]) -> ASGIApp:
        """The application for this way."""
        return partial(self._go, way)

    def close(self) -> None:
        """Wait for what is being worked on; a later request begins anew."""
        threads, self._threads = self._threads, None
        if threads is not None:
            threads.shutdown()

    async def _go(self, way: ShortWay[M], scope: Scope, receive: Receive, send: Send) -> None:
        body = await _body(receive)
        if body is None:
            return  # hung up
        sent = way.read(scope, body)
        if sent is None:
            await self._framework(scope, _again(body, receive), send)
            return
        scope["route"] = way  # for the log
        try:
            self._threads = self._threads or ThreadPoolExecutor(THREADS, "shortcut")
            answer = await asyncio.get_running_loop().run_in_executor(self._threads, _work, way.work, sent)
        except OfficeError as error:
            await (await problems.office_error(Request(scope), error))(scope, receive, send)
            return
        headers = [(b"content-length", str(len(answer)).encode()), (b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 201, "headers": headers})
        await send({"type": "http.response.body", "body": answer})


def _work(work: Callable[[Sent[M]], BaseModel], sent: Sent[M]) -> bytes:
    return work(sent).model_dump_json().encode()


async def _body(receive: Receive) -> bytes | None:
    """All of it (the guard has looked at its length); None when the client is gone."""
    parts = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """For whoever wants to read the body that was read already."""
    first: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def read() -> Message:
        return first.pop() if first else await receive()

    return read
