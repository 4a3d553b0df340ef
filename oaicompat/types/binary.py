"""A reply that is bytes: speech, the content of a file."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from os import PathLike
from typing import Any

from oaicompat._pieces import Pieces
from oaicompat._saving import save
from oaicompat._wire import Headers, RateLimit, Reply

__all__ = ["Binary", "HttpxBinaryResponseContent"]


class Binary:
    """The bytes of a reply, held in memory, and what the reply's headers said."""

    __slots__ = ("_reply", "content")

    def __init__(self, content: bytes, reply: Reply) -> None:
        self.content = content
        self._reply = reply

    @property
    def response(self) -> Reply:
        """The reply as it came: status, headers, bytes."""
        return replace(self._reply, content=self.content)

    @property
    def content_type(self) -> str | None:
        """What the server says the bytes are; None if it does not say."""
        return self._reply.headers.get("content-type")

    @property
    def response_headers(self) -> Headers:
        """The reply's headers."""
        return self._reply.headers

    @property
    def request_id(self) -> str | None:
        """The server's id of the call, None if it gave none."""
        return self._reply.request_id

    @property
    def rate_limit(self) -> RateLimit:
        """The rate limit's figures from the reply's headers."""
        return self._reply.rate_limit

    @property
    def text(self) -> str:
        """The bytes as text: UTF-8, undecodable bytes replaced."""
        return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        """The bytes as JSON. Raises ValueError if they are none."""
        return json.loads(self.content)

    def read(self) -> bytes:
        """The bytes."""
        return self.content

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The bytes in pieces of `chunk_size`, the last one shorter; None for one piece."""
        cut = Pieces(chunk_size)
        yield from cut.feed(self.content)
        yield from cut.finish()

    def save(self, path: str | PathLike[str]) -> int:
        """Writes the bytes to a file and gives their number. Raises ConfigurationError if that cannot be done."""
        return save(path, self.content)

    def write_to_file(self, file: str | PathLike[str]) -> None:
        """The openai SDK's name of `save`."""
        self.save(file)

    def stream_to_file(self, file: str | PathLike[str], *, chunk_size: int | None = None) -> None:
        """The openai SDK's other name of `save`."""
        self.save(file)

    async def aread(self) -> bytes:
        """The bytes."""
        return self.content

    async def aiter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """As `iter_bytes`."""
        for piece in self.iter_bytes(chunk_size):
            yield piece

    async def astream_to_file(self, file: str | PathLike[str], *, chunk_size: int | None = None) -> None:
        """As `save`."""
        self.save(file)

    def __len__(self) -> int:
        return len(self.content)

    def __repr__(self) -> str:
        return f"<Binary {self.content_type or 'of unknown type'}, {len(self.content)} bytes>"


#: The openai SDK's name.
HttpxBinaryResponseContent = Binary
