"""From keywords to a request: absent is absent, mistakes name their field, nothing that JSON cannot hold is sent."""

from __future__ import annotations

import collections
import datetime
import enum
import http
import json
import types
from collections.abc import Callable
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from oaicompat import NOT_GIVEN, Client, ConfigurationError, omit
from oaicompat._encode import CALL_OPTIONS, dump, form_fields
from oaicompat._settings import encoded_query
from oaicompat.endpoints.chat import KNOWN, chat, chat_stream
from oaicompat.endpoints.models import list_models, retrieve_model
from oaicompat.endpoints.server import detokenize, health, tokenize

HI = [{"role": "user", "content": "Hi"}]


def body(**options: Any) -> dict[str, Any]:
    """The body that a chat call with these options sends."""
    request = chat(model="m", messages=HI, **options).request
    return json.loads(dump(request.body or {}))


def test_absent_is_absent() -> None:
    """Only what was said is in the body; None and the sentinels say nothing."""
    assert body() == {"model": "m", "messages": HI}
    assert body(temperature=None, tools=NOT_GIVEN, stop=omit) == {"model": "m", "messages": HI}
    assert body(temperature=0, stop=[], logprobs=False)["temperature"] == 0
    assert body(stop=[])["stop"] == []
    assert body(logprobs=False)["logprobs"] is False


def test_a_streamed_call_says_so() -> None:
    """`stream` is in the body of a streamed call alone."""
    request = chat_stream(model="m", messages=HI).request
    assert request.stream
    assert (request.body or {})["stream"] is True
    assert (request.method, request.path, request.root) == ("POST", "chat/completions", False)
    assert "stream" not in body()


def test_extra_body_wins() -> None:
    """Its top-level keys replace named ones whole, and a None in it is an explicit null."""
    found = body(
        temperature=1, response_format={"a": 1}, extra_body={"temperature": None, "response_format": {"b": 2}, "x": 1}
    )
    assert found["temperature"] is None
    assert found["response_format"] == {"b": 2}
    assert found["x"] == 1


def test_options_of_the_call_are_not_in_the_body() -> None:
    """Headers, query, timeout, retries and deadline say how to call."""
    request = chat(
        model="m", messages=HI, extra_headers={"A": "b"}, extra_query={"c": 1}, timeout=5, max_retries=1, deadline=9
    ).request
    assert (request.body or {}).keys() == {"model", "messages"}
    assert (dict(request.headers), dict(request.query)) == ({"A": "b"}, {"c": 1})
    assert (request.timeout, request.max_retries, request.deadline) == (5, 1, 9)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("temprature", "temperature"),
        ("max_token", "max_tokens"),
        ("tool", "tools"),
        ("respons_format", "response_format"),
        ("extra_header", "extra_headers"),
        ("deadlin", "deadline"),
    ],
)
def test_unknown_options(name: str, hint: str) -> None:
    """A TypeError with the name that was probably meant, and the way for what one server alone knows."""
    with pytest.raises(TypeError, match=rf"unknown option '{name}': did you mean '{hint}'\?.*extra_body="):
        chat(model="m", messages=HI, **{name: 1})  # type: ignore[arg-type]


def test_an_option_like_no_other() -> None:
    """No suggestion then, but still the way out."""
    with pytest.raises(TypeError) as caught:
        chat(model="m", messages=HI, zzzzqqq=1)  # type: ignore[call-arg]
    assert "did you mean" not in str(caught.value)
    assert "extra_body={'zzzzqqq': ...}" in str(caught.value)


def test_every_option_is_taken() -> None:
    """Each key of `ChatOptions` is either in the body or an option of the call."""
    for name in KNOWN - CALL_OPTIONS:
        assert body(**{name: "x"})[name] == "x"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"model": None, "messages": HI}, "model must be a string, not NoneType"),
        ({"model": "m", "messages": "Hi"}, "messages must be a list"),
        ({"model": "m", "messages": {"role": "user"}}, "messages must be a list"),
        ({"model": "m", "messages": None}, "messages must be a list"),
        ({"model": "m", "messages": HI, "response_format": int}, "response_format is a class"),
        ({"model": "m", "messages": HI, "extra_body": [1]}, "extra_body must be a mapping, not list"),
        ({"model": "m", "messages": HI, "extra_headers": "a"}, "extra_headers must be a mapping, not str"),
        ({"model": "m", "messages": HI, "extra_query": 5}, "extra_query must be a mapping, not int"),
    ],
)
def test_mistakes_in_the_call(arguments: dict[str, Any], words: str) -> None:
    """A TypeError that names the argument, before anything is sent."""
    with pytest.raises(TypeError, match=words):
        chat(**arguments)


class Point(BaseModel):
    x: int
    y: int | None = None


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (Point(x=1), {"x": 1}),
        ([Point(x=1, y=2)], [{"x": 1, "y": 2}]),
        ((1, 2), [1, 2]),
        (collections.OrderedDict(a=1), {"a": 1}),
        (types.MappingProxyType({"a": (1,)}), {"a": [1]}),
        ((number for number in (1, 2)), [1, 2]),
        (range(3), [0, 1, 2]),
        ("é\u2028\U0001f389", "é\u2028\U0001f389"),
    ],
)
def test_what_is_made_json(value: Any, sent: Any) -> None:
    """Models, tuples, mappings and iterables."""
    assert json.loads(dump({"v": value})) == {"v": sent}


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        ({"a": [0, float("nan")]}, ConfigurationError, "v.a[1] is nan"),
        (float("-inf"), ConfigurationError, "v is -inf"),
        ([{"b": "\ud83c"}], ConfigurationError, "v[0].b holds half a character"),
        ({"a": b"x"}, TypeError, "v.a is bytes: JSON has no bytes; send them as base64"),
        ([bytearray(b"x")], TypeError, "v[0] is bytearray"),
        ({"a": {1, 2}}, TypeError, "v.a is of type set"),
        ([datetime.date(2026, 1, 1)], TypeError, "v[0] is of type date"),
        ({"a": Point}, TypeError, "v.a is the class"),
        ([object()], TypeError, "v[0] is of type object"),
        ({"a": {(1, 2): 3}}, TypeError, "v.a"),
        (1j, TypeError, "v is of type complex"),
    ],
)
def test_what_json_cannot_hold(value: Any, kind: type[Exception], words: str) -> None:
    """The error names the path of the field."""
    with pytest.raises(kind) as caught:
        dump({"v": value})
    assert words in str(caught.value)


def test_a_body_that_holds_itself() -> None:
    """Named as such, as is one that is nested beyond reason."""
    loop: list[Any] = []
    loop.append(loop)
    deep: Any = 1
    for _ in range(100_000):
        deep = [deep]
    for value in (loop, deep):
        with pytest.raises(ConfigurationError, match="holds itself, or is nested too deeply"):
            dump({"v": value})


class Purpose(str, enum.Enum):
    BATCH = "batch"


class Limit(enum.Enum):
    FEW = 5


def test_members_of_an_enum_stand_for_their_values() -> None:
    """In forms and queries, wherever they are."""
    given = {"a": Purpose.BATCH, "b": [Limit.FEW], "c": {Purpose.BATCH: Purpose.BATCH}, "d": http.HTTPStatus.OK}
    pairs = [("a", "batch"), ("b[]", "5"), ("c[batch]", "batch"), ("d", "200")]
    assert list(form_fields(given)) == pairs
    assert encoded_query(given) == "&".join(f"{name}={text}" for name, text in pairs)
    assert {type(text) for _, text in form_fields(given)} == {str}


def in_a_query(value: Any) -> object:
    return encoded_query({"v": value})


def in_a_form(value: Any) -> object:
    return list(form_fields({"v": value}))


@pytest.mark.parametrize("made", [in_a_query, in_a_form])
def test_forms_and_queries_that_hold_what_they_cannot(made: Callable[[Any], object]) -> None:
    """What holds itself, is nested beyond reason, or is half a character: the error names the field."""
    loop: list[Any] = []
    loop += [loop, loop]
    circle: dict[str, Any] = {}
    circle["a"] = circle
    deep: Any = 1
    for _ in range(100_000):
        deep = [deep]
    for value in (loop, circle, deep):
        with pytest.raises(ConfigurationError, match=r"^v holds itself, or is nested too deeply to be sent"):
            made(value)
    with pytest.raises(ConfigurationError, match=r"^v\[a\]\[\] holds half a character"):
        made({"a": ["\ud800"]})
    with pytest.raises(ConfigurationError, match=r"^the name '\\ud800' of a field holds half a character"):
        made({"\ud800": 1})
    with pytest.raises(TypeError, match=r"^the name \(1, 2\) of a field must be a string, not tuple"):
        made({(1, 2): 1})


@pytest.mark.parametrize("wrong", [(one for one in "ab"), b"x", bytearray(b"x"), {1}, object(), Point(x=1), str, 1j])
def test_queries_that_cannot_be(wrong: Any) -> None:
    """The error names the parameter and the type."""
    kind = type(wrong).__name__
    for value, name in ((wrong, "after"), ([wrong], r"after\[\]"), ({"a": wrong}, r"after\[a\]")):
        with pytest.raises(TypeError, match=rf"^{name} goes into the query and must be a string, .*, not {kind}$"):
            encoded_query({"after": value})


def test_a_query_is_refused_before_anything_is_sent() -> None:
    """By the calls as users write them, which need no server for that."""
    loop: list[Any] = []
    loop.append(loop)
    with Client(base_url="http://127.0.0.1:1/v1", max_retries=0) as client:
        with pytest.raises(ConfigurationError, match="after holds half a character"):
            client.files.list(after="\ud800")
        with pytest.raises(ConfigurationError, match="a holds itself"):
            client.models.list(extra_query={"a": loop})
        with pytest.raises(ConfigurationError, match="language holds itself"):
            client.audio.transcriptions.create(file=b"x", model="m", language=cast("Any", loop))
        with pytest.raises(ConfigurationError, match="own holds itself"):
            client.files.create(file=b"x", purpose="batch", extra_body={"own": loop})
        with pytest.raises(TypeError, match=r"after goes into the query .* not generator"):
            client.files.list(after=cast("Any", (one for one in "ab")))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text(max_size=5), JSON, max_size=4))
def test_json_goes_through_unchanged(value: dict[str, Any]) -> None:
    """What is JSON already is sent as it is, in UTF-8."""
    assert json.loads(dump(value)) == value


def test_the_other_endpoints() -> None:
    """Methods, paths, bodies and the server's root."""
    request = list_models().request
    assert (request.method, request.path, request.body) == ("GET", "models", None)
    assert retrieve_model("a/b:c d?").request.path == "models/a/b:c%20d%3F"
    assert health().request.root
    assert tokenize(prompt="x", model="m").request.body == {"prompt": "x", "model": "m"}
    assert detokenize(tokens=iter([1, 2])).request.body == {"tokens": [1, 2]}
    with pytest.raises(TypeError, match=r"either prompt= .*or messages="):
        tokenize()
    with pytest.raises(TypeError, match=r"either prompt= .*or messages="):
        tokenize(prompt="x", messages=HI)
    with pytest.raises(TypeError, match="did you mean 'prompt'"):
        tokenize(prompt="x", promt="y")  # type: ignore[call-arg]
    with pytest.raises(ConfigurationError, match="model is empty"):
        retrieve_model(" ")
    with pytest.raises(TypeError, match="list of token ids"):
        detokenize(tokens="12")  # type: ignore[arg-type]


def test_the_keywords_that_are_known_are_those_that_are_typed() -> None:
    """They are written out beside the endpoint, because the module that types them is slow to import."""
    from oaicompat.endpoints.chat import KNOWN
    from oaicompat.types.chat.params import ChatOptions

    assert ChatOptions.__optional_keys__ == KNOWN
