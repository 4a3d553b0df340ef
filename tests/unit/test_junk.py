"""Any JSON in any field of any reply: an object of ours or an error of ours, never another exception."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from oaicompat import APIError
from oaicompat._encode import dump
from oaicompat.endpoints.chat import chat
from oaicompat.endpoints.models import list_models, retrieve_model
from oaicompat.endpoints.server import detokenize, health, tokenize, version

from .streams import by_hand, cuts, decoded, piece, reply, sse

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
MODELS: dict[str, Any] = {"object": "list", "data": [{"id": "a", "created": 1, "object": "model", "owned_by": "x"}]}
TOKENS: dict[str, Any] = {"count": 1, "tokens": [1], "max_model_len": 5, "token_strs": ["a"], "prompt": "x"}


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
    return json.dumps(value).encode()


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
    uses(decoder.completion())


@settings(max_examples=100, deadline=None)
@given(models=spoilt(MODELS) | JSON, tokens=spoilt(TOKENS) | JSON)
def test_other_endpoints(models: Any, tokens: Any) -> None:
    """Lists of models, and what vLLM says beside /v1."""
    for call, value in (
        (list_models(), models),
        (retrieve_model("a"), models),
        (health(), models),
        (version(), models),
        (tokenize(prompt="x"), tokens),
        (detokenize(tokens=[1]), tokens),
    ):
        try:
            found = call.parse(reply(body(value)))
        except APIError:
            continue
        repr(found)
        found.to_dict()


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
