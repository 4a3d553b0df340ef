"""What comes back: typed answers, models, the server's own routes, and replies as they are."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from pydantic import BaseModel

from oaicompat import APIResponseValidationError, BadRequestError, InternalServerError, Reply
from oaicompat.types.chat import ChatCompletion

from .bodies import MESSAGES, chunked, completion, head, reply, sse, streamed
from .colours import Wire, done, each, entered
from .scripted import CLOSE, RESET, Server


async def ask(client: Any, **options: Any) -> Any:
    return await done(client.chat.completions.create(model="m", messages=MESSAGES, **options))


async def test_a_chat_gives_a_typed_completion(wire: Wire, server: Server) -> None:
    server.answer(reply(completion("Hello")))
    answer = await ask(wire.client())
    assert isinstance(answer, ChatCompletion)
    assert answer.choices[0].message.content == "Hello"
    assert (answer.choices[0].finish_reason, answer.choices[0].finish) == ("stop", "stop")
    assert answer.usage is not None
    assert answer.usage.total_tokens == 3


async def test_a_result_tells_its_headers_request_id_and_rate_limit(wire: Wire, server: Server) -> None:
    fields = ("X-Request-Id: req_1", "x-ratelimit-limit-requests: 60", "x-ratelimit-remaining-requests: 59")
    server.answer(reply(completion(), 200, *fields, "x-ratelimit-reset-requests: 1m30s"))
    answer = await ask(wire.client())
    assert answer.request_id == answer._request_id == "req_1"
    assert answer.response_headers["x-request-ID"] == "req_1"
    limit = answer.rate_limit
    assert (limit.limit_requests, limit.remaining_requests, limit.reset_requests) == (60, 59, 90.0)
    assert limit.limit_tokens is None


@pytest.mark.parametrize(
    "fields",
    [
        {"reasoning": "thought", "reasoning_content": None},
        {"reasoning": None, "reasoning_content": "thought"},
        {"reasoning": "", "reasoning_content": "thought"},
        {"reasoning": "thought", "reasoning_content": "thought"},
        {"reasoning_details": [{"type": "reasoning.text", "text": "thought"}]},
    ],
)
async def test_thinking_is_found_wherever_it_is(wire: Wire, server: Server, fields: dict[str, Any]) -> None:
    """And dumping gives the server's own names back."""
    server.answer(reply(completion(message=fields)))
    message = (await ask(wire.client())).choices[0].message
    assert message.reasoning == "thought"
    assert message.to_dict() == {"role": "assistant", "content": "Hello", **fields}


async def test_an_ill_typed_field_does_not_cost_the_answer(wire: Wire, server: Server) -> None:
    server.answer(reply(completion(usage="lots", created="yesterday", service_tier=None, id=7)))
    answer = await ask(wire.client())
    assert answer.choices[0].message.content == "Hello"
    assert answer.usage is None
    assert answer.created == 0
    assert answer.to_dict()["usage"] == "lots"


async def test_a_tool_call_is_typed(wire: Wire, server: Server) -> None:
    calls = [{"id": "c1", "type": "function", "function": {"name": "f", "arguments": {"a": 1}}}]
    server.answer(reply(completion(None, message={"tool_calls": calls})))
    choice = (await ask(wire.client())).choices[0]
    assert choice.finish == "tool_calls"
    assert json.loads(choice.message.tool_calls[0].function.arguments) == {"a": 1}


async def test_a_compressed_reply_is_read(wire: Wire, server: Server) -> None:
    data = gzip.compress(json.dumps(completion("packed")).encode())
    server.answer(reply(data, 200, "content-encoding: gzip"))
    assert (await ask(wire.client())).choices[0].message.content == "packed"
    assert "gzip" in (server.requests[0].header("accept-encoding") or "")


async def test_a_reply_in_chunks_or_until_the_close_is_read(wire: Wire, server: Server) -> None:
    data = json.dumps(completion("pieces")).encode()
    in_chunks = head(200, "transfer-encoding: chunked") + chunked(data[:10], data[10:]) + b"0\r\n\r\n"
    server.answer(in_chunks, [head(200, "content-type: application/json") + data, CLOSE])
    client = wire.client()
    assert (await ask(client)).choices[0].message.content == "pieces"
    assert (await ask(client)).choices[0].message.content == "pieces"


async def test_a_stream_that_nobody_asked_for_is_put_together(wire: Wire, server: Server) -> None:
    server.answer(reply(sse("Hel", "lo"), kind="text/event-stream"))
    assert (await ask(wire.client())).choices[0].message.content == "Hello"


async def test_calls_share_a_connection(wire: Wire, server: Server) -> None:
    server.always(reply(completion()))
    client = wire.client()
    for _ in range(5):
        await ask(client)
    assert server.connections == 1


async def test_a_connection_that_the_server_closed_in_between_is_replaced(wire: Wire, server: Server) -> None:
    server.always([reply(completion()), CLOSE])
    client = wire.client()
    for _ in range(3):
        await ask(client)
        await wire.until(lambda: server.open_connections == 0)
    assert server.connections == 3


# -- models ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        {"object": "list", "data": [{"id": "a", "object": "model"}, {"id": "b"}]},
        {"data": [{"id": "a"}, {"id": "b"}]},
        [{"id": "a"}, {"id": "b"}],
        ["a", "b"],
        {"models": [{"name": "a"}, {"model": "b"}]},
    ],
)
async def test_models_are_listed_whatever_the_shape(wire: Wire, server: Server, body: Any) -> None:
    server.answer(reply(body, 200, "x-request-id: r"))
    models = await done(wire.client().models.list())
    assert [model.id for model in models] == ["a", "b"]
    assert len(models.data) == 2
    assert models.request_id == "r"
    assert (server.requests[0].method, server.requests[0].target) == ("GET", "/v1/models")


async def test_an_empty_list_of_models_is_no_error(wire: Wire, server: Server) -> None:
    server.answer(reply({"object": "list", "data": None}), reply([]))
    client = wire.client()
    assert [*await done(client.models.list())] == []
    assert [*await done(client.models.list())] == []


async def test_a_model_is_retrieved_by_its_id_slashes_included(wire: Wire, server: Server) -> None:
    server.answer(reply({"id": "org/a b:q4", "max_model_len": 4096, "created": None}))
    model = await done(wire.client().models.retrieve("org/a b:q4"))
    assert server.requests[0].target == "/v1/models/org/a%20b:q4"
    assert (model.id, model.max_model_len, model.created) == ("org/a b:q4", 4096, 0)


async def test_a_page_in_place_of_models_is_an_error(wire: Wire, server: Server) -> None:
    server.answer(reply(b"<html><title>Login</title></html>", kind="text/html"))
    with pytest.raises(APIResponseValidationError, match="base URL"):
        await done(wire.client().models.list())


# -- the server's own routes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [b"", b"OK", b'{"status":"ok"}'])
async def test_a_healthy_server(wire: Wire, server: Server, body: bytes) -> None:
    server.answer(reply(body, kind="text/plain"))
    assert (await done(wire.client().health())).status == "ok"


async def test_an_unhealthy_server_is_an_error(wire: Wire, server: Server) -> None:
    server.answer(reply({"error": {"message": "Loading model"}}, 503))
    with pytest.raises(InternalServerError, match="Loading model"):
        await done(wire.client().health())


async def test_version_tokens_and_text(wire: Wire, server: Server) -> None:
    server.answer(
        reply({"version": "0.9.1"}),
        reply({"tokens": [1, 2], "count": 2, "max_model_len": 2048}),
        reply({"tokens": [1, 2, 3]}),
        reply({"prompt": "Hello"}),
        reply({"content": "Hello"}),
    )
    client = wire.client()
    assert (await done(client.version())).version == "0.9.1"
    tokens = await done(client.tokenize(messages=MESSAGES, model="m", add_generation_prompt=True))
    assert (tokens.tokens, tokens.count, tokens.max_model_len) == ([1, 2], 2, 2048)
    assert (await done(client.tokenize(prompt="Hello"))).count == 3
    assert (await done(client.detokenize(tokens=[1, 2]))).text == "Hello"
    assert (await done(client.detokenize(tokens=(1, 2)))).text == "Hello"
    assert json.loads(server.requests[1].body)["add_generation_prompt"] is True


async def test_a_server_without_these_routes_says_so(wire: Wire, server: Server) -> None:
    from oaicompat import NotFoundError

    server.answer(reply({"detail": "Not Found"}, 404))
    with pytest.raises(NotFoundError, match="Not Found"):
        await done(wire.client().tokenize(prompt="a"))


# -- routes that are not known -----------------------------------------------------------------------------------------


class Rerank(BaseModel):
    results: list[int]


async def test_a_reply_is_read_as_what_the_user_says(wire: Wire, server: Server) -> None:
    body = {"results": [2, 1]}
    server.always(reply(body, 200, "x-request-id: r"))
    client = wire.client()
    assert await done(client.post("/rerank", body={"q": "a"}, cast_to=Rerank)) == Rerank(results=[2, 1])
    assert await done(client.post("rerank", body={"q": "a"})) == body
    assert await done(client.get("rerank", cast_to=dict[str, list[int]])) == body
    assert await done(client.get("rerank", cast_to=bytes)) == json.dumps(body).encode()
    assert await done(client.get("rerank", cast_to=str)) == json.dumps(body)
    raw = await done(client.get("rerank", cast_to=Reply))
    assert (raw.status_code, raw.json(), raw.request_id, raw.attempts) == (200, body, "r", 1)
    assert (await done(client.get("rerank", cast_to=ChatCompletion))).request_id == "r"
    assert [request.target for request in server.requests] == ["/v1/rerank"] * 7
    assert server.requests[0].body == b'{"q":"a"}'
    assert server.requests[2].header("content-type") is None


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
async def test_every_method_is_there(wire: Wire, server: Server, method: str) -> None:
    server.answer(reply(b"plain", kind="text/plain"))
    found = await done(getattr(wire.client(), method)("x", extra_headers={"x-a": "1"}, extra_query={"b": 2}))
    assert found == "plain"
    (request,) = server.requests
    assert (request.method, request.target, request.header("x-a")) == (method.upper(), "/v1/x?b=2", "1")


async def test_a_reply_of_another_type_is_an_error_that_names_the_field(wire: Wire, server: Server) -> None:
    server.answer(reply({"results": "none"}))
    with pytest.raises(APIResponseValidationError, match="not a Rerank: results"):
        await done(wire.client().get("rerank", cast_to=Rerank))


async def test_a_reply_without_a_body_is_none_or_empty(wire: Wire, server: Server) -> None:
    server.answer(head(204), reply({}))
    client = wire.client()
    assert not await done(client.delete("files/1"))
    await done(client.get("x"))
    assert server.connections == 1


# -- replies as they are -----------------------------------------------------------------------------------------------


async def test_a_raw_response_holds_status_headers_and_bytes(wire: Wire, server: Server) -> None:
    server.answer(
        reply({"e": 1}, 503), reply(completion(), 200, "X-Request-Id: r", "Set-Cookie: a=1", "set-cookie: b=2")
    )
    client = wire.client(max_retries=1)
    raw = await done(
        client.chat.completions.with_raw_response.create(model="m", messages=MESSAGES, extra_headers={"x-a": "1"})
    )
    assert raw.status_code == 200
    assert raw.headers["x-request-id"] == raw.request_id == "r"
    assert raw.headers.get_list("set-cookie") == ["a=1", "b=2"]
    assert json.loads(raw.content) == raw.json() == json.loads(raw.text) == completion()
    assert raw.retries_taken == 1
    assert (raw.method, raw.url) == ("POST", f"{server.url}/chat/completions")
    assert raw.parse().choices[0].message.content == "Hello"
    assert raw.parse().request_id == "r"


async def test_a_raw_response_gives_errors_as_errors(wire: Wire, server: Server) -> None:
    server.answer(reply({"error": {"message": "bad"}}, 400), reply({"error": {"message": "odd"}}))
    client = wire.client()
    with pytest.raises(BadRequestError, match="bad"):
        await done(client.chat.completions.with_raw_response.create(model="m", messages=MESSAGES))
    raw = await done(client.chat.completions.with_raw_response.create(model="m", messages=MESSAGES))
    assert raw.status_code == 200
    with pytest.raises(Exception, match="odd"):
        raw.parse()


async def test_raw_responses_of_every_resource(wire: Wire, server: Server) -> None:
    server.always(reply({"id": "a", "data": [{"id": "a"}], "choices": completion()["choices"]}))
    client = wire.client()
    raw = client.with_raw_response
    for asked in (
        raw.models.list(),
        client.models.with_raw_response.retrieve("a"),
        raw.chat.completions.create(model="m", messages=MESSAGES),
        client.chat.with_raw_response.completions.create(model="m", messages=MESSAGES),
        raw.get("models"),
        raw.post("x", body={}),
    ):
        assert (await done(asked)).status_code == 200


async def test_a_raw_stream(wire: Wire, server: Server) -> None:
    server.answer(streamed(sse("a", "b"), fields=("x-request-id: r",)))
    create = wire.client().chat.completions.with_raw_response.create
    raw = await done(create(model="m", messages=MESSAGES, stream=True))
    assert (raw.status_code, raw.request_id, raw.content) == (200, "r", b"")
    text = [piece async for piece in each(raw.parse().text())]
    assert text == ["a", "b"]


def opened(client: Any, **options: Any) -> Any:
    create = client.chat.completions.with_streaming_response.create
    return entered(create(model="m", messages=MESSAGES, **options))


async def test_a_streaming_response_is_read_in_pieces(wire: Wire, server: Server) -> None:
    """Bytes, text and lines; read, json and parse take the whole."""
    body = "one\r\ntwo é\n\nthree\u2028!".encode()
    server.always(
        head(200, "x-request-id: r", "transfer-encoding: chunked") + chunked(body[:9], body[9:]) + b"0\r\n\r\n"
    )
    client = wire.client()
    async with opened(client) as response:
        assert (response.status_code, response.headers["X-Request-Id"], response.request_id) == (200, "r", "r")
        assert b"".join([piece async for piece in each(response.iter_bytes())]) == body
    async with opened(client) as response:
        assert "".join([piece async for piece in each(response.iter_text())]) == body.decode()
    async with opened(client) as response:
        assert [line async for line in each(response.iter_lines())] == ["one", "two é", "", "three\u2028!"]
    async with opened(client) as response:
        assert await done(response.read()) == body
        assert await done(response.read()) == body
        assert await done(response.text()) == body.decode()
    assert server.connections == 1


async def test_a_streaming_response_is_parsed(wire: Wire, server: Server) -> None:
    server.answer(reply(completion()), reply(completion()), streamed(sse("a", "b")))
    client = wire.client()
    async with opened(client) as response:
        assert (await done(response.json()))["id"] == "chatcmpl-1"
    async with opened(client) as response:
        assert (await done(response.parse())).choices[0].message.content == "Hello"
    async with opened(client, stream=True) as response:
        stream = await done(response.parse())
        assert [piece async for piece in each(stream.text())] == ["a", "b"]
    assert server.connections == 1


async def test_a_streaming_response_is_closed_on_leaving(wire: Wire, server: Server) -> None:
    from .scripted import UNTIL_GONE

    server.answer([streamed(b"a", end=b""), UNTIL_GONE], [streamed(b"a", end=b""), UNTIL_GONE])
    client = wire.client()
    async with opened(client):
        pass
    await wire.until(lambda: server.open_connections == 0)
    async with opened(client) as response:
        await done(response.close())
        await wire.until(lambda: server.open_connections == 0)


async def test_a_streaming_response_that_breaks_off_is_an_error(wire: Wire, server: Server) -> None:
    from oaicompat import APIConnectionError

    server.answer([streamed(b"abc", end=b""), CLOSE], [head(200, "content-length: 10") + b"abc", RESET])
    client = wire.client()
    for _ in range(2):
        async with opened(client) as response:
            with pytest.raises(APIConnectionError):
                await done(response.read())


async def test_a_refused_streaming_response_is_an_error(wire: Wire, server: Server) -> None:
    server.answer(reply({"error": "no"}, 400))
    with pytest.raises(BadRequestError, match="no"):
        async with opened(wire.client()):
            pass
