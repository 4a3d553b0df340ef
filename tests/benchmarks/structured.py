"""Measures answers of a type: ``python tests/benchmarks/structured.py [--rounds N]``.

Streams: `chat.completions.stream(response_format=T)`, every event's `parsed` looked at, against the same stream read
as plain text by `chat.completions.stream()`; 2,000, 8,000 and 32,000 chunks, arriving together and each by itself.
Calls: `parse` against `create`. The client's own CPU time counts; the server is another process and answers with bytes
made beforehand. The two take turns, round by round; a ratio is taken within each round, and the median counts.
"""

from __future__ import annotations

import argparse
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from pydantic import BaseModel

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]
import server  # noqa: E402  # beside this file, which is not a package

from oaicompat import Client  # noqa: E402  # the package of this repository

ASKED: dict[str, Any] = {"model": "small-model", "messages": [{"role": "user", "content": "Hello"}]}


class Row(BaseModel):
    name: str
    size: float
    tags: list[str]
    note: str | None = None


class Table(BaseModel):
    title: str
    rows: list[Row]
    text: str


@cache
def pieces(count: int) -> list[str]:
    """A table as JSON, half of it rows and half of it one long text, in so many pieces of four characters."""
    row = {"name": "the name of it", "size": 1.25, "tags": ["red", "green"], "note": "a note of some words"}
    rows = [row] * (count * 2 // len(json.dumps(row)))
    start = json.dumps({"title": "A table", "rows": rows, "text": ""})[:-2]
    text = start + "word " * (-(-(4 * count - len(start)) // 5))
    text = text[: 4 * count - 2] + '"}'
    return [text[place : place + 4] for place in range(0, len(text), 4)]


_made = server.answer


@cache
def answer(path: str) -> bytes:
    """What the server sends: a stream of the table's pieces, or a row as a whole."""
    what, _, count = path.partition("-")
    if what != "unary":
        return _made(f"{what}-plain-{count}")
    row = Row(name="the name of it", size=1.25, tags=["red", "green"], note="a note of some words")
    body = _made("unary").partition(b"\r\n\r\n")[2]
    body = body.replace(b"The quick brown fox.", json.dumps(row.model_dump_json())[1:-1].encode())
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


def serve() -> None:
    """The server, with these answers."""
    server.answer = answer
    server.texts = lambda kind, count: iter(pieces(count))
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=server._accept, args=(listener,), daemon=True).start()
    print(listener.getsockname()[1], flush=True)
    sys.stdin.read()


def plain(client: Client) -> None:
    """Reads a stream as text."""
    with client.chat.completions.stream(**ASKED) as events:
        for event in events:
            if event.type == "content.delta":
                _ = event.delta


def typed(client: Client) -> None:
    """Reads it as a table, and looks at every partial one."""
    with client.chat.completions.stream(**ASKED, response_format=Table) as events:
        last: Any = None
        for event in events:
            if event.type == "content.delta":
                last = event.parsed
        table = events.get_final_completion().parsed
    if table is None or last != table.model_dump():
        raise SystemExit("the last partial table is not the whole one")


def unlooked(client: Client) -> None:
    """Reads it as a table, and looks at the last one alone."""
    with client.chat.completions.stream(**ASKED, response_format=Table) as events:
        events.until_done()


def create(client: Client) -> None:
    for _ in range(200):
        client.chat.completions.create(**ASKED)


def parse(client: Client) -> None:
    for _ in range(200):
        client.chat.completions.parse(**ASKED, response_format=Row)


def seconds(task: Callable[[Client], None], client: Client) -> float:
    began = time.process_time()
    task(client)
    return time.process_time() - began


def told(what: str, other: Any, ours: Any, client: Client, count: int, rounds: int, bound: float | None) -> None:
    """One line: both figures per chunk or call, and their ratio."""
    seconds(other, client)
    seconds(ours, client)
    pairs = [(seconds(other, client), seconds(ours, client)) for _ in range(rounds)]
    ratio = median(mine / theirs for theirs, mine in pairs)
    figures = ", ".join(f"{median(column) / count * 1e6:.1f} us" for column in zip(*pairs, strict=True))
    verdict = "" if bound is None else f" (at most {bound}: {'met' if ratio <= bound else 'NOT MET'})"
    print(f"{what}: {figures}: {ratio:.2f}x{verdict}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--serve", action="store_true")
    given = parser.parse_args()
    if given.serve:
        serve()
        return
    process = subprocess.Popen([sys.executable, __file__, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    url = f"http://127.0.0.1:{int(process.stdout.readline())}"
    for count in (2000, 8000, 32000):
        for how in ("together", "each"):
            client = Client(base_url=f"{url}/{how}-{count}/v1")
            bound = 1.5 if count == 8000 else None
            told(f"{count} chunks, {how}, each looked at", plain, typed, client, count, given.rounds, bound)
            told(f"{count} chunks, {how}, not looked at", plain, unlooked, client, count, given.rounds, None)
    told("a call", create, parse, Client(base_url=f"{url}/unary/v1"), 200, given.rounds, 1.2)
    process.communicate(b"")


if __name__ == "__main__":
    main()
