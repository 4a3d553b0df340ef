"""A server that answers with bytes made beforehand, so that it is never what a benchmark waits for.

``python server.py`` prints its port, then serves until its standard input is closed. The first part of a path says
what is wanted, whatever comes behind it:

    /unary/...                  a chat completion
    /together-plain-20000/...   a stream of 20,000 text chunks, 64 KB of events in each HTTP chunk
    /each-mixed-20000/...       the same with one HTTP chunk per event
    /tools-plain-200000/...     a stream of one tool call, its arguments in 200,000 deltas

``plain`` text is words alone; ``mixed`` text has line breaks, quotes and accents as prose and code have; ``openai``
is mixed text in chunks as api.openai.com writes them, with padding that differs from chunk to chunk.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections.abc import Iterator
from functools import cache

_WORDS = (" the", " quick", " brown", " fox", " jumps", " over", " a", " lazy", " dog", ".")
_MIXED = (*_WORDS, *_WORDS, "\n", ' "', "naïve", "\n\n", " it", "'s", " of", " and")
_PIECE = 65536
_lock = threading.Lock()


def texts(kind: str, count: int) -> Iterator[str]:
    """The pieces of an answer."""
    words = _WORDS if kind == "plain" else _MIXED
    return (words[number % len(words)] for number in range(count))


def _event(value: object) -> bytes:
    return b"data: " + json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode() + b"\n\n"


def _chunk(kind: str, delta: dict[str, object], number: int, finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    chunk: dict[str, object] = {
        "id": "chatcmpl-0123456789abcdef",
        "object": "chat.completion.chunk",
        "created": 1760000000,
        "model": "small-model",
        "choices": [choice],
    }
    if kind == "openai":
        chunk |= {"service_tier": "default", "system_fingerprint": "fp_0123456789", "usage": None}
        chunk["obfuscation"] = f"{number * 2654435761 % 2**32:08x}"[: 3 + number % 6]
    return _event(chunk)


def _events(what: str, kind: str, count: int) -> Iterator[bytes]:
    """A head, `count` pieces, an end; the head and the end hold no piece."""
    if what == "tools":
        call = {"index": 0, "id": "call_1", "type": "function", "function": {"name": "write", "arguments": ""}}
        yield _chunk(kind, {"role": "assistant", "content": None, "tool_calls": [call]}, 0)
        for number, text in enumerate(texts(kind, count)):
            yield _chunk(kind, {"tool_calls": [{"index": 0, "function": {"arguments": text}}]}, number)
        yield _chunk(kind, {}, count, "tool_calls")
    else:
        yield _chunk(kind, {"role": "assistant", "content": ""}, 0)
        for number, text in enumerate(texts(kind, count)):
            yield _chunk(kind, {"content": text}, number)
        yield _chunk(kind, {}, count, "stop")
    yield b"data: [DONE]\n\n"


def _http_chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


@cache
def answer(path: str) -> bytes:
    """Everything that is sent for a path."""
    what, *rest = path.split("-")
    if what == "unary":
        message = {"role": "assistant", "content": "The quick brown fox.", "refusal": None, "tool_calls": None}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        usage = {"prompt_tokens": 9, "completion_tokens": 5, "total_tokens": 14, "prompt_tokens_details": None}
        body = json.dumps(
            {
                "id": "chatcmpl-0123456789abcdef",
                "object": "chat.completion",
                "created": 1760000000,
                "model": "small-model",
                "choices": [choice],
                "usage": usage,
            }
        ).encode()
        head = b"HTTP/1.1 200 OK\r\nServer: fixed\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        return head % len(body) + body
    kind, count = rest
    events = _events(what, kind, int(count))
    if what == "each":
        parts = [_http_chunk(event) for event in events]
    else:
        whole = b"".join(events)
        parts = [_http_chunk(whole[start : start + _PIECE]) for start in range(0, len(whole), _PIECE)]
    head = b"HTTP/1.1 200 OK\r\nServer: fixed\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    return b"".join((head, *parts, b"0\r\n\r\n"))


def _serve(connection: socket.socket) -> None:
    """One connection, request after request, until the client leaves."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    waiting = b""
    with connection:
        while True:
            while (end := waiting.find(b"\r\n\r\n")) < 0:
                data = connection.recv(1 << 20)
                if not data:
                    return
                waiting += data
            head = waiting[:end].lower()
            length = 0
            if (place := head.find(b"\r\ncontent-length:")) >= 0:
                length = int(head[place + 17 :].split(b"\r\n", 1)[0])
            whole = end + 4 + length
            while len(waiting) < whole:
                waiting += connection.recv(1 << 20)
            path = waiting.split(b" ", 2)[1].decode()
            waiting = waiting[whole:]
            with _lock:  # so that two threads do not make the same bytes
                reply = answer(path.split("/")[1])
            try:
                connection.sendall(reply)
            except OSError:
                return


def _accept(listener: socket.socket) -> None:
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=_serve, args=(connection,), daemon=True).start()


if __name__ == "__main__":
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    threading.Thread(target=_accept, args=(listener,), daemon=True).start()
    print(listener.getsockname()[1], flush=True)
    sys.stdin.read()
