"""One meaning for what servers say differently: what is read, what is dumped, and which error a refusal is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oaicompat._encode import echo
from oaicompat._error_kinds import error_class, is_quota
from oaicompat._error_reply import reply_error
from oaicompat.endpoints.chat import chat
from oaicompat.errors import (
    APIStatusError,
    BadRequestError,
    ContentFilterError,
    ContextLengthError,
    InternalServerError,
    PermissionDeniedError,
    QuotaExceededError,
    RateLimitError,
    UnprocessableContextLengthError,
    UnprocessableEntityError,
)
from oaicompat.types.chat import ChatCompletion, ChatCompletionMessage
from oaicompat.types.chat.chat_completion_message import ChatCompletionMessageToolCall

from .streams import decoded, piece, reply, sse

Json = dict[str, Any]


def answer(message: Json | None = None, **more: Any) -> Json:
    said = {"role": "assistant", "content": "Hi"} if message is None else message
    return {"id": "c-1", "choices": [{"index": 0, "message": said, "finish_reason": "stop"}], **more}


def read(body: Json) -> ChatCompletion:
    """A completion, from which nothing is lost and to which nothing is added."""
    found = chat(model="m", messages=[]).parse(reply(body))
    assert found.to_dict() == body
    return found


def message_of(**fields: Any) -> ChatCompletionMessage:
    return read(answer({"role": "assistant", "content": "Hi", **fields})).choices[0].message


def calls_of(found: ChatCompletion) -> list[ChatCompletionMessageToolCall]:
    """The calls of functions of the first answer."""
    return [one for one in found.tool_calls if isinstance(one, ChatCompletionMessageToolCall)]


# -- absent, spelled out -----------------------------------------------------------------------------------------------


def test_empty_objects_are_absent_values() -> None:
    """Go's zero values: a call without a name is none, sound without data is none. The dump has them as they came."""
    message = message_of(
        audio={"id": "", "data": "", "expires_at": 0, "transcript": ""},
        function_call={"name": "", "arguments": ""},
        refusal="",
        annotations=None,
        tool_calls=None,
    )
    assert (message.audio, message.function_call, message.refusal, message.tool_calls) == (None, None, None, None)


def test_what_is_there_stays() -> None:
    """One value that is not empty is enough."""
    message = message_of(audio={"id": "a-1"}, refusal="No.", function_call={"name": "", "arguments": "{}"})
    assert message.audio is not None
    assert message.audio.id == "a-1"
    assert message.refusal == "No."
    assert message.function_call is not None


# -- calls -------------------------------------------------------------------------------------------------------------


def test_a_legacy_call_is_a_tool_call() -> None:
    """With an id that is the same whenever the reply is read; the dump has the legacy form alone."""
    body = answer({"role": "assistant", "content": None, "function_call": {"name": "f", "arguments": '{"a": 1}'}})
    found, again = read(body), read(body)
    (call,) = calls_of(found)
    assert (call.type, call.function.name, call.function.arguments) == ("function", "f", '{"a": 1}')
    assert call.id.startswith("call_")
    assert again.choices[0].message.tool_calls == [call]
    assert found.choices[0].finish == "tool_calls"
    assert "tool_calls" not in found.choices[0].message.to_dict()


def test_a_legacy_call_in_a_stream_is_a_tool_call() -> None:
    """Its name comes once, its arguments in pieces."""
    pieces = [{"name": "f", "arguments": ""}, {"arguments": '{"a"'}, {"arguments": ": 1}"}]
    chunks, decoder = decoded(sse(*(piece({"function_call": one}) for one in pieces), piece(finish="function_call")))
    choice = decoder.whole().choices[0]
    (call,) = calls_of(decoder.whole())
    assert (call.function.name, call.function.arguments) == ("f", '{"a": 1}')
    assert call.id
    assert choice.finish == "tool_calls"
    assert len(chunks) == 4


def test_a_legacy_call_beside_tool_calls_is_one_too_many() -> None:
    """Servers that fill both mean one call."""
    call = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    message = message_of(tool_calls=[call], function_call={"name": "f", "arguments": "{}"})
    assert [one.id for one in message.tool_calls or []] == ["c1"]


def test_ids_are_made_up_where_they_lack() -> None:
    """One for each call, the same whenever it is read, and part of what is sent back: the result has to name it."""
    calls = [{"function": {"name": name, "arguments": "{}"}, "id": given} for name, given in (("a", ""), ("b", None))]
    body = answer({"role": "assistant", "tool_calls": [*calls, {"function": {"name": "c"}}]})
    found, again = (chat(model="m", messages=[]).parse(reply(body)) for _ in range(2))
    ids = [call.id for call in found.choices[0].message.tool_calls or []]
    assert len(set(ids)) == 3
    assert all(ids)
    assert [call.id for call in again.choices[0].message.tool_calls or []] == ids
    assert [call["id"] for call in echo(found.choices[0].message)["tool_calls"]] == ids
    other = chat(model="m", messages=[]).parse(reply({**body, "id": "c-2"}))
    assert not set(ids) & {call.id for call in other.choices[0].message.tool_calls or []}


def test_what_is_no_list_of_calls_is_not_replaced() -> None:
    """A value that did not fit is kept, and no call is made up beside it."""
    body = answer({"role": "assistant", "tool_calls": "f()", "function_call": {"name": "f", "arguments": "{}"}})
    message = chat(model="m", messages=[]).parse(reply(body)).choices[0].message
    assert not message.tool_calls
    assert message.to_dict()["tool_calls"] == "f()"


# -- usage -------------------------------------------------------------------------------------------------------------

USAGES: list[tuple[str, Json, Json]] = [
    ("DeepSeek", {"prompt_cache_hit_tokens": 64, "prompt_cache_miss_tokens": 36}, {"cached": 64}),
    ("Moonshot, Together", {"cached_tokens": 7}, {"cached": 7}),
    ("Anthropic", {"cache_read_input_tokens": 5, "cache_creation_input_tokens": 6}, {"cached": 5, "written": 6}),
    ("SGLang", {"reasoning_tokens": 15, "prompt_tokens_details": None}, {"reasoning": 15}),
    ("nothing was cached", {"prompt_cache_hit_tokens": 0}, {"cached": 0}),
    ("the details win", {"cached_tokens": 7, "prompt_tokens_details": {"cached_tokens": 9}}, {"cached": 9}),
    ("null in the details", {"cached_tokens": 7, "prompt_tokens_details": {"cached_tokens": None}}, {"cached": 7}),
    ("others in the details", {"cached_tokens": 7, "prompt_tokens_details": {"audio_tokens": 1}}, {"cached": 7}),
    ("null for the details", {"cached_tokens": 7, "prompt_tokens_details": None}, {"cached": 7}),
    ("null above", {"cached_tokens": None, "completion_tokens_details": None}, {}),
    ("words", {"cached_tokens": "many", "reasoning_tokens": True}, {}),
    ("nothing", {}, {}),
]


@pytest.mark.parametrize(("fields", "expected"), [row[1:] for row in USAGES], ids=[row[0] for row in USAGES])
@pytest.mark.parametrize("stream", [False, True])
def test_usage_in_every_vendors_names(fields: Json, expected: Json, stream: bool) -> None:
    """Cached and thinking tokens are in the usual details, and the dump has what came."""
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120, **fields}
    if stream:
        _, decoder = decoded(sse(piece({"content": "Hi"}, finish="stop"), {"choices": [], "usage": usage}))
        found = decoder.whole().usage
    else:
        found = read(answer(usage=usage)).usage
    assert found is not None
    assert found.to_dict() == usage
    details, thought = found.prompt_tokens_details, found.completion_tokens_details
    told = {
        "cached": details and details.cached_tokens,
        "written": details and details.cache_write_tokens,
        "reasoning": thought and thought.reasoning_tokens,
    }
    assert {name: count for name, count in told.items() if count is not None} == expected


def test_usage_of_anthropics_own_names() -> None:
    """Input and output, as the responses endpoint has them, too."""
    usage = read(answer(usage={"input_tokens": 5, "output_tokens": 2})).usage
    assert usage is not None
    assert (usage.prompt_tokens, usage.completion_tokens) == (5, 2)
    both = read(answer(usage={"input_tokens": 5, "prompt_tokens": 6})).usage
    assert both is not None
    assert both.prompt_tokens == 6


def test_text_tokens_are_never_below_none() -> None:
    """Some servers count more thinking than answer."""
    usage = read(answer(usage={"completion_tokens": 3, "reasoning_tokens": 50})).usage
    assert usage is not None
    assert usage.text_tokens == 0


# -- around the answer -------------------------------------------------------------------------------------------------


def test_pages_that_an_answer_draws_on() -> None:
    """As Perplexity, xAI and DashScope list them, whatever stands among them."""
    found = read(answer(citations=["https://a", 5], search_results=[{"title": "A", "url": "https://a", "x": 1}, None]))
    assert found.citations == ["https://a"]
    (result,) = found.search_results
    assert (result.title, result.url, result.date) == ("A", "https://a", None)
    info = read(answer(search_info={"search_results": [{"title": 5, "url": "https://b"}]}))
    assert [(one.title, one.url) for one in info.search_results] == [(None, "https://b")]
    for odd in (answer(), answer(citations="https://a", search_results={}), answer(search_info=[])):
        assert (read(odd).citations, read(odd).search_results) == ([], [])


@pytest.mark.parametrize(
    ("created", "expected"),
    [
        (1_700_000_000, "2023-11-14 22:13:20+00:00"),
        (1_700_000_000_000, "2023-11-14 22:13:20+00:00"),
        (1_700_000_000.5, "2023-11-14 22:13:20"),
        (0, "None"),
        (None, "None"),
        (-5, "None"),
        (10**18, "None"),
    ],
)
def test_when_an_answer_was_made(created: Any, expected: str) -> None:
    """Seconds or milliseconds; a number that is no time is none."""
    found = chat(model="m", messages=[]).parse(reply(answer(created=created)))
    assert str(found.created_datetime).startswith(expected)


# -- errors by their words ---------------------------------------------------------------------------------------------

CONTEXT = [
    {"code": "context_length_exceeded", "message": "Too long."},
    {"type": "exceed_context_size_error", "message": "Too long."},
    {"message": "This model's maximum context length is 1024 tokens. However, your prompt has 1025."},
    {"message": "request (10019 tokens) exceeds the available context size (1024 tokens), try increasing it"},
    {"message": "litellm.ContextWindowExceededError: this is a mock context window exceeded error"},
    {"message": "The input (40961 tokens) is longer than the model's context length (40960 tokens)."},
    {"message": "prompt is too long: 210000 tokens > 200000 maximum"},
    {"message": "Input validation error: inputs must have less than 4096 tokens. Given: 5000"},
    {"message": "Range of input length should be [1, 30720]"},
    {"message": "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576)."},
    {"message": "Please reduce the length of the messages or completion."},
    {"message": "Prompt contains 40000 tokens, too large for model with 32768 maximum context length"},
    {"message": "Input length 9000 exceeds the maximum length 8192"},
    {"message": "Your request exceeded model token limit: 8192"},
    {"message": "the request exceeds the available context size. try increasing the context size"},
]
FILTER = [
    {"code": "content_filter", "message": "The response was filtered."},
    {"message": "The response was filtered due to the prompt triggering Azure OpenAI's content management policy."},
    {"code": "DataInspectionFailed", "message": "Input data may contain inappropriate content."},
    {"code": "data_inspection_failed", "message": "Output data may contain inappropriate content."},
    {"code": "content_policy_violation", "message": "Your request was rejected by our safety system."},
    {"code": "moderation_blocked", "message": "Rejected."},
    {"code": "1301", "message": "Sensitive."},
    {"message": "litellm.BadRequestError: litellm.MockException: Exception: content_filter_policy"},
]
QUOTA = [
    {"code": "insufficient_quota", "message": "You exceeded your current quota."},
    {"type": "exceeded_current_quota_error", "message": "Your account is not active."},
    {"type": "insufficient_user_quota", "message": "No."},
    {"code": "1113", "message": "Your account is in arrears."},
    {"code": "Arrearage", "message": "Access denied."},
    {"message": "Insufficient Balance"},
    {"message": "You are out of credits."},
]
PLAIN = [
    {"message": "max_tokens must be at least 1, got -5."},
    {"message": "temperature must be between 0 and 2"},
    {"message": "litellm.BadRequestError: x. context_window_fallbacks=None. fallbacks=None."},
    {"message": "Rate limit reached for tokens per minute", "code": "rate_limit_exceeded"},
    {"message": "You exceeded your current quota, please check your plan", "code": 429, "status": "RESOURCE_EXHAUSTED"},
    {"message": "Rate limit reached for requests", "code": "1302"},
]


def error_of(fields: Json, status: int) -> APIStatusError:
    return reply_error(reply({"error": fields}, status))


@pytest.mark.parametrize(
    ("samples", "expected"),
    [
        (CONTEXT, {400: ContextLengthError, 413: ContextLengthError, 422: UnprocessableContextLengthError}),
        (FILTER, {400: ContentFilterError, 451: ContentFilterError}),
        (QUOTA, {429: QuotaExceededError, 402: QuotaExceededError}),
        (PLAIN, {400: BadRequestError, 422: UnprocessableEntityError, 429: RateLimitError, 402: QuotaExceededError}),
    ],
    ids=["context", "filter", "quota", "plain"],
)
def test_errors_that_have_a_class_of_their_own(samples: list[Json], expected: dict[int, type[APIStatusError]]) -> None:
    """By the server's code, its type or its words; each is still what its status says."""
    for fields in samples:
        for status, kind in expected.items():
            assert type(error_of(fields, status)) is kind, fields
    for fields in (*CONTEXT, *FILTER, *QUOTA):
        assert type(error_of(fields, 500)) is InternalServerError
        assert type(error_of(fields, 403)) is PermissionDeniedError


@pytest.mark.parametrize("fields", [*QUOTA, *PLAIN])
def test_waiting_helps_unless_the_quota_is_used_up(fields: Json) -> None:
    """The body decides before an error is made of it, and decides the same."""
    assert is_quota(json.dumps({"error": fields}).encode()) == (fields in QUOTA)


@given(st.integers(400, 599), st.none() | st.integers() | st.text(), st.none() | st.text(), st.text(max_size=200))
def test_any_words_give_a_class(status: int, code: Any, kind: Any, words: str) -> None:
    """Whatever a server says."""
    assert issubclass(error_class(status, code, kind, words), APIStatusError)
    assert is_quota(words.encode()) in (True, False)
