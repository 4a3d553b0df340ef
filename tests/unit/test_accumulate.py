"""From chunks to one whole completion: linear, typed, and the same as an unstreamed answer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oaicompat.accumulate import ChatAccumulator, Text
from oaicompat.endpoints.chat import chat
from oaicompat.types.chat.chat_completion import ChatCompletion
from oaicompat.types.chat.chat_completion_chunk import ChatCompletionChunk

from .streams import decoded, piece, reply, sse

MESSAGES: dict[str, dict[str, Any]] = {
    "text": {"role": "assistant", "content": 'Hello\n"you" \\ \u2028'},
    "calls": {
        "role": "assistant",
        "content": None,
        "tool_calls": [
            {"id": "1", "type": "function", "function": {"name": "f", "arguments": '{"a": 1}'}},
            {"id": "2", "type": "function", "function": {"name": "g", "arguments": "{}"}},
        ],
    },
    "reasoning": {"role": "assistant", "content": "a", "reasoning_content": "b"},
    "details": {
        "role": "assistant",
        "content": "a",
        "reasoning": "b",
        "reasoning_details": [{"type": "reasoning.text", "index": 0, "text": "b", "signature": "s"}],
    },
    "refusal": {"role": "assistant", "content": None, "refusal": "no"},
    "audio": {
        "role": "assistant",
        "content": None,
        "audio": {"id": "a", "data": "QQ==", "expires_at": 5, "transcript": "x"},
    },
    "annotations": {
        "role": "assistant",
        "content": "a",
        "annotations": [
            {"type": "url_citation", "url_citation": {"url": "u", "title": "t", "start_index": 0, "end_index": 1}}
        ],
    },
    "thinking parts": {
        "role": "assistant",
        "content": [
            {"type": "thinking", "thinking": [{"type": "text", "text": "b"}]},
            {"type": "text", "text": "a"},
        ],
    },
    "extras": {"role": "assistant", "content": "a", "extra_content": {"google": {"thought_signature": "x"}}},
}


@pytest.mark.parametrize("name", MESSAGES)
@pytest.mark.parametrize("finely", [False, True], ids=["one delta", "a field a delta"])
def test_streamed_and_unstreamed_are_the_same(name: str, finely: bool) -> None:
    """The same message, sent whole and sent as deltas, gives the same typed completion."""
    message = MESSAGES[name]
    delta = json.loads(json.dumps(message))
    for index, call in enumerate(delta.get("tool_calls", [])):
        call["index"] = index
    deltas = [{key: value} for key, value in delta.items()] if finely else [delta]
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    streamed = decoded(sse(*map(piece, deltas), piece(finish="stop", usage=usage)))[1].whole()
    whole = {
        "id": "c-1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": usage,
    }
    unary = chat(model="m", messages=[]).parse(reply(whole))
    assert type(streamed) is ChatCompletion
    assert streamed.to_dict() == unary.to_dict() == whole
    assert streamed.choices[0].message.reasoning == unary.choices[0].message.reasoning
    assert streamed.choices[0].message.content == unary.choices[0].message.content


@settings(max_examples=100, deadline=None)
@given(pieces=st.lists(st.text(max_size=4), max_size=20), asked=st.sets(st.integers(0, 20)))
def test_text_in_pieces(pieces: list[str], asked: set[int]) -> None:
    """Pieces are joined in order, however often the whole is asked for."""
    text = Text()
    for number, one in enumerate(pieces):
        text.add(one)
        if number in asked:
            assert str(text) == "".join(pieces[: number + 1])
    assert str(text) == "".join(pieces)
    assert bool(text) == bool(pieces)


def test_many_pieces_are_joined_now_and_then() -> None:
    """A long answer takes the size of its text and not of a list of its pieces; asking joins what is new alone."""
    accumulator = ChatAccumulator()
    for _ in range(5000):
        accumulator.add(ChatCompletionChunk.model_validate(piece({"reasoning_content": "ab"})))
    kept = accumulator.answer(0).message["reasoning_content"]
    assert len(kept._pieces) < 2000
    assert accumulator.completion().choices[0].message.reasoning == "ab" * 5000
    assert len(kept._pieces) == 1


def test_reasoning_details_of_many_chunks_are_one_entry() -> None:
    """Thousands of pieces of one entry make one entry."""
    detail = {"type": "reasoning.text", "index": 0, "text": "ab"}
    accumulator = ChatAccumulator()
    for _ in range(3000):
        accumulator.add(ChatCompletionChunk.model_validate(piece({"reasoning_details": [dict(detail)]})))
    assert accumulator.completion().choices[0].message.reasoning_details == [{**detail, "text": "ab" * 3000}]


def test_the_whole_may_be_asked_for_at_any_time() -> None:
    """A completion that was given out does not change when more comes."""
    accumulator = ChatAccumulator()
    seen = []
    parts: list[dict[str, Any]] = [
        {"content": "a"},
        {"content": "b"},
        {"reasoning_details": [{"type": "reasoning.text", "index": 0, "text": "x"}]},
        {"reasoning_details": [{"type": "reasoning.text", "index": 0, "text": "y", "signature": "s"}]},
        {"annotations": [{"type": "url_citation"}]},
        {"annotations": [{"type": "url_citation"}]},
        {"tool_calls": [{"index": 0, "id": "1", "function": {"name": "f", "arguments": "{"}}]},
        {"tool_calls": [{"index": 0, "function": {"arguments": "}"}}], "audio": {"data": "a"}},
        {"audio": {"data": "b"}, "extra": {"x": {"a": 1}}},
        {"extra": {"x": {"b": 2}}},
    ]
    for delta in parts:
        accumulator.add(ChatCompletionChunk.model_validate(piece(delta)))
        completion = accumulator.completion()
        seen.append((completion, completion.to_json()))
    for completion, dumped in seen:
        assert completion.to_json() == dumped
    last = seen[-1][0].choices[0].message
    assert last.content == "ab"
    assert last.extra == {"x": {"a": 1, "b": 2}}


def test_an_empty_stream_is_known_as_such() -> None:
    """`empty` until something came; `finished` from the first finish reason on."""
    accumulator = ChatAccumulator()
    assert accumulator.empty
    accumulator.add(ChatCompletionChunk.model_validate(piece({"content": "a"})))
    assert not accumulator.empty
    assert not accumulator.finished
    accumulator.add(ChatCompletionChunk.model_validate(piece(finish="stop")))
    assert accumulator.finished
