"""From an error's body, whatever its shape, to our error with the server's own words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oaicompat
from oaicompat import APIError, APIStatusError, Headers, Reply
from oaicompat._error_reply import body_error, error_from, reply_error
from oaicompat.endpoints.chat import chat

from .streams import reply

#: body, words in the message, code, type, param
SHAPES: list[tuple[Any, str, Any, Any, Any]] = [
    ({"error": {"message": "m", "type": "t", "code": "c", "param": "p"}}, "m (code c", "c", "t", "p"),  # OpenAI
    ({"error": {"message": "m", "type": "t", "code": 400, "param": None}}, "m (1 attempt)", 400, "t", None),  # vLLM
    ({"error": {"message": "m", "type": "t", "param": "None", "code": "None"}}, "m (1", None, "t", None),  # LiteLLM
    ({"error": "Unauthorized"}, "Unauthorized", None, None, None),  # vLLM's 401
    ({"code": "c", "error": "words"}, "words", "c", None, None),  # xAI
    (
        [{"error": {"code": 400, "message": "m", "status": "INVALID_ARGUMENT"}}],
        "m",
        400,
        "INVALID_ARGUMENT",
        None,
    ),  # Gemini
    ({"detail": "Not Found"}, "Not Found", None, None, None),  # FastAPI
    ({"detail": [{"loc": ["body", "n"], "msg": "too big", "type": "v"}]}, "body.n: too big", None, None, None),
    ({"detail": [{"loc": ["body", 0], "msg": "a"}, {"loc": [], "msg": "b"}]}, "body.0: a; : b", None, None, None),
    ({"detail": {"message": "m"}}, "m", None, None, None),
    ({"object": "error", "message": "m", "type": "t", "param": "p", "code": 400}, "m", 400, "t", "p"),  # old vLLM
    (
        {"code": "InvalidParameter", "message": "m", "request_id": "r-9"},
        "m",
        "InvalidParameter",
        None,
        None,
    ),  # DashScope
    ({"message": "m"}, "m", None, None, None),  # Cohere
    ({"Message": "m"}, "m", None, None, None),  # Bedrock
    ({"msg": "m", "code": 1000, "success": False}, "m", 1000, None, None),  # Zhipu
    ({"error_code": 17, "error_msg": "m"}, "m", 17, None, None),  # Baidu
    ({"errors": [{"code": 7003, "message": "m"}], "success": False}, "m", 7003, None, None),  # Cloudflare
    ({"errors": ["a", "b"]}, "a; b", None, None, None),
    ({"base_resp": {"status_code": 1008, "status_msg": "m"}}, "m", 1008, None, None),  # MiniMax
    ({"header": {"code": 10013, "message": "m"}}, "m", None, None, None),  # Spark
    ({"response": {"error": {"message": "m"}}}, "m", None, None, None),
    ({"error": {"error": {"message": "m", "type": "t"}}}, "m", None, "t", None),
    ({"error": "x", "error_type": "overloaded"}, "x", None, "overloaded", None),  # TGI
    ({"error": {"message": "m", "error_type": "validation"}}, "m", None, "validation", None),
    ({"error": {"message": '{"error": {"message": "deep"}}'}}, "deep", None, None, None),
    ('"just a string"', "just a string", None, None, None),
    (json.dumps(json.dumps({"error": {"message": "twice"}})), "twice", None, None, None),
    (
        {"error": {"message": "Provider returned error", "metadata": {"raw": '{"detail": "busy"}'}}},
        "Provider returned error: busy",
        None,
        None,
        None,
    ),  # OpenRouter
    ({"type": "error", "error": {"type": "overloaded_error", "message": "m"}}, "m", None, "overloaded_error", None),
    ({"error": None, "message": "m"}, "m", None, None, None),
    ({"title": "t1", "status": 400}, "t1", None, None, None),
    ({"error": {"reason": "r"}}, "r", None, None, None),
    ('data: {"code":"Arrearage","message":"pay"}\n\n', "pay", "Arrearage", None, None),  # an event as the body
    ('id:1\nevent:error\n:HTTP_STATUS/400\ndata:{"message":"pay"}\n\n', "pay", None, None, None),
    ("<html><head><title>502 Bad\n Gateway</title></head><body>x</body></html>", "502 Bad Gateway", None, None, None),
    ("<HTML><BODY><H1>Oops</H1><p>more</p>", "Oops", None, None, None),
    ("<html><body><p>no title</p></body></html>", "no title", None, None, None),
    ("404 page not found", "404 page not found", None, None, None),
    ("{broken json", "{broken json", None, None, None),
    ("", "the reply has no body", None, None, None),
    ("   \n", "the reply has no body", None, None, None),
    ({}, "did not say why", None, None, None),
    ([], "did not say why", None, None, None),
    ({"error": {}}, "did not say why", None, None, None),
    ({"foo": "bar"}, "did not say why", None, None, None),
    ("null", "did not say why", None, None, None),
    ("5", "did not say why", None, None, None),
    (b"\xff\xfe\x00bad", "bad", None, None, None),
    (b'{"error": {"message": "caf\xe9"}}', "caf\ufffd", None, None, None),
]


@pytest.mark.parametrize(("body", "words", "code", "kind", "param"), SHAPES)
def test_shapes(body: Any, words: str, code: Any, kind: Any, param: Any) -> None:
    """The server's words are in the message, and code, type and param are found where the server put them."""
    error = reply_error(reply(body, 400))
    assert type(error) is oaicompat.BadRequestError
    assert words in error.message
    assert str(error) == error.message
    assert (error.code, error.type, error.param) == (code, kind, param)
    assert error.message.startswith("POST http://server/v1/chat/completions: 400 Bad Request: ")
    assert "\n" not in error.message


@pytest.mark.parametrize(
    ("status", "kind"),
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
        (418, "APIStatusError"),
        (422, "UnprocessableEntityError"),
        (429, "RateLimitError"),
        (498, "APIStatusError"),
        (500, "InternalServerError"),
        (502, "InternalServerError"),
        (503, "InternalServerError"),
        (504, "InternalServerError"),
        (520, "InternalServerError"),
        (529, "InternalServerError"),
        (599, "InternalServerError"),
        (700, "InternalServerError"),
    ],
)
def test_classes(status: int, kind: str) -> None:
    """The class is that of the status, whatever the body's code says."""
    error = reply_error(reply({"error": {"message": "m", "code": 404}}, status))
    assert type(error) is getattr(oaicompat, kind)
    assert isinstance(error, APIStatusError)
    assert error.status_code == status


def test_attributes() -> None:
    """What the openai SDK's users read from an error."""
    headers = {"x-request-id": "req-1", "retry-after": "7", "content-type": "application/json"}
    told = {"message": "slow down", "type": "t", "code": "rate_limit_exceeded"}
    error = reply_error(reply({"error": told}, 429, headers))
    assert error.body == told
    assert error.request_id == "req-1"
    assert error.retry_after == 7
    assert error.attempts == 1
    assert error.response.status_code == 429
    assert error.response.headers["X-Request-ID"] == "req-1"
    assert error.response.json() == {"error": told}
    assert json.loads(error.response.text) == {"error": told}
    assert (error.request.method, error.request.url) == ("POST", "http://server/v1/chat/completions")
    assert error.message == (
        "POST http://server/v1/chat/completions: 429 Too Many Requests: slow down "
        "(code rate_limit_exceeded, request id req-1, 1 attempt)"
    )


@pytest.mark.parametrize("name", ["x-request-id", "request-id", "x-ms-request-id", "apim-request-id", "cf-ray"])
def test_request_ids(name: str) -> None:
    """Each server's header for it, else the body's."""
    assert reply_error(reply({}, 500, {name: "r"})).request_id == "r"
    assert reply_error(reply({"request_id": "b", "message": "m"}, 500, {})).request_id == "b"


@pytest.mark.parametrize(
    "body",
    [
        "x" * 5_000_000,
        {"error": {"message": "x" * 5_000_000}},
        {"error": {"message": "x", "code": "c" * 5_000_000}},
        {"errors": [{"message": "x" * 1_000_000}] * 5},
        {"detail": [{"loc": ["y" * 100_000], "msg": "x" * 100_000}] * 20},
        {"error": {"message": "m", "metadata": {"raw": "z" * 1_000_000}}},
        "<title>" + "x" * 3_000_000 + "</title>",
        "<" * 3_000_000,
        "<title " * 100_000,
        "data: x\n" * 200_000,
    ],
    ids=["text", "message", "code", "many", "detail", "raw", "title", "angles", "open titles", "events"],
)
def test_the_message_is_bounded(body: Any) -> None:
    """Megabytes of words are cut, and say how many there were."""
    error = reply_error(reply(body, 500))
    assert len(error.message) < 5000


@pytest.mark.parametrize(("open_", "close"), [("[", "]"), ('{"error":', "}"), ('{"detail":[', "]}"), ('{"a":', "}")])
@pytest.mark.parametrize("depth", [50, 5000, 100_000])
def test_deep_nesting(open_: str, close: str, depth: int) -> None:
    """No RecursionError, whether the nesting is closed or not."""
    for body in (open_ * depth + "1" + close * depth, open_ * depth):
        assert isinstance(reply_error(reply(body, 500)), APIStatusError)
        with pytest.raises(APIError):
            chat(model="m", messages=[]).parse(reply(body))


def test_json_in_strings_in_strings() -> None:
    """A message that is JSON in JSON in JSON ends somewhere."""
    body: Any = "core"
    for _ in range(12):
        body = json.dumps({"error": body})
    assert isinstance(reply_error(reply(body, 500)), APIStatusError)


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"error": {"message": "m", "code": 503}}, 503, "m"),
        ({"error": {"message": "m", "code": "503"}}, 503, "m"),
        ({"error": {"message": "m", "status": 404}}, 404, "m"),
        ({"error": {"message": "m", "http_status_code": 422}}, 422, "m"),
        ({"error": {"message": "m", "code": "429"}}, 429, "m"),
        ({"error": {"message": "m", "code": "4" * 5000}}, 200, "m"),
        ({"status_code": 429, "error": {"message": "m", "code": "x"}}, 429, "m"),
        ({"error": {"message": "m", "code": 1302}}, 200, "m"),
        ({"error": {"message": "m", "code": True}}, 200, "m"),
        ({"error": "m"}, 200, "m"),
        ({"object": "error", "message": "m", "code": 40303}, 200, "m"),
        ({"detail": "m"}, 200, "m"),
        ({"success": False, "msg": "m", "code": 1000}, 200, "m"),
        ({"code": "x", "message": "m"}, 200, "m"),
        ({"errors": [{"message": "m"}]}, 200, "m"),
        ({"base_resp": {"status_code": 1004}}, 200, "status code 1004"),
        ({"error_code": 110, "error_msg": "m"}, 200, "m"),
        ({"type": "error", "error": {"type": "overloaded_error", "message": "m"}}, 529, "m"),
    ],
)
def test_a_success_whose_body_is_an_error(body: Any, status: int, words: str) -> None:
    """It raises, with the class of the body's numeric code."""
    with pytest.raises(APIStatusError) as caught:
        chat(model="m", messages=[]).parse(reply(body))
    assert type(caught.value) is oaicompat.errors.status_class(status)
    assert caught.value.status_code == status
    assert words in caught.value.message


@pytest.mark.parametrize(
    "body",
    [
        {"error": None},
        {"error": {}},
        {"error": ""},
        {"error": {"message": "", "code": None}},
        {"base_resp": {"status_code": 0}},
        {"code": 0, "message": "ok"},
        {"code": 200, "message": "ok"},
        {"success": True, "message": "ok"},
        {"detail": "x", "object": "chat.completion"},
        5,
        None,
        [],
        "x",
    ],
)
def test_a_body_that_is_no_error(body: Any) -> None:
    """Empty places for an error, and codes that mean success."""
    assert body_error(body, reply(body)) is None


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (b"<html><title>Login</title></html>", "text/html", "is the base URL right"),
        (b"<!doctype html>", "application/json", "is the base URL right"),
        (b"Ollama is running", "text/plain", "is the base URL right"),
        (b"", "application/json", "an empty body"),
        (b"{", "application/json", "starting with '{'"),
        (b'{"choices": null}', "application/json", "it has no choices"),
        (b'{"choices": []}', "application/json", "it has no choices"),
        (b'{"id": "x"}', "application/json", "it has no choices"),
        (b'{"object": "list", "data": []}', "application/json", "it has no choices"),
        (b"[]", "application/json", "not a ChatCompletion"),
        (b"\xff\xfe", "application/octet-stream", "application/octet-stream"),
    ],
)
def test_a_success_that_is_no_completion(body: bytes, kind: str, words: str) -> None:
    """What came instead is named: its type, its start, and a hint where the base URL is the likely cause."""
    with pytest.raises(oaicompat.APIResponseValidationError) as caught:
        chat(model="m", messages=[]).parse(reply(body, headers={"content-type": kind}))
    assert words in caught.value.message
    assert kind in caught.value.message
    assert caught.value.status_code == 200


def test_a_reply_without_a_content_type() -> None:
    """The message says so, and nothing fails."""
    with pytest.raises(oaicompat.APIResponseValidationError, match="no content type"):
        chat(model="m", messages=[]).parse(Reply(200, Headers(), b"x"))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["400", "None", "{", '"x'])
    | st.integers(390, 610),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "error",
                    "message",
                    "detail",
                    "code",
                    "status",
                    "type",
                    "param",
                    "errors",
                    "msg",
                    "loc",
                    "base_resp",
                    "status_code",
                    "status_msg",
                    "metadata",
                    "raw",
                    "object",
                    "success",
                    "error_code",
                    "header",
                    "request_id",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(body=JSON, status=st.sampled_from([400, 401, 429, 500, 599]))
def test_any_json_makes_an_error(body: Any, status: int) -> None:
    """Any JSON at any of the known places: our error, with attributes of their declared types."""
    for error in (reply_error(reply(body, status)), error_from(body, reply(body)), body_error(body, reply(body))):
        if error is None:
            continue
        assert isinstance(error, APIStatusError)
        assert isinstance(error.message, str)
        assert len(error.message) < 20_000
        assert error.code is None or (isinstance(error.code, (str, int)) and not isinstance(error.code, bool))
        assert error.type is None or isinstance(error.type, str)
        assert error.param is None or isinstance(error.param, str)
        assert error.request_id is None or isinstance(error.request_id, str)


@settings(max_examples=200, deadline=None)
@given(body=st.binary(max_size=60))
def test_any_bytes_make_an_error(body: bytes) -> None:
    """Any bytes under any status: only our errors."""
    assert isinstance(reply_error(reply(body, 500)), APIStatusError)
    with pytest.raises(APIError):
        chat(model="m", messages=[]).parse(reply(body))
