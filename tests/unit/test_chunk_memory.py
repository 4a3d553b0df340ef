"""Chunks between remembered bytes are read without a look at their fields: that must never be seen.

Every stream is decoded three ways: as it is, with the memory switched off, and by `json.loads` and a loop.
"""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from oaicompat import APIResponseValidationError
from oaicompat._chunks import ChatChunkDecoder
from oaicompat.types.chat.chat_completion_chunk import ChatCompletionChunk

from .streams import head, piece, sse

TEXTS = st.text(
    st.one_of(
        st.sampled_from(
            ['"', "\\", "\n", "\t", "/", "{", "}", ",", ":", " ", "\u2028", "\x7f", "\U0001f389", "é", "\0"]
        ),
        st.characters(codec="utf-8"),
    ),
    max_size=6,
)


def _body(lines: list[str]) -> bytes:
    return "".join(f"data: {line}\n\n" for line in lines).encode("utf-8", "surrogatepass")


def _decode(body: bytes, *, cut: int, memory: bool) -> tuple[list[Any], ChatChunkDecoder]:
    decoder = ChatChunkDecoder(head())
    if not memory:
        decoder._patience = 1 << 60
    chunks: list[Any] = []
    for start in range(0, len(body), cut):
        chunks.extend(decoder.feed(body[start : start + cut]))
    if not decoder.done:
        chunks.extend(decoder.finish())
    return chunks, decoder


def _same(body: bytes, cut: int) -> ChatChunkDecoder:
    """The decoder of the ordinary way, found equal to the one without a memory."""
    chunks, decoder = _decode(body, cut=cut, memory=True)
    plain_chunks, plain = _decode(body, cut=cut, memory=False)
    assert plain._uses == 0
    assert chunks == plain_chunks
    assert [chunk.to_dict() for chunk in chunks] == [chunk.to_dict() for chunk in plain_chunks]
    assert decoder.whole().to_dict() == plain.whole().to_dict()
    return decoder


def _naive(lines: list[str]) -> str:
    deltas = [json.loads(line)["choices"][0]["delta"] for line in lines if line != "[DONE]"]
    return "".join(delta.get("content") or "" for delta in deltas)


class Server:
    """The ways in which a server may write its chunks."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.ascii = draw(st.booleans())
        self.separators = draw(st.sampled_from([(",", ":"), (", ", ": "), (" ,  ", " : ")]))
        self.sorted = draw(st.booleans())
        self.top: dict[str, Any] = draw(
            st.sampled_from(
                [{}, {"system_fingerprint": None}, {"provider": "P", "note": '"content":"x"'}, {"usage": None}]
            )
        )
        self.choice: dict[str, Any] = draw(
            st.sampled_from([{}, {"logprobs": None}, {"logprobs": None, "native": None}, {"stop_reason": None}])
        )
        self.padded = draw(st.sampled_from(["", "obfuscation", "p"]))
        self.clock = draw(st.booleans())

    def line(self, number: int, delta: dict[str, Any], finish: str | None = None) -> str:
        event = {**piece(delta, finish=finish), **self.top}
        event["choices"][0].update(self.choice)
        if self.padded:
            event[self.padded] = "x" * (number % 5)
        if self.clock:
            event["created"] = 1000 + number // 3
        return json.dumps(event, ensure_ascii=self.ascii, separators=self.separators, sort_keys=self.sorted)


@st.composite
def streams(draw: st.DrawFn) -> list[str]:
    server = Server(draw)
    ordinary = TEXTS.map(lambda text: {"content": text})
    other = st.sampled_from(
        [
            {},
            {"content": None},
            {"role": "assistant", "content": "r"},
            {"reasoning_content": "t"},
            {"refusal": "n"},
            {"content": "x", "refusal": None},
        ]
    )
    deltas = draw(st.lists(st.one_of(ordinary, ordinary, ordinary, other), min_size=1, max_size=30))
    lines = [server.line(number, delta) for number, delta in enumerate(deltas)]
    return [*lines, server.line(99, {}, "stop"), "[DONE]"]


@settings(max_examples=150, deadline=None)
@given(lines=streams(), cut=st.sampled_from([1, 7, 150, 400, 1000, 1 << 20]))
def test_the_memory_is_never_seen(lines: list[str], cut: int) -> None:
    """Random texts in random layouts, cut anywhere: chunks, whole completion and plain JSON agree."""
    decoder = _same(_body(lines), cut)
    assert (decoder.whole().choices[0].message.content or "") == _naive(lines)


@pytest.mark.parametrize("cut", [300, 1000, 2000])
def test_the_memory_is_used(cut: int) -> None:
    """Else the tests of this file would prove nothing: most reads of a common stream go the short way."""
    body = sse(*(piece({"content": f"w{at}"}) for at in range(100)), done=False)
    decoder = ChatChunkDecoder(head())
    for start in range(0, len(body), cut):
        list(decoder.feed(body[start : start + cut]))
    assert decoder._uses >= min(len(body) // cut, 100) - 3 > 0


@pytest.mark.parametrize("extras", [{}, {"system_fingerprint": None}, {"provider": "P"}])
def test_a_chunk_of_the_memory_is_a_chunk(extras: dict[str, Any]) -> None:
    """It equals one that was validated, pickles and copies, and shares nothing that can be changed with another."""
    events = [piece({"content": text}, **extras) for text in ("x", "a", "b", "c")]
    decoder = ChatChunkDecoder(head())
    first, *rest = [chunk for event in events for chunk in decoder.feed(sse(event, done=False))]
    assert decoder._uses == 3
    for event, chunk in zip(events[1:], rest, strict=True):
        validated = ChatCompletionChunk.model_validate(event)
        assert chunk == validated
        assert repr(chunk) == repr(validated)
        assert chunk.model_fields_set == validated.model_fields_set
        assert chunk.model_extra == validated.model_extra
        assert pickle.loads(pickle.dumps(chunk)) == copy.deepcopy(chunk) == chunk.model_copy(deep=True) == validated
        chunk.choices[0].delta.content = "changed"
        chunk.choices[0].delta.role = "changed"
        chunk.choices[0].index = 9
        chunk.choices.append(chunk.choices[0])
        chunk.model = "changed"
        chunk.usage = first.usage
        (chunk.model_extra or {})["more"] = 1
    assert decoder.whole().to_dict()["choices"][0]["message"] == {"role": "assistant", "content": "xabc"}
    (again,) = decoder.feed(sse(piece({"content": "d"}, **extras), done=False))
    assert again == ChatCompletionChunk.model_validate(piece({"content": "d"}, **extras))


SURROGATES = [
    "\\ud83c",
    "\\udf89",
    "\\ud83c\\udf89",
    "a",
    '\\"',
    "\\\\",
    "\\u0022",
    "\\u005c",
    "\\n",
    "é",
    "/",
    "\\/",
    "\\ud83c\\ud83c",
]


@settings(max_examples=150, deadline=None)
@given(texts=st.lists(st.sampled_from(SURROGATES), min_size=1, max_size=20), cut=st.sampled_from([7, 500, 1 << 20]))
@example(texts=["a", "a", "\\ud83c", "\\udf89", "a", "a"], cut=500)
def test_escapes_and_half_characters(texts: list[str], cut: int) -> None:
    """Text as it stands between quotes, half a surrogate pair too: never an exception, never another text."""
    line = json.dumps(piece({"content": "@"}))
    lines = [line.replace("@", text) for text in ["x", "y", *texts]]
    body = _body([*lines, json.dumps(piece(finish="stop")), "[DONE]"])
    chunks, decoder = _decode(body, cut=cut, memory=True)
    joined = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    _same(body, cut)
    joined.encode()  # no lone surrogate is left in it
    content = decoder.whole().choices[0].message.content or ""
    content.encode()
    assert content == joined


@pytest.mark.parametrize(
    "odd",
    [
        '{"id":"c","choices":[{"index":0,"delta":{"content":"y"}}],"error":{"message":"no"}}',
        '{"id":"c","choices":[{"index":1,"delta":{"content":"y"}}]}',
        '{"id":"c","choices":[{"index":0,"delta":{"content":"y","role":"assistant"}}]}',
        '{"id":"c","choices":[{"index":0,"delta":{"content":"y"},"finish_reason":"stop"}]}',
        '{"id":"c","choices":[{"index":0,"delta":{"content":"y"}}],"usage":{"total_tokens":1}}',
        '{"id":"c","choices":[{"index":0,"delta":{"content":"y\\"}}],\\"usage\\":null"}}]}',
        '{"id":"c","choices":[{"index":0,"delta":{"content":"y","content":"z"}}]}',
    ],
)
def test_chunks_that_look_alike(odd: str) -> None:
    """A chunk that differs by more than its text is never taken for text, though it starts or ends like one."""
    plain = '{"id":"c","choices":[{"index":0,"delta":{"content":"x"}}]}'
    lines = [plain, plain, plain, odd, plain, plain]
    events = [json.loads(line) for line in lines]

    def run(*, memory: bool) -> Any:
        decoder = ChatChunkDecoder(head())
        if not memory:
            decoder._patience = 1 << 60
        try:
            found = [chunk.to_dict() for line in lines for chunk in decoder.feed(_body([line]))]
        except Exception as error:
            return repr(error), decoder.partial().to_dict()  # type: ignore[union-attr]
        return found, decoder.whole().to_dict()

    assert run(memory=True) == run(memory=False)
    if "error" not in odd:
        answer = run(memory=True)[1]["choices"][0]["message"]["content"]
        assert answer == "".join(
            event["choices"][0]["delta"]["content"] for event in events if event["choices"][0].get("index") == 0
        )


def test_text_that_was_only_fed_is_whole_at_any_moment() -> None:
    """The completion may be asked for after each chunk, and the texts that follow are added to it."""
    decoder = ChatChunkDecoder(head())
    so_far = ""
    for at in range(3000):
        list(decoder.feed(sse(piece({"content": f"{at} "}), done=False)))
        so_far += f"{at} "
        if at % 700 == 0 or at > 2995:
            assert decoder.whole().choices[0].message.content == so_far


def test_a_reader_that_stops_early_has_what_it_read() -> None:
    """Leaving the loop in the middle of a read loses nothing of what was yielded."""
    decoder = ChatChunkDecoder(head())
    list(decoder.feed(sse(piece({"content": "a"}), piece({"content": "b"}), done=False)))
    chunks = decoder.feed(sse(piece({"content": "c"}), piece({"content": "d"}), done=False))
    assert next(chunks).choices[0].delta.content == "c"
    assert decoder.whole().choices[0].message.content.startswith("abc")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "broken", [b"a\tb", b"\xe4\xb8", b"\xff"], ids=["control character", "half a character", "no UTF-8"]
)
def test_a_broken_text_among_common_ones(broken: bytes) -> None:
    """Asking for the whole in the middle of a read, whose later texts are broken, fails nothing and loses nothing."""
    plain = json.dumps(piece({"content": "@"})).encode()
    texts = [b"a", b"b", b"c", broken, b"d"]
    decoder = ChatChunkDecoder(head())
    list(decoder.feed(b"data: " + plain.replace(b"@", b"x") + b"\n\n"))
    seen = "x"
    try:
        for chunk in decoder.feed(b"".join(b"data: " + plain.replace(b"@", text) + b"\n\n" for text in texts)):
            seen += chunk.choices[0].delta.content or ""
            assert (decoder.whole().choices[0].message.content or "").startswith(seen)
    except APIResponseValidationError as error:
        told = error.partial.choices[0].message.content
        assert b"\t" in broken, "only a control character is beyond mending"  # the others must not raise
        assert told == seen == "xabc"
    else:
        assert seen == f"xabc{broken.decode('utf-8', 'replace')}d"
        assert decoder.whole().choices[0].message.content == seen
