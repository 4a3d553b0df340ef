"""The reply itself in place of what it means: `with_raw_response` and `with_streaming_response`.

A resource asks its client to `send` or `open` a call. Given one of the senders here in the client's place, the same
resource gives the reply; two ParamSpec wrappers give the same signatures the other return type. Nothing is written
again.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from typing_extensions import ParamSpec, Self, Unpack

from oaicompat._families import AsyncRawFamilies, AsyncStreamedFamilies, RawFamilies, StreamedFamilies
from oaicompat._resources.server import AsyncRawServerRoutes, RawServerRoutes
from oaicompat._sse import DEFAULT_LIMIT
from oaicompat._wire import Call, Decoder, Headers, Reply, StreamCall
from oaicompat.endpoints.unlisted import unlisted

if TYPE_CHECKING:
    from os import PathLike

    from oaicompat._attempts import Attempts
    from oaicompat._client import AsyncClient, Client
    from oaicompat._http import AsyncOpened, Opened
    from oaicompat.types.base import RequestArguments

__all__ = [
    "AsyncRawClient",
    "AsyncStreamedClient",
    "AsyncStreamedReply",
    "RawClient",
    "RawReply",
    "StreamedClient",
    "StreamedReply",
    "async_returns_raw",
    "async_returns_streamed",
    "returns_raw",
    "returns_streamed",
]

P = ParamSpec("P")
T = TypeVar("T")


class RawReply(Generic[T]):
    """A reply as it came; `parse()` gives what the method usually returns."""

    def __init__(self, reply: Reply, parse: Callable[[], T]) -> None:
        self.http_response = reply
        self._parse = parse

    def parse(self) -> T:
        """What the method returns without `with_raw_response`. Raises `APIError`."""
        return self._parse()

    def then(self, change: Callable[[T], T]) -> Self:
        """The same reply, whose `parse()` gives what `change` makes of it."""
        parse = self._parse
        self._parse = lambda: change(parse())
        return self

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self.http_response.status_code

    @property
    def headers(self) -> Headers:
        """The headers; their case does not matter."""
        return self.http_response.headers

    @property
    def content(self) -> bytes:
        """The body's bytes; empty if it is streamed."""
        return self.http_response.content

    @property
    def text(self) -> str:
        """The body as text."""
        return self.http_response.text

    def json(self) -> Any:
        """The body as JSON. Raises ValueError if it is none."""
        return self.http_response.json()

    @property
    def request_id(self) -> str | None:
        """The server's id of the call."""
        return self.http_response.request_id

    @property
    def retries_taken(self) -> int:
        """How many times the request was sent again."""
        return self.http_response.retries_taken

    @property
    def url(self) -> str:
        """The URL, without its query."""
        return self.http_response.url

    @property
    def method(self) -> str:
        """The HTTP method."""
        return self.http_response.method

    def __repr__(self) -> str:
        return f"<RawReply {self.method} {self.url} {self.status_code}>"


class _Lines:
    """Text lines out of bytes, whatever way these are cut; only LF and CRLF end a line."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def feed(self, data: bytes) -> list[str]:
        self._parts.append(data)
        if b"\n" not in data:
            return []
        *lines, rest = b"".join(self._parts).split(b"\n")
        self._parts = [rest]
        return [line.removesuffix(b"\r").decode("utf-8", "replace") for line in lines]

    def finish(self) -> list[str]:
        rest = b"".join(self._parts)
        self._parts = []
        return [rest.decode("utf-8", "replace")] if rest else []


def _as_it_is(value: T) -> T:
    return value


def _byte_decoder(call: Call[Any] | StreamCall[Any], reply: Reply) -> Decoder[bytes]:
    """What the body's bytes go through: a call that asks for bytes knows when they are something else."""
    from oaicompat._binary import PassingDecoder

    decoder = call.streamed if isinstance(call, Call) else None
    return (decoder or PassingDecoder)(reply, DEFAULT_LIMIT)


class StreamedReply(Generic[T]):
    """A reply whose body is read as it comes: all of it, or in pieces."""

    def __init__(
        self,
        client: Client,
        opened: Opened,
        reply: Reply,
        call: Call[T] | StreamCall[Any],
        attempts: Attempts,
    ) -> None:
        from oaicompat._stream import ByteStream

        self.http_response = reply
        self.status_code = reply.status_code
        self.headers = reply.headers
        self.request_id = reply.request_id
        self._client = client
        self._call = call
        self._attempts = attempts
        self._opened = opened
        self._stream = ByteStream(opened, reply, _byte_decoder(call, reply), attempts, 0)
        self._change: Callable[[T], T] = _as_it_is
        self._content: bytes | None = None

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The body's bytes, decompressed: as they come, or in pieces of `chunk_size`."""
        return self._stream.iter_bytes(chunk_size)

    def iter_text(self) -> Iterator[str]:
        """The body as text, in pieces."""
        import codecs

        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        for data in self._stream:
            if text := decoder.decode(data):
                yield text

    def iter_lines(self) -> Iterator[str]:
        """The body's lines, without their ends."""
        lines = _Lines()
        for data in self._stream:
            yield from lines.feed(data)
        yield from lines.finish()

    def read(self) -> bytes:
        """The whole body."""
        if self._content is None:
            self._content = b"".join(self._stream)
        return self._content

    def text(self) -> str:
        """The whole body as text."""
        return self.read().decode("utf-8", "replace")

    def json(self) -> Any:
        """The whole body as JSON. Raises ValueError if it is none."""
        return replace(self.http_response, content=self.read()).json()

    def stream_to_file(self, file: str | PathLike[str]) -> int:
        """Writes the body to a file as it comes, and gives its size in bytes; a failure leaves no file behind."""
        return self._stream.save(file)

    def parse(self) -> T:
        """What the method returns without `with_streaming_response`. Raises `APIError`."""
        if isinstance(self._call, StreamCall):
            return cast(T, self._client._streamed(self._opened, self.http_response, self._call, self._attempts))
        return self._change(self._attempts.read(self._call, replace(self.http_response, content=self.read())))

    def then(self, change: Callable[[T], T]) -> Self:
        """The same reply, whose `parse()` gives what `change` makes of it."""
        self._change = change
        return self

    def close(self) -> None:
        """Gives the connection back."""
        self._stream.close()


class AsyncStreamedReply(Generic[T]):
    """As `StreamedReply`, with coroutines."""

    def __init__(
        self,
        client: AsyncClient,
        opened: AsyncOpened,
        reply: Reply,
        call: Call[T] | StreamCall[Any],
        attempts: Attempts,
    ) -> None:
        from oaicompat._stream import AsyncByteStream

        self.http_response = reply
        self.status_code = reply.status_code
        self.headers = reply.headers
        self.request_id = reply.request_id
        self._client = client
        self._call = call
        self._attempts = attempts
        self._opened = opened
        self._stream = AsyncByteStream(opened, reply, _byte_decoder(call, reply), attempts, 0)
        self._change: Callable[[T], T] = _as_it_is
        self._content: bytes | None = None

    def iter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """The body's bytes, decompressed: as they come, or in pieces of `chunk_size`."""
        return self._stream.iter_bytes(chunk_size)

    async def iter_text(self) -> AsyncIterator[str]:
        """The body as text, in pieces."""
        import codecs

        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        async for data in self._stream:
            if text := decoder.decode(data):
                yield text

    async def iter_lines(self) -> AsyncIterator[str]:
        """The body's lines, without their ends."""
        lines = _Lines()
        async for data in self._stream:
            for line in lines.feed(data):
                yield line
        for line in lines.finish():
            yield line

    async def read(self) -> bytes:
        """The whole body."""
        if self._content is None:
            self._content = b"".join([data async for data in self._stream])
        return self._content

    async def text(self) -> str:
        """The whole body as text."""
        return (await self.read()).decode("utf-8", "replace")

    async def json(self) -> Any:
        """The whole body as JSON. Raises ValueError if it is none."""
        return replace(self.http_response, content=await self.read()).json()

    async def stream_to_file(self, file: str | PathLike[str]) -> int:
        """Writes the body to a file as it comes, and gives its size in bytes; a failure leaves no file behind."""
        return await self._stream.save(file)

    async def parse(self) -> T:
        """What the method returns without `with_streaming_response`. Raises `APIError`."""
        if isinstance(self._call, StreamCall):
            return cast(T, self._client._streamed(self._opened, self.http_response, self._call, self._attempts))
        return self._change(self._attempts.read(self._call, replace(self.http_response, content=await self.read())))

    def then(self, change: Callable[[T], T]) -> Self:
        """The same reply, whose `parse()` gives what `change` makes of it."""
        self._change = change
        return self

    async def close(self) -> None:
        """Gives the connection back."""
        await self._stream.close()


# -- the senders that stand in a client's place ----------------------------------------------------------------------


class _RawSender:
    def __init__(self, client: Client) -> None:
        self._client = client

    def send(self, call: Call[T]) -> RawReply[T]:
        attempts = self._client._attempts(call.request)
        reply = self._client._exchange(attempts)
        return RawReply(reply, lambda: attempts.read(call, reply))

    def open(self, call: StreamCall[Any]) -> RawReply[Any]:
        stream = self._client.open(call)
        return RawReply(stream.response, lambda: stream)


class _AsyncRawSender:
    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def send(self, call: Call[T]) -> RawReply[T]:
        attempts = self._client._attempts(call.request)
        reply = await self._client._exchange(attempts)
        return RawReply(reply, lambda: attempts.read(call, reply))

    async def open(self, call: StreamCall[Any]) -> RawReply[Any]:
        stream = await self._client.open(call)
        return RawReply(stream.response, lambda: stream)


class _StreamSender:
    def __init__(self, client: Client) -> None:
        self._client = client

    def send(self, call: Call[T] | StreamCall[Any]) -> StreamedReply[T]:
        attempts = self._client._attempts(call.request)
        opened, reply = self._client._open(attempts)
        return StreamedReply(self._client, opened, reply, call, attempts)

    open = send


class _AsyncStreamSender:
    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def send(self, call: Call[T] | StreamCall[Any]) -> AsyncStreamedReply[T]:
        attempts = self._client._attempts(call.request)
        opened, reply = await self._client._open(attempts)
        return AsyncStreamedReply(self._client, opened, reply, call, attempts)

    open = send


def raw_sender(client: Client) -> Client:
    """What a resource takes for its client, and gives raw replies."""
    return cast("Client", _RawSender(client))


def async_raw_sender(client: AsyncClient) -> AsyncClient:
    """As `raw_sender`, with coroutines."""
    return cast("AsyncClient", _AsyncRawSender(client))


def stream_sender(client: Client) -> Client:
    """What a resource takes for its client, and gives replies to be read as they come."""
    return cast("Client", _StreamSender(client))


def async_stream_sender(client: AsyncClient) -> AsyncClient:
    """As `stream_sender`, with coroutines."""
    return cast("AsyncClient", _AsyncStreamSender(client))


# -- the wrappers that give a method its other return type -------------------------------------------------------------


def returns_raw(method: Callable[P, T]) -> Callable[P, RawReply[T]]:
    """The method of a resource on a `raw_sender`."""
    return cast("Callable[P, RawReply[T]]", method)


def async_returns_raw(
    method: Callable[P, Awaitable[T]],
) -> Callable[P, Coroutine[Any, Any, RawReply[T]]]:
    """The method of a resource on an `async_raw_sender`."""
    return cast("Callable[P, Coroutine[Any, Any, RawReply[T]]]", method)


class _Entered(Generic[T]):
    """A context manager around a reply that is opened on entering."""

    def __init__(self, opening: Callable[[], StreamedReply[T]]) -> None:
        self._opening = opening
        self._reply: StreamedReply[T] | None = None

    def __enter__(self) -> StreamedReply[T]:
        self._reply = self._opening()
        return self._reply

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._reply is not None:
            self._reply.close()


class _AsyncEntered(Generic[T]):
    """As `_Entered`, with coroutines."""

    def __init__(self, opening: Callable[[], Awaitable[AsyncStreamedReply[T]]]) -> None:
        self._opening = opening
        self._reply: AsyncStreamedReply[T] | None = None

    async def __aenter__(self) -> AsyncStreamedReply[T]:
        self._reply = await self._opening()
        return self._reply

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._reply is not None:
            await self._reply.close()


def returns_streamed(method: Callable[P, T]) -> Callable[P, _Entered[T]]:
    """The method of a resource on a `stream_sender`, as a context manager."""

    def enter(*args: P.args, **kwargs: P.kwargs) -> _Entered[T]:
        return _Entered(lambda: cast(Any, method(*args, **kwargs)))

    return enter


def async_returns_streamed(method: Callable[P, Awaitable[T]]) -> Callable[P, _AsyncEntered[T]]:
    """The method of a resource on an `async_stream_sender`, as a context manager."""

    def enter(*args: P.args, **kwargs: P.kwargs) -> _AsyncEntered[T]:
        return _AsyncEntered(lambda: cast(Any, method(*args, **kwargs)))

    return enter


class RawClient(RawFamilies, RawServerRoutes):
    """A client's resources, giving raw replies."""

    def __init__(self, client: Client) -> None:
        super().__init__(client)
        self._client = client

    def request(self, method: str, path: str, **options: Unpack[RequestArguments]) -> RawReply[Any]:
        """A call of a route that this library does not know; the keywords are those of the client's `request`."""
        return _RawSender(self._client).send(unlisted(method, path, **options))

    def get(self, path: str, **options: Unpack[RequestArguments]) -> RawReply[Any]:
        """``GET`` at a route that this library does not know."""
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Unpack[RequestArguments]) -> RawReply[Any]:
        """``POST`` at a route that this library does not know."""
        return self.request("POST", path, **options)

    def put(self, path: str, **options: Unpack[RequestArguments]) -> RawReply[Any]:
        """``PUT`` at a route that this library does not know."""
        return self.request("PUT", path, **options)

    def patch(self, path: str, **options: Unpack[RequestArguments]) -> RawReply[Any]:
        """``PATCH`` at a route that this library does not know."""
        return self.request("PATCH", path, **options)

    def delete(self, path: str, **options: Unpack[RequestArguments]) -> RawReply[Any]:
        """``DELETE`` at a route that this library does not know."""
        return self.request("DELETE", path, **options)


class StreamedClient(StreamedFamilies):
    """A client's resources, giving context managers of replies that are read as they come."""

    def __init__(self, client: Client) -> None:
        self._client = client


class AsyncStreamedClient(AsyncStreamedFamilies):
    """An async client's resources, giving context managers of replies that are read as they come."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client


class AsyncRawClient(AsyncRawFamilies, AsyncRawServerRoutes):
    """An async client's resources, giving raw replies."""

    def __init__(self, client: AsyncClient) -> None:
        super().__init__(client)
        self._client = client

    async def request(self, method: str, path: str, **options: Unpack[RequestArguments]) -> RawReply[Any]:
        """A call of a route that this library does not know; the keywords are those of the client's `request`."""
        return await _AsyncRawSender(self._client).send(unlisted(method, path, **options))

    async def get(self, path: str, **options: Unpack[RequestArguments]) -> RawReply[Any]:
        """``GET`` at a route that this library does not know."""
        return await self.request("GET", path, **options)

    async def post(self, path: str, **options: Unpack[RequestArguments]) -> RawReply[Any]:
        """``POST`` at a route that this library does not know."""
        return await self.request("POST", path, **options)

    async def put(self, path: str, **options: Unpack[RequestArguments]) -> RawReply[Any]:
        """``PUT`` at a route that this library does not know."""
        return await self.request("PUT", path, **options)

    async def patch(self, path: str, **options: Unpack[RequestArguments]) -> RawReply[Any]:
        """``PATCH`` at a route that this library does not know."""
        return await self.request("PATCH", path, **options)

    async def delete(self, path: str, **options: Unpack[RequestArguments]) -> RawReply[Any]:
        """``DELETE`` at a route that this library does not know."""
        return await self.request("DELETE", path, **options)
