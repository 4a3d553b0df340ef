"""Errors: the right class, the server's own words, and everything that one wants to know of the call."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

import oaicompat
from oaicompat import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    BadRequestError,
    ConflictError,
    IncompleteStreamError,
    InternalServerError,
    NotFoundError,
    RateLimitError,
    Timeout,
)

from .bodies import MESSAGES, chunk, completion, head, reply, streamed
from .colours import Wire, done, each
from .scripted import CLOSE, Hold, Server, free_port


async def ask(client: Any, **options: Any) -> Any:
    return await done(client.chat.completions.create(**{"model": "m", "messages": MESSAGES, **options}))


async def refusal(client: Any, **options: Any) -> Any:
    with pytest.raises(oaicompat.APIError) as caught:
        await ask(client, **options)
    return caught.value


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (400, "BadRequestError"),
        (401, "AuthenticationError"),
        (402, "QuotaExceededError"),
        (403, "PermissionDeniedError"),
        (404, "NotFoundError"),
        (405, "APIStatusError"),
        (408, "APIStatusError"),
        (409, "ConflictError"),
        (413, "APIStatusError"),
        (422, "UnprocessableEntityError"),
        (429, "RateLimitError"),
        (498, "APIStatusError"),
        (500, "InternalServerError"),
        (501, "InternalServerError"),
        (503, "InternalServerError"),
        (529, "InternalServerError"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
async def test_each_status_has_its_class(wire: Wire, server: Server, status: int, name: str, stream: bool) -> None:
    server.answer(reply({"error": {"message": "no"}}, status))
    error = await refusal(wire.client(), stream=stream)
    assert type(error) is getattr(oaicompat, name)
    assert error.status_code == error.response.status_code == status


async def test_an_error_tells_all_it_knows(wire: Wire, server: Server) -> None:
    inner = {"message": "No such model: x", "type": "invalid_request_error", "param": "model", "code": "missing"}
    server.answer(reply({"error": inner}, 404, "X-Request-Id: req_9", "x-other: 1"))
    error = await refusal(wire.client(default_query={"tenant": "acme"}), model="x")
    assert isinstance(error, NotFoundError)
    assert (error.code, error.param, error.type) == ("missing", "model", "invalid_request_error")
    assert error.body == inner
    assert error.request_id == "req_9"
    assert error.attempts == 1
    assert (error.request.method, error.request.url) == ("POST", f"{server.url}/chat/completions")
    assert error.response.headers["X-OTHER"] == "1"
    assert error.response.json() == {"error": inner}
    assert '"No such model' in error.response.text
    for part in ("POST", f"{server.url}/chat/completions", "404", inner["message"], "req_9", "1 attempt"):
        assert part in error.message
        assert part in str(error)
    assert "acme" not in str(error)


@pytest.mark.parametrize(
    "body",
    [
        {"error": "the words"},
        [{"error": {"message": "the words"}}],
        {"detail": "the words"},
        {"detail": [{"loc": ["body", "model"], "msg": "the words"}]},
        {"message": "the words", "code": 7},
        {"msg": "the words", "code": "7"},
        {"object": "error", "message": "the words"},
        {"errors": [{"message": "the words"}]},
        {"error": {"error": {"message": "the words"}}},
        "the words",
        b"<html><head><title>the words</title></head><body>nginx</body></html>",
        b"the words",
    ],
)
async def test_the_message_holds_the_servers_words(wire: Wire, server: Server, body: Any) -> None:
    server.answer(reply(body, 400))
    error = await refusal(wire.client())
    assert isinstance(error, BadRequestError)
    assert "the words" in str(error)


async def test_an_error_without_a_body_says_so(wire: Wire, server: Server) -> None:
    server.answer(reply(None, 502), reply(b"{}", 400))
    client = wire.client()
    assert "502" in str(await refusal(client))
    assert "400" in str(await refusal(client))


async def test_a_message_is_bounded_and_the_body_is_not(wire: Wire, server: Server) -> None:
    server.answer(reply({"error": {"message": "a" * 100_000}}, 400))
    error = await refusal(wire.client())
    assert len(str(error)) < 5000
    assert len(error.response.content) > 100_000


async def test_the_attempts_are_counted(wire: Wire, server: Server, waits: list[float]) -> None:
    server.always(reply({"error": "busy"}, 503))
    error = await refusal(wire.client(max_retries=3))
    assert error.attempts == len(server.requests) == 4
    assert "4 attempts" in str(error)
    assert len(waits) == 3


@pytest.mark.parametrize("stream", [False, True])
async def test_an_error_that_comes_with_a_200_is_an_error(wire: Wire, server: Server, stream: bool) -> None:
    """The number in its code decides the class; without one it is an error all the same."""
    server.answer(
        reply({"error": {"message": "slow down", "code": 429}}),
        reply({"error": {"message": "odd", "code": "weird"}}),
        reply({"error": "odd"}),
        reply({"detail": "odd"}),
    )
    client = wire.client()

    async def consume() -> None:
        answer = await ask(client, stream=stream)
        if stream:
            async for _ in each(answer):
                pass

    with pytest.raises(RateLimitError, match="slow down") as caught:
        await consume()
    assert caught.value.status_code == 429
    for _ in range(3):
        with pytest.raises(APIStatusError, match="odd"):
            await consume()


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (b"<!doctype html><title>Welcome</title>", "text/html", "base URL"),
        (b"", "application/json", "empty body"),
        (b"It works", "text/plain", "It works"),
        (b'{"id": "x", "choices": []}', "application/json", "no choices"),
        (b'{"id": "x"}', "application/json", "no choices"),
        (b'{"id": "x", "choices": null}', "application/json", "no choices"),
        (b"[1, 2]", "application/json", "not a"),
        (b'{"id": "x", "choices": [', "application/json", "not a"),
    ],
)
async def test_a_200_without_an_answer_is_an_error(
    wire: Wire, server: Server, body: bytes, kind: str, words: str
) -> None:
    server.answer(reply(body, kind=kind))
    error = await refusal(wire.client())
    assert isinstance(error, APIResponseValidationError)
    assert words in str(error)
    assert error.response.content == body


async def test_a_page_in_place_of_a_stream_is_an_error(wire: Wire, server: Server) -> None:
    server.answer(reply(b"<!doctype html><title>Welcome</title>", kind="text/html"))
    with pytest.raises(oaicompat.APIError, match="base URL"):
        async for _ in each(await ask(wire.client(), stream=True)):
            pass


async def test_an_error_frees_the_connection(wire: Wire, server: Server) -> None:
    server.answer(reply({"error": "no"}, 400), reply({"error": "no"}, 400), reply(completion()))
    client = wire.client()
    await refusal(client)
    await refusal(client, stream=True)
    await ask(client)
    assert server.connections == 1


async def test_a_connection_that_is_refused_is_told_with_its_cause(wire: Wire) -> None:
    error = await refusal(wire.client(base_url=f"http://127.0.0.1:{free_port()}/v1"))
    assert type(error) is APIConnectionError
    assert error.__cause__ is not None
    assert (error.response, error.status_code, error.attempts) == (None, None, 1)
    assert "could not connect" in str(error)
    assert "/v1/chat/completions" in str(error)


async def test_a_host_without_an_address_is_a_connection_error(wire: Wire) -> None:
    error = await refusal(wire.client(base_url="http://nowhere.invalid/v1"))
    assert type(error) is APIConnectionError


async def test_a_server_that_speaks_no_http_is_a_connection_error(wire: Wire, server: Server) -> None:
    server.answer([b"SSH-2.0-OpenSSH_9.6\r\n", CLOSE])
    assert type(await refusal(wire.client())) is APIConnectionError


@pytest.mark.parametrize("fields", [("content-length: 100",), ("transfer-encoding: chunked",)])
async def test_a_reply_that_is_cut_is_a_connection_error(wire: Wire, server: Server, fields: tuple[str, ...]) -> None:
    server.answer([head(200, *fields) + b"5\r\n{}", CLOSE])
    assert type(await refusal(wire.client())) is APIConnectionError


async def test_every_error_can_be_pickled_and_copied(wire: Wire, server: Server) -> None:
    """With all its attributes: it travels between processes."""
    client = wire.client()
    hold = Hold()
    server.answer(
        reply({"error": {"message": "no", "code": "c"}}, 409, "x-request-id: r"),
        reply({"choices": []}),
        [streamed(chunk("par"), chunk("tial"))],
        [hold, reply(completion())],
    )
    errors = [await refusal(client), await refusal(client)]
    stream = await ask(client, stream=True)
    with pytest.raises(IncompleteStreamError) as caught:
        async for _ in each(stream):
            pass
    errors += [caught.value, await refusal(client, timeout=Timeout(5, read=0.05))]
    hold.release()
    kinds = [ConflictError, APIResponseValidationError, IncompleteStreamError, APITimeoutError]
    assert [type(error) for error in errors] == kinds
    for error in errors:
        for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
            assert type(twin) is type(error)
            assert str(twin) == str(error)
            assert (twin.status_code, twin.code, twin.request_id) == (error.status_code, error.code, error.request_id)
            assert (twin.attempts, twin.request, twin.body) == (error.attempts, error.request, error.body)
    assert pickle.loads(pickle.dumps(errors[2])).partial.choices[0].message.content == "partial"


async def test_a_refusal_tells_how_long_to_wait(wire: Wire, server: Server) -> None:
    server.answer(reply({"error": "slow down"}, 429, "retry-after: 7"))
    error = await refusal(wire.client())
    assert isinstance(error, RateLimitError)
    assert error.retry_after == 7.0


async def test_code_that_catches_the_familiar_names_catches_ours(wire: Wire, server: Server) -> None:
    """The tree of the classes is the openai SDK's."""
    server.answer(reply({"error": "no"}, 500))
    error = await refusal(wire.client())
    assert isinstance(error, InternalServerError)
    assert isinstance(error, APIStatusError)
    assert isinstance(error, oaicompat.OpenAIError)
    assert issubclass(APITimeoutError, APIConnectionError)
    assert issubclass(IncompleteStreamError, APIConnectionError)
