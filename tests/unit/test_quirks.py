"""The collection of servers' habits, replayed: what each row expects of an ideal client, and what is not promised yet.

The collection lies beside the checkout; without it the test is skipped.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from oaicompat import APIError, APIResponseValidationError, IncompleteStreamError, Reply
from oaicompat._error_reply import reply_error
from oaicompat._retry import Retry
from oaicompat.endpoints.chat import chat

from .streams import SHARED, by_hand, cuts, decoded, final_calls, reply

AREAS = ("sse", "chat", "tools", "errors")

#: Rows that are not promised yet, each with the expectations that it does not meet and the reason.
LATER: dict[str, tuple[set[str], str]] = {
    "chat-think-tags-in-content": ({"content", "reasoning"}, "think tags are split under a dialect"),
    "chat-stream-think-tags-together": ({"content", "reasoning_startswith"}, "think tags are split under a dialect"),
    "chat-think-tag-unclosed-or-headless": ({"content", "reasoning"}, "think tags are split under a dialect"),
    "chat-minimax-think-and-base_resp": ({"content", "reasoning"}, "think tags are split under a dialect"),
    "chat-xai-duplicate-reasoning-deltas": ({"reasoning"}, "repeated thinking is dropped under a dialect"),
    "chat-model-empty-string": ({"model_fallback"}, "the model that was asked for is not put in its place"),
}


def _rows() -> list[Any]:
    file = SHARED / "quirks" / "quirks.jsonl"
    if not file.exists():
        why = "the collection of habits is not beside the checkout (OAICOMPAT_SHARED says where it is)"
        return [pytest.param(None, id="collection", marks=pytest.mark.skip(reason=why))]
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    # What becomes of a redirect is decided by the client's loop, and tested with it.
    mine = [row for row in rows if row["area"] in AREAS and not 300 <= row["status"] < 400]
    return [pytest.param(row, id=row["id"]) for row in mine]


def _at(data: Any, path: str) -> Any:
    """What stands at a path such as ``usage.cost`` or ``message.annotations[0].type`` in a dumped completion."""
    choice = data["choices"][0] if data.get("choices") else {}
    here: Any = {**data, "choice": choice, "message": choice.get("message")}
    for step in path.replace("[", ".").replace("]", "").split("."):
        here = here[int(step)] if step.isdecimal() else here[step]
    return here


@pytest.mark.parametrize("row", _rows())
def test_row(row: dict[str, Any]) -> None:
    """Everything that a row expects holds, but for what stands in the table above, which must not hold."""
    expected = row["expect"]
    later, _ = LATER.get(row["id"], (set(), ""))
    got = reply(row["body_bytes"], row["status"], row["headers"])
    if expected["kind"] in ("error", "stream_error"):
        with pytest.raises(APIError) as caught:
            _answer(got, stream=row["stream"])
        checks = _error_checks(caught.value, expected)
    else:
        checks = _answer_checks(*_answer(got, stream=row["stream"]), expected)
    failed = {name for name, holds in checks.items() if not holds}
    assert failed == later & checks.keys()


def _answer(got: Reply, *, stream: bool) -> tuple[Any, list[Any] | None]:
    if got.status_code >= 400:
        raise reply_error(got)
    if not stream:
        return chat(model="m", messages=[]).parse(got), None
    completions = []
    for seed in range(3):
        chunks, decoder = decoded(cuts(got.content, seed) if seed else got.content, to=got)
        joined, whole = by_hand(chunks), decoder.whole()
        completions.append(whole.to_dict())
        message = whole.choices[0].message
        assert joined["content"] == (message.content or "")
        assert joined["reasoning"] == (message.reasoning or "")
        assert joined["calls"] == final_calls(decoder)
        assert joined["finish"] == whole.choices[0].finish_reason
    assert completions[1:] == completions[:-1], "the cut makes no difference"
    return whole, chunks


def _answer_checks(completion: Any, chunks: list[Any] | None, expected: dict[str, Any]) -> dict[str, bool]:
    choice = completion.choices[0]
    message = choice.message
    data = completion.to_dict()
    checks: dict[str, bool] = {}
    for name, value in expected.items():
        if name == "content":
            checks[name] = (message.content or "") == (value or "")
        elif name == "reasoning":
            checks[name] = (message.reasoning or "") == (value or "")
        elif name == "reasoning_startswith":
            checks[name] = (message.reasoning or "").startswith(value)
        elif name == "finish_reason":
            # A server that said nothing is not given a word: the finish is None then.
            silent = not choice.finish_reason
            checks[name] = choice.finish is None if silent else choice.finish == value
        elif name == "finish_reason_raw":
            checks[name] = choice.finish_reason == value
        elif name == "tool_calls":
            checks[name] = _calls_match(message.tool_calls or [], value, streamed=chunks is not None)
        elif name == "usage":
            checks[name] = _usage_matches(completion.usage, value)
        elif name == "extra":
            checks[name] = all(_extra_matches(data, path, wanted) for path, wanted in value.items())
        elif name in ("id", "created"):
            checks[name] = getattr(completion, name) == value
        elif name in ("role", "refusal", "audio", "function_call"):
            checks[name] = getattr(message, name) == value
        elif name == "created_datetime":
            checks[name] = str(completion.created_datetime).startswith(value)
        elif name == "derived":
            checks[name] = all(getattr(completion.usage, key) == figure for key, figure in value.items())
        elif name == "model_fallback":
            checks[name] = False
        else:
            assert name in ("kind", "note", "only_with_profile"), name
    return checks


def _calls_match(calls: list[Any], wanted: list[dict[str, Any]], *, streamed: bool) -> bool:
    if len(calls) != len(wanted):
        return False
    for call, want in zip(calls, wanted, strict=True):
        if streamed and want.get("id_generated") and not call.id:
            return False
        if "id" in want and want["id"] is not None and call.id != want["id"]:
            return False
        if call.function.name != want["name"] or call.function.arguments != want.get(
            "arguments", call.function.arguments
        ):
            return False
    return True


def _usage_matches(usage: Any, wanted: dict[str, Any] | None) -> bool:
    if wanted is None or usage is None:
        return usage is wanted
    details = [usage, usage.completion_tokens_details, usage.prompt_tokens_details]
    return all(any(getattr(place, name, None) == value for place in details) for name, value in wanted.items())


def _extra_matches(data: Any, path: str, wanted: Any) -> bool:
    found = _at(data, path.removeprefix("response.")) if not path.startswith("time_info") else data["time_info"]
    in_words = isinstance(wanted, str) and "kept" in wanted
    return found is not None if in_words else found == wanted


def _error_checks(error: APIError, expected: dict[str, Any]) -> dict[str, bool]:
    checks: dict[str, bool] = {}
    for name, value in expected.items():
        if name == "raises":
            checks[name] = _is_raised(error, value)
        elif name == "message_contains":
            checks[name] = value in error.message
        elif name in ("status_code", "code", "type"):
            checks[name] = getattr(error, name) == value
        elif name == "retryable" and error.response is not None and error.response.status_code >= 400:
            checks[name] = Retry.is_retryable(error.response) == value
        elif name == "retry_after_seconds":
            in_words = isinstance(value, str)
            checks[name] = (error.retry_after or 0) > 1000 if in_words else error.retry_after == value
        elif name in ("partial_content", "partial_reasoning"):
            message = error.partial.choices[0].message
            checks[name] = value == (message.content if name == "partial_content" else message.reasoning)
        elif name == "usage":
            checks[name] = _usage_matches(error.partial.usage, value)
    return checks


#: The collection's own words for classes that it leaves open.
_OPEN = {
    "StreamTruncatedError": IncompleteStreamError,
    "ResponseValidationError": APIResponseValidationError,
    "StreamError": APIError,
    "APIError": APIError,
    "APIStatusError": APIError,
}


def _is_raised(error: APIError, wanted: str) -> bool:
    names = [part.partition(" ")[0].partition("(")[0] for part in wanted.split("/")]
    mro = [kind.__name__ for kind in type(error).__mro__]
    return any(name in mro or (name in _OPEN and isinstance(error, _OPEN[name])) for name in names)


def test_the_table_names_rows_that_exist() -> None:
    """A row that was dropped from the collection is dropped from the table."""
    ids = {param.id for param in _rows()}
    if ids == {"collection"}:
        pytest.skip("the collection of habits is not beside the checkout")
    assert LATER.keys() <= ids
