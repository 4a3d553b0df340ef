"""A client of either colour whose server is a list of replies: no socket, so that hundreds of them take seconds.

What reaches the transport is kept in `requests`; a body comes in the pieces in which a test cuts it.
"""

from __future__ import annotations

import json
import random
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import httpx

from .colours import Wire

__all__ = ["QUICK_COLOURS", "Played", "Said", "cuts"]

#: Trio shares every line with asyncio; what it does on sockets is tested there.
QUICK_COLOURS = ("sync", "asyncio")


@dataclass(frozen=True)
class Said:
    """A reply. The body comes in its pieces."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pieces: tuple[bytes, ...] = ()

    @classmethod
    def json(cls, value: Any, status: int = 200) -> Said:
        """A reply of JSON."""
        return cls(status, {"content-type": "application/json"}, (json.dumps(value).encode(),))


class _Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
    def __init__(self, pieces: tuple[bytes, ...]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._pieces)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece


class Played(Wire):
    """Makes clients of its colour that get the replies of `play`, the last of them again and again."""

    def __init__(self, colour: str) -> None:
        super().__init__(colour, cast(Any, None))
        self.requests: list[httpx.Request] = []
        self._replies: list[Said] = []

    def play(self, *replies: Said) -> None:
        """The replies to the next requests; what was sent before is forgotten."""
        self._replies = list(replies)
        self.requests.clear()

    def client(self, **options: Any) -> Any:
        """A client, which tries once unless it is told otherwise."""
        transport = httpx.MockTransport(self._answer)
        inner = httpx.Client if self.is_sync else httpx.AsyncClient
        kind = options.pop("kind", self.kind)
        client = kind(**{"http_client": inner(transport=transport, trust_env=False), "max_retries": 0, **options})
        self._clients.append(client)
        return client

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        said = self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
        return httpx.Response(said.status, headers=said.headers, stream=_Pieces(said.pieces))


def cuts(body: bytes, *sizes: int | random.Random) -> Iterator[tuple[bytes, ...]]:
    """The body whole, and cut in pieces of each size; a source of randomness cuts in pieces of 1 to 90 bytes."""
    yield (body,)
    for size in sizes:
        pieces, position = [], 0
        while position < len(body):
            step = size if isinstance(size, int) else size.randint(1, 90)
            pieces.append(body[position : position + step])
            position += step
        yield tuple(pieces)
