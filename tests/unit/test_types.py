"""The types of replies: generous in what they take, honest in what they hold, and the server's own when dumped."""

from __future__ import annotations

import copy
import json
import logging
import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oaicompat._decode import read
from oaicompat._encode import dump
from oaicompat._reading import finish_of, flattened, reasoning_of
from oaicompat.endpoints.chat import chat
from oaicompat.types.chat.chat_completion import ChatCompletion, Choice
from oaicompat.types.chat.chat_completion_chunk import ChatCompletionChunk
from oaicompat.types.chat.chat_completion_message import ChatCompletionMessage
from oaicompat.types.completion_usage import CompletionUsage
from oaicompat.types.model import Model, ModelList

from .streams import decoded, piece, reply, sse


def completion(message: Any = None, **fields: Any) -> ChatCompletion:
    choice = {"index": 0, "message": message or {"role": "assistant", "content": "Hi"}, "finish_reason": "stop"}
    return read(ChatCompletion, json.dumps({"id": "c", "choices": [choice], **fields}).encode())


def message(**fields: Any) -> ChatCompletionMessage:
    return completion({"role": "assistant", **fields}).choices[0].message


# -- generous ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "held"),
    [
        ({}, ("", 0, "", "chat.completion", None)),
        ({"id": None, "created": None, "model": None, "usage": None}, ("", 0, "", "chat.completion", None)),
        ({"id": 7, "created": "1781021261", "model": 5}, ("7", 1781021261, "5", "chat.completion", None)),
        ({"created": 1781021261.73}, ("", 1781021261, "", "chat.completion", None)),
        ({"created": 1781021261.0}, ("", 1781021261, "", "chat.completion", None)),
        ({"created": 1781021261123}, ("", 1781021261123, "", "chat.completion", None)),
        ({"object": "chat.completion.done"}, ("", 0, "", "chat.completion.done", None)),
    ],
)
def test_an_envelope_of_any_kind(given: dict[str, Any], held: tuple[Any, ...]) -> None:
    """What is missing, null, or a number for a text (and the other way round) has a value of the declared type."""
    found = read(ChatCompletion, json.dumps(given).encode())
    assert (found.id, found.created, found.model, found.object, found.usage) == held
    assert found.choices == []
    assert json.loads(json.dumps(found.to_dict())).keys() <= given.keys() | {"id"}


@pytest.mark.parametrize("field", ["choices"])
def test_a_list_of_null_is_empty(field: str) -> None:
    """Null where a list belongs is an empty list."""
    assert getattr(read(ChatCompletion, json.dumps({field: None}).encode()), field) == []
    assert getattr(read(ChatCompletionChunk, json.dumps({field: None}).encode()), field) == []
    assert read(ModelList, b'{"data": null}').data == []


def test_a_message_with_nothing_but_text() -> None:
    """A minimal message is an assistant's; what was not sent is not in `model_fields_set`."""
    found = completion({"content": "Hi"}).choices[0].message
    assert (found.role, found.content, found.refusal, found.tool_calls) == ("assistant", "Hi", None, None)
    assert found.model_fields_set == {"content"}


@pytest.mark.parametrize(
    ("content", "text", "thinking"),
    [
        ([{"type": "text", "text": "Hello "}, {"type": "text", "text": "world"}], "Hello world", None),
        (["Hello ", "world"], "Hello world", None),
        ([{"type": "output_text", "text": "Hi"}, {"type": "image_url", "image_url": {"url": "u"}}], "Hi", None),
        (
            [{"type": "thinking", "thinking": [{"type": "text", "text": "Hm"}]}, {"type": "text", "text": "Hi"}],
            "Hi",
            "Hm",
        ),
        ([{"type": "thinking", "thinking": "Hm"}], None, "Hm"),
        ([{"text": "Hi"}], "Hi", None),
        ([], None, None),
        ({"type": "text", "text": "Hi"}, "Hi", None),
    ],
)
def test_content_in_parts(content: Any, text: str | None, thinking: str | None) -> None:
    """The text of parts is `content`; the list itself is kept, dumped and sent back."""
    found = message(content=content)
    assert found.content == text
    assert found.reasoning == thinking
    assert "content" not in found.model_fields_set
    assert found.to_dict()["content"] == content
    assert json.loads(dump({"messages": [found]}))["messages"][0] == {"role": "assistant", "content": content}


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ('{"a":1}', '{"a":1}'),
        ({"a": "é"}, '{"a":"é"}'),
        ([1], "[1]"),
        (None, "{}"),
        ("", ""),
        ("null", "null"),
        (5, "5"),
    ],
)
def test_arguments_are_text(arguments: Any, text: str) -> None:
    """Arguments that are an object or null are JSON text; others stay as they are."""
    found = message(tool_calls=[{"id": "1", "type": "function", "function": {"name": "f", "arguments": arguments}}])
    (call,) = found.tool_calls or []
    assert call.function.arguments == text


@pytest.mark.parametrize("kind", [None, "", "tool", 5, ["x"], {"function": 1}])
def test_a_call_of_a_strange_type_is_a_function_call(kind: Any) -> None:
    """Its name and arguments are there, whatever stands under `type`."""
    raw = {"id": "1", "type": kind, "function": {"name": "f", "arguments": "{}"}}
    (call,) = message(tool_calls=[raw]).tool_calls or []
    assert (call.type, call.function.name, call.function.arguments) == ("function", "f", "{}")
    assert call.to_dict() == raw


def test_a_custom_call() -> None:
    """A custom tool's call has its own type."""
    raw = {"id": "1", "type": "custom", "custom": {"name": "sh", "input": "ls"}}
    (call,) = message(tool_calls=[raw]).tool_calls or []
    assert (call.type, call.custom.name, call.custom.input) == ("custom", "sh", "ls")


# -- honest ------------------------------------------------------------------------------------------------------------

MISFITS: list[tuple[str, Any, Any]] = [  # path, raw value, what the typed field holds
    ("id", {"a": 1}, ""),
    ("id", {"str": 1}, ""),
    ("created", "yesterday", 0),
    ("created", [1], 0),
    ("model", ["m"], ""),
    ("object", {"x": 1}, "chat.completion"),
    ("usage", "many", None),
    ("usage.prompt_tokens", "many", 0),
    ("usage.prompt_tokens_details", [1], None),
    ("usage.prompt_tokens_details.cached_tokens", "x", None),
    ("metadata", [1], None),
    ("service_tier", {"a": 1}, None),
    ("choices.0.index", "first", 0),
    ("choices.0.finish_reason", {"a": 1}, None),
    ("choices.0.logprobs", [1], None),
    ("choices.0.logprobs.content", "x", None),
    ("choices.0.message.refusal", {"a": 1}, None),
    ("choices.0.message.role", ["a"], "assistant"),
    ("choices.0.message.annotations", "x", None),
    ("choices.0.message.audio", "x", None),
    ("choices.0.message.audio.expires_at", "soon", 0),
    ("choices.0.message.function_call", [1], None),
    ("choices.0.message.function_call.name", [1], ""),
    ("choices.0.message.tool_calls", {"a": 1}, None),
    ("choices.0.message.tool_calls.0.id", {"function": {"name": 1}}, ""),
    ("choices.0.message.tool_calls.0.function.name", ["f"], ""),
    ("choices.0.message.tool_calls.0.function.arguments", True, ""),
    ("moderation.input.results.0.categories", {"a": True, "b": [2]}, {"a": True}),
    ("moderation.input.results.0.category_applied_input_types", {"k": ["a", {}]}, {"k": ["a"]}),
]


def _whole() -> dict[str, Any]:
    call = {"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    return {
        "id": "c",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [
            {
                "index": 0,
                "finish_reason": "stop",
                "logprobs": {"content": [], "refusal": None},
                "message": {
                    "role": "assistant",
                    "content": "Hi",
                    "tool_calls": [call, call],
                    "function_call": {"name": "f", "arguments": "{}"},
                    "audio": {"id": "a", "data": "", "expires_at": 1, "transcript": ""},
                },
            }
        ],
        "usage": {"prompt_tokens": 1, "prompt_tokens_details": {"cached_tokens": 0}},
        "moderation": {"input": {"type": "moderation_results", "model": "m", "results": [{"flagged": False}]}},
    }


@pytest.mark.parametrize(("path", "raw", "held"), MISFITS)
def test_one_misfit_never_costs_the_answer(path: str, raw: Any, held: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Its field has its default, the raw value is an extra and is dumped, the log says it once, all else is there."""
    data = _whole()
    *steps, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
    holder: Any = data
    for step in steps:
        holder = holder[step]
    holder[last] = raw
    before = copy.deepcopy(data)
    with caplog.at_level(logging.INFO, "oaicompat"):
        found = chat(model="m", messages=[]).parse(reply(data))
    assert found.to_dict() == before
    here: Any = found
    for step in steps:
        here = here[step] if isinstance(step, int) else getattr(here, step)
    assert getattr(here, last) == held
    assert last not in here.model_fields_set
    assert here.model_extra == {last: raw}
    assert found.choices[0].message.content == "Hi"
    names = [record.getMessage() for record in caplog.records]
    assert len(names) == 1
    assert all(f".{last}: a value of type {type(raw).__name__}" in name for name in names)


def test_items_of_a_list_that_do_not_fit() -> None:
    """The others stay; the list as it came is kept, whole, and dumped."""
    data = {"choices": [5, {"message": {"content": "Hi", "refusal": [1]}}, None, {"message": {"content": "Ho"}}]}
    found = read(ChatCompletion, json.dumps(data).encode())
    assert [choice.message.content for choice in found.choices] == ["Hi", "Ho"]
    assert found.choices[0].message.model_extra == {"refusal": [1]}
    assert found.to_dict() == data


def test_many_misfits_at_once_are_all_set_aside() -> None:
    """Every typed field of every object is wrong: still an object, and still the server's own values when dumped."""
    data: dict[str, Any] = {
        "id": [1],
        "created": {},
        "model": {},
        "usage": {"prompt_tokens": [], "completion_tokens": {}, "completion_tokens_details": 5},
        "choices": [
            {"index": {}, "finish_reason": [], "logprobs": 5, "message": {"content": True, "role": [], "tool_calls": 5}}
        ],
    }
    found = read(ChatCompletion, json.dumps(data).encode())
    assert found.to_dict() == data
    assert found.choices[0].message.content is None


def test_a_stream_s_misfits_are_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    """A hundred chunks with the same fault write one line."""
    with caplog.at_level(logging.INFO, "oaicompat"):
        decoded(sse(*[{**piece({"content": "a"}), "created": "now"}] * 100, piece(finish="stop")))
    assert len(caplog.records) == 1
    assert "now" not in caplog.text, "the log never holds a value"


@pytest.mark.parametrize("body", [b"5", b"[]", b'"x"', b"null", b"", b"{", b"\xff", b'{"a":' * 5000])
def test_what_is_no_object_is_refused(body: bytes) -> None:
    """ValueError, never another exception."""
    with pytest.raises(ValueError):
        read(ChatCompletion, body)


# -- readings ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("extras", "text"),
    [
        ({}, None),
        ({"reasoning_content": "a"}, "a"),
        ({"reasoning": "a"}, "a"),
        ({"reasoning": None, "reasoning_content": "a"}, "a"),
        ({"reasoning_content": None, "reasoning": "a"}, "a"),
        ({"reasoning_content": "", "reasoning": "a"}, "a"),
        ({"reasoning_content": "a", "reasoning": "a"}, "a"),
        ({"reasoning": {"content": "a"}}, "a"),
        ({"reasoning": [{"text": "a"}, {"text": "b"}]}, "ab"),
        ({"reasoning": None, "reasoning_details": [{"type": "reasoning.text", "text": "a"}]}, "a"),
        ({"reasoning_details": [{"type": "reasoning.summary", "summary": "a"}, {"text": "b"}]}, "ab"),
        ({"reasoning_details": [{"type": "reasoning.encrypted", "data": "x"}]}, None),
        ({"reasoning": "a", "reasoning_details": [{"text": "a"}]}, "a"),
        ({"reasoning": 5, "reasoning_content": True, "reasoning_details": "x"}, None),
    ],
)
def test_reasoning(extras: dict[str, Any], text: str | None) -> None:
    """One carrier is read, the first that holds text; the wire's own names are what is dumped and sent back."""
    found = message(content="Hi", **extras)
    assert found.reasoning == found.reasoning_content == text
    assert found.to_dict() == {"role": "assistant", "content": "Hi", **extras}
    sent = json.loads(dump({"m": found}))["m"]
    assert sent == {"role": "assistant", "content": "Hi", **{k: v for k, v in extras.items() if v is not None}}


@pytest.mark.parametrize(
    ("word", "finish"),
    [
        (None, None),
        ("", None),
        ("stop", "stop"),
        ("STOP", "stop"),
        ("eos", "stop"),
        ("eos_token", "stop"),
        ("stop_sequence", "stop"),
        ("end_turn", "stop"),
        ("load", "stop"),
        ("length", "length"),
        ("MAX_TOKENS", "length"),
        ("model_length", "length"),
        ("tool_calls", "tool_calls"),
        ("tool_use", "tool_calls"),
        ("function_call", "tool_calls"),
        ("content_filter", "content_filter"),
        ("sensitive", "content_filter"),
        ("SAFETY", "content_filter"),
        ("error", "error"),
        ("network_error", "error"),
        ("insufficient_system_resource", "error"),
        ("MALFORMED_FUNCTION_CALL", "error"),
        ("abort", "abort"),
    ],
)
def test_finish(word: str | None, finish: str | None) -> None:
    """The wire's word stays; the normalised one is beside it."""
    found = completion(choices=[{"message": {"content": "a"}, "finish_reason": word}]).choices[0]
    assert found.finish_reason == word
    assert found.finish == finish


def test_finish_with_calls() -> None:
    """A stop with tool calls is a finish by tool calls; a length stays one."""
    calls = [{"id": "1", "function": {"name": "f"}}]
    found = [
        Choice.model_validate({"message": {"tool_calls": calls}, "finish_reason": word}) for word in ("stop", "length")
    ]
    assert [choice.finish for choice in found] == ["tool_calls", "length"]
    assert finish_of("stop", has_calls=False) == "stop"


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(value=JSON)
def test_readings_never_fail(value: Any) -> None:
    """Whatever stands there, text comes out or None."""
    for found in (
        flattened(value),
        flattened([value]),
        reasoning_of({"reasoning": value}),
        reasoning_of({"reasoning_details": [value]}),
        reasoning_of({"content": [{"type": "thinking", "thinking": value}]}),
    ):
        assert found is None or isinstance(found, str)


# -- dumped, echoed, copied --------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(
    extras=st.dictionaries(
        st.text("abcdefgh_", min_size=9, max_size=12).filter(lambda name: name[0] != "_"), JSON, max_size=3
    ),
    content=st.none() | st.text(max_size=10),
    created=st.integers(0, 2**40),
)
def test_a_completion_dumps_to_what_was_sent(extras: dict[str, Any], content: str | None, created: int) -> None:
    """Round trip: nothing is lost, renamed or added, at any level; and JSON text is read as the same object."""
    data: dict[str, Any] = {
        "id": "c",
        "created": created,
        "choices": [{"index": 0, "message": {"role": "assistant", "content": content, **extras}, **extras}],
        "usage": {"total_tokens": created, **extras},
        **extras,
    }
    found = read(ChatCompletion, json.dumps(data).encode())
    assert found.to_dict() == data
    assert json.loads(found.to_json()) == data
    assert json.loads(found.model_dump_json(exclude_unset=True)) == data
    assert ChatCompletion.model_validate(data) == found
    assert pickle.loads(pickle.dumps(found)) == found
    sent = json.loads(dump({"messages": [found.choices[0].message]}))["messages"][0]
    kept = {name: value for name, value in extras.items() if value is not None}
    assert sent == {"role": "assistant", "content": content, **kept}


def test_an_echo_has_the_wire_s_names_and_drops_what_says_nothing() -> None:
    """A null is dropped but for the content's; extras stay, inside calls too; an empty list of calls is dropped."""
    call = {"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}, "extra_content": {"s": "x"}}
    found = message(content=None, refusal=None, audio=None, reasoning_content="Hm", tool_calls=[call], signature="s")
    assert json.loads(dump({"messages": [found]}))["messages"] == [
        {"role": "assistant", "content": None, "reasoning_content": "Hm", "tool_calls": [call], "signature": "s"}
    ]
    empty = message(content="Hi", tool_calls=[], annotations=[])
    assert json.loads(dump({"m": empty}))["m"] == {"role": "assistant", "content": "Hi", "annotations": []}
    roleless = completion({"content": "Hi"}).choices[0].message
    assert json.loads(dump({"m": roleless}))["m"] == {"role": "assistant", "content": "Hi"}


def test_a_result_keeps_its_headers_through_pickle_and_copy() -> None:
    """Request id and rate limit travel with the object; the body it was read from does not."""
    got = reply({"id": "c", "choices": [{"message": {"content": "x" * 1000}}]}, headers={"x-request-id": "r"})
    found = chat(model="m", messages=[]).parse(got)
    for twin in (found, pickle.loads(pickle.dumps(found)), copy.copy(found), copy.deepcopy(found), found.model_copy()):
        assert twin.request_id == twin._request_id == "r"
        assert twin.response_headers["X-Request-Id"] == "r"
        assert twin.rate_limit.limit_requests is None
        assert twin.choices[0].message.content == "x" * 1000
    assert len(pickle.dumps(found)) < 6000
    bare = ChatCompletion()
    assert (bare.request_id, len(bare.response_headers), bare.rate_limit.limit_requests) == (None, 0, None)


def test_a_request_id_in_the_body() -> None:
    """DashScope and Zhipu say it there."""
    assert completion(request_id="b-1").request_id == "b-1"
    assert completion(request_id=5).request_id is None


def test_usage_details_and_vendor_figures() -> None:
    """Details are typed; a vendor's own figures are attributes."""
    found = read(
        CompletionUsage,
        b'{"total_tokens": 5, "cost": 0.25, "completion_tokens_details": {"reasoning_tokens": 3, "x": 1}}',
    )
    assert found.total_tokens == 5
    assert found.cost == 0.25  # type: ignore[attr-defined]
    assert found.completion_tokens_details is not None
    assert found.completion_tokens_details.reasoning_tokens == 3


def test_a_model_list_iterates_over_cards() -> None:
    """`for model in client.models.list()` gives the cards, and `len` counts them."""
    found = read(ModelList, b'{"object": "list", "data": [{"id": "a"}, {"id": "b", "max_model_len": 5}]}')
    assert [model.id for model in found] == ["a", "b"]
    assert len(found) == 2
    assert isinstance(found.data[1], Model)
    assert found.data[1].max_model_len == 5
