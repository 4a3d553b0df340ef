"""What the scripted server says: replies as bytes, completions, chunks, events, and HTTP's framing of them."""

from __future__ import annotations

import json
from typing import Any

__all__ = [
    "DONE",
    "LAST_CHUNK",
    "MESSAGES",
    "chunk",
    "chunked",
    "completion",
    "event",
    "head",
    "reply",
    "sse",
    "streamed",
]

MESSAGES = [{"role": "user", "content": "Hi"}]
DONE = b"data: [DONE]\n\n"
#: What ends a chunked body.
LAST_CHUNK = b"0\r\n\r\n"


def head(status: int = 200, *fields: str) -> bytes:
    """A status line and headers, `fields` written as on the wire."""
    return "\r\n".join((f"HTTP/1.1 {status} Said", *fields, "", "")).encode("latin-1")


def reply(body: Any = None, status: int = 200, *fields: str, kind: str = "application/json") -> bytes:
    """A whole reply; a body that is not bytes is sent as JSON."""
    data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    return head(status, f"content-type: {kind}", f"content-length: {len(data)}", *fields) + data


def completion(content: str | None = "Hello", *, message: Any = None, **more: Any) -> dict[str, Any]:
    """A chat completion."""
    said = {"role": "assistant", "content": content, **(message or {})}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1700000000,
        "model": "m",
        "choices": [{"index": 0, "message": said, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3},
        **more,
    }


def chunk(content: str | None = None, *, finish: str | None = None, delta: Any = None, **more: Any) -> bytes:
    """The event of a chunk."""
    said = {**({} if content is None else {"content": content}), **(delta or {})}
    return event(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": 1700000000,
            "model": "m",
            "choices": [{"index": 0, "delta": said, "finish_reason": finish}],
            **more,
        }
    )


def event(data: Any) -> bytes:
    """A server-sent event with JSON for its data."""
    return b"data: %b\n\n" % json.dumps(data).encode()


def sse(*words: str) -> bytes:
    """The body of a whole stream that says `words`."""
    start = chunk("", delta={"role": "assistant"})
    return start + b"".join(chunk(word) for word in words) + chunk(finish="stop") + DONE


def chunked(*pieces: bytes) -> bytes:
    """Pieces as chunks of a chunked body, without its end."""
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)


def streamed(*pieces: bytes, fields: tuple[str, ...] = (), end: bytes = LAST_CHUNK) -> bytes:
    """A reply whose events come as chunks; `end` may be left out to leave it unfinished."""
    return head(200, "content-type: text/event-stream", "transfer-encoding: chunked", *fields) + chunked(*pieces) + end
