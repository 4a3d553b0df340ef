"""Errors: the right class, the status, and the server's own words. What each server says is the table below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

import oaicompat
from oaicompat import (
    APIStatusError,
    AuthenticationError,
    BadRequestError,
    Client,
    ContextLengthError,
    InternalServerError,
    NotFoundError,
)

from .asking import Async, Sync
from .servers import MODEL, Server, asking, every_server, user

pytestmark = pytest.mark.live
Ask = Sync | Async


@dataclass(frozen=True)
class Told:
    """What an error is to be: its class, status, words of the server, and the fields it fills."""

    error: type[APIStatusError]
    status: int
    words: str
    type: str | None = None
    code: str | int | None = None
    param: str | None = None
    #: Whether a streamed call gets a 200 first, and the error as an event of the stream.
    in_stream: bool = False


#: An error is told at once, also where it might be worth another attempt.
ONCE = {"max_retries": 0}
#: The server takes the request, and answers.
ANSWERS = None

#: Chat calls that most servers refuse: the call's keywords, and the client's options.
CHATS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "unknown model": (asking("hi") | {"model": "no-such-model"}, {}),
    "bad type": (asking("hi", extra_body={"temperature": "hot"}), {}),
    "context too long": (asking("word " * 2000), {}),
    "bad schema": (
        asking(
            "hi",
            response_format={"type": "json_schema", "json_schema": {"name": "x", "schema": {"type": "nonsense"}}},
        ),
        {},
    ),
    "wrong key": (asking("hi"), {"api_key": "wrong"}),
    "no key": (asking("hi"), {"api_key": ""}),
}
#: Other calls.
CALLS: dict[str, Callable[[Any], Any]] = {
    "unknown route": lambda client: client.post("/nope", body={"model": MODEL}),
    "wrong method": lambda client: client.get("/chat/completions"),
    "missing messages": lambda client: client.post("/chat/completions", body={"model": MODEL}),
    "messages of a wrong type": lambda client: client.post(
        "/chat/completions", body={"model": MODEL, "messages": "hi"}
    ),
    "unknown model's card": lambda client: client.models.retrieve("no-such-model"),
}

INVALID = "invalid_request_error"
EXPECTED: dict[str, dict[str, Told | None]] = {
    "llama-server": {
        "unknown model": ANSWERS,
        "bad type": Told(BadRequestError, 400, "type must be number, but is string", INVALID, 400),
        "context too long": Told(
            ContextLengthError, 400, "exceeds the available context size", "exceed_context_size_error", 400
        ),
        "bad schema": Told(BadRequestError, 400, "unrecognized type nonsense", INVALID, 400),
        "wrong key": Told(AuthenticationError, 401, "Invalid API Key", "authentication_error", 401),
        "no key": Told(AuthenticationError, 401, "Invalid API Key", "authentication_error", 401),
        "unknown route": Told(NotFoundError, 404, "File Not Found", "not_found_error", 404),
        "wrong method": Told(NotFoundError, 404, "File Not Found", "not_found_error", 404),
        "missing messages": Told(BadRequestError, 400, "'messages' is required", INVALID, 400),
        "messages of a wrong type": Told(BadRequestError, 400, "Expected 'messages' to be an array", INVALID, 400),
        "unknown model's card": Told(NotFoundError, 404, "File Not Found", "not_found_error", 404),
        "malformed": Told(BadRequestError, 400, "unexpected end of input", INVALID, 400),
    },
    "vllm": {
        "unknown model": Told(
            NotFoundError, 404, "The model `no-such-model` does not exist", "NotFoundError", 404, "model"
        ),
        "bad type": Told(
            BadRequestError, 400, "unable to parse string as a number", "Bad Request", 400, "body.temperature"
        ),
        "context too long": Told(
            ContextLengthError, 400, "maximum context length is 1024", "BadRequestError", 400, "input_tokens"
        ),
        "bad schema": Told(BadRequestError, 400, "Invalid type: nonsense", "BadRequestError", 400, in_stream=True),
        "wrong key": Told(AuthenticationError, 401, "Unauthorized"),
        "no key": Told(AuthenticationError, 401, "Unauthorized"),
        "unknown route": Told(NotFoundError, 404, "Not Found"),
        "wrong method": Told(APIStatusError, 405, "Method Not Allowed"),
        "missing messages": Told(BadRequestError, 400, "Field required", "Bad Request", 400, "body.messages"),
        "messages of a wrong type": Told(
            BadRequestError, 400, "Input should be a valid list", "Bad Request", 400, "body.messages"
        ),
        "unknown model's card": Told(NotFoundError, 404, "Not Found"),
        "malformed": Told(BadRequestError, 400, "JSON decode error", "Bad Request", 400, "body.28"),
    },
    "litellm": {
        "unknown model": Told(BadRequestError, 400, "Invalid model name passed in model=no-such-model", INVALID, "400"),
        "bad type": Told(BadRequestError, 400, "type must be number, but is string", INVALID, "400"),
        "context too long": Told(ContextLengthError, 400, "ContextWindowExceededError", INVALID, "400"),
        "bad schema": Told(BadRequestError, 400, "unrecognized type nonsense", INVALID, "400"),
        "wrong key": Told(BadRequestError, 400, "No connected db.", "no_db_connection", "400"),
        "no key": Told(InternalServerError, 500, "Internal Server Error"),
        "unknown route": Told(NotFoundError, 404, "Not Found"),
        "wrong method": Told(APIStatusError, 405, "Method Not Allowed"),
        "missing messages": Told(
            BadRequestError, 400, "Missing required parameter: 'messages'", INVALID, "400", "messages"
        ),
        "messages of a wrong type": Told(BadRequestError, 400, "Invalid request format", INVALID, "400"),
        "unknown model's card": Told(NotFoundError, 404, "The model `no-such-model` does not exist"),
        "malformed": Told(BadRequestError, 400, "unexpected end of data", INVALID, "400", "request_body"),
    },
    "aimock": {
        "unknown model": ANSWERS,
        "bad type": ANSWERS,
        "context too long": ANSWERS,
        "bad schema": ANSWERS,
        "wrong key": Told(AuthenticationError, 401, "Invalid API key", "authentication_error", "invalid_api_key"),
        "no key": Told(AuthenticationError, 401, "Invalid API key", "authentication_error", "invalid_api_key"),
        "unknown route": Told(NotFoundError, 404, "Not found", "not_found"),
        "wrong method": Told(NotFoundError, 404, "Not found", "not_found"),
        "missing messages": Told(BadRequestError, 400, "Missing required parameter: 'messages'", INVALID),
        "messages of a wrong type": Told(BadRequestError, 400, "Missing required parameter: 'messages'", INVALID),
        "unknown model's card": Told(NotFoundError, 404, "Not found", "not_found"),
        "malformed": Told(BadRequestError, 400, "Malformed JSON", INVALID, "invalid_json"),
    },
}


def _check(call: Callable[[], Any], expected: Told | None, *, streamed: bool = False) -> None:
    if expected is ANSWERS:
        call()
        return
    with pytest.raises(oaicompat.APIError) as caught:
        call()
    error = caught.value
    assert type(error) is expected.error
    assert error.status_code == expected.status
    assert expected.words in error.message
    assert (error.type, error.code, error.param) == (expected.type, expected.code, expected.param)
    assert error.attempts == 1
    assert error.response is not None
    in_stream = streamed and expected.in_stream
    assert error.response.status_code == (200 if in_stream else expected.status)
    assert in_stream or expected.words in error.response.text
    assert f"{error.request.method} " in error.message
    assert "sk-test" not in f"{error!r} {error}"


@every_server()
@pytest.mark.parametrize("case", CHATS)
def test_a_refused_chat(ask: Ask, server: Server, case: str) -> None:
    """An unstreamed call that the server refuses."""
    request, options = CHATS[case]

    _check(
        lambda: ask.with_options(**ONCE, **options).create(**request),
        EXPECTED[server.name][case],
    )


@every_server()
@pytest.mark.parametrize("case", CHATS)
def test_a_refused_stream(ask: Ask, server: Server, case: str) -> None:
    """The same call, streamed, fails the same way, whether the status tells it or the stream's first event."""
    request, options = CHATS[case]

    _check(
        lambda: ask.with_options(**ONCE, **options).stream(**request),
        EXPECTED[server.name][case],
        streamed=True,
    )


@every_server()
@pytest.mark.parametrize("case", CALLS)
def test_a_refused_call(ask: Ask, server: Server, case: str) -> None:
    """Routes and bodies that are wrong."""
    _check(lambda: ask.with_options(**ONCE)(CALLS[case]), EXPECTED[server.name][case])


class _CutBodies(httpx.HTTPTransport):
    """Sends a body that ends in the middle."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        body = b'{"model": "x", "messages": ['
        headers = request.headers.copy()
        headers["Content-Length"] = str(len(body))
        return super().handle_request(httpx.Request(request.method, request.url, headers=headers, content=body))


@every_server()
def test_malformed_json(options: dict[str, Any], server: Server) -> None:
    """What a server says of a body that is no JSON, such as one that a broken proxy cut."""
    with httpx.Client(transport=_CutBodies()) as http, Client(**options, **ONCE, http_client=http) as client:
        _check(
            lambda: client.chat.completions.create(model=MODEL, messages=user("hi")),
            EXPECTED[server.name]["malformed"],
        )


def test_the_table_is_whole() -> None:
    """Each server has an expectation for each case."""
    cases = {*CHATS, *CALLS, "malformed"}

    assert {name: set(told) for name, told in EXPECTED.items()} == dict.fromkeys(EXPECTED, cases)


@every_server()
def test_a_call_after_errors(options: dict[str, Any], server: Server) -> None:
    """A client that was refused goes on working."""
    with Client(**options) as client:
        for call in CALLS.values():
            with pytest.raises(APIStatusError):
                call(client)
        reply = client.chat.completions.create(**asking("hi"))

    assert reply.choices[0].message.content == server.hello
