"""What the tests of this folder share: replies, streams and their cuts, and the loops that users write over chunks."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from oaicompat._chunks import ChatChunkDecoder
from oaicompat._sse import DEFAULT_LIMIT
from oaicompat._wire import Headers, Reply, SentRequest

REQUEST = SentRequest("POST", "http://server/v1/chat/completions")

#: Recorded traffic and the collection of servers' habits, kept beside the checkout; absent on most machines.
SHARED = Path(os.environ.get("OAICOMPAT_SHARED") or Path(__file__).parents[3] / "shared")


def reply(body: Any = b"", status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    """A reply with a body of bytes, text, or anything that is dumped as JSON."""
    if isinstance(body, str):
        body = body.encode()
    elif not isinstance(body, bytes):
        body = json.dumps(body).encode()
    return Reply(status, Headers(headers or {"content-type": "application/json"}), body, REQUEST)


def head(**headers: str) -> Reply:
    """The head of a streamed reply."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return reply(headers={"content-type": "text/event-stream", **given})


def sse(*events: Any, done: bool = True) -> bytes:
    """A body of server-sent events, one a value: text as it is, anything else as JSON."""
    lines = [event if isinstance(event, str) else json.dumps(event) for event in events]
    return "".join(f"data: {line}\n\n" for line in [*lines, *(["[DONE]"] if done else [])]).encode()


def piece(delta: Any = None, *, index: int = 0, finish: str | None = None, **top: Any) -> dict[str, Any]:
    """A chunk with one choice."""
    choice = {"index": index, "delta": {} if delta is None else delta, "finish_reason": finish}
    return {
        "id": "c-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [choice],
        **top,
    }


def calls(*pieces: dict[str, Any]) -> list[dict[str, Any]]:
    """One chunk for each piece of a tool call, and the finish."""
    return [*(piece({"tool_calls": [one]}) for one in pieces), piece(finish="tool_calls")]


def cuts(body: bytes, seed: int, longest: int = 90) -> Iterator[bytes]:
    """The body in pieces of random lengths."""
    rng = random.Random(seed)
    position = 0
    while position < len(body):
        size = rng.randint(1, longest)
        yield body[position : position + size]
        position += size


def decoded(
    body: bytes | Iterable[bytes], *, limit: int = DEFAULT_LIMIT, to: Reply | None = None
) -> tuple[list[Any], ChatChunkDecoder]:
    """Every chunk of a whole stream, and its decoder. A client reads no further than `[DONE]`, and so does this."""
    decoder = ChatChunkDecoder(to or head(), limit)
    chunks: list[Any] = []
    for data in [body] if isinstance(body, bytes) else body:
        chunks.extend(decoder.feed(data))
        if decoder.done:
            break
    if not decoder.done:
        chunks.extend(decoder.finish())
    return chunks, decoder


def by_hand(chunks: Iterable[Any], index: int = 0) -> dict[str, Any]:
    """What everybody writes: strings are concatenated, tool calls are found by their index."""
    content = role = reasoning = ""
    finish = None
    tool_calls: dict[int, dict[str, str]] = {}
    for chunk in chunks:
        for choice in chunk.choices:
            if choice.index != index:
                continue
            delta = choice.delta
            content += delta.content or ""
            role += delta.role or ""
            reasoning += delta.reasoning or ""
            finish = choice.finish_reason or finish
            for part in delta.tool_calls or []:
                call = tool_calls.setdefault(part.index, {"id": "", "type": "", "name": "", "arguments": ""})
                call["id"] += part.id or ""
                call["type"] += part.type or ""
                call["name"] += part.function.name or ""
                call["arguments"] += part.function.arguments or ""
    assert list(tool_calls) == list(range(len(tool_calls))), "indexes are 0, 1, 2, ... in order of appearance"
    return {
        "content": content,
        "role": role,
        "reasoning": reasoning,
        "finish": finish,
        "calls": list(tool_calls.values()),
    }


def final_calls(decoder: ChatChunkDecoder, index: int = 0) -> list[dict[str, str]]:
    """The tool calls of the whole completion, in the shape of `by_hand`."""
    message = decoder.whole().choices[index].message
    return [
        {
            "id": call.id,
            "type": call.type,
            "name": call.function.name,
            "arguments": call.function.arguments,
        }
        for call in message.tool_calls or []
    ]
