"""The description of the API, checked against the running service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from clerk_desktop.common import errors
from clerk_desktop.common.messages.booking import Problem
from clerk_desktop.common.messages.terms import API
from tests.hosted.harness import Server

CODES = {error.code for error in vars(errors).values() if isinstance(error, type) and hasattr(error, "code")}
STRANGE: list[Any] = [
    None,
    [],
    "x",
    7,
    {},
    {"start": {}},
    {"office": "\x00" * 3},
    {"to": ["in_call"]},
    {"user": "🙂" * 9},
]


def operations(server: Server) -> Iterator[tuple[str, str, dict[str, Any]]]:
    document = server.get("/openapi.json").json()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path.removeprefix(API).replace("{appointment}", "abc").replace("{guest}", "xyz"), method, operation


def test_every_route_says_what_can_go_wrong_and_always_as_a_problem(server: Server) -> None:
    seen = 0
    for path, _, operation in operations(server):
        assert operation["description"] or operation["summary"]
        answers = operation["responses"]
        assert {"422", "503", "default"} <= answers.keys(), path
        for status, answer in answers.items():
            if status.startswith("2"):
                continue
            seen += 1
            assert list(answer["content"]) == ["application/problem+json"], (path, status)
            assert answer["content"]["application/problem+json"]["schema"]["$ref"].endswith("/Problem")
            for line in answer["description"].split("\n\n"):
                assert line.split("`")[1] in CODES, line
    assert seen > 60


def test_the_description_is_whole(server: Server) -> None:
    document = server.get("/openapi.json").json()
    schemas = document["components"]["schemas"]

    def references(node: object) -> Iterator[str]:
        if isinstance(node, dict):
            if "$ref" in node:
                yield node["$ref"]
            for value in node.values():
                yield from references(value)
        elif isinstance(node, list):
            for value in node:
                yield from references(value)

    assert {ref.rsplit("/", 1)[1] for ref in references(document)} <= schemas.keys()
    assert schemas["Problem"]["properties"].keys() == Problem.model_fields.keys()
    assert "HTTPValidationError" not in schemas


def test_whatever_is_sent_the_answer_is_documented_and_a_problem(server: Server) -> None:
    token = server.sign_in()
    for path, method, operation in operations(server):
        for body in STRANGE if method == "post" else [None]:
            for bearer in ("", token):
                headers = {"Authorization": f"Bearer {bearer}"} if bearer and "/session" not in path else {}
                reply = server.http.request(method, path, json=body, headers=headers)
                assert reply.status_code < 500, (method, path, body)
                assert str(reply.status_code) in operation["responses"], (method, path, body, reply.status_code)
                if reply.status_code >= 400:
                    problem = Problem.model_validate_json(reply.content)
                    assert reply.headers["content-type"] == "application/problem+json"
                    assert (problem.status, problem.code in CODES) == (reply.status_code, True)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 5000, b'{"start": NaN}'])
def test_broken_json_is_bad_input(server: Server, content: bytes) -> None:
    reply = server.http.post("/reservations", content=content, headers={"Content-Type": "application/json"})
    assert (reply.status_code, reply.json()["code"]) == (422, "bad_input")


def test_a_method_that_does_not_exist_is_a_problem_too(server: Server) -> None:
    reply = server.http.put("/reservations", json={})
    assert reply.status_code == 405
    assert Problem.model_validate_json(reply.content).code == "bad_input"
