"""Embeddings: what is sent, how vectors are read whatever their packing, and how many texts become many calls."""

from __future__ import annotations

import base64
import copy
import json
import math
import pickle
import random
import struct
import sys
from array import array
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oaicompat import (
    APIError,
    APIResponseValidationError,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    NotFoundError,
)
from oaicompat._encode import dump
from oaicompat._error_reply import reply_error
from oaicompat._vectors import DTYPES, numbers, packed, unpacked
from oaicompat.endpoints.embeddings import BATCH_SIZE, ManyEmbeddings, embed
from oaicompat.types.embedding_create_params import EmbeddingCreateParams
from oaicompat.types.embeddings import CreateEmbeddingResponse, Embedding, EmbeddingsError

from .streams import SHARED, reply

#: 0.5 and -0.25 as little-endian float32, in base64.
HALF = "AAAAPwAAgL4="
NAN = float("nan")


def row(vector: Any, index: int | None = 0, **more: Any) -> dict[str, Any]:
    return {"object": "embedding", **({} if index is None else {"index": index}), "embedding": vector, **more}


def answer(*rows: Any, **more: Any) -> dict[str, Any]:
    return {
        "object": "list",
        "data": list(rows),
        "model": "m",
        "usage": {"prompt_tokens": 3, "total_tokens": 3},
        **more,
    }


def read(body: Any, *, input: Any = ("a",), headers: Any = None, **options: Any) -> CreateEmbeddingResponse:
    """What a reply means to a request for `input`."""
    return embed(model="m", input=input, **options).parse(reply(body, headers=headers))


def vectors(found: CreateEmbeddingResponse) -> list[list[float]]:
    return [list(vector) for vector in found.vectors()]


# -- what is sent ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("a", "a"),
        (["a", "b"], ["a", "b"]),
        ([1, 2], [1, 2]),
        ([[1], [2, 3]], [[1], [2, 3]]),
        ((text for text in "ab"), ["a", "b"]),
        ([{"content": [{"type": "text", "text": "a"}]}],) * 2,
        ([], []),
    ],
)
def test_inputs(given: Any, sent: Any) -> None:
    """Texts and token ids go as they are given; nothing is said about their encoding."""
    assert json.loads(dump(embed(model="m", input=given).request.body or {})) == {"model": "m", "input": sent}


def test_options() -> None:
    """Each is a key of the body, None is not sent, and a conversation may stand for the input."""
    call = embed(model="m", input="a", encoding_format="base64", dimensions=8, user=None, input_type="query")
    assert call.request.body == {
        "model": "m",
        "input": "a",
        "encoding_format": "base64",
        "dimensions": 8,
        "input_type": "query",
    }
    assert embed(model="m", messages=[]).request.body == {"model": "m", "messages": []}
    assert embed(model="m", extra_body={"input": "a"}).request.body == {"model": "m", "input": "a"}
    assert EmbeddingCreateParams.__required_keys__ == {"model", "input"}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"model": None}, "model must be a string, not NoneType"),
        ({"input": 3}, "input must be a text, a list of texts, or token ids, not int"),
        ({"input": b"a"}, "not bytes"),
        ({"input": ["a", None]}, r"input\[1\] must be a text or token ids, not NoneType"),
        ({"input": [True, False]}, r"input\[0\] must be a text or token ids, not bool"),
        ({"input": iter(["a", 1.5])}, r"input\[1\] must be a text or token ids, not float"),
        ({"input": None}, "embeddings need input="),
        ({"dimension": 3}, "did you mean 'dimensions'"),
    ],
)
def test_mistakes_are_told_before_anything_is_sent(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(TypeError, match=words):
        embed(**{"model": "m", "input": "a", **wrong})


# -- packed numbers ----------------------------------------------------------------------------------------------------


@given(st.lists(st.floats(width=32), min_size=1))
def test_base64_comes_back_whole(values: list[float]) -> None:
    """Every number, NaN included, is the one that was packed."""
    text = base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()
    assert struct.pack(f"<{len(values)}f", *unpacked(text)) == base64.b64decode(text)


@given(st.lists(st.floats(width=16, allow_nan=False)), st.booleans())
def test_half_floats(values: list[float], big: bool) -> None:
    data = struct.pack(f"{'>' if big else '<'}{len(values)}e", *values)
    assert list(numbers(data, "float16", big=big)) == values


@given(st.lists(st.floats(width=32, allow_nan=False)), st.booleans())
def test_brain_floats_are_the_upper_halves(values: list[float], big: bool) -> None:
    """bfloat16 is a float32 without its lower half."""
    upper = [struct.pack("<f", value)[2:] for value in values]
    expected = [struct.unpack("<f", b"\0\0" + half)[0] for half in upper]
    data = b"".join(half[::-1] if big else half for half in upper)
    assert list(numbers(data, "bfloat16", big=big)) == expected


def test_numbers_of_a_byte() -> None:
    """8-bit floats by known values of both kinds, and whole numbers with and without a sign."""
    assert list(numbers(bytes([0x38, 0xB8, 0x7E, 0x01, 0x00]), "fp8_e4m3")) == [1.0, -1.0, 448.0, 2**-9, 0.0]
    assert list(numbers(bytes([0x3C, 0xBC, 0x7B, 0x01, 0x7C]), "fp8_e5m2")) == [1.0, -1.0, 57344.0, 2**-16, math.inf]
    assert all(math.isnan(value) for dtype in ("fp8_e4m3", "fp8_e5m2") for value in numbers(b"\x7f\xff", dtype))
    assert list(numbers(b"\xff\x01", "int8")) == list(numbers(b"\xff\x01", "binary")) == [-1.0, 1.0]
    assert list(numbers(b"\xff\x01", "uint8")) == list(numbers(b"\xff\x01", "ubinary")) == [255.0, 1.0]


def test_a_machine_with_the_other_byte_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes on the wire have their lowest first, whatever the machine's order."""
    monkeypatch.setattr(sys, "byteorder", "big" if sys.byteorder == "little" else "little")
    turned = numbers(struct.pack("<2f", 0.5, -0.25))
    turned.byteswap()
    assert list(turned) == [0.5, -0.25]
    assert Embedding(embedding=unpacked(HALF)).to_dict() == {"embedding": HALF}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["", "A", "AAA", "AAAAPwAAgL4", HALF + "=", "AAAA\nPwAAgL4=", "zz!z", "é", "[0.5, 0.25]", "AAAA"]
)
def test_what_is_no_base64_of_numbers(text: str) -> None:
    """Broken base64, and a length that holds no whole numbers, are told in words."""
    with pytest.raises(ValueError, match=r"is not base64|no whole number of float32 numbers") as caught:
        unpacked(text)
    assert type(caught.value) is ValueError
    with pytest.raises(ValueError, match="not a type of numbers"):
        numbers(b"", "float8")


# -- one vector --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("vector", [HALF, [0.5, -0.25]])
def test_a_vector_is_a_list(vector: Any) -> None:
    """The same one each time; and an array of 32-bit floats for those who ask for it."""
    found = Embedding.model_validate(row(vector))
    assert found.embedding == [0.5, -0.25]
    assert type(found.embedding) is list
    assert found.embedding is found.embedding
    assert found.vector() == array("f", [0.5, -0.25])
    assert found.embedding == [0.5, -0.25]


@pytest.mark.parametrize("vector", [HALF, [0.5, -0.25]])
@pytest.mark.parametrize("looked_at", [False, True])
def test_a_vector_travels(vector: Any, looked_at: bool) -> None:
    """Copies, pickles and dumps hold the server's value and compare equal, whether it was looked at or not."""
    found, other = Embedding.model_validate(row(vector)), Embedding.model_validate(row(vector))
    if looked_at:
        assert found.embedding
    assert found == other
    assert repr(found) == repr(other)
    travelled = [pickle.loads(pickle.dumps(found)), copy.copy(found), copy.deepcopy(found)]
    travelled += [found.model_copy(), found.model_copy(deep=True), Embedding.model_validate(found.to_dict())]
    for copied in travelled:
        assert copied == found
        assert copied.embedding == [0.5, -0.25]
        assert copied.to_dict() == row(vector)
    assert found.model_dump(mode="json")["embedding"] == found.model_dump()["embedding"] == vector
    assert json.loads(found.to_json())["embedding"] == json.loads(found.model_dump_json())["embedding"] == vector


def test_a_deep_copy_has_numbers_of_its_own() -> None:
    found = Embedding.model_validate(row(HALF))
    found.model_copy(deep=True).embedding.append(1.0)
    assert found.embedding == [0.5, -0.25]


def test_a_vector_can_be_set() -> None:
    """What is set is what is read and dumped, also after the server's was looked at."""
    found = Embedding.model_validate(row(HALF))
    assert found.embedding
    found.embedding = [1.0]
    assert (found.embedding, list(found.vector()), found.to_dict()["embedding"]) == ([1.0], [1.0], [1.0])
    assert found.model_copy(update={"embedding": [2.0, 3.0]}).embedding == [2.0, 3.0]
    object.__setattr__(found, "embedding", [4.0])
    assert found.embedding == [4.0]
    assert Embedding(embedding=array("d", [0.5])).vector().typecode == "f"  # type: ignore[arg-type]
    assert Embedding(embedding=[]).embedding is not Embedding().embedding


def test_a_class_that_inherits_it() -> None:
    """The field, its default and the way it is read are inherited."""

    class Named(Embedding):
        name: str = ""

    assert Named.model_validate({**row(HALF), "name": "x"}).embedding == [0.5, -0.25]
    assert Named().embedding == []
    with pytest.raises(AttributeError):
        Embedding.embedding  # noqa: B018
    assert Embedding.model_json_schema()["properties"]["embedding"]["items"] == {"type": "number"}


@pytest.mark.parametrize(
    ("sent", "read_as"),
    [
        ([0.5, None], [0.5, NAN]),
        ([None], [NAN]),
        ([[0.5, 1]], [0.5, 1.0]),
        ([1, 2], [1.0, 2.0]),
        (["0.5"], [0.5]),
        ([10**400, None], [math.inf, NAN]),
    ],
)
def test_vectors_of_another_shape(sent: Any, read_as: list[float]) -> None:
    """Null is NaN, a vector alone in a list is the vector, whole numbers are floats; none gets lost."""
    found = read(answer(row(sent))).data[0]
    assert repr(found.embedding) == repr(read_as)
    assert repr(list(found.vector())) == repr(read_as)


# -- a reply -----------------------------------------------------------------------------------------------------------


def test_a_whole_reply() -> None:
    """The specification's fields, typed, with the reply's headers; dumped it is what was sent."""
    for vector in (HALF, [0.5, -0.25]):
        body = answer(row(vector), row(vector, 1))
        found = read(body, input=["a", "b"], headers={"x-request-id": "r-1"})
        assert (found.object, found.model, found.data[1].index, found.request_id) == ("list", "m", 1, "r-1")
        assert found.usage is not None
        assert found.usage.prompt_tokens == 3
        assert vectors(found) == [[0.5, -0.25]] * 2
        assert found.to_dict() == body


def test_what_is_missing_is_no_error() -> None:
    """Neither usage, object nor model; rows without an index have that of their place."""
    found = read({"data": [{"embedding": [0.1]}, {"embedding": [0.2]}]}, input=["a", "b"])
    assert (found.usage, found.object, found.model) == (None, "list", "")
    assert [one.index for one in found.data] == [0, 1]
    assert found.data[1].to_dict() == {"embedding": [0.2]}
    assert read({"object": "", "data": None}, input=[]).data == []


@pytest.mark.parametrize(
    ("indexes", "order"),
    [
        ([1, 2, 0], [2, 0, 1]),
        ([0, 1, 2], [0, 1, 2]),
        ([1, 2, 3], [0, 1, 2]),
        ([0, 0, 1], [0, 1, 2]),
        ([None] * 3, [0, 1, 2]),
    ],
)
def test_the_order_of_the_inputs(indexes: list[Any], order: list[int]) -> None:
    """By the indexes where they are those of the inputs, else as they came; `data` stays as it came."""
    found = read(answer(*(row([float(place)], index) for place, index in enumerate(indexes))), input=["a"] * 3)
    assert vectors(found) == [[float(place)] for place in order]
    assert [one.embedding for one in found.data] == [[0.0], [1.0], [2.0]]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ([[0.5], [0.25]], [[0.5], [0.25]]),
        ([{"index": 0, "embedding": [[0.5]]}, {"index": 1, "embedding": [[0.25]]}], [[0.5], [0.25]]),
        ({"data": {"embedding": [0.5], "object": "embedding"}, "model": "m"}, [[0.5]]),
        ({"data": [[0.5]]}, [[0.5]]),
    ],
)
def test_replies_of_another_shape(body: Any, expected: list[list[float]]) -> None:
    """A bare list of vectors (TEI) or of rows (llama.cpp beside /v1), and a single row (Volcengine)."""
    assert vectors(read(body, input=["a"] * len(expected))) == expected


@pytest.mark.parametrize(
    ("input", "rows", "words"),
    [
        (["a", "b"], 1, "1 vector for 2 inputs"),
        (["a"], 2, "2 vectors for 1 input"),
        ("a", 0, "0 vectors for 1 input"),
        ([1, 2, 3], 3, "3 vectors for 1 input"),
        ([[1, 2], [3]], 1, "1 vector for 2 inputs"),
        ({"text": "a"}, None, None),
    ],
)
def test_each_input_has_a_vector(input: Any, rows: int | None, words: str | None) -> None:
    """Fewer or more are an error that says how many; a text is one input, and so is a list of token ids."""
    rows = 2 if rows is None else rows
    body = answer(*(row([0.5], index) for index in range(rows)))
    if words is None:
        assert len(read(body, input=input).data) == rows
        return
    with pytest.raises(APIResponseValidationError, match=words) as caught:
        read(body, input=input)
    assert caught.value.response.json() == body


@pytest.mark.parametrize("messages", [[{"role": "user", "content": "a"}], [[{"role": "user"}], [{"role": "user"}]]])
def test_each_conversation_has_a_vector(messages: list[Any]) -> None:
    wanted = 2 if isinstance(messages[0], list) else 1
    body = answer(*(row([0.5], index) for index in range(wanted)))
    assert len(read(body, input=None, messages=messages).data) == wanted
    with pytest.raises(APIResponseValidationError, match=f"for {wanted} input"):
        read(answer(*body["data"], row([0.5], 9)), input=None, messages=messages)


@pytest.mark.parametrize(
    ("vector", "words"),
    [
        (None, "1 vector for 2 inputs"),
        ([], "1 vector for 2 inputs"),
        ({"a": 1}, "1 vector for 2 inputs"),
        ("AAA", "1 vector for 2 inputs; at 1: the text that starts with 'AAA' is not base64"),
        ("AAAA", "at 1: 3 bytes are no whole number of float32 numbers"),
        ("[0.5, 0.25]", "is not base64"),
    ],
)
def test_a_vector_that_is_none(vector: Any, words: str) -> None:
    """It counts as missing, and the error says what is wrong with it; nothing of another library escapes."""
    with pytest.raises(APIResponseValidationError, match=words):
        read(answer(row(HALF), row(vector, 1)), input=["a", "b"])


def test_several_vectors_for_an_input() -> None:
    """Those of a model that makes one for each token or chunk are kept as they came."""
    found = read(answer(row([[0.5, 1.0], [0.25, 2.0]], late_chunking={"chunks": [{"token_range": [0, 4]}]})))
    assert found.data[0].embedding == []
    assert found.data[0].model_extra == {"embedding": [[0.5, 1.0], [0.25, 2.0]]}
    assert found.data[0].late_chunking is not None
    assert found.data[0].late_chunking.chunks[0].token_range == [0, 4]
    with pytest.raises(APIResponseValidationError, match="input 0 has no vector of its own"):
        found.vectors()


@pytest.mark.parametrize(
    ("options", "data"),
    [
        ({"embed_dtype": "float16"}, struct.pack("<2e", 0.5, -0.25)),
        ({"embed_dtype": "float16", "endianness": "big"}, struct.pack(">2e", 0.5, -0.25)),
        ({"embed_dtype": "float32", "endianness": "big"}, struct.pack(">2f", 0.5, -0.25)),
        ({"embed_dtype": "bfloat16", "endianness": "native"}, b"\x00\x3f\x80\xbe"),
        ({"embed_dtype": "fp8_e4m3"}, b"\x30\xa8"),
        ({"extra_body": {"embed_dtype": "float16"}}, struct.pack("<2e", 0.5, -0.25)),
    ],
)
def test_base64_of_other_numbers(options: dict[str, Any], data: bytes) -> None:
    """The numbers are of the type and the order that were asked for, for no reply tells them."""
    found = read(answer(row(base64.b64encode(data).decode())), encoding_format="base64", **options)
    assert vectors(found) == [[0.5, -0.25]]
    assert vectors(CreateEmbeddingResponse.model_validate(found.to_dict())) == [[0.5, -0.25]]
    assert vectors(read(answer(row([0.5, -0.25])), **options)) == [[0.5, -0.25]]


def test_base64_of_whole_numbers_and_of_unknown_ones() -> None:
    found = read(answer(row(base64.b64encode(b"\xff\x01").decode())), output_dtype="int8", encoding_format="base64")
    assert found.data[0].embedding == [-1.0, 1.0]
    for words, dtype in (("'float8' is not a type", "float8"), ("no whole number of float16", "float16")):
        with pytest.raises(APIResponseValidationError, match=words):
            read(answer(row(base64.b64encode(b"\xff").decode())), embed_dtype=dtype)


METADATA = {"data": [{"index": 0, "embed_dtype": "float32", "start": 0, "end": 8, "shape": [2]}], "model": "m"}


def _in_bytes(metadata: Any, body: bytes = struct.pack("<2f", 0.5, -0.25)) -> CreateEmbeddingResponse:
    text = metadata if isinstance(metadata, str) else json.dumps(metadata)
    headers = {"content-type": "application/octet-stream", "metadata": text}
    return read(body, headers=headers, encoding_format="bytes")


def test_numbers_as_the_reply_itself() -> None:
    """vLLM's `bytes`: a header says whose they are."""
    found = _in_bytes(METADATA)
    assert (found.model, vectors(found)) == ("m", [[0.5, -0.25]])


@pytest.mark.parametrize(
    "metadata",
    [
        "{",
        "[]",
        "{}",
        {"data": [1]},
        {"data": [{}]},
        {"data": [{"start": 0, "end": 99}]},
        {"data": [{"start": -4, "end": 8}]},
        '{"data": [{"start": 0, "end": 1e999}]}',
        {"data": [{"start": "a", "end": 8}]},
        {"data": [{"start": 0, "end": 8, "embed_dtype": []}]},
        {"data": [{"start": 0, "end": 7}]},
    ],
)
def test_a_header_that_does_not_fit(metadata: Any) -> None:
    with pytest.raises(APIResponseValidationError, match=r"cannot be read as vectors|0 vectors for 1 input"):
        _in_bytes(metadata)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html>Sign in</html>", "base URL"),
        (b"", "an empty body"),
        ({"error": {"message": "no such model"}}, "no such model"),
        ({"detail": "Not here"}, "Not here"),
        ({"data": "x"}, "not a list of embeddings"),
        ({}, "not a list of embeddings"),
        (["a"], "0 vectors for 1 input"),
    ],
)
def test_a_success_that_is_none(body: Any, words: str) -> None:
    with pytest.raises(APIError, match=words):
        read(body)


NUMBERS_OR_NOT = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.just(HALF)


@given(
    st.recursive(
        NUMBERS_OR_NOT,
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["data", "embedding", "index", "object", "usage", "error"]), inner, max_size=4
            )
        ),
    )
)
def test_junk_raises_nothing_but_our_errors(value: Any) -> None:
    """Whatever JSON a server sends, what comes out is vectors or an `APIError`, and a row holds a list of floats."""
    for body in (value, {"data": value}, answer(value), answer(row(value)), answer(row(HALF, None), row(value))):
        for options in ({}, {"embed_dtype": "float16"}):
            try:
                found = read(body, **options)
                for one in found.data:
                    assert all(type(number) is float for number in one.embedding)
                    assert type(one.index) is int
                found.vectors()
            except APIError:
                pass


# -- numpy -------------------------------------------------------------------------------------------------------------


def test_one_array_of_numpy() -> None:
    """A row for each input, in their order, as float32."""
    np = pytest.importorskip("numpy")
    found = read(answer(row([1, 2], 1), row(HALF, 0)), input=["a", "b"]).vectors(numpy=True)
    assert (found.dtype, found.shape) == (np.float32, (2, 2))
    assert found.tolist() == [[0.5, -0.25], [1.0, 2.0]]
    assert read(answer(), input=[]).vectors(numpy=True).shape == (0, 0)
    with pytest.raises(APIResponseValidationError, match=r"POST http.*: the vectors differ in length"):
        read(answer(row([1.0]), row(HALF, 1)), input=["a", "b"]).vectors(numpy=True)


def test_numpy_is_needed_for_numpy_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it, asking for it says what to install, and the rest works."""
    monkeypatch.setitem(sys.modules, "numpy", None)
    found = read(answer(row(HALF)))
    assert vectors(found) == [[0.5, -0.25]]
    with pytest.raises(ImportError, match="pip install numpy"):
        found.vectors(numpy=True)


# -- many texts --------------------------------------------------------------------------------------------------------


def many(texts: Any, *, batch_size: int | None = 2, concurrency: int = 4, **options: Any) -> ManyEmbeddings:
    return ManyEmbeddings(texts, model="m", batch_size=batch_size, concurrency=concurrency, options=options)


def parts_of(work: ManyEmbeddings) -> list[tuple[range, Any]]:
    """Every part, taken by one worker after the other."""
    found = []
    while (taken := work.take()) is not None:
        found.append((taken[0], taken[1].request.body))
    return found


def came(inputs: list[Any], **more: Any) -> CreateEmbeddingResponse:
    """A reply to inputs that are numbers in words, its rows in another order than they are asked for."""
    rows = [row([float(text)], index) for index, text in enumerate(inputs)]
    return read(answer(*rows[::-1], **more), input=inputs)


def failure(status: int, words: str = "no") -> APIError:
    return reply_error(reply({"error": {"message": words}}, status))


def test_texts_are_sent_in_parts() -> None:
    """Of the size that is asked for, the last one smaller, each with all of the options."""
    work = many(iter("abcde"), dimensions=3, deadline=5.0)
    assert work.workers == 3
    body = {"model": "m", "dimensions": 3}
    assert parts_of(work) == [
        (range(2), {**body, "input": ["a", "b"]}),
        (range(2, 4), {**body, "input": ["c", "d"]}),
        (range(4, 5), {**body, "input": ["e"]}),
    ]
    assert [part for part, _ in parts_of(many(["a"] * (BATCH_SIZE + 1), batch_size=None))] == [
        range(BATCH_SIZE),
        range(BATCH_SIZE, BATCH_SIZE + 1),
    ]
    taken = many([[1, 2], [3]], deadline=5.0).take()
    assert taken is not None
    assert (taken[1].request.body, taken[1].request.deadline) == ({"model": "m", "input": [[1, 2], [3]]}, 5.0)


@given(st.integers(0, 30), st.integers(1, 9), st.integers(1, 5), st.randoms(use_true_random=False))
def test_the_order_holds_whoever_is_first(count: int, size: int, concurrency: int, rng: random.Random) -> None:
    """However parts are cut and in whatever order they come, each text has its own vector."""
    texts = [str(number) for number in range(count)]
    work = many(texts, batch_size=size, concurrency=concurrency)
    assert work.workers == min(concurrency, math.ceil(count / size))
    parts = parts_of(work)
    rng.shuffle(parts)
    for part, body in parts:
        work.add(part, came(body["input"]))
    whole = work.whole()
    assert vectors(whole) == [[float(number)] for number in range(count)]
    assert [one.index for one in whole.data] == list(range(count))
    assert whole.usage is not None
    assert whole.usage.total_tokens == 3 * len(parts)


def test_no_text_is_no_call() -> None:
    work = many([])
    assert (work.workers, work.take()) == (0, None)
    empty = work.whole()
    assert (empty.data, empty.model, vectors(empty)) == ([], "m", [])
    assert empty.usage is not None
    assert (empty.usage.prompt_tokens, empty.usage.total_tokens) == (0, 0)


def test_token_counts_are_added_up() -> None:
    """Details and a vendor's own figures too; parts without a count add nothing, and without any there is none."""
    usages: list[Any] = [
        {
            "prompt_tokens": 1,
            "total_tokens": 2,
            "cost": 0.5,
            "prompt_tokens_details": {"cached_tokens": 1},
            "tier": "a",
        },
        {
            "prompt_tokens": 10,
            "total_tokens": 20,
            "cost": 0.25,
            "prompt_tokens_details": {"cached_tokens": 2},
            "own": 7,
        },
        None,
    ]
    work = many([*"123"], batch_size=1)
    for (part, body), usage in zip(parts_of(work), usages, strict=True):
        work.add(part, came(body["input"], usage=usage))
    usage = work.whole().usage
    assert usage is not None
    assert usage.to_dict() == {
        "prompt_tokens": 11,
        "total_tokens": 22,
        "cost": 0.75,
        "prompt_tokens_details": {"cached_tokens": 3},
        "tier": "a",
        "own": 7,
    }
    work = many([*"1"])
    for part, body in parts_of(work):
        work.add(part, came(body["input"], usage=None))
    assert work.whole().usage is None


def test_counts_that_are_words_in_one_part_and_numbers_in_another() -> None:
    """What cannot be added up is as it was said last."""
    work = many([*"123"], batch_size=1)
    for (part, body), own in zip(parts_of(work), ("much", 5, {"in": 1}), strict=True):
        counts = {"prompt_tokens": 1, "total_tokens": 1}
        work.add(part, came(body["input"], usage={**counts, "own": own, "other": {"in": 1} if part.start else 3}))
    usage = work.whole().usage
    assert usage is not None
    assert usage.to_dict() == {"prompt_tokens": 3, "total_tokens": 3, "own": {"in": 1}, "other": {"in": 2}}


def test_a_failed_part_does_not_cost_the_others() -> None:
    """The error names its texts, has the first failure's attributes and chains it, and holds what came."""
    work = many(str(number) for number in range(10))
    for part, body in parts_of(work):
        work.add(part, failure(400, "too long") if part.start in (2, 8) else came(body["input"]))
    with pytest.raises(EmbeddingsError, match="too long") as caught:
        work.whole()
    error = caught.value
    assert error.message.startswith("no vectors for texts[2:4], texts[8:10] (6 of 10 have theirs, in `finished`): ")
    assert (error.status_code, error.body) == (400, {"message": "too long"})
    assert isinstance(error.__cause__, BadRequestError)
    assert error.__cause__ is error.failed[range(2, 4)]
    assert list(error.failed) == error.missing == [range(2, 4), range(8, 10)]
    assert {part: vectors(found) for part, found in error.finished.items()} == {
        range(2): [[0.0], [1.0]],
        range(4, 6): [[4.0], [5.0]],
        range(6, 8): [[6.0], [7.0]],
    }
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.missing, again.total) == (str(error), error.missing, 10)
    assert list(again.finished) == list(error.finished)


def test_many_failures_are_not_all_named() -> None:
    work = many([*"123456789"], batch_size=1)
    for part, _ in parts_of(work):
        work.add(part, failure(422))
    with pytest.raises(EmbeddingsError, match=r"texts\[4:5\] and 4 more parts \(0 of 9 have theirs"):
        work.whole()


@pytest.mark.parametrize(
    ("outcome", "goes_on"),
    [(400, True), (413, True), (422, True), (401, False), (404, False), (429, False), (500, False), (None, True)],
)
def test_a_failure_that_would_meet_all_ends_it(outcome: int | None, goes_on: bool) -> None:
    """What is wrong with one part leaves the others going; what is wrong with the key, the model or the server
    does not, and those that were not begun are told as missing."""
    work = many([*"123456"])
    first = work.take()
    second = work.take()
    assert first is not None
    assert second is not None
    error = failure(outcome) if outcome else APIResponseValidationError(reply({}))
    work.add(first[0], error)
    assert (work.take() is not None) is goes_on
    work.add(second[0], came(["3", "4"]))
    with pytest.raises(EmbeddingsError) as caught:
        work.whole()
    assert caught.value.missing == [range(2), range(4, 6)]
    assert caught.value.__cause__ is error


def test_what_is_not_the_servers_failure() -> None:
    """It is raised as it is, unless parts that came would be lost."""
    work = many([*"12"], batch_size=1)
    parts = parts_of(work)
    work.add(parts[1][0], ZeroDivisionError("mine"))
    with pytest.raises(ZeroDivisionError):
        work.whole()
    work.add(parts[0][0], came(["1"]))
    with pytest.raises(EmbeddingsError, match="mine") as caught:
        work.whole()
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    assert caught.value.missing == [range(1, 2)]


@pytest.mark.parametrize(
    ("wrong", "kind", "words"),
    [
        ({"texts": "one text"}, TypeError, r"texts must be a list of texts, not str; create\(\) takes a single one"),
        ({"texts": 3}, TypeError, "not int"),
        ({"texts": ["a", 3]}, TypeError, r"texts\[1\] must be a text or a list of token ids, not int"),
        ({"texts": [1, 2]}, TypeError, r"texts\[0\]"),
        ({"batch_size": 0}, ConfigurationError, "batch_size must be at least 1, not 0"),
        ({"batch_size": 2.5}, TypeError, "batch_size must be a whole number, not float"),
        ({"concurrency": True}, TypeError, "concurrency must be a whole number, not bool"),
        ({"dimension": 4}, TypeError, "did you mean 'dimensions'"),
    ],
)
def test_mistakes_with_many(wrong: dict[str, Any], kind: type[Exception], words: str) -> None:
    """They are told before anything is sent."""
    with pytest.raises(kind, match=words):
        many(**{"texts": ["a"], **wrong})


# -- what real servers sent --------------------------------------------------------------------------------------------


def _beside(kind: str, found: list[Any]) -> list[Any]:
    why = f"the collection of {kind} is not beside the checkout (OAICOMPAT_SHARED says where it is)"
    return found or [pytest.param(None, id="collection", marks=pytest.mark.skip(reason=why))]


def _rows() -> list[Any]:
    file = SHARED / "quirks" / "quirks.jsonl"
    lines = file.read_text().splitlines() if file.exists() else []
    rows = [found for line in lines if (found := json.loads(line))["area"] == "embeddings"]
    return _beside("habits", [pytest.param(found, id=found["id"]) for found in rows])


@pytest.mark.parametrize("case", _rows())
def test_row(case: dict[str, Any]) -> None:
    """Everything that a row of the collection of servers' habits expects holds."""
    expected = case["expect"]
    if expected["kind"] == "request":
        body = embed(model="m", **{"input": "a", **expected.get("call", {})}).request.body or {}
        assert not body.keys() & set(expected.get("wire_absent", ()))
        return
    body = base64.b64decode(case["body_b64"]) if case.get("body_b64") else case["body_bytes"]
    got = reply(body, case["status"], case["headers"])
    wanted = expected.get("vectors")
    if wanted and not isinstance(wanted[0], list):  # one vector, NaN in words
        wanted = [[float(number) for number in wanted]]
    asked = {"input": ["a"] * len(wanted or ["a"] if wanted is None else wanted), **case.get("request", {})}
    if expected["kind"] == "error":
        with pytest.raises(APIError, match=expected["message_contains"]) as caught:
            _answer(got, asked)
        assert type(caught.value).__name__.endswith(expected["raises"])
        assert expected.get("code") in (None, caught.value.code)
        return
    found = _answer(got, asked)
    assert repr(vectors(found)) == repr([list(array("f", vector)) for vector in wanted])
    if "usage" in expected:
        told = found.usage and {name: found.usage.to_dict().get(name) for name in expected["usage"]}
        assert told == expected["usage"]


def _answer(got: Any, asked: dict[str, Any]) -> CreateEmbeddingResponse:
    if got.status_code >= 400:
        raise reply_error(got)
    return embed(model="m", **asked).parse(got)


def _captures() -> list[Any]:
    found = []
    for path in sorted((SHARED / "captures").glob("*/*.json")):
        case = json.loads(path.read_text())
        if case["request"]["path"] == "/v1/embeddings" and case["response"]["status"]:
            found.append(pytest.param(path, id=f"{path.parent.name}/{path.stem}"))
    return _beside("captures", found)


@pytest.mark.parametrize("path", _captures())
def test_replay(path: Path) -> None:
    """Vectors are those of a naive reading, and nothing of a reply is lost or added."""
    case = json.loads(path.read_text())
    body = path.with_suffix(".body").read_bytes()
    got = reply(body, case["response"]["status"], case["response"]["headers"])
    asked = {name: value for name, value in case["request"]["body"].items() if name != "model"}
    if got.status_code >= 400:
        with pytest.raises(APIError):
            _answer(got, asked)
        return
    found = _answer(got, asked)
    data = json.loads(body)
    assert found.to_dict() == data
    for one, vector in zip(found.data, found.vectors(), strict=True):
        sent = data["data"][one.index]["embedding"]
        if isinstance(sent, str):
            sent = list(struct.unpack(f"<{len(packed(sent)) // 4}f", base64.b64decode(sent)))
        assert one.embedding == sent
        assert vector == array("f", sent)


def test_the_errors_that_are_meant() -> None:
    """The stand-ins for failures above are of the classes that a client raises."""
    assert [type(failure(status)) for status in (401, 404)] == [AuthenticationError, NotFoundError]
    assert "float32" in DTYPES
