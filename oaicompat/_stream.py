"""Streams: pull bytes, feed the decoder, close. What a chunk is, the decoder decides.

A loop over a stream owns it: leaving the loop, by its end, a break or an exception, gives the connection back. To
take a few chunks and go on later, use `next(stream)`, or hold the iterator.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from typing_extensions import Self

from oaicompat._body import StreamBody
from oaicompat._decode import too_large
from oaicompat._http import AsyncOpened, Opened, failure_of
from oaicompat._sse import EventTooLargeError, event_of
from oaicompat._wire import Headers, RateLimit, Reply, ServerSentEvent
from oaicompat.errors import APIError, ClientStateError, IncompleteStreamError, amend

if TYPE_CHECKING:
    from os import PathLike

    from oaicompat._attempts import Attempts
    from oaicompat._wire import Decoder, StreamKind, WholeDecoder
    from oaicompat.types.audio.transcription import Transcription
    from oaicompat.types.audio.transcription_stream_event import TranscriptionStreamEvent  # noqa: F401  # in a base below
    from oaicompat.types.chat.chat_completion import ChatCompletion
    from oaicompat.types.chat.chat_completion_chunk import ChatCompletionChunk  # noqa: F401  # in a base below
    from oaicompat.types.completion import Completion
    from oaicompat.types.responses.response import Response
    from oaicompat.types.responses.response_stream_event import ResponseStreamEvent  # noqa: F401  # in a base below

__all__ = [
    "STREAMS",
    "AsyncByteStream",
    "AsyncChatStream",
    "AsyncCompletionStream",
    "AsyncResponseStream",
    "AsyncStream",
    "AsyncTranscriptionStream",
    "ByteStream",
    "ChatStream",
    "CompletionStream",
    "ResponseStream",
    "Stream",
    "TranscriptionStream",
]

T = TypeVar("T")
W = TypeVar("W")


class _StreamState(Generic[T]):
    """What both kinds of stream know, and every decision that needs no socket."""

    def __init__(self, reply: Reply, decoder: Decoder[T], attempts: Attempts, limit: int) -> None:
        self.response = reply
        self._decoder = decoder
        self._attempts = attempts
        self._limit = limit
        self._ready: Iterator[T] = iter(())
        self._closed = False
        self._loop: object = None  # the loop that owns the stream
        self._untouched = False  # somebody reads the events in place of chunks
        self._ended = False  # the body was read as far as it needs to be

    @property
    def response_headers(self) -> Headers:
        """The reply's headers."""
        return self.response.headers

    @property
    def request_id(self) -> str | None:
        """The server's id of the call, None if it gave none."""
        return self.response.request_id

    @property
    def rate_limit(self) -> RateLimit:
        """The rate limit's figures from the reply's headers."""
        return self.response.rate_limit

    @property
    def status_code(self) -> int:
        """The reply's status."""
        return self.response.status_code

    def __repr__(self) -> str:
        state = "closed" if self._closed else "open"
        return f"<{type(self).__name__} {self.response.method} {self.response.url} {state}>"

    def _begin(self) -> object:
        """A loop begins; it owns the stream until the next one does. Raises ClientStateError if there is no more."""
        if self._closed and not self._ended:
            raise ClientStateError(
                "the stream was closed before its end, as leaving a loop over it does; to take some chunks and go on, "
                "use next(stream)"
            )
        self._loop = loop = object()
        return loop

    def _check_unread(self) -> None:
        """Raises ClientStateError if the stream was read to its end: a file of nothing would be no copy of it."""
        if self._ended:
            raise ClientStateError("the stream was read to its end: there is nothing left to save")

    def _check_deadline(self) -> None:
        ends_at = self._attempts.ends_at
        if ends_at is not None and time.monotonic() > ends_at:
            error = self._attempts.too_late()
            error.partial = self._decoder.partial()
            raise error

    def _broken(self, error: Exception) -> APIError:
        """The error that a reader's exception means; the exception itself if it is not the HTTP library's."""
        failure = failure_of(error, self._attempts.timeout)
        if failure is None:
            raise error
        found = self._attempts.broken(failure, time.monotonic())
        found.partial = self._decoder.partial()
        amend(found, response=self.response)
        return self._attempts.scrub(found)

    def _raw_body(self) -> StreamBody:
        self._untouched = True
        return StreamBody(self._limit)


class _Adding(Generic[T, W]):
    """What both kinds of stream know of items that add up to one object."""

    _decoder: Any
    _untouched: bool
    _ended: bool
    response: Reply

    def _adder(self) -> WholeDecoder[T, W]:
        return cast("WholeDecoder[T, W]", self._decoder)

    def _whole(self) -> W:
        if self._untouched:
            raise ClientStateError("the stream was read by events(); what they add up to is not known")
        if not self._ended:
            raise IncompleteStreamError(
                message="the stream was closed before its end; what came is in `partial`",
                request=self.response.request,
                attempts=self.response.attempts,
                partial=self._adder().partial(),
            )
        return self._adder().whole()


class Stream(_StreamState[T]):
    """The chunks of a reply, as they come. Iterate over it; `with` or `close()` if you may not get to its end."""

    def __init__(self, opened: Opened, reply: Reply, decoder: Decoder[T], attempts: Attempts, limit: int) -> None:
        super().__init__(reply, decoder, attempts, limit)
        self._opened = opened
        self._body = opened.read()

    def __iter__(self) -> Iterator[T]:
        loop = self._begin()
        try:
            while True:
                yield from self._ready
                if not self._pull():
                    return
        except APIError as error:
            self._attempts.scrub(error)
            raise
        finally:
            if self._loop is loop:  # else another loop has taken over
                self.close()

    def __next__(self) -> T:
        try:
            while True:
                for chunk in self._ready:
                    return chunk
                if not self._pull():
                    break
        except APIError as error:
            self.close()
            self._attempts.scrub(error)
            raise
        self.close()
        raise StopIteration

    def events(self) -> Iterator[ServerSentEvent]:
        """The events of the stream as they came, untouched, in place of chunks."""
        body = self._raw_body()
        try:
            while (data := self._read()) is not None:
                for found in body.feed(data):
                    if (event := event_of(found)) is not None:
                        yield event
                        if event.data.strip() == "[DONE]":
                            self._end()
                            return
            yield from (event for found in body.finish() if (event := event_of(found)) is not None)
        except EventTooLargeError as error:
            raise too_large(self.response, error) from None
        finally:
            self.close()

    def _pull(self) -> bool:
        """Reads once and decodes what came; False when there is nothing more."""
        decoder = self._decoder
        if self._ended or self._closed:
            return False
        if decoder.done:
            self._end()
            return False
        data = self._read()
        if data is not None:
            self._ready = decoder.feed(data)
            return True
        if self._closed:
            return False
        self._ready = decoder.finish()
        self._ended = True
        return True

    def _read(self) -> bytes | None:
        if self._attempts.ends_at is not None:
            self._check_deadline()
        if not self._opened.is_ours:
            raise ClientStateError("the stream belongs to the process that opened it, not to its fork")
        try:
            return next(self._body, None)
        except Exception as error:
            if self._closed:
                return None
            raise self._broken(error) from error

    def _end(self) -> None:
        """After the stream's own end mark: the rest is read for a moment, so that the connection can be used again."""
        self._ended = True
        if not self._closed:
            self._opened.drain(self._body)

    def close(self) -> None:
        """Gives the connection back. It is also done by leaving a loop over the stream."""
        if not self._closed:
            self._closed = True
            self._ready = iter(())
            self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if not getattr(self, "_closed", True):
            self._opened.abandon()


class AsyncStream(_StreamState[T]):
    """The chunks of a reply, as they come. Iterate over it; `async with` or `close()` if you may not get to its end."""

    def __init__(self, opened: AsyncOpened, reply: Reply, decoder: Decoder[T], attempts: Attempts, limit: int) -> None:
        super().__init__(reply, decoder, attempts, limit)
        self._opened = opened
        self._body = opened.read()

    def __aiter__(self) -> AsyncIterator[T]:
        return self._iterate()

    async def _iterate(self) -> AsyncGenerator[T, None]:
        loop = self._begin()
        try:
            while True:
                for chunk in self._ready:
                    yield chunk
                if not await self._pull():
                    return
        except APIError as error:
            self._attempts.scrub(error)
            raise
        finally:
            if self._loop is loop:  # else another loop has taken over
                await self.close()

    async def __anext__(self) -> T:
        try:
            while True:
                for chunk in self._ready:
                    return chunk
                if not await self._pull():
                    break
        except APIError as error:
            await self.close()
            self._attempts.scrub(error)
            raise
        await self.close()
        raise StopAsyncIteration

    async def events(self) -> AsyncIterator[ServerSentEvent]:
        """The events of the stream as they came, untouched, in place of chunks."""
        body = self._raw_body()
        try:
            while (data := await self._read()) is not None:
                for found in body.feed(data):
                    if (event := event_of(found)) is not None:
                        yield event
                        if event.data.strip() == "[DONE]":
                            await self._end()
                            return
            for found in body.finish():
                if (event := event_of(found)) is not None:
                    yield event
        except EventTooLargeError as error:
            raise too_large(self.response, error) from None
        finally:
            await self.close()

    async def _pull(self) -> bool:
        """Reads once and decodes what came; False when there is nothing more."""
        decoder = self._decoder
        if self._ended or self._closed:
            return False
        if decoder.done:
            await self._end()
            return False
        data = await self._read()
        if data is not None:
            self._ready = decoder.feed(data)
            return True
        if self._closed:
            return False
        self._ready = decoder.finish()
        self._ended = True
        return True

    async def _read(self) -> bytes | None:
        if self._attempts.ends_at is not None:
            self._check_deadline()
        if not self._opened.is_ours:
            raise ClientStateError("the stream belongs to the process that opened it, not to its fork")
        try:
            return await self._body.__anext__()
        except StopAsyncIteration:
            return None
        except Exception as error:
            if self._closed:
                return None
            raise self._broken(error) from error

    async def _end(self) -> None:
        """After the stream's own end mark: the rest is read for a moment, so that the connection can be used again."""
        self._ended = True
        if not self._closed:
            await self._opened.drain(self._body)

    async def close(self) -> None:
        """Gives the connection back. It is also done by leaving a loop over the stream."""
        if not self._closed:
            self._closed = True
            self._ready = iter(())
            await self._opened.close()

    async def aclose(self) -> None:
        """The same as `close`."""
        await self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __del__(self) -> None:
        if not getattr(self, "_closed", True):
            self._opened.abandon()


class WholeStream(_Adding[T, W], Stream[T]):
    """A stream whose items add up to one object."""

    def text(self) -> Iterator[str]:
        """The pieces of the first answer's text."""
        text_of = self._adder().text
        for item in self:
            if text := text_of(item):
                yield text

    def _final(self) -> W:
        """The whole; reads what has not been read yet. Raises what the stream raises."""
        if not self._closed:
            for _ in self:
                pass
        return self._whole()


class AsyncWholeStream(_Adding[T, W], AsyncStream[T]):
    """A stream whose items add up to one object."""

    async def text(self) -> AsyncIterator[str]:
        """The pieces of the first answer's text."""
        text_of = self._adder().text
        async with aclosing(self._iterate()) as items:
            async for item in items:
                if text := text_of(item):
                    yield text

    async def _final(self) -> W:
        """The whole; reads what has not been read yet. Raises what the stream raises."""
        if not self._closed:
            async for _ in self:
                pass
        return self._whole()


class ChatStream(WholeStream["ChatCompletionChunk", "ChatCompletion"]):
    """A chat completion in chunks."""

    def get_final_completion(self) -> ChatCompletion:
        """The whole completion; reads what has not been read yet. Raises what the stream raises."""
        return self._final()

    def current_completion(self) -> ChatCompletion:
        """The completion as far as it came."""
        return self._adder().whole()


class AsyncChatStream(AsyncWholeStream["ChatCompletionChunk", "ChatCompletion"]):
    """A chat completion in chunks."""

    async def get_final_completion(self) -> ChatCompletion:
        """The whole completion; reads what has not been read yet. Raises what the stream raises."""
        return await self._final()

    def current_completion(self) -> ChatCompletion:
        """The completion as far as it came."""
        return self._adder().whole()


class CompletionStream(WholeStream["Completion", "Completion"]):
    """A legacy completion in pieces."""

    def get_final_completion(self) -> Completion:
        """The whole completion; reads what has not been read yet. Raises what the stream raises."""
        return self._final()


class AsyncCompletionStream(AsyncWholeStream["Completion", "Completion"]):
    """A legacy completion in pieces."""

    async def get_final_completion(self) -> Completion:
        """The whole completion; reads what has not been read yet. Raises what the stream raises."""
        return await self._final()


class ResponseStream(WholeStream["ResponseStreamEvent", "Response"]):
    """A response in events."""

    def get_final_response(self) -> Response:
        """The whole response; reads what has not been read yet. Raises what the stream raises."""
        return self._final()


class AsyncResponseStream(AsyncWholeStream["ResponseStreamEvent", "Response"]):
    """A response in events."""

    async def get_final_response(self) -> Response:
        """The whole response; reads what has not been read yet. Raises what the stream raises."""
        return await self._final()


class TranscriptionStream(WholeStream["TranscriptionStreamEvent", "Transcription"]):
    """A transcription in events."""

    def get_final_transcription(self) -> Transcription:
        """The whole transcription; reads what has not been read yet. Raises what the stream raises."""
        return self._final()


class AsyncTranscriptionStream(AsyncWholeStream["TranscriptionStreamEvent", "Transcription"]):
    """A transcription in events."""

    async def get_final_transcription(self) -> Transcription:
        """The whole transcription; reads what has not been read yet. Raises what the stream raises."""
        return await self._final()


class ByteStream(Stream[bytes]):
    """A body's bytes as they come."""

    def read(self) -> bytes:
        """All that has not been read yet."""
        return b"".join(self)

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The bytes in pieces of `chunk_size`, the last one shorter; None for pieces as they come."""
        from oaicompat._pieces import Pieces

        cut = Pieces(chunk_size)
        for data in self:
            yield from cut.feed(data)
        yield from cut.finish()

    def save(self, path: str | PathLike[str]) -> int:
        """Writes the bytes to a file as they come, and gives their number; a failure leaves no file behind."""
        from oaicompat._saving import Saving

        self._check_unread()
        with self, Saving(path) as file:
            for data in self:
                file.add(data)
                if file.full:
                    file.flush()
        return file.size


class AsyncByteStream(AsyncStream[bytes]):
    """A body's bytes as they come."""

    async def read(self) -> bytes:
        """All that has not been read yet."""
        return b"".join([data async for data in self])

    async def iter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """The bytes in pieces of `chunk_size`, the last one shorter; None for pieces as they come."""
        from oaicompat._pieces import Pieces

        cut = Pieces(chunk_size)
        async with aclosing(self._iterate()) as parts:
            async for data in parts:
                for piece in cut.feed(data):
                    yield piece
        for piece in cut.finish():
            yield piece

    async def save(self, path: str | PathLike[str]) -> int:
        """Writes the bytes to a file as they come, and gives their number; a failure leaves no file behind."""
        import anyio.to_thread

        from oaicompat._saving import Saving

        self._check_unread()
        async with self:
            with Saving(path) as file:
                async for data in self:
                    file.add(data)
                    if file.full:  # a slow disk must not hold up the event loop
                        await anyio.to_thread.run_sync(file.flush)
                await anyio.to_thread.run_sync(file.flush)
        return file.size


#: Which class a stream is, by its kind: sync and async.
STREAMS: dict[StreamKind, tuple[type[Stream[Any]], type[AsyncStream[Any]]]] = {
    "plain": (Stream, AsyncStream),
    "chat": (ChatStream, AsyncChatStream),
    "completion": (CompletionStream, AsyncCompletionStream),
    "response": (ResponseStream, AsyncResponseStream),
    "transcription": (TranscriptionStream, AsyncTranscriptionStream),
    "bytes": (ByteStream, AsyncByteStream),
}
