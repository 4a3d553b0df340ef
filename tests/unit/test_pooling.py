"""Score, classify and pooling: typed replies of vLLM's and SGLang's shapes, and numbers in every encoding."""

from __future__ import annotations

import json
import math
import struct
from base64 import b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oaicompat import APIError, APIResponseValidationError, ConfigurationError
from oaicompat._encode import dump
from oaicompat._wire import Call
from oaicompat.endpoints.pooling import classify, pooling, score
from oaicompat.types.pooling import PoolingData, PoolingResponse

from .streams import reply

SCORES = {
    "id": "score-1",
    "object": "list",
    "created": 5,
    "model": "m",
    "data": [{"index": 0, "object": "score", "score": 0.9}, {"index": 1, "object": "score", "score": 0.1}],
    "usage": {"prompt_tokens": 10, "total_tokens": 10, "completion_tokens": 0, "prompt_tokens_details": None},
}


def body(call: Call[Any]) -> dict[str, Any]:
    """What is sent."""
    return dict(json.loads(dump(call.request.body or {})))


# -- score -------------------------------------------------------------------------------------------------------------


def test_vllm_s_scores() -> None:
    """A number for each pair, with its index, or all of them in a list."""
    found = score(text_1="q", text_2=["a", "b"]).parse(reply(SCORES))
    assert [(one.index, one.score) for one in found.data] == [(0, 0.9), (1, 0.1)]
    assert found.scores == [0.9, 0.1]
    assert found.usage is not None
    assert (found.id, found.created, found.usage.prompt_tokens) == ("score-1", 5, 10)
    assert found.to_dict() == SCORES


def test_sglang_s_scores() -> None:
    """For each item, a number for each label."""
    sent = {"scores": [[0.7, 0.3], [0.2, 0.8]], "model": "m", "usage": None, "object": "scoring"}
    found = score(query="q", items=["a", "b"], label_token_ids=[1, 2], root=False).parse(reply(sent))
    assert found.scores == [[0.7, 0.3], [0.2, 0.8]]
    assert (found.data, found.object, found.usage) == ([], "scoring", None)
    assert found.to_dict() == sent


def test_sglang_s_other_figures() -> None:
    """Scores of several queries, log probabilities and hidden states."""
    found = score(query="q", items=["a"]).parse(
        reply({"scores": [[[0.7], [0.3]]], "token_logprobs": [[-1.5]], "pooled_hidden_states": [[0.5], None]})
    )
    assert (found.scores, found.token_logprobs, found.pooled_hidden_states) == (
        [[[0.7], [0.3]]],
        [[-1.5]],
        [[0.5], None],
    )


def test_a_score_that_was_not_sent_is_nan() -> None:
    """Null is how a server writes NaN; 0 would be a verdict."""
    found = score(text_1="q", text_2="a").parse(reply({"data": [{"index": 0, "score": None}]}))
    assert math.isnan(found.data[0].score)
    assert math.isnan(float(str(found.scores[0])))


@pytest.mark.parametrize(
    "sides",
    [
        {"text_1": "q", "text_2": ["a", "b"]},
        {"data_1": {"content": [{"type": "text", "text": "q"}]}, "data_2": "a"},
        {"queries": ["q"], "documents": ["a"]},
        {"queries": ["q"], "items": ["a"]},
        {"query": [1, 2], "items": [[3], [4]], "label_token_ids": [5, 6], "apply_softmax": True, "item_first": False},
    ],
)
def test_two_sides_in_any_spelling(sides: dict[str, Any]) -> None:
    """They are sent under the names that were given."""
    call = score(model="m", **sides)
    assert body(call) == {"model": "m", **sides}
    assert (call.request.path, call.request.root) == ("score", True)


@pytest.mark.parametrize(
    "sides",
    [{}, {"text_1": "q"}, {"text_1": "q", "data_2": "a"}, {"text_1": "q", "text_2": None}, {"label_token_ids": [1]}],
)
def test_a_side_that_is_missing(sides: dict[str, Any]) -> None:
    """It is told before anything is sent."""
    with pytest.raises(TypeError, match="score needs two sides: text_1= and text_2="):
        score(**sides)


@pytest.mark.parametrize(
    ("sides", "count"),
    [
        ({"text_1": "q", "text_2": ["b", "c"]}, 2),
        ({"text_1": ["a", "b", "c"], "text_2": ["a", "b", "c"]}, 3),
        ({"text_1": "q", "text_2": "a"}, 1),
        ({"queries": ["q"], "documents": ["a", "b"]}, 2),
        ({"query": [1, 2, 3], "items": [[1], [2]]}, 2),
        ({"query": "q", "items": "a"}, 1),
        ({"data_1": "q", "data_2": {"content": []}}, None),
    ],
)
def test_every_pair_has_its_score(sides: dict[str, Any], count: int | None) -> None:
    """Too few scores could be of any pair; how many a mapping with parts has is for the server to say."""
    call = score(**sides)
    if count is None:
        assert call.parse(reply({"data": []})).scores == []
        return
    for fewer in ({"data": [{"score": 0.5}] * (count - 1)}, {"scores": [0.5] * (count - 1)}):
        with pytest.raises(APIResponseValidationError, match=f"has {count - 1} results? for {count} input"):
            call.parse(reply(fewer))
    assert len(call.parse(reply({"scores": [0.5] * count})).scores) == count


@pytest.mark.parametrize("name", ["classify", "pooling"])
@pytest.mark.parametrize("given", [["a", "b"], [[1, 2], [3]]])
def test_every_input_has_its_result(name: str, given: Any) -> None:
    """Likewise; token ids are one input."""
    one = reply({"data": [{"data": [0.5]}]})
    with pytest.raises(APIResponseValidationError, match="has 1 result for 2 inputs"):
        CALLS[name](input=given).parse(one)
    for alone in ("a", [1, 2], ["a"]):
        assert len(CALLS[name](input=alone).parse(one).data) == 1


# -- classify ----------------------------------------------------------------------------------------------------------


def test_classes() -> None:
    """Label, probabilities and how many classes there are."""
    data = [{"index": 0, "label": "spam", "probs": [0.2, 0.8], "num_classes": 2}]
    sent = {"id": "classify-1", "object": "list", "created": 5, "model": "m", "data": data}
    found = classify(input="a").parse(reply(sent))
    (one,) = found.data
    assert (one.index, one.label, one.probs, one.num_classes) == (0, "spam", [0.2, 0.8], 2)
    assert found.to_dict() == sent
    (one,) = classify(input="a").parse(reply({"data": [{"label": None, "probs": None}]})).data
    assert (one.label, one.probs, one.num_classes) == (None, [], 0)


# -- what they share ---------------------------------------------------------------------------------------------------

CALLS: dict[str, Any] = {"classify": classify, "pooling": pooling}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize(
    "given", [{"input": "a"}, {"input": [[1, 2], [3]]}, {"messages": [{"role": "user", "content": "a"}]}]
)
def test_text_or_a_conversation(name: str, given: dict[str, Any]) -> None:
    """At the server's root unless it is to be below the base URL."""
    call = CALLS[name](**given, truncate_prompt_tokens=-1, extra_body={"x": 1})
    assert body(call) == {**given, "truncate_prompt_tokens": -1, "x": 1}
    assert (call.request.method, call.request.path, call.request.root) == ("POST", name, True)
    below = CALLS[name](**given, root=False).request
    assert (below.path, below.root) == (name, False)


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("given", [{}, {"input": None}, {"input": "a", "messages": []}])
def test_text_and_a_conversation(name: str, given: dict[str, Any]) -> None:
    """Neither, or both, is a mistake."""
    with pytest.raises(TypeError, match=f"{name} needs either input=.* messages="):
        CALLS[name](**given)


EVERY = {"score": score(text_1="a", text_2="b"), **{name: call(input="a") for name, call in CALLS.items()}}


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize(
    ("sent", "kind", "words"),
    [
        ({}, APIResponseValidationError, "the reply is not a"),
        ({"id": "x"}, APIResponseValidationError, "the reply is not a"),
        ([1], APIResponseValidationError, "the reply is not a"),
        (b"<html>", APIResponseValidationError, "base URL"),
        ({"error": "no pooler"}, APIError, "no pooler"),
        ({"detail": "Not Found"}, APIError, "Not Found"),
    ],
)
def test_what_is_no_such_reply(name: str, sent: Any, kind: type[APIError], words: str) -> None:
    """An error, with the server's words if it said any."""
    with pytest.raises(kind, match=words):
        EVERY[name].parse(reply(sent))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: score(text_1="a", text_2="b", path=5), "path must be a string, not int"),
        (lambda: pooling(input="a", dimension=5), "unknown option 'dimension': did you mean 'dimensions'"),
        (lambda: classify(input="a", encoding_format="base64"), "unknown option 'encoding_format'"),
        (lambda: body(pooling(input=[b"a"])), r"input\[0\] is bytes"),
        (lambda: classify(input=True), "input must be a text, a list of texts, or token ids, not bool"),
        (lambda: pooling(input=["a", None]), r"input\[1\] must be a text or token ids, not NoneType"),
        (lambda: pooling(input=[True]), r"input\[0\] must be a text or token ids, not bool"),
        (lambda: score(text_1="a", text_2=1.5), "text_2 must be a text, .* not float"),
        (lambda: score(query="a", items=["b", None]), r"items\[1\] must be a text or token ids, not NoneType"),
    ],
)
def test_a_wrong_argument_is_named(call: Any, words: str) -> None:
    """Before anything is sent."""
    with pytest.raises(TypeError, match=words):
        call()


# -- pooling -----------------------------------------------------------------------------------------------------------

NUMBERS = [0.0, 1.0, -2.0, 0.5, 0.0625, -448.0]  # every type can hold these


def packed(dtype: str, order: str = "<") -> bytes:
    """The numbers, packed by hand."""
    if dtype == "float32":
        return struct.pack(f"{order}6f", *NUMBERS)
    if dtype == "float16":
        return struct.pack(f"{order}6e", *NUMBERS)
    if dtype == "bfloat16":
        halves = [struct.pack(">f", number)[:2] for number in NUMBERS]
        return b"".join(half if order == ">" else half[::-1] for half in halves)
    if dtype == "fp8_e5m2":
        return bytes(struct.pack(">e", number)[0] for number in NUMBERS)
    return bytes([0x00, 0x38, 0xC0, 0x30, 0x18, 0xFE])


DTYPES = ["float32", "float16", "bfloat16", "fp8_e4m3", "fp8_e5m2"]


def pooled(data: Any, **options: Any) -> PoolingResponse:
    """A reply in JSON with one item of data."""
    return pooling(input="a", **options).parse(reply({"data": [{"index": 0, "object": "pooling", "data": data}]}))


@pytest.mark.parametrize("data", [[0.5, 1.0], [[0.5], [1.0]], []])
def test_numbers_in_json(data: Any) -> None:
    """A vector, or one for each token."""
    (one,) = pooled(data).data
    assert one.data == one.floats() == data


@pytest.mark.parametrize("data", [[[[1]]], ["a"], [1, None], [[1], "a"], {"a": 1}, [True, {}]])
def test_what_is_neither_a_vector_nor_a_list_of_them(data: Any) -> None:
    """It is kept whole: a list never loses one of its numbers. Asking for the numbers is an error."""
    (one,) = pooled(data).data
    assert one.data == []
    assert one.model_extra == {"data": data}
    assert one.to_dict()["data"] == data
    with pytest.raises(ConfigurationError, match="data holds neither a vector nor a list of vectors"):
        one.floats()


@pytest.mark.parametrize("order", ["little", "big", None])
@pytest.mark.parametrize("dtype", DTYPES)
def test_numbers_in_base64(dtype: str, order: str | None) -> None:
    """The text stays what it is; it is read as what was asked for, for the reply does not tell."""
    text = b64encode(packed(dtype, ">" if order == "big" else "<")).decode()
    (one,) = pooled(text, encoding_format="base64", embed_dtype=dtype, endianness=order).data
    assert one.data == text
    assert one.floats() == NUMBERS
    assert one.to_dict() == {"index": 0, "object": "pooling", "data": text}


def in_bytes(content: bytes, metadata: Any = None) -> PoolingResponse:
    """A reply whose body is the numbers."""
    headers = {"content-type": "application/octet-stream"}
    if metadata is not None:
        headers["metadata"] = metadata if isinstance(metadata, str) else json.dumps(metadata)
    return pooling(input=["a", "b"], encoding_format="bytes").parse(reply(content, headers=headers))


def test_numbers_in_bytes() -> None:
    """A header tells whose bytes are where, and of which type and shape."""
    first, second = packed("float16"), packed("float32", ">")
    small = {"index": 0, "embed_dtype": "float16", "endianness": "native", "start": 0, "end": 12, "shape": [6]}
    large = {"index": 1, "embed_dtype": "float32", "endianness": "big", "start": 12, "end": 36, "shape": [2, 3]}
    usage = {"prompt_tokens": 4, "total_tokens": 4}
    found = in_bytes(first + second, {"id": "p", "created": 5, "model": "m", "data": [small, large], "usage": usage})
    one, other = found.data
    assert (one.data, one.floats()) == (first, NUMBERS)
    assert (other.data, other.floats()) == (second, [NUMBERS[:3], NUMBERS[3:]])
    assert found.usage is not None
    assert (found.id, found.model, found.usage.total_tokens) == ("p", "m", 4)
    assert json.loads(found.to_json())["data"][0]["data"] == b64encode(first).decode()


@pytest.mark.parametrize("metadata", [None, "nothing", "[]", "{}"])
def test_bytes_alone(metadata: Any) -> None:
    """Without the header they are one item."""
    (one,) = in_bytes(packed("float32"), metadata).data
    assert one.floats() == NUMBERS


@pytest.mark.parametrize(
    "place", [{}, {"start": 0, "end": 25}, {"start": 5, "end": 4}, {"start": -4, "end": 4}, {"start": "0", "end": 4}]
)
def test_metadata_that_does_not_fit(place: dict[str, Any]) -> None:
    """Nothing is made up."""
    with pytest.raises(APIResponseValidationError, match="metadata does not fit"):
        in_bytes(packed("float32"), {"data": [{"index": 0, **place}]})


@pytest.mark.parametrize(
    ("data", "options", "words"),
    [
        ("@@@", {}, r"data\[0\]: .*'@@@' is not base64"),
        ("AAAA", {}, r"data\[0\]: 3 bytes are no whole number of float32 numbers"),
        ("AAAA", {"embed_dtype": "float64"}, r"data\[0\]: 'float64' is not a type of numbers"),
    ],
)
def test_text_that_holds_no_numbers(data: str, options: dict[str, Any], words: str) -> None:
    """It is told when the reply comes, not when the numbers are wanted."""
    with pytest.raises(APIResponseValidationError, match=words):
        pooled(data, **options)


def test_what_a_plugin_made() -> None:
    """It may be anything, and is kept."""
    sent = {"request_id": "r", "created_at": 5, "data": {"mask": [1, 2]}}
    found = pooling(data={"image": "u"}).parse(reply(sent))
    assert (found.data, found.request_id, found.created_at) == ([], "r", 5)
    assert found.model_extra is not None
    assert found.model_extra["data"] == {"mask": [1, 2]}
    assert found.to_dict() == sent


@given(st.binary(max_size=40), st.sampled_from([*DTYPES, "float"]), st.sampled_from(["native", "big"]))
def test_any_bytes_are_numbers_or_an_error(content: bytes, dtype: str, order: str) -> None:
    """Nothing but our own errors comes out of any body."""
    item = {"index": 0, "embed_dtype": dtype, "endianness": order, "start": 0, "end": len(content), "shape": [2, 2]}
    try:
        (one,) = in_bytes(content, {"data": [item]}).data
    except APIResponseValidationError:
        return
    assert len(content) == sum(len(row) for row in one.floats() if isinstance(row, list)) * (
        {"float32": 4, "float": 4, "float16": 2, "bfloat16": 2}.get(dtype, 1)
    )


def test_an_object_of_one_s_own() -> None:
    """The types can be made by hand, for tests of one's own code."""
    assert PoolingData(data=b64encode(packed("float32")).decode()).floats() == NUMBERS
    assert PoolingData().floats() == []
    with pytest.raises(ValueError, match="base64"):
        PoolingData(data="@").floats()
