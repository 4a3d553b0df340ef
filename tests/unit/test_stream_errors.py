"""What a stream tells or lacks: errors in all shapes, streams cut short, bodies that are no stream."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest

import oaicompat
from oaicompat import APIError, APIResponseValidationError, IncompleteStreamError
from oaicompat._chunks import ChatChunkDecoder
from oaicompat.endpoints.chat import chat

from .streams import by_hand, cuts, decoded, head, piece, reply, sse

HEL = sse(piece({"role": "assistant", "content": "Hel"}), done=False)


def event(data: Any, name: str = "", comment: str = "") -> bytes:
    text = data if isinstance(data, str) else json.dumps(data)
    return (f":{comment}\n" * bool(comment) + f"event: {name}\n" * bool(name) + f"data: {text}\n\n").encode()


ERRORS: list[tuple[str, bytes, str, int, str]] = [
    ("object", event({"error": {"message": "overloaded", "code": 503}}), "InternalServerError", 503, "overloaded"),
    (
        "object, code as text",
        event({"error": {"message": "slow down", "code": "429"}}),
        "RateLimitError",
        429,
        "slow down",
    ),
    ("object, code is a word", event({"error": {"message": "no", "code": "bad"}}), "APIStatusError", 200, "no"),
    ("string", event({"error": "model crashed"}), "APIStatusError", 200, "model crashed"),
    (
        "string beside choices null",
        event({"error": "model crashed", "choices": None}),
        "APIStatusError",
        200,
        "model crashed",
    ),
    ("named event", event({"code": "Throttling", "message": "quota"}, "error"), "APIStatusError", 200, "quota"),
    (
        "named event, status in a comment",
        event({"code": "Throttling", "message": "quota"}, "error", "HTTP_STATUS/429"),
        "RateLimitError",
        429,
        "quota",
    ),
    ("named event, plain words", event("something broke", "error"), "APIStatusError", 200, "something broke"),
    ("named event, broken JSON", event('{"message": "x', "error"), "APIStatusError", 200, '{"message": "x'),
    ("named event, a list", event(["a", "b"], "error"), "APIStatusError", 200, "a; b"),
    ("named event, nothing said", event({}, "error"), "APIStatusError", 200, "did not say why"),
    ("object is error", event({"object": "error", "message": "gone", "code": 404}), "NotFoundError", 404, "gone"),
    (
        "vLLM",
        event({"error": {"object": "error", "message": "aborted", "type": "x", "code": 500}}),
        "InternalServerError",
        500,
        "aborted",
    ),
    ("detail", event({"detail": "not allowed"}), "APIStatusError", 200, "not allowed"),
    (
        "detail, a list",
        event({"detail": [{"loc": ["body", "n"], "msg": "too large"}]}),
        "APIStatusError",
        200,
        "body.n: too large",
    ),
    ("field error", b'error: {"code":400,"message":"context"}\n\n', "BadRequestError", 400, "context"),
    ("TGI", event({"error": {"message": "Input", "http_status_code": 422}}), "UnprocessableEntityError", 422, "Input"),
    (
        "flat with a status",
        event({"status": 401, "message": "who are you", "code": "auth"}),
        "AuthenticationError",
        401,
        "who are you",
    ),
    (
        "inside a list",
        event([{"error": {"code": 400, "message": "bad", "status": "INVALID"}}]),
        "BadRequestError",
        400,
        "bad",
    ),
    (
        "inside a chunk with choices",
        event({**piece({"content": "!"}), "error": {"message": "upstream", "code": 502}}),
        "InternalServerError",
        502,
        "upstream",
    ),
    ("one line, no SSE", b'{"error":{"message":"busy","code":503}}', "InternalServerError", 503, "busy"),
    (
        "pretty JSON, no SSE",
        json.dumps({"error": {"message": "busy", "code": 503}}, indent=2).encode(),
        "InternalServerError",
        503,
        "busy",
    ),
    (
        "words in JSON in a string",
        event({"error": {"message": '{"detail": "deep"}', "code": 400}}),
        "BadRequestError",
        400,
        "deep",
    ),
    (
        "old MiniMax",
        event({"base_resp": {"status_code": 1008, "status_msg": "no balance"}}),
        "APIStatusError",
        200,
        "no balance",
    ),
]


@pytest.mark.parametrize(
    ("body", "kind", "status", "words"), [row[1:] for row in ERRORS], ids=[row[0] for row in ERRORS]
)
def test_errors_that_a_stream_tells(body: bytes, kind: str, status: int, words: str) -> None:
    """The class is that of the numeric code, the words are the server's, and what came before is kept."""
    started = body[:1] != b"{"  # a body that is not SSE tells its error at the start
    whole = (HEL if started else b"") + body
    for seed in range(4):
        with pytest.raises(APIError) as caught:
            decoded(cuts(whole, seed) if seed else whole)
        error = caught.value
        assert type(error) is getattr(oaicompat, kind)
        assert error.status_code == status
        assert words in error.message
        if started:
            assert error.partial.choices[0].message.content in ("Hel", "Hel!")
        else:
            assert error.partial is None


def test_an_error_has_the_servers_fields() -> None:
    """`code`, `type`, `param` and `body` are the server's; request id and headers are the reply's."""
    told = {"message": "m", "code": "tool_use_failed", "type": "invalid_request_error", "param": "tools"}
    with pytest.raises(APIError) as caught:
        decoded(HEL + event({"error": told, "status_code": 400}, "error"), to=head(x_request_id="r-1"))
    error = caught.value
    assert type(error) is oaicompat.BadRequestError
    assert (error.code, error.type, error.param) == ("tool_use_failed", "invalid_request_error", "tools")
    assert error.body == told
    assert error.request_id == "r-1"
    assert error.response is not None
    assert error.response.status_code == 200


def test_the_partial_answer_of_an_error_has_all_that_came() -> None:
    """Tool calls, reasoning, usage and finish reason that came before the error are in `partial`."""
    usage = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}
    call = {"index": 0, "id": "1", "function": {"name": "f", "arguments": '{"a":'}}
    events = [piece({"reasoning": "Hm"}), piece({"content": "a"}), piece({"tool_calls": [call]})]
    last = {**piece({}, finish="length"), "usage": usage, "error": {"message": "limit", "code": 400}}
    with pytest.raises(oaicompat.BadRequestError) as caught:
        decoded(sse(*events, last, done=False))
    partial = caught.value.partial
    message = partial.choices[0].message
    assert (message.reasoning, message.content, partial.usage.total_tokens) == ("Hm", "a", 3)
    assert message.tool_calls[0].function.arguments == '{"a":'
    assert partial.choices[0].finish_reason == "length"


@pytest.mark.parametrize(
    "harmless",
    [
        {**piece({"content": "!"}), "error": None},
        {**piece({"content": "!"}), "error": {}},
        {**piece({"content": "!"}), "error": ""},
        {**piece({"content": "!"}), "error": {"message": "", "type": "", "code": None}},
        {**piece({"content": "!"}), "base_resp": {"status_code": 0, "status_msg": ""}},
        {**piece({"content": "!"}), "code": 0, "message": "ok", "success": True},
    ],
    ids=["null", "empty object", "empty text", "Go's zero values", "MiniMax success", "code 0"],
)
def test_what_is_no_error(harmless: Any) -> None:
    """Empty places for an error are not one."""
    chunks, _ = decoded(HEL + sse(harmless, piece(finish="stop")))
    assert by_hand(chunks)["content"] == "Hel!"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (HEL, "neither [DONE] nor a finish reason"),
        (HEL + b"data: ", "neither [DONE] nor a finish reason"),
        (HEL + b": keep-alive\n\n", "neither [DONE] nor a finish reason"),
        (HEL + sse({"id": "x", "choices": []}, done=False), "neither [DONE] nor a finish reason"),
        (b"", "before anything came"),
        (b"\n\n\n", "before anything came"),
        (b": OPENROUTER PROCESSING\n\n: OPENROUTER", "before anything came"),
        (b"event: ping\n\n", "before anything came"),
        (sse("ping", done=False), "before anything came"),
    ],
    ids=[
        "cut",
        "cut after data",
        "keep-alive at the end",
        "no choices at the end",
        "empty",
        "blank",
        "comments alone",
        "a name alone",
        "a ping alone",
    ],
)
def test_a_stream_cut_short(body: bytes, words: str) -> None:
    """What came is yielded; then the error says that the end is missing and carries the partial answer."""
    chunks: list[Any] = []
    decoder = ChatChunkDecoder(head(x_request_id="r-2"))
    chunks.extend(decoder.feed(body))
    with pytest.raises(IncompleteStreamError) as caught:
        chunks.extend(decoder.finish())
    error = caught.value
    assert isinstance(error, oaicompat.APIConnectionError)
    assert words in error.message
    assert error.request_id == "r-2"
    assert by_hand(chunks)["content"] == (error.partial.choices[0].message.content if error.partial else "")
    assert bool(error.partial) == body.startswith(HEL)


def test_a_cut_event() -> None:
    """An event that the body's end cuts is a stream cut short; one before it that is no JSON is told by its start."""
    broken = b'data: {"id":"c-1","choices":[{"ind'
    with pytest.raises(IncompleteStreamError) as cut:
        decoded(HEL + broken)
    assert cut.value.partial.choices[0].message.content == "Hel"
    with pytest.raises(APIResponseValidationError, match=r"not JSON.*c-1") as caught:
        decoded(HEL + broken + b"\n\n" + HEL)
    assert caught.value.partial.choices[0].message.content == "Hel"


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (b"<html><head><title>Bad gateway</title></head></html>", "text/html", "starting with"),
        (b"upstream connect error", "text/plain", "upstream connect error"),
        (b"Ollama is running", "text/plain; charset=utf-8", "base URL"),
        (b'{"hello": "world"}', "application/json", "hello"),
        (b'{"object":"list","data":[]}', "application/json", "stream of chat completion chunks"),
        (b"[]", "application/json", "stream of chat completion chunks"),
    ],
    ids=["HTML", "text", "another server's greeting", "JSON of another kind", "a list object", "a list"],
)
def test_bodies_that_are_no_stream(body: bytes, kind: str, words: str) -> None:
    """A page, a text or other JSON in place of a stream is an error that shows its start; never a silent end."""
    with pytest.raises(APIError) as caught:
        decoded(body, to=head(content_type=kind))
    assert words in caught.value.message


def test_a_page_of_megabytes_makes_a_short_message() -> None:
    """The error's message is bounded, whatever came."""
    with pytest.raises(APIError) as caught:
        decoded(b"<html>" + b"x" * 3_000_000)
    assert len(caught.value.message) < 3000
    with pytest.raises(APIError) as caught:
        decoded(HEL + b"data: {" + b"x" * 3_000_000 + b"\n\n" + HEL)
    assert len(caught.value.message) < 3000


def test_stream_errors_pickle_and_copy() -> None:
    """An error with a partial answer inside goes through pickle and deepcopy."""
    with pytest.raises(IncompleteStreamError) as caught:
        decoded(HEL)
    for twin in (pickle.loads(pickle.dumps(caught.value)), copy.deepcopy(caught.value), copy.copy(caught.value)):
        assert type(twin) is IncompleteStreamError
        assert str(twin) == str(caught.value)
        assert twin.partial.choices[0].message.content == "Hel"


def test_a_unary_call_that_is_answered_by_a_broken_stream() -> None:
    """The same errors, with the partial answer, when nobody asked for a stream."""
    call = chat(model="m", messages=[])
    with pytest.raises(IncompleteStreamError) as caught:
        call.parse(reply(HEL))
    assert caught.value.partial.choices[0].message.content == "Hel"
    with pytest.raises(oaicompat.InternalServerError):
        call.parse(reply(HEL + event({"error": {"message": "x", "code": 500}})))


def test_json_of_the_wrong_kind_is_a_validation_error() -> None:
    """`APIResponseValidationError`, as for a unary call."""
    with pytest.raises(APIResponseValidationError):
        decoded(b'{"hello": "world"}')


@pytest.mark.parametrize(
    "error", [b'{"code":500}', b'{"message":null,"code":500}', b'{"type":"server_error"}', b"true"]
)
def test_an_error_without_words_is_an_error(error: bytes) -> None:
    """A half answer must not look complete because the server did not say why it stopped."""
    with pytest.raises(APIError, match="did not say why") as caught:
        decoded(HEL + b'data: {"error":' + error + b"}\n\ndata: [DONE]\n\n")
    assert caught.value.partial.choices[0].message.content == "Hel"


def test_each_answer_needs_its_end() -> None:
    """Of two answers that are under way one may end before a stream is cut: the other is not whole for that."""
    begun = [piece({"content": "a"}, index=0), piece({"content": "b"}, index=1)]
    with pytest.raises(IncompleteStreamError) as caught:
        decoded(sse(*begun, piece(finish="stop", index=0), done=False))
    assert [choice.finish for choice in caught.value.partial.choices] == ["stop", None]
    both = [piece(finish="stop", index=0), piece(finish="length", index=1)]
    assert [choice.finish for choice in decoded(sse(*begun, *both, done=False))[1].whole().choices] == [
        "stop",
        "length",
    ]
