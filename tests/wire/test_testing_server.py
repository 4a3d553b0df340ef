"""The stand-in server, over real sockets: what it answers, what it records, how it is scripted, and how it stops."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import pytest

import oaicompat
from oaicompat import APIConnectionError, APIStatusError, AsyncClient, Client, IncompleteStreamError
from oaicompat.testing import RecordedRequest, Response, Server, chunks, completion, error_body, sse

HELLO = [{"role": "user", "content": "Hello there"}]
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}, "unit": {"enum": ["celsius", "fahrenheit"]}},
            "required": ["city", "unit"],
        },
    },
}
CLOCK = {"type": "function", "function": {"name": "get_time"}}
NOTE = {"type": "custom", "custom": {"name": "take_note"}}


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    with Client(base_url=server.url, api_key="", max_retries=0) as connected:
        yield connected


def ask(client: Client, messages: Any = HELLO, **options: Any) -> Any:
    return client.chat.completions.create(model="any", messages=messages, **options)


def post(server: Server, path: str, body: bytes, method: str = "POST", **headers: str) -> tuple[int, Any, Any]:
    """A request without any client's help: the status, the headers, and the body (parsed if it is JSON)."""
    connection = http.client.HTTPConnection(server.root.removeprefix("http://"), timeout=10)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json", **headers})
        reply = connection.getresponse()
        data = reply.read()
        is_json = reply.headers.get("content-type") == "application/json"
        return reply.status, reply.headers, json.loads(data) if is_json and data else data
    finally:
        connection.close()


def rejected(server: Server, **body: Any) -> dict[str, Any]:
    """The error of a chat request that is refused by 400."""
    whole = {"model": "any", "messages": HELLO, **body}
    status, _, found = post(server, "/v1/chat/completions", json.dumps(whole).encode())
    assert status == 400, found
    error = found["error"]
    assert error.keys() == {"message", "type", "param", "code"}
    assert error["type"] == "invalid_request_error"
    return error


# -- chat ----------------------------------------------------------------------------------------------------------


def test_text_follows_from_the_last_user_message(client: Client) -> None:
    """The answer is the same each time, with counts that add up and an id of its own."""
    one, two = ask(client), ask(client)
    assert one.choices[0].message.content == two.choices[0].message.content == "You said: Hello there"
    assert one.choices[0].finish_reason == "stop"
    assert one.id != two.id
    assert one.usage.total_tokens == one.usage.prompt_tokens + one.usage.completion_tokens
    assert one.usage.prompt_tokens == client.tokenize(messages=HELLO).count
    assert one.model == "any"


def test_a_stream_says_what_the_whole_answer_says(client: Client) -> None:
    """The chunks of a stream add up to the unstreamed completion: text, thinking, log probabilities, usage, n."""
    options = {"n": 2, "reasoning_effort": "low", "logprobs": True, "top_logprobs": 2}
    whole = ask(client, **options)
    stream = ask(client, stream=True, stream_options={"include_usage": True}, **options)
    added = stream.get_final_completion()
    assert added.usage == whole.usage
    assert whole.usage.completion_tokens_details.reasoning_tokens > 0
    for one, other in zip(added.choices, whole.choices, strict=True):
        assert one.message.content == other.message.content
        assert one.message.reasoning == other.message.reasoning
        assert one.message.reasoning
        assert one.logprobs == other.logprobs
        assert one.finish_reason == other.finish_reason
    assert whole.choices[0].message.content != whole.choices[1].message.content
    tokens = whole.choices[0].logprobs.content
    assert "".join(token.token for token in tokens) == whole.choices[0].message.content
    assert {len(token.top_logprobs) for token in tokens} == {2}


def test_usage_is_streamed_only_if_it_is_asked_for(client: Client) -> None:
    """Without stream_options no chunk has usage; with it one more chunk comes, without choices."""
    plain = list(ask(client, stream=True))
    counted = list(ask(client, stream=True, stream_options={"include_usage": True}))
    assert all(chunk.usage is None for chunk in plain)
    assert counted[-1].choices == []
    assert counted[-1].usage.total_tokens > 0
    assert len(counted) == len(plain) + 1


@pytest.mark.parametrize(
    "option",
    [
        {"reasoning_effort": "high"},
        {"chat_template_kwargs": {"enable_thinking": True}},
        {"enable_thinking": True},
        {"thinking": {"type": "enabled"}},
    ],
    ids=str,
)
def test_thinking_comes_before_the_answer(client: Client, option: dict[str, Any]) -> None:
    """Each way to ask for thinking gives reasoning, streamed before the first text."""
    kinds = [
        "thought" if chunk.choices[0].delta.reasoning else "text"
        for chunk in ask(client, stream=True, **option)
        if chunk.choices[0].delta.reasoning or chunk.choices[0].delta.content
    ]
    assert kinds == sorted(kinds, reverse=True)
    assert set(kinds) == {"thought", "text"}


@pytest.mark.parametrize("option", [{}, {"reasoning_effort": "none"}, {"enable_thinking": False}], ids=str)
def test_nobody_thinks_unasked(client: Client, option: dict[str, Any]) -> None:
    """Without the wish, or with the wish for none, there is no reasoning."""
    assert ask(client, **option).choices[0].message.reasoning is None


def test_stop_and_max_tokens_end_the_answer(client: Client) -> None:
    """`stop` cuts before its text; a token limit cuts after so many tokens and says "length"."""
    stopped = ask(client, stop=[" there", "nothing"]).choices[0]
    assert (stopped.message.content, stopped.finish_reason) == ("You said: Hello", "stop")
    short = ask(client, max_tokens=2)
    assert (short.choices[0].message.content, short.choices[0].finish_reason) == ("You said:", "length")
    assert short.usage.completion_tokens == 2


def test_parts_of_a_message_are_read(client: Client) -> None:
    """Text parts are joined, and other parts named by their kind."""
    image = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}
    parts = [{"type": "text", "text": "What is this?"}, image]
    found = ask(client, [{"role": "user", "content": parts}])
    assert found.choices[0].message.content == "You said: What is this? [image_url]"


@pytest.mark.parametrize("stream", [False, True])
def test_tools_are_called_and_their_results_told(client: Client, stream: bool) -> None:
    """A whole turn: the call has arguments by the tool's schema, and after the tool's message comes a text with it."""

    def answer(messages: list[Any]) -> Any:
        found = ask(client, messages, tools=[WEATHER], stream=stream)
        return (found.get_final_completion() if stream else found).choices[0]

    first = answer(HELLO)
    (call,) = first.message.tool_calls
    assert first.finish_reason == "tool_calls"
    assert first.message.content is None
    assert call.function.name == "get_weather"
    assert json.loads(call.function.arguments) == {"city": "some city", "unit": "celsius"}
    result = {"role": "tool", "tool_call_id": call.id, "content": "17 degrees"}
    last = answer([*HELLO, first.message, result])
    assert (last.message.content, last.finish_reason) == ("The tool says: 17 degrees", "stop")


@pytest.mark.parametrize(
    ("text", "options", "names"),
    [
        ("Hello", {}, ["get_weather"]),
        ("get_time, please", {}, ["get_time"]),
        ("get_time and get_weather", {}, ["get_weather", "get_time"]),
        ("get_time and get_weather", {"parallel_tool_calls": False}, ["get_weather"]),
        ("Hello", {"tool_choice": "required"}, ["get_weather"]),
        ("Hello", {"tool_choice": "any"}, ["get_weather"]),
        ("Hello", {"tool_choice": {"type": "function", "function": {"name": "get_time"}}}, ["get_time"]),
        ("Hello", {"tool_choice": {"type": "custom", "custom": {"name": "take_note"}}}, ["take_note"]),
        ("Hello", {"tool_choice": "none"}, []),
        (
            "get_time and get_weather",
            {
                "tool_choice": {
                    "type": "allowed_tools",
                    "allowed_tools": {
                        "mode": "auto",
                        "tools": [{"type": "function", "function": {"name": "get_time"}}],
                    },
                }
            },
            ["get_time"],
        ),
    ],
    ids=str,
)
def test_which_tools_are_called(client: Client, text: str, options: Any, names: list[str]) -> None:
    """The tool choice decides, else the names in the user's text, else the first tool is called."""
    found = ask(client, [{"role": "user", "content": text}], tools=[WEATHER, CLOCK, NOTE], **options)
    calls = found.choices[0].message.tool_calls or []
    assert [call.custom.name if call.type == "custom" else call.function.name for call in calls] == names
    assert len({call.id for call in calls}) == len(calls)


def test_a_custom_tool_gets_text(client: Client) -> None:
    """The input of a free-text tool is the user's text, streamed as well."""
    choice = {"type": "custom", "custom": {"name": "take_note"}}
    call = ask(client, tools=[NOTE], tool_choice=choice).choices[0].message.tool_calls[0]
    assert (call.custom.name, call.custom.input) == ("take_note", "Hello there")
    added = ask(client, tools=[NOTE], tool_choice=choice, stream=True).get_final_completion()
    assert added.choices[0].message.tool_calls[0].custom == call.custom


def test_json_modes(client: Client) -> None:
    """json_object gives an object; json_schema gives a value of the schema, streamed too."""
    assert isinstance(json.loads(ask(client, response_format={"type": "json_object"}).choices[0].message.content), dict)
    schema = {
        "type": "object",
        "properties": {"colour": {"$ref": "#/$defs/colour"}, "sure": {"type": "boolean"}},
        "required": ["colour", "sure"],
        "additionalProperties": False,
        "$defs": {"colour": {"enum": ["red", "green"]}},
    }
    form = {"type": "json_schema", "json_schema": {"name": "pick", "strict": True, "schema": schema}}
    assert json.loads(ask(client, response_format=form).choices[0].message.content) == {"colour": "red", "sure": True}
    streamed = "".join(ask(client, response_format=form, stream=True).text())
    assert json.loads(streamed) == {"colour": "red", "sure": True}


# -- the other routes ----------------------------------------------------------------------------------------------


def test_models(client: Client) -> None:
    """Without `models` there is one in the list, and any other name will do; ids may hold slashes."""
    assert [model.id for model in client.models.list()] == ["stand-in"]
    assert client.models.retrieve("org/some:model").id == "org/some:model"


def test_given_models_are_the_only_ones() -> None:
    """With `models` other names are 404, for a model's card as for chat."""
    with Server(models=["a", "b"]) as server, Client(base_url=server.url) as client:
        assert [model.id for model in client.models.list()] == ["a", "b"]
        assert client.models.retrieve("b").id == "b"
        for call in (lambda: client.models.retrieve("c"), lambda: ask(client)):
            with pytest.raises(oaicompat.NotFoundError) as caught:
                call()
            assert caught.value.code == "model_not_found"


def test_routes_beside_v1(client: Client) -> None:
    """Health, version and tokens are at the root, and tokens turn back into their text."""
    text = "Grüße an alle 😀\n hello   world"
    found = client.tokenize(prompt=text, return_token_strs=True)
    assert found.count == len(found.tokens) > 3
    assert found.max_model_len == 131_072
    assert "".join(found.token_strs or []) == text
    assert client.detokenize(tokens=found.tokens).text == text
    assert client.health().status == "ok"
    assert client.version().version == oaicompat.__version__


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/v1/nothing", 404),
        ("GET", "/", 404),
        ("GET", "/v1/chat/completions", 405),
        ("PUT", "/v1/models/a", 405),
        ("POST", "/health", 405),
    ],
)
def test_wrong_routes(server: Server, method: str, path: str, status: int) -> None:
    """A path that is not known is 404, a method that is not 405 with what is allowed; both in OpenAI's shape."""
    found, headers, body = post(server, path, b"{}", method)
    assert found == status
    assert body["error"].keys() == {"message", "type", "param", "code"}
    assert ("allow" in headers) == (status == 405)


def test_head_has_no_body(server: Server) -> None:
    """HEAD is answered like GET, without the body and with its length."""
    status, headers, body = post(server, "/v1/models", b"", "HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) > 0


# -- what is refused -----------------------------------------------------------------------------------------------

USER = {"role": "user", "content": "Hi"}


@pytest.mark.parametrize(
    ("body", "param", "word"),
    [
        ({"model": None}, "model", "required"),
        ({"messages": None}, "messages", "required"),
        ({"messages": []}, "messages", "at least one"),
        ({"messages": "Hi"}, "messages", "an array"),
        ({"messages": ["Hi"]}, "messages[0]", "an object"),
        ({"messages": [USER, {"content": "Hi"}]}, "messages[1].role", "required"),
        ({"messages": [{"role": "robot", "content": "Hi"}]}, "messages[0].role", "'robot'"),
        ({"messages": [{"role": "user", "content": 5}]}, "messages[0].content", "valid string"),
        ({"messages": [{"role": "user"}]}, "messages[0].content", "required"),
        ({"messages": [{"role": "assistant"}]}, "messages[0].content", "required"),
        ({"messages": [{**USER, "mood": 1}]}, "messages[0].mood", "Unknown"),
        ({"messages": [{**USER, "user": 1}]}, "messages[0].user", "Unknown"),
        ({"messages": [{"role": "tool", "content": ""}]}, "messages[0].tool_call_id", "required"),
        ({"messages": [{"role": "user", "content": [{"type": "text"}]}]}, "messages[0].content[0].text", "required"),
        ({"messages": [{"role": "user", "content": [{"type": "smell"}]}]}, "messages[0].content[0].type", "'text'"),
        ({"messages": [{"role": "user", "content": [{"text": "a"}]}]}, "messages[0].content[0].type", "required"),
        (
            {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": 1}}]}]},
            "messages[0].content[0].image_url.url",
            "valid string",
        ),
        (
            {
                "messages": [
                    {
                        "role": "assistant",
                        "tool_calls": [{"id": "a", "type": "function", "function": {"name": "f", "arguments": {}}}],
                    }
                ]
            },
            "messages[0].tool_calls[0].function.arguments",
            "valid string",
        ),
        ({"temperature": "hot"}, "temperature", "valid number"),
        ({"temperature": 3}, "temperature", "between 0 and 2"),
        ({"max_tokens": 0}, "max_tokens", "between 1"),
        ({"n": True}, "n", "valid integer"),
        ({"stream": "yes"}, "stream", "a boolean"),
        ({"stop": ["a", 1]}, "stop[1]", "valid string"),
        ({"stream_options": {"include_usage": True}}, "stream_options", "when 'stream'"),
        ({"stream": True, "stream_options": {"usage": True}}, "stream_options.usage", "Unknown"),
        ({"tools": {}}, "tools", "an array"),
        ({"tools": [{"type": "function", "function": {}}]}, "tools[0].function.name", "required"),
        ({"tools": [{"function": {"name": "a"}}]}, "tools[0].type", "required"),
        ({"tools": [{**CLOCK, "strict": True}]}, "tools[0].strict", "Unknown"),
        ({"tools": [WEATHER, {"type": "magic"}]}, "tools[1].type", "'magic'"),
        ({"tool_choice": "required"}, "tool_choice", "'tools'"),
        ({"tool_choice": "perhaps", "tools": [CLOCK]}, "tool_choice", "'perhaps'"),
        (
            {"tool_choice": {"type": "function", "function": {"name": "f"}}, "tools": [CLOCK]},
            "tool_choice",
            "'f'",
        ),
        ({"tool_choice": {"type": "function"}, "tools": [CLOCK]}, "tool_choice.function", "required"),
        ({"response_format": "json"}, "response_format", "an object"),
        ({"response_format": {"type": "yaml"}}, "response_format.type", "'yaml'"),
        (
            {"response_format": {"type": "json_schema", "json_schema": {}}},
            "response_format.json_schema.name",
            "required",
        ),
        (
            {
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "a", "schema": {"type": "integer", "minimum": 2, "maximum": 1}},
                }
            },
            "response_format.json_schema.schema",
            "schema",
        ),
    ],
    ids=str,
)
def test_a_wrong_request_is_told_where_it_is_wrong(server: Server, body: Any, param: str, word: str) -> None:
    """400 in OpenAI's shape: `param` is the path of the field, and the message says what is wrong with it."""
    error = rejected(server, **body)
    assert error["param"] == param
    assert word in error["message"]


@pytest.mark.parametrize("body", [b"", b"{", b'{"model": NaN}', b"[1]", b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_json_object(server: Server, body: bytes) -> None:
    """Malformed JSON, and JSON that is no object, are 400."""
    status, _, found = post(server, "/v1/chat/completions", body)
    assert status == 400
    assert "JSON" in found["error"]["message"]


def test_unknown_keys_pass_unless_the_server_is_strict(client: Client) -> None:
    """Servers ignore a key that they do not know; with strict=True it is refused, as OpenAI does."""
    assert ask(client, extra_body={"wibble": 1}).choices
    with Server(strict=True) as strict:
        error = rejected(strict, wibble=1)
        assert (error["param"], error["code"]) == ("wibble", "unknown_parameter")
        orphan = {"role": "tool", "tool_call_id": "call_9", "content": ""}
        assert rejected(strict, messages=[USER, orphan])["param"] == "messages[1].tool_call_id"


def test_a_prompt_that_is_too_long() -> None:
    """A prompt above `max_model_len` is refused in the words that clients look for."""
    with Server(max_model_len=20) as server:
        error = rejected(server, messages=[{"role": "user", "content": "word " * 50}])
        assert error["code"] == "context_length_exceeded"


def test_only_those_with_the_key_come_in() -> None:
    """401 for no key and for another one, without repeating it; routes beside /v1 are open; nothing queued is used."""
    with Server(api_key="sk-right") as server:
        for key in ("", "sk-wrong"):
            with Client(base_url=server.url, api_key=key) as client:
                with pytest.raises(oaicompat.AuthenticationError) as caught:
                    ask(client)
                assert caught.value.code == "invalid_api_key"
                assert "sk-" not in str(caught.value.body)
                assert client.health().status == "ok"
        server.reply("for the right one")
        assert post(server, "/v1/chat/completions", b"{}")[0] == 401
        with Client(base_url=server.url, api_key="sk-right") as client:
            assert ask(client).choices[0].message.content == "for the right one"


# -- scripting -----------------------------------------------------------------------------------------------------


def test_requests_are_recorded(server: Server, client: Client) -> None:
    """Method, path, query, headers in any case, body, as they came; and which connection they came on."""
    with pytest.raises(LookupError):
        _ = server.last
    ask(client, extra_headers={"X-Test": "one"}, extra_query={"a": "b c"})
    client.models.list()
    first, last = server.requests
    assert (first.method, first.path, first.query) == ("POST", "/v1/chat/completions", {"a": "b c"})
    assert first.headers["x-TEST"] == "one"
    assert first.json()["messages"] == HELLO
    assert json.loads(first.body) == json.loads(first.text) == first.json()
    assert (last.method, last.path, last.body) == ("GET", "/v1/models", b"")
    assert server.last == last
    assert (first.number, last.number) == (1, 2)
    assert first.connection == last.connection == server.connections == 1
    server.clear()
    assert server.requests == []


def test_replies_are_used_in_their_order_and_once(server: Server, client: Client) -> None:
    """Queued replies come one after another, then the server's own."""
    server.reply("one")
    server.error(503, "down")
    server.reply("two")
    assert ask(client).choices[0].message.content == "one"
    with pytest.raises(oaicompat.InternalServerError, match="down"):
        ask(client)
    assert ask(client).choices[0].message.content == "two"
    assert ask(client).choices[0].message.content == "You said: Hello there"


@pytest.mark.parametrize("stream", [False, True])
def test_a_text_reply_is_a_completion_or_its_chunks(server: Server, client: Client, stream: bool) -> None:
    """Text, reasoning, tool calls and finish reason arrive, whichever way the request wants them."""
    server.reply(
        "Good morning",
        reasoning="Be polite.",
        tool_calls=[("f", {"a": 1}), ("f", '{"a": 2}')],
        finish_reason="length",
        headers={"X-Extra": "yes"},
    )
    found = ask(client, stream=stream)
    headers = found.response_headers
    choice = (found.get_final_completion() if stream else found).choices[0]
    assert choice.message.content == "Good morning"
    assert choice.message.reasoning == "Be polite."
    assert [call.function.arguments for call in choice.message.tool_calls] == ['{"a": 1}', '{"a": 2}']
    assert len({call.id for call in choice.message.tool_calls}) == 2
    assert choice.finish_reason == "length"
    assert headers["x-extra"] == "yes"
    assert headers["x-request-id"] == "req-1"


def test_dicts_lists_and_bytes(server: Server, client: Client) -> None:
    """A mapping is JSON, a list of mappings a stream with its end mark, bytes are the body as it is."""
    server.reply({"id": "x", "choices": [{"message": {"content": "from a dict"}}]}, status=203)
    assert ask(client).choices[0].message.content == "from a dict"
    server.reply(chunks("from a list"))
    assert "".join(ask(client, stream=True).text()) == "from a list"
    server.reply(sse([*chunks("from")[:2], error_body("gone wrong", code=503)], done=False))
    with pytest.raises(oaicompat.InternalServerError, match="gone wrong"):
        list(ask(client, stream=True))
    server.reply(b"<h1>Hello</h1>", status=502)
    with pytest.raises(oaicompat.InternalServerError) as caught:
        ask(client)
    assert caught.value.response.headers["content-type"].startswith("text/html")
    server.reply(Response(iter([b"a", b"", b"b"]), 201, {"Content-Type": "text/plain"}))
    status, headers, body = post(server, "/anything", b"")
    assert (status, headers["transfer-encoding"], body) == (201, "chunked", b"ab")


def test_errors_have_openais_shape_or_a_body_of_their_own(server: Server, client: Client) -> None:
    """Status, message, type, param, code and headers arrive; `body` takes their place."""
    server.error(429, "slow down", type="rate_limit", param="model", code="tpm", headers={"Retry-After": "7"})
    with pytest.raises(oaicompat.RateLimitError) as caught:
        ask(client)
    error = caught.value
    assert (error.type, error.param, error.code) == ("rate_limit", "model", "tpm")
    assert error.response.headers["retry-after"] == "7"
    server.error(500, body={"detail": "out of memory"})
    with pytest.raises(APIStatusError, match="out of memory"):
        ask(client)


def test_a_delay_holds_one_reply_up(server: Server) -> None:
    """A client that does not wait so long gives up; the reply after it is not delayed."""
    server.delay(30)
    with Client(base_url=server.url, max_retries=0, timeout=0.2) as client:
        with pytest.raises(oaicompat.APITimeoutError):
            ask(client)
        assert ask(client, timeout=10).choices


def contents(stream: Any) -> tuple[list[str], Exception | None]:
    """The texts of a stream, and what ended it."""
    seen: list[str] = []
    try:
        seen.extend(chunk.choices[0].delta.content for chunk in stream)  # keeps what came before an exception
    except APIConnectionError as error:
        return seen, error
    return seen, None


def test_a_delay_inside_a_reply(server: Server) -> None:
    """What comes before the stall is there, what comes after it is not."""
    server.reply("one two three").delay(30, after=3)
    with Client(base_url=server.url, timeout=1) as client:
        seen, error = contents(ask(client, stream=True))
        assert seen == ["", "one", " two"]
        assert isinstance(error, oaicompat.APITimeoutError)
        stream = ask(client, stream=True, timeout=10)
        assert stream.get_final_completion().choices[0].finish_reason == "stop"


def test_cut_streams(server: Server, client: Client) -> None:
    """After so many events the connection breaks, is reset, or the body ends in good order without its end mark."""
    for options, kind in (({}, "protocol"), ({"reset": True}, ""), ({"ended": True}, "ended")):
        server.reply("one two three").cut(after=3, **options)
        seen, error = contents(ask(client, stream=True))
        assert seen == ["", "one", " two"] or options == {"reset": True}  # a reset may overtake what was sent
        assert error is not None
        assert kind in str(error)
        assert isinstance(error, IncompleteStreamError) == ("ended" in options)


def test_cut_after_bytes(server: Server) -> None:
    """So many bytes of the body come, short of its length; with `ended` the length is that of what came."""
    server.cut(after_bytes=10)
    with pytest.raises(http.client.IncompleteRead) as caught:
        post(server, "/v1/models", b"", "GET")
    assert len(caught.value.partial) == 10
    server.reply(b"0123456789abcdef").cut(after_bytes=10, ended=True)
    assert post(server, "/x", b"")[2] == b"0123456789"
    server.reply(chunks("one two")).cut(after_bytes=40)
    with pytest.raises(http.client.IncompleteRead) as caught:
        post(server, "/x", b"")
    assert caught.value.partial == sse(chunks("one two"))[:40]


def test_cut_before_anything_and_after_the_head(server: Server) -> None:
    """Without an amount not even a status comes; after=0 gives the head alone."""
    server.cut()
    with pytest.raises(http.client.RemoteDisconnected):
        post(server, "/v1/models", b"", "GET")
    server.cut(after=0)
    with pytest.raises(http.client.IncompleteRead) as caught:
        post(server, "/v1/models", b"", "GET")
    assert caught.value.partial == b""


def test_retries_meet_one_fault_after_another(server: Server) -> None:
    """One call of a client with retries uses up two queued faults and gets the third reply."""
    server.error(429, headers={"retry-after-ms": "1"})
    server.error(503, headers={"retry-after-ms": "1"})
    with Client(base_url=server.url, max_retries=2) as client:
        assert ask(client).choices[0].message.content == "You said: Hello there"
    assert len(server.requests) == 3


@pytest.mark.parametrize("split", [None, 1, 7])
def test_raw_bytes(server: Server, client: Client, split: int | None) -> None:
    """The bytes come as they are, however they are split into writes, and the connection may stay open."""
    body = json.dumps(completion("raw")).encode()
    head = b"HTTP/1.1 200 Fine\r\ncontent-type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
    server.raw(head, body, split=split, pause=0.0001, close=False)
    assert ask(client).choices[0].message.content == "raw"
    assert ask(client).choices[0].message.content == "You said: Hello there"
    assert server.connections == 1
    server.raw(head, body, split=split)
    assert exchange(server, b"GET / HTTP/1.1\r\n\r\n") == head + body


def test_a_handler_of_ones_own(server: Server, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    """It sees each request that has no queued reply; None leaves it to the server; its exception is a 500."""

    @server.handle
    def answer(request: RecordedRequest) -> Any:
        if request.method == "GET":
            return None
        return {"role": "shout", "choices": [{"message": {"content": request.json()["model"].upper()}}]}

    server.reply("queued")
    assert ask(client).choices[0].message.content == "queued"
    assert ask(client).choices[0].message.content == "ANY"
    assert client.models.list().data

    @server.handle
    def broken(request: RecordedRequest) -> Any:
        raise LookupError("my own fault")

    with pytest.raises(oaicompat.InternalServerError, match="my own fault"):
        ask(client)
    assert "my own fault" in caplog.text


def test_a_body_that_takes_its_time(server: Server, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    """A generator's pieces are sent as they come; if it fails, the connection breaks and the log says why."""
    go_on = threading.Event()

    def pieces() -> Iterator[bytes]:
        first, second, *_ = chunks("one two")
        yield sse([first], done=False)
        assert go_on.wait(10)  # set when the client has seen the first piece
        yield sse([second], done=False)
        raise LookupError("my own fault")

    server.reply(Response(pieces(), headers={"Content-Type": "text/event-stream"}))
    stream = ask(client, stream=True)
    assert next(stream).choices[0].delta.content == ""
    go_on.set()
    seen, error = contents(stream)
    assert seen == ["one"]
    assert error is not None
    server.stop()  # the log is written by then
    assert "my own fault" in caplog.text


@pytest.mark.parametrize(
    "wrong",
    [
        lambda server: server.reply({"a": 1}, reasoning="no"),
        lambda server: server.reply(Response(), status=404),
        lambda server: server.cut(1, after_bytes=1),
        lambda server: server.cut(ended=True),
        lambda server: server.raw(b"x").cut(),
        lambda server: server.raw(b"x", split=0),
        lambda server: server.delay(-1),
    ],
)
def test_scripts_that_make_no_sense(server: Server, wrong: Callable[[Server], object]) -> None:
    """They are refused where they are written."""
    with pytest.raises((TypeError, ValueError)):
        wrong(server)


# -- the builders alone --------------------------------------------------------------------------------------------


def test_builders_without_a_server() -> None:
    """Plain dicts and bytes, the same for the same arguments; chunks of a whole completion say what it says."""
    whole = completion("Hi there", reasoning="Hm.", tool_calls={"f": {"a": 1}})
    assert whole == completion("Hi there", reasoning="Hm.", tool_calls={"f": {"a": 1}})
    found = chunks(whole, include_usage=True)
    assert found == chunks("Hi there", reasoning="Hm.", tool_calls={"f": {"a": 1}}, include_usage=True)
    assert found[-1]["usage"] == whole["usage"]
    text = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in found[:-1])
    assert text == "Hi there"
    assert sse(["a\nb", {"c": "é"}]) == 'data: a\ndata: b\n\ndata: {"c":"é"}\n\ndata: [DONE]\n\n'.encode()
    assert sse([], done=False) == b""


# -- HTTP ----------------------------------------------------------------------------------------------------------


def exchange(server: Server, data: bytes) -> bytes:
    """What the server sends for these bytes until it closes."""
    with socket.create_connection(("127.0.0.1", int(server.root.rpartition(":")[2])), 10) as connection:
        connection.sendall(data)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_requests_in_other_forms(server: Server) -> None:
    """Chunked bodies, HTTP/1.0, pipelined requests, 100-continue, and what is no HTTP at all."""
    body = json.dumps({"model": "m", "messages": HELLO, "stream": True}).encode()
    head = b"POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\n"
    chunked = b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n%x;x=y\r\n%b\r\n0\r\nT: 1\r\n\r\n"
    assert exchange(server, head + chunked % (len(body), body)).endswith(b"data: [DONE]\n\n\r\n0\r\n\r\n")
    old = head.replace(b"1.1", b"1.0") + b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
    found = exchange(server, old)
    assert found.endswith(b"data: [DONE]\n\n")
    assert b"chunked" not in found
    twice = b"GET /health HTTP/1.1\r\n\r\n" + b"GET /health HTTP/1.1\r\nConnection: close\r\n\r\n"
    assert exchange(server, twice).count(b"HTTP/1.1 200 OK\r\n") == 2
    waiting = b"GET /health HTTP/1.1\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
    assert exchange(server, waiting).startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200")
    for wrong in (b"hello\r\n\r\n", b"GET / HTTP/1.1\r\nbad\r\n\r\n", head + b"Content-Length: x\r\n\r\n"):
        assert exchange(server, wrong).startswith(b"HTTP/1.1 400 ")


def test_connections_are_kept(server: Server, client: Client) -> None:
    """Whole replies, streams read to their end, and errors leave the connection open for the next request."""
    for _ in range(5):
        ask(client)
        list(ask(client, stream=True))
        with pytest.raises(oaicompat.BadRequestError):
            ask(client, temperature=9)
    assert server.connections == 1
    assert len(server.requests) == 15


def test_fifty_clients_at_once(server: Server) -> None:
    """Fifty threads, half of them streaming, all get their own answer."""

    def run(number: int) -> str:
        with Client(base_url=server.url) as client:
            messages = [{"role": "user", "content": f"number {number}"}]
            if number % 2:
                return "".join(ask(client, messages, stream=True).text())
            return str(ask(client, messages).choices[0].message.content)

    with ThreadPoolExecutor(50) as pool:
        found = list(pool.map(run, range(50)))
    assert found == [f"You said: number {number}" for number in range(50)]
    assert sorted(request.number for request in server.requests) == list(range(1, 51))


def test_clients_that_go_away(server: Server, client: Client) -> None:
    """Clients that leave within a request, before the reply, or within a stream disturb nobody."""
    port = int(server.root.rpartition(":")[2])
    for data in (
        b"",
        b"POST /v1",
        b"POST /v1/models HTTP/1.1\r\nContent-Length: 99\r\n\r\nabc",
        b"GET /health HTTP/1.1\r\n\r\n",
    ):
        socket.create_connection(("127.0.0.1", port)).close()
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(data)
    for _ in range(2):
        server.reply("word " * 20_000)
        next(stream := ask(client, stream=True))
        stream.close()
    assert ask(client).choices[0].message.content == "You said: Hello there"


# -- start and stop ------------------------------------------------------------------------------------------------


def test_stopping_ends_what_is_under_way() -> None:
    """A stalled reply and an open stream end at once, no thread is left, and the port is closed."""
    before = threading.active_count()
    server = Server().start()
    server.delay(600)
    server.reply("one two").delay(600, after=2)
    with ThreadPoolExecutor(1) as pool, Client(base_url=server.url, max_retries=0) as client:
        stalled = pool.submit(ask, client)
        server.wait_for(1)
        stream = ask(client, stream=True)
        next(stream)
        url = server.url
        server.stop()
        with pytest.raises(APIConnectionError):
            stalled.result(30)
        with pytest.raises(APIConnectionError):
            list(stream)
    assert threading.active_count() == before
    with Client(base_url=url, max_retries=0) as client, pytest.raises(APIConnectionError):
        ask(client)


def test_lifecycle() -> None:
    """Stopping twice is fine, a stopped server has no URL, may be started again, and cannot be started twice."""
    server = Server()
    with pytest.raises(RuntimeError):
        _ = server.url
    server.stop()
    for _ in range(2):
        with server:
            assert server.url.startswith("http://127.0.0.1:")
            assert server.url.endswith("/v1")
            with pytest.raises(RuntimeError):
                server.start()
    server.stop()
    with Server() as one, pytest.raises(OSError):
        Server(port=int(one.root.rpartition(":")[2])).start()


def test_waiting_for_requests(server: Server) -> None:
    """`wait_for` gives what came, and says how much is missing when it does not come."""
    assert server.wait_for(0) == []
    with pytest.raises(TimeoutError, match="0 of 1"):
        server.wait_for(1, timeout=0.01)


# -- async ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_async_clients(server: Server, backend: str) -> None:
    """Unary, streamed, fifty at once, a fault and a cut: the same under asyncio and trio."""

    async def run() -> None:
        async with AsyncClient(base_url=server.url, max_retries=0) as client:

            async def ask_async(text: str, **options: Any) -> Any:
                messages = [{"role": "user", "content": text}]
                return await client.chat.completions.create(model="any", messages=messages, **options)

            texts: dict[int, str] = {}

            async def one(number: int) -> None:
                found = await ask_async(f"number {number}", stream=bool(number % 2))
                texts[number] = (
                    "".join([text async for text in found.text()]) if number % 2 else found.choices[0].message.content
                )

            async with anyio.create_task_group() as group:
                for number in range(50):
                    group.start_soon(one, number)
            assert texts == {number: f"You said: number {number}" for number in range(50)}
            server.error(503, "down")
            with pytest.raises(oaicompat.InternalServerError):
                await ask_async("Hi")
            server.reply("one two").cut(after=2, ended=True)
            stream = await ask_async("Hi", stream=True)
            with pytest.raises(IncompleteStreamError):
                await stream.get_final_completion()

    main: Callable[[], Awaitable[None]] = run
    anyio.run(main, backend=backend)


# -- beside the package --------------------------------------------------------------------------------------------


def environment() -> dict[str, str]:
    root = Path(oaicompat.__file__).parents[1]
    return {
        **os.environ,
        "PYTHONPATH": str(root),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }


def test_imports_are_light() -> None:
    """The package and its server need no HTTP client, and the pytest plugin not even the server."""
    code = (
        "import sys, oaicompat.testing.pytest_plugin\n"
        "assert not {'pydantic', 'httpx', 'oaicompat.testing._server', 'oaicompat._client'} & {*sys.modules}\n"
        "import oaicompat.testing as testing\n"
        "[getattr(testing, name) for name in testing.__all__]\n"
        "assert testing.__all__ == sorted(testing.__all__)\n"
        "with testing.Server(): assert 'httpx' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, env=environment(), timeout=60)


def test_the_fixture(tmp_path: Path) -> None:
    """Each test gets a server of its own, running, stopped afterwards."""
    (tmp_path / "test_it.py").write_text(
        "import pytest\n"
        "seen = []\n"
        "@pytest.mark.parametrize('turn', [0, 1])\n"
        "def test_it(oaicompat_server, turn):\n"
        "    assert oaicompat_server.url.endswith('/v1')\n"
        "    assert oaicompat_server not in seen\n"
        "    assert all('stopped' in repr(server) for server in seen)\n"
        "    seen.append(oaicompat_server)\n"
    )
    options = ["-p", "oaicompat.testing.pytest_plugin", "-p", "no:cacheprovider", "-W", "error", "-q"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(tmp_path)],
        env=environment(),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "2 passed" in done.stdout, done.stdout + done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command(number: int) -> None:
    """It prints its URL and how to use it, serves with the key it was given, and ends cleanly."""
    command = [sys.executable, "-W", "error", "-m", "oaicompat.testing", "--port", "0", "--api-key", "k"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    ) as process:
        try:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(3)]
            url = lines[1].strip().partition("OPENAI_BASE_URL=")[2]
            assert url in lines[0]
            assert f"curl {url}/chat/completions" in lines[2]
            with Client(base_url=url, api_key="k") as client:
                assert ask(client).choices[0].message.content == "You said: Hello there"
            process.send_signal(number)
            _, errors = process.communicate(timeout=30)
            assert (process.returncode, errors) == (0, "")
        finally:
            process.kill()


def test_the_command_says_that_a_port_is_taken(server: Server) -> None:
    """Exit status 1 and one line about it."""
    port = server.root.rpartition(":")[2]
    done = subprocess.run(
        [sys.executable, "-m", "oaicompat.testing", "--port", port],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "cannot listen" in done.stderr
    assert "Traceback" not in done.stderr
