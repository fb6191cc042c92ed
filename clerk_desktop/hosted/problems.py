"""Errors on their way out: problem+json (RFC 9457), the same shape for everything that can go wrong.

Neither an exception's text nor what was sent ever stands in an answer or in the log.
"""

from __future__ import annotations

import logging
import re
import traceback
from functools import cache
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.routing import compile_path

from clerk_desktop.common.errors import BadInput, NotFound, OfficeError, SlotTaken, Unavailable
from clerk_desktop.common.messages.booking import Problem, SlotView

MEDIA_TYPE = "application/problem+json"
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
_log = logging.getLogger(__name__)


class WrongFields(BadInput):
    """Input that the models let pass and the rules do not; `fields` names where."""

    def __init__(self, *fields: str) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


class TakenBut(SlotTaken):
    """The slot is gone; these are near and still free."""

    def __init__(self, alternatives: tuple[SlotView, ...]) -> None:
        super().__init__()
        self.alternatives = alternatives


def answer(problem: Problem) -> Response:
    """The HTTP answer that carries a problem."""
    headers = {"Retry-After": "60"} if problem.status in (429, 503) else {}
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(problem.model_dump_json(), problem.status, headers, MEDIA_TYPE)


def too_large() -> Response:
    """The answer to a body that no form of ours can be."""
    return answer(_problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, BadInput.code))


def responses(*errors: type[OfficeError]) -> dict[int | str, dict[str, Any]]:
    """What a route may answer beside its success, for the OpenAPI description."""
    found: dict[int | str, dict[str, Any]] = {}
    all_errors: tuple[type[OfficeError], ...] = (*errors, BadInput, Unavailable)
    for error in all_errors:
        entry = found.setdefault(error.status, {"description": "", "content": _CONTENT})
        text = f"`{error.code}`: {(error.__doc__ or '').strip().splitlines()[0]}"
        entry["description"] = "\n\n".join(filter(None, (entry["description"], text)))
    found["default"] = {"description": "`unexpected`: A mistake of the service.", "content": _CONTENT}
    return found


_CONTENT = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


def refuse_unknown(app: FastAPI, prefix: str) -> None:
    """Answer everything below `prefix` that no route before this one takes.

    A path that exists with other methods gets 405 with `Allow`, so that a caller sees what is wrong; the rest is 404.
    """

    @cache
    def known() -> list[tuple[re.Pattern[str], set[str]]]:
        paths: dict[str, dict[str, object]] = app.openapi()["paths"]
        return [(compile_path(path)[0], {method.upper() for method in paths[path]}) for path in paths]

    @app.api_route(f"{prefix}/{{path:path}}", methods=METHODS, include_in_schema=False)
    def unknown(request: Request) -> Response:
        here = request.url.path
        allowed: set[str] = set().union(*(methods for path, methods in known() if path.match(here)))
        if not allowed:
            raise NotFound("no such path")
        raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": ", ".join(sorted(allowed))})


def install(app: FastAPI) -> None:
    """Answer every error of this application with a problem, and describe the shape in its OpenAPI document."""
    app.add_exception_handler(OfficeError, office_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)


def _problem(status: int, code: str, fields: tuple[str, ...] = (), alternatives: tuple[SlotView, ...] = ()) -> Problem:
    title = HTTPStatus(status).phrase
    return Problem(title=title, status=status, code=code, fields=fields, alternatives=alternatives)


async def office_error(request: Request, error: Exception) -> Response:
    """The answer to an OfficeError."""
    assert isinstance(error, OfficeError)  # noqa: S101 - Starlette types all handlers alike
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.warning("%s %s: %s (%s)", request.method, _route(request), error.code, error.detail)
    fields = error.fields if isinstance(error, WrongFields) else ()
    alternatives = error.alternatives if isinstance(error, TakenBut) else ()
    return answer(_problem(error.status, error.code, fields=fields, alternatives=alternatives))


async def _invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - Starlette types all handlers alike
    # ("body", "email") → "email"; a broken body as a whole has no field.
    fields = {".".join(str(part) for part in e["loc"][1:] if not isinstance(part, int)) for e in error.errors()}
    return answer(_problem(BadInput.status, BadInput.code, fields=tuple(sorted(fields - {""}))))


async def _http_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - Starlette types all handlers alike
    if error.status_code == HTTPStatus.BAD_REQUEST:  # the framework's word for a body that it could not read
        return answer(_problem(BadInput.status, BadInput.code))
    code = NotFound.code if error.status_code == HTTPStatus.NOT_FOUND else BadInput.code
    reply = answer(_problem(error.status_code, code))
    reply.headers.update(error.headers or {})
    return reply


def unexpected(request: HTTPConnection, error: Exception) -> Response:
    """Log a mistake of the program and answer it.

    The traceback's lines are ours; the exception's own text may hold what somebody sent and is left out.
    """
    where = "".join(traceback.format_tb(error.__traceback__))
    _log.error("%s: %s\n%s", _route(request), type(error).__name__, where)
    return answer(_problem(500, OfficeError.code))


def _route(request: HTTPConnection) -> str:
    route = request.scope.get("route")
    return str(getattr(route, "path", "?"))
