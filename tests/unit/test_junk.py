"""Any JSON in any field of any reply: an object of ours or an error of ours, never another exception."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oaicompat import APIError
from oaicompat._encode import dump
from oaicompat._json import parse
from oaicompat._sse import DEFAULT_LIMIT
from oaicompat.endpoints.chat import chat
from oaicompat.types.base import WireObject

from .endpoint_calls import CALLS, STREAMS, Known, KnownStream
from .streams import by_hand, cuts, decoded, head, piece, reply, sse
from .valid_values import valid

NAMES = st.sampled_from(
    [
        "id",
        "choices",
        "delta",
        "message",
        "content",
        "tool_calls",
        "function",
        "arguments",
        "name",
        "index",
        "usage",
        "error",
        "code",
        "type",
        "text",
        "reasoning",
        "reasoning_details",
        "str",
        "int",
        "list",
        "model_fields",
        "data",
        "copy",
        "__class__",
        "_reply",
        "repairs",
        "",
    ]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=4)
    | st.sampled_from(["1e999", "nan", "[DONE]", "\ud83c", "\u2028", "stop", 2**70, -(2**70), 1e308])
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=8
)

CALL = {"index": 0, "id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
DETAIL = {"type": "reasoning.text", "index": 0, "text": "x"}
LOGPROB = {"token": "a", "logprob": -1.0, "bytes": [97], "top_logprobs": [{"token": "a", "logprob": -1.0}]}
MESSAGE: dict[str, Any] = {
    "role": "assistant",
    "content": "Hi",
    "refusal": None,
    "reasoning": "r",
    "reasoning_details": [DETAIL],
    "tool_calls": [CALL],
    "function_call": {"name": "f", "arguments": "{}"},
    "audio": {"id": "a", "data": "x", "expires_at": 1, "transcript": "t"},
    "annotations": [{"type": "url_citation", "url_citation": {"url": "u", "start_index": 0}}],
}
USAGE = {
    "prompt_tokens": 1,
    "completion_tokens_details": {"reasoning_tokens": 1},
    "prompt_tokens_details": {"cached_tokens": 0},
}
CHOICE = {"index": 0, "finish_reason": "stop", "logprobs": {"content": [LOGPROB], "refusal": None}}
MODERATION = {"input": {"type": "moderation_results", "results": [{"flagged": False, "categories": {"a": True}}]}}
COMPLETION: dict[str, Any] = {
    "id": "c",
    "object": "chat.completion",
    "created": 1,
    "model": "m",
    "choices": [{**CHOICE, "message": MESSAGE}],
    "usage": USAGE,
    "service_tier": "auto",
    "system_fingerprint": "f",
    "moderation": MODERATION,
    "metadata": {"a": 1},
    "x_groq": {"usage": USAGE},
}
CHUNK: dict[str, Any] = {**COMPLETION, "object": "chat.completion.chunk", "choices": [{**CHOICE, "delta": MESSAGE}]}


def paths(value: Any) -> list[list[Any]]:
    """The way to each place in a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [[]] + [[key, *rest] for key, item in items for rest in paths(item)]


def with_junk(value: Any, path: list[Any], junk: Any) -> Any:
    """A copy of a value with something else at a place in it."""
    if not path:
        return junk
    changed = copy.deepcopy(value)
    here = changed
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = junk
    return changed


def spoilt(value: Any) -> st.SearchStrategy[Any]:
    """The value with junk in one or two places."""
    place = st.sampled_from(paths(value))
    once = st.builds(with_junk, st.just(value), place, JSON)
    return once.flatmap(lambda found: once | st.builds(with_junk, st.just(found), st.sampled_from(paths(found)), JSON))


def body(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True).encode()


def uses(completion: Any) -> None:
    """Reads what users read."""
    for choice in completion.choices:
        assert choice.finish is None or isinstance(choice.finish, str)
        message = choice.message
        assert message.content is None or isinstance(message.content, str)
        assert message.reasoning is None or isinstance(message.reasoning, str)
        assert isinstance(message.role, str)
        for call in message.tool_calls or []:
            assert isinstance(call.id, str)
            assert call.type in ("function", "custom")
            if call.type == "function":
                assert isinstance(call.function.arguments, str)
        dumped = message.to_dict()
        assert dumped is not None
    assert isinstance(completion.created, int)
    repr(completion)


@settings(max_examples=200, deadline=None)
@given(value=spoilt(COMPLETION))
def test_completions(value: Any) -> None:
    """A completion with junk in it parses, or is an error of ours."""
    try:
        completion = chat(model="m", messages=[]).parse(reply(body(value)))
    except APIError:
        return
    uses(completion)
    for choice in completion.choices:
        try:
            dump({"messages": [choice.message]})
        except ValueError as error:
            known = ("JSON cannot hold", "half a character")
            assert any(words in str(error) for words in known)  # noqa: PT017  # most values can be sent


@settings(max_examples=100, deadline=None)
@given(values=st.lists(spoilt(CHUNK), min_size=1, max_size=3), cut=st.integers(0, 3))
def test_chunks(values: list[Any], cut: int) -> None:
    """A stream with junk in it is decoded, or is an error of ours; the whole of it too."""
    whole = sse(piece({"content": "a"}), *values, piece(finish="stop"))
    try:
        chunks, decoder = decoded(cuts(whole, cut, longest=500) if cut else whole)
    except APIError as error:
        repr(error)
        return
    for index in {choice.index for chunk in chunks for choice in chunk.choices}:
        by_hand(chunks, index)
    uses(decoder.whole())


@pytest.mark.parametrize("known", CALLS, ids=[known.name for known in CALLS])
def test_replies_of_every_endpoint(known: Known) -> None:
    """Junk in a field that the reply is not for costs nothing and is kept; elsewhere it may be an error of ours."""

    @settings(max_examples=25, deadline=None)
    @given(data=st.data(), junk=JSON)
    def check(data: st.DataObject, junk: Any) -> None:
        good = known.whole(data.draw(valid(known.kind)))
        path = data.draw(st.sampled_from(paths(good)))
        sent = with_junk(good, path, junk)
        try:
            found = known.call.parse(reply(body(sent)))
        except APIError:
            assert not path or path[0] in known.needs
            return
        assert repr(found)
        assert found.to_json()
        if path and path[0] not in known.needs:
            assert_kept(found, sent, path, but=known.needs)

    check()


def assert_kept(found: WireObject, sent: Any, path: list[Any], *, but: Iterable[str]) -> None:
    """What was sent is dumped, but for the value at the path if its field takes it as something else."""
    dumped, sent = ({**value, **dict.fromkeys(but)} for value in (found.to_dict(), parse(body(sent))))
    if body(dumped) != body(sent):
        owner, field, here = found, "", found
        for step in path:
            if isinstance(here, WireObject):
                owner, field = here, step
            here = getattr(here, step) if isinstance(here, WireObject) else here[step]
        assert field in owner.model_fields_set
        assert field not in (owner.model_extra or {})
        assert body(with_junk(dumped, path, 0)) == body(with_junk(sent, path, 0))


@pytest.mark.parametrize("known", STREAMS, ids=[known.name for known in STREAMS])
def test_streams_of_every_endpoint(known: KnownStream) -> None:
    """Events with junk in one of them are objects of ours, or an error of ours."""

    @settings(max_examples=25, deadline=None)
    @given(data=st.data(), junk=JSON)
    def check(data: st.DataObject, junk: Any) -> None:
        kinds = data.draw(st.lists(st.sampled_from(known.kinds), min_size=1, max_size=3))
        *events, last = [data.draw(valid(kind)) for kind in kinds]
        last = with_junk(last, data.draw(st.sampled_from(paths(last))), junk)
        sent = [json.dumps(event) for event in (*events, last)]
        decoder = known.call.decoder(head(), DEFAULT_LIMIT)
        try:
            for found in (*decoder.feed(sse(*sent)), *(() if decoder.done else decoder.finish())):
                assert repr(found)
                assert found.to_json()
        except APIError as error:
            repr(error)

    check()


@settings(max_examples=100, deadline=None)
@given(known=st.sampled_from(CALLS), value=JSON)
def test_any_json(known: Known, value: Any) -> None:
    """A reply that has nothing to do with what was asked."""
    try:
        repr(known.call.parse(reply(body(value))))
    except APIError:
        pass


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=80), before=st.booleans())
def test_bytes(data: bytes, before: bool) -> None:
    """Any bytes as a stream, or after a good chunk: chunks or an error of ours."""
    try:
        decoded((sse(piece({"content": "a"}), done=False) if before else b"") + data)
    except APIError:
        pass


def test_names_that_python_or_pydantic_uses() -> None:
    """Extras named like attributes and methods of the objects break nothing, and are dumped."""
    extras = dict.fromkeys(
        (
            "copy",
            "json",
            "dict",
            "model_dump",
            "model_fields",
            "model_config",
            "model_extra",
            "to_dict",
            "repairs",
            "reasoning_text",
            "finish",
            "__class__",
            "__dict__",
            "_reply",
            "request_id",
            "response_headers",
            "rate_limit",
        ),
        "x",
    )
    data = {**COMPLETION, **extras, "choices": [{**CHOICE, "message": {**MESSAGE, **extras}, **extras}]}
    completion = chat(model="m", messages=[]).parse(reply(data))
    assert completion.to_dict()["copy"] == "x"
    assert completion.choices[0].finish == "tool_calls"
    assert json.loads(dump({"m": completion.choices[0].message}))["m"]["model_dump"] == "x"
