"""The exception tree: its shape, what errors carry, and that they travel without secrets."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest

import oaicompat
from oaicompat import errors
from oaicompat._error_reply import reply_error
from oaicompat._secrets import hide, scrub

from .streams import REQUEST, decoded, head, piece, reply, sse


def every_error() -> list[errors.OpenAIError]:
    """One of each class."""
    got = reply({"error": {"message": "m", "code": "c", "param": "p", "type": "t"}}, 429, {"x-request-id": "r"})
    found: list[errors.OpenAIError] = [
        reply_error(reply({"error": "m"}, status)) for status in (400, 401, 403, 404, 409, 418, 422, 429, 500)
    ]
    full, filtered = {"code": "context_length_exceeded"}, {"code": "content_filter"}
    found += [
        reply_error(got),
        reply_error(reply({"error": full}, 400)),
        reply_error(reply({"error": full}, 422)),
        reply_error(reply({"error": filtered}, 400)),
        reply_error(reply({"error": "pay"}, 402)),
        errors.APIError("m", REQUEST, body={"code": 5}),
        errors.APIConnectionError(message="m", request=REQUEST, attempts=3),
        errors.APITimeoutError(REQUEST, message="m", attempts=2),
        errors.APITimeoutError(),
        errors.APIResponseValidationError(got, {"a": 1}, message="m"),
        errors.APIResponseValidationError(got),
        errors.IncompleteStreamError(message="m", partial={"a": 1}),
        errors.StructuredOutputError(text="{", reason="r", path="a[0]", finish_reason="stop"),
        errors.LengthFinishReasonError("m", text="{", finish_reason="length"),
        errors.ContentFilterFinishReasonError(),
        errors.MaxTurnsError("m", messages=[{"role": "user", "content": "a"}]),
        errors.ConfigurationError("m"),
        errors.ClientStateError("m"),
        errors.OpenAIError("m"),
    ]  # fmt: skip
    return found


@pytest.mark.parametrize("error", every_error(), ids=lambda error: type(error).__name__)
def test_errors_pickle_and_copy(error: Any) -> None:
    """Class, text, attributes, notes and all."""
    error.extra = "x"
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(twin) is type(error)
        assert str(twin) == str(error)
        assert repr(twin) == repr(error)
        assert twin.args == error.args
        assert {name: repr(value) for name, value in vars(twin).items()} == {
            name: repr(value) for name, value in vars(error).items()
        }


def test_the_list_holds_each_class() -> None:
    """No class of the module is left out of the tests above, of `__all__`, or of the package."""
    classes = {
        value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, errors.OpenAIError)
    }
    assert {type(error) for error in every_error()} >= classes
    assert {kind.__name__ for kind in classes} <= set(oaicompat.__all__)
    for kind in classes:
        assert getattr(oaicompat, kind.__name__) is kind
        assert f"{kind.__name__} " in (errors.__doc__ or ""), "the tree names it"


@pytest.mark.parametrize(
    ("kind", "bases"),
    [
        ("ConfigurationError", (ValueError,)),
        ("ClientStateError", (RuntimeError,)),
        ("APITimeoutError", (errors.APIConnectionError, errors.APIError, errors.OpenAIError)),
        ("IncompleteStreamError", (errors.APIConnectionError,)),
        ("RateLimitError", (errors.APIStatusError,)),
        ("ContextLengthError", (errors.BadRequestError,)),
        ("UnprocessableContextLengthError", (errors.ContextLengthError, errors.UnprocessableEntityError)),
        ("ContentFilterError", (errors.BadRequestError,)),
        ("QuotaExceededError", (errors.RateLimitError,)),
        ("APIResponseValidationError", (errors.APIError,)),
        ("StructuredOutputError", (errors.APIResponseValidationError,)),
        ("LengthFinishReasonError", (errors.StructuredOutputError,)),
        ("ContentFilterFinishReasonError", (errors.StructuredOutputError,)),
    ],
)
def test_the_tree(kind: str, bases: tuple[type, ...]) -> None:
    """What is caught by what."""
    assert all(issubclass(getattr(errors, kind), base) for base in bases)


def test_the_openai_way_of_making_errors() -> None:
    """Tests of users make errors by hand, with a response that is only shaped like one."""

    class Fake:
        status_code = 429

    error = errors.RateLimitError("slow down", response=Fake(), body={"code": "x"})  # type: ignore[arg-type]
    assert (error.status_code, error.code, str(error)) == (429, "x", "slow down")
    assert errors.APIConnectionError(request=REQUEST).message == "Connection error."
    assert errors.APITimeoutError(REQUEST).message == "Request timed out."


KEY = "sk-abc123DEF456"


def test_secrets_are_scrubbed_everywhere() -> None:
    """A key that the server repeats is masked in the message, the fields, the body, the reply's bytes and headers."""
    told = {
        "message": f"Incorrect key: {KEY}",
        "code": f"bad {KEY}",
        "param": KEY,
        "type": f"t {KEY}",
        KEY: [KEY, {"a": KEY}],
    }
    error = reply_error(reply({"error": told}, 401, {"x-echo": f"Bearer {KEY}", "x-request-id": "r"}))
    assert KEY in str(error)
    clean = scrub(error, [KEY])
    for text in (
        str(clean), repr(clean), clean.message, str(clean.args), str(clean.body), str(clean.code), str(clean.param),
        str(clean.type), clean.response.text, str(clean.response.headers), str(clean.response.headers.raw),
        json.dumps(clean.response.json()), repr(clean.response), str(pickle.dumps(clean)), str(vars(clean)),
    ):  # fmt: skip
        assert KEY not in text
    assert "Incorrect key: ***" in str(clean)
    assert clean.request_id == "r"


def test_secrets_are_scrubbed_from_a_partial_answer_s_error() -> None:
    """An error inside a stream too."""
    with pytest.raises(errors.APIError) as caught:
        decoded(sse(piece({"content": "a"}), {"error": {"message": KEY}}), to=head(x_echo=KEY))
    clean = scrub(caught.value, [KEY])
    assert KEY not in str(vars(clean)) + str(clean)
    assert clean.partial is not None


@pytest.mark.parametrize("word", ["EMPTY", "ollama", "none", "test", "", "a"])
def test_placeholders_are_no_secrets(word: str) -> None:
    """The keys that local servers are given are words of their messages."""
    assert hide(f"the model {word} is a word", [word]) == f"the model {word} is a word"


def test_reprs_show_no_body_and_no_header() -> None:
    """A reply in a traceback shows neither."""
    got = reply({"secret": KEY}, 200, {"set-cookie": KEY})
    assert KEY not in repr(got)
    assert "200" in repr(got)
