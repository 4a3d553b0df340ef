"""What a server answers, made without a server: chat completions, their chunks, server-sent events, errors.

Everything here is a pure function. The functions serve the stand-in server's own replies, and anybody who has to make
an answer by hand, for another double of a server for instance.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from oaicompat.testing._tokens import pieces_of

__all__ = [
    "EVENT_STREAM",
    "Response",
    "ToolCalls",
    "chunks",
    "completion",
    "error_body",
    "events_of",
    "json_response",
    "sse",
]

ToolCalls: TypeAlias = Mapping[str, Any] | Sequence["tuple[str, Any] | Mapping[str, Any]"]
"""Tool calls: pairs of a name and its arguments, or whole calls as OpenAI writes them. Arguments that are no text are
written as JSON. A mapping of names to arguments will do where no tool is called twice."""

#: The headers of a stream of events.
EVENT_STREAM = {"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-cache"}

_EVENT = re.compile(rb"(?s).+?(?:\r\n\r\n|\n\n|\r\r)|.+")
_ARGUMENT_PIECE = 12  # characters of the arguments that a streamed piece holds


@dataclass(frozen=True, slots=True)
class Response:
    """A whole answer of the server.

    A body of bytes is sent with its length. Any other iterable of bytes is streamed in chunked encoding, one chunk an
    item; it may be a generator that takes its time.
    """

    body: bytes | Iterable[bytes] = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def json_response(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """An answer that is JSON."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return Response(body, status, {"Content-Type": "application/json", **(headers or {})})


def completion(
    content: str | None = None,
    *,
    reasoning: str | None = None,
    tool_calls: ToolCalls | None = None,
    finish_reason: str | None = None,
    model: str = "stand-in",
    id: str = "chatcmpl-1",
    created: int = 1_735_689_600,
    prompt_tokens: int = 1,
) -> dict[str, Any]:
    """A chat completion as a server would send it, as a dict.

    `finish_reason` is "tool_calls" where there are calls, else "stop", unless it is given. `created` is in Unix
    seconds.
    """
    message: dict[str, Any] = {"role": "assistant", "content": content}
    if reasoning is not None:
        message["reasoning_content"] = reasoning
    if tool_calls:
        message["tool_calls"] = _calls(tool_calls, id)
    reason = finish_reason or ("tool_calls" if tool_calls else "stop")
    return whole(
        [{"index": 0, "message": message, "logprobs": None, "finish_reason": reason}],
        model=model,
        id=id,
        created=created,
        prompt_tokens=prompt_tokens,
    )


def whole(choices: list[dict[str, Any]], *, model: str, id: str, created: int, prompt_tokens: int) -> dict[str, Any]:
    """The completion that has these choices, with its token counts."""
    reasoning = sum(len(pieces_of(choice["message"].get("reasoning_content") or "")) for choice in choices)
    made = reasoning + sum(_tokens_in(choice["message"]) for choice in choices)
    usage: dict[str, Any] = {
        "prompt_tokens": prompt_tokens,
        "completion_tokens": made,
        "total_tokens": prompt_tokens + made,
    }
    if reasoning:
        usage["completion_tokens_details"] = {"reasoning_tokens": reasoning}
    return {
        "id": id,
        "object": "chat.completion",
        "created": created,
        "model": model,
        "choices": choices,
        "usage": usage,
    }


def chunks(
    content: str | Mapping[str, Any] | None = None,
    *,
    reasoning: str | None = None,
    tool_calls: ToolCalls | None = None,
    finish_reason: str | None = None,
    model: str = "stand-in",
    id: str = "chatcmpl-1",
    created: int = 1_735_689_600,
    prompt_tokens: int = 1,
    include_usage: bool = False,
) -> list[dict[str, Any]]:
    """The chunks of a streamed completion, as dicts: the pieces of what `completion` makes of the same arguments.

    A whole completion (a dict) may be given in place of its text. `include_usage` adds the chunk without choices that
    has the token counts.
    """
    if not isinstance(content, Mapping):
        content = completion(
            content,
            reasoning=reasoning,
            tool_calls=tool_calls,
            finish_reason=finish_reason,
            model=model,
            id=id,
            created=created,
            prompt_tokens=prompt_tokens,
        )
    head = {key: content[key] for key in ("id", "created", "model") if key in content}
    head["object"] = "chat.completion.chunk"
    found = []
    for choice in content["choices"]:
        index = choice.get("index", 0)
        for delta, logprobs in _deltas(choice):
            piece = {"index": index, "delta": delta, "logprobs": logprobs, "finish_reason": None}
            found.append({**head, "choices": [piece]})
        last = {"index": index, "delta": {}, "logprobs": None, "finish_reason": choice.get("finish_reason")}
        found.append({**head, "choices": [last]})
    if include_usage:
        found = [{**chunk, "usage": None} for chunk in found]
        found.append({**head, "choices": [], "usage": content.get("usage")})
    return found


def sse(events: Iterable[Any], *, done: bool = True) -> bytes:
    """The bytes of a stream: an event for each item; text goes as it is, anything else as JSON.

    `done` adds the end mark, ``data: [DONE]``.
    """
    items = [*events, *(["[DONE]"] if done else [])]
    return b"".join(_event(item) for item in items)


def events_of(stream: bytes) -> list[bytes]:
    """The bytes of a stream, cut after each event."""
    return _EVENT.findall(stream)


def error_body(
    message: str,
    *,
    type: str = "invalid_request_error",
    param: str | None = None,
    code: str | int | None = None,
) -> dict[str, Any]:
    """The body of an error as OpenAI writes it."""
    return {"error": {"message": message, "type": type, "param": param, "code": code}}


def _event(item: Any) -> bytes:
    text = item if isinstance(item, str) else json.dumps(item, ensure_ascii=False, separators=(",", ":"))
    lines = re.split(r"\r\n|\r|\n", text)
    return "".join(f"data: {line}\n" for line in lines).encode("utf-8", "surrogatepass") + b"\n"


def _calls(given: ToolCalls, completion_id: str) -> list[dict[str, Any]]:
    found = []
    for number, call in enumerate(given.items() if isinstance(given, Mapping) else given, 1):
        if isinstance(call, Mapping):
            found.append(dict(call))
            continue
        name, arguments = call
        text = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
        call_id = f"call_{completion_id.rpartition('-')[2]}_{number}"
        found.append({"id": call_id, "type": "function", "function": {"name": name, "arguments": text}})
    return found


def _tokens_in(message: Mapping[str, Any]) -> int:
    texts = [message.get("content") or ""]
    texts += [json.dumps(call) for call in message.get("tool_calls") or ()]
    return sum(len(pieces_of(text)) for text in texts)


def _deltas(choice: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """What each chunk adds to an answer, with the log probabilities of it."""
    message = choice["message"]
    yield {"role": "assistant", "content": None if message.get("content") is None else ""}, None
    for name in ("reasoning_content", "reasoning", "refusal"):
        for piece in pieces_of(message.get(name) or ""):
            yield {name: piece}, None
    logprobs = (choice.get("logprobs") or {}).get("content") or []
    for number, piece in enumerate(pieces_of(message.get("content") or "")):
        yield {"content": piece}, {"content": logprobs[number : number + 1]} if logprobs else None
    for index, call in enumerate(message.get("tool_calls") or ()):
        yield from ((delta, None) for delta in _call_deltas(index, call))


def _call_deltas(index: int, call: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    kind = call.get("type", "function")
    word = "input" if kind == "custom" else "arguments"
    text = call[kind].get(word, "")
    yield {"tool_calls": [{**call, "index": index, kind: {**call[kind], word: ""}}]}
    for start in range(0, len(text), _ARGUMENT_PIECE):
        piece = text[start : start + _ARGUMENT_PIECE]
        yield {"tool_calls": [{"index": index, kind: {word: piece}}]}
