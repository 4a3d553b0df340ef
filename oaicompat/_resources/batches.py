"""`client.batches`."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from typing_extensions import Unpack

from oaicompat._pages import AsyncPager, paged
from oaicompat._polling import Polling
from oaicompat._signature import lists_keywords
from oaicompat.endpoints import batches
from oaicompat.errors import APIError
from oaicompat.types.batch import Batch, BatchList

if TYPE_CHECKING:
    from oaicompat._client import AsyncClient, Client
    from oaicompat._wire import Call
    from oaicompat.types.base import RequestOptions
    from oaicompat.types.batches import BatchCreateOptions, BatchEndpoint, BatchListOptions

__all__ = [
    "REPLIES",
    "AsyncBatches",
    "AsyncRawBatches",
    "AsyncStreamedBatches",
    "Batches",
    "RawBatches",
    "StreamedBatches",
]

#: What its calls return, to be built before the first one.
REPLIES: Final = (Batch, BatchList)


class Batches:
    """Requests that the server carries out in its own time; `oaicompat.batches` writes and reads their files."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @lists_keywords("oaicompat.types.batches", "BatchCreateOptions")
    def create(
        self,
        *,
        endpoint: BatchEndpoint | str,
        input_file_id: str | None = None,
        completion_window: str | None = "24h",
        **options: Unpack[BatchCreateOptions],
    ) -> Batch:
        """Starts a batch.

        Args:
            endpoint: the route that every request of the batch goes to, such as ``/v1/chat/completions``.
            input_file_id: the id of the uploaded file of requests; a server that takes them inline has `requests`.
            completion_window: the time in which the batch is to be done; None is not sent.
            options: the keys of `BatchCreateOptions`; None means that the key is not sent.

        Raises:
            APIError: the server or the way to it failed; see `oaicompat.errors`. What is wrong with the file itself
                is told later, by the batch's `status` and `errors`.
            ConfigurationError: `endpoint` is no route.
            TypeError: an option is unknown, or of the wrong type.
        """
        return self._client.send(
            batches.create_batch(
                endpoint=endpoint, input_file_id=input_file_id, completion_window=completion_window, **options
            )
        )

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    def retrieve(self, batch_id: str, **options: Unpack[RequestOptions]) -> Batch:
        """How far a batch is."""
        return self._client.send(batches.retrieve_batch(batch_id, **options))

    @lists_keywords("oaicompat.types.batches", "BatchListOptions")
    def list(self, **options: Unpack[BatchListOptions]) -> BatchList:
        """The batches at the server: the first page; iterating over it goes on to the others."""
        return paged(self._client, lambda after: _page(options, after))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    def cancel(self, batch_id: str, **options: Unpack[RequestOptions]) -> Batch:
        """Ends a batch before its time; what was answered until then is kept."""
        return self._client.send(batches.cancel_batch(batch_id, **options))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    def wait(
        self,
        batch_id: str,
        *,
        poll_interval: float | None = None,
        on_progress: Callable[[Batch], object] | None = None,
        **options: Unpack[RequestOptions],
    ) -> Batch:
        """Waits until a batch is finished, well or not, and gives it: look at its `status`.

        Args:
            batch_id: the batch's id.
            poll_interval: seconds between two looks; None for 1 second at first, growing to a minute.
            on_progress: is called with the batch after each look.
            options: those that every call takes. `deadline` bounds the whole wait, None for no bound; the others hold
                for each look.

        Raises:
            APITimeoutError: the deadline has passed, or leaves no time for another look. It says how far the batch is,
                `partial` is the batch as it was seen last, and another `wait` may go on.
            APIError: the server or the way to it failed: for the first look, or for more looks in a row than the
                call's `max_retries`.
            TypeError: `on_progress` is no function.
        """
        _check_callable(on_progress)
        if inspect.iscoroutinefunction(on_progress):
            raise TypeError("on_progress must be a plain function; only an AsyncClient can wait for a coroutine")
        polling = _polling(self._client, options, poll_interval)
        while True:
            try:
                batch = polling.saw(self.retrieve(batch_id, **polling.look(time.monotonic())))
            except APIError as error:
                if not polling.survives(error, time.monotonic()):
                    raise
            else:
                if on_progress is not None:
                    on_progress(batch)
                if batch.is_finished:
                    return batch
            self._client._http.sleep(polling.wait(time.monotonic()))

    @property
    def with_raw_response(self) -> RawBatches:
        """The same methods, each giving the reply as it is."""
        return RawBatches(self._client)

    @property
    def with_streaming_response(self) -> StreamedBatches:
        """The same methods as context managers, whose reply is read as it comes."""
        return StreamedBatches(self._client)


class AsyncBatches:
    """Requests that the server carries out in its own time; `oaicompat.batches` writes and reads their files."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    @lists_keywords("oaicompat.types.batches", "BatchCreateOptions")
    async def create(
        self,
        *,
        endpoint: BatchEndpoint | str,
        input_file_id: str | None = None,
        completion_window: str | None = "24h",
        **options: Unpack[BatchCreateOptions],
    ) -> Batch:
        """As `Batches.create`, to be awaited."""
        return await self._client.send(
            batches.create_batch(
                endpoint=endpoint, input_file_id=input_file_id, completion_window=completion_window, **options
            )
        )

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    async def retrieve(self, batch_id: str, **options: Unpack[RequestOptions]) -> Batch:
        """How far a batch is."""
        return await self._client.send(batches.retrieve_batch(batch_id, **options))

    @lists_keywords("oaicompat.types.batches", "BatchListOptions")
    def list(self, **options: Unpack[BatchListOptions]) -> AsyncPager[BatchList, Batch]:
        """The batches at the server: await it for the first page, or go through all with `async for`."""
        return AsyncPager(self._client, lambda after: _page(options, after))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    async def cancel(self, batch_id: str, **options: Unpack[RequestOptions]) -> Batch:
        """Ends a batch before its time; what was answered until then is kept."""
        return await self._client.send(batches.cancel_batch(batch_id, **options))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    async def wait(
        self,
        batch_id: str,
        *,
        poll_interval: float | None = None,
        on_progress: Callable[[Batch], object] | None = None,
        **options: Unpack[RequestOptions],
    ) -> Batch:
        """As `Batches.wait`, to be awaited; `on_progress` may be a coroutine function."""
        _check_callable(on_progress)
        polling = _polling(self._client, options, poll_interval)
        while True:
            try:
                batch = polling.saw(await self.retrieve(batch_id, **polling.look(time.monotonic())))
            except APIError as error:
                if not polling.survives(error, time.monotonic()):
                    raise
            else:
                if on_progress is not None and inspect.isawaitable(told := on_progress(batch)):
                    await told
                if batch.is_finished:
                    return batch
            await self._client._http.sleep(polling.wait(time.monotonic()))

    @property
    def with_raw_response(self) -> AsyncRawBatches:
        """The same methods, each giving the reply as it is."""
        return AsyncRawBatches(self._client)

    @property
    def with_streaming_response(self) -> AsyncStreamedBatches:
        """The same methods as context managers, whose reply is read as it comes."""
        return AsyncStreamedBatches(self._client)


def _page(options: BatchListOptions, after: str | None) -> Call[BatchList]:
    return batches.list_batches(**(options if after is None else {**options, "after": after}))


def _check_callable(on_progress: object) -> None:
    if on_progress is not None and not callable(on_progress):
        raise TypeError(f"on_progress must be a function that takes a batch, not {type(on_progress).__name__}")


def _polling(client: Client | AsyncClient, options: RequestOptions, interval: object) -> Polling[Batch]:
    return Polling(
        time.monotonic(),
        options,
        interval=interval,
        seconds=options.get("deadline"),
        each=client.deadline,
        retries=client.max_retries,
        told=_told,
    )


def _told(batch: Batch) -> tuple[str, str]:
    """What a wait that gives up says of the batch, before and after the seconds."""
    counts = batch.request_counts
    done = (
        f": {counts.completed} of {counts.total} requests are done, {counts.failed} failed"
        if counts is not None
        else ""
    )
    return f"batch {batch.id!r} is still {batch.status or 'unfinished'}", done


class RawBatches:
    """`Batches`, giving raw replies."""

    def __init__(self, client: Client) -> None:
        from oaicompat import _raw

        inner = Batches(_raw.raw_sender(client))
        self.create = _raw.returns_raw(inner.create)
        self.retrieve = _raw.returns_raw(inner.retrieve)
        self.list = _raw.returns_raw(inner.list)
        self.cancel = _raw.returns_raw(inner.cancel)


class AsyncRawBatches:
    """`AsyncBatches`, giving raw replies."""

    def __init__(self, client: AsyncClient) -> None:
        from oaicompat import _raw

        inner = AsyncBatches(_raw.async_raw_sender(client))
        self.create = _raw.async_returns_raw(inner.create)
        self.retrieve = _raw.async_returns_raw(inner.retrieve)
        self.list = _raw.async_returns_raw(inner.list)
        self.cancel = _raw.async_returns_raw(inner.cancel)


class StreamedBatches:
    """`Batches`, giving context managers of replies that are read as they come."""

    def __init__(self, client: Client) -> None:
        from oaicompat import _raw

        inner = Batches(_raw.stream_sender(client))
        self.create = _raw.returns_streamed(inner.create)
        self.retrieve = _raw.returns_streamed(inner.retrieve)
        self.list = _raw.returns_streamed(inner.list)
        self.cancel = _raw.returns_streamed(inner.cancel)


class AsyncStreamedBatches:
    """`AsyncBatches`, giving context managers of replies that are read as they come."""

    def __init__(self, client: AsyncClient) -> None:
        from oaicompat import _raw

        inner = AsyncBatches(_raw.async_stream_sender(client))
        self.create = _raw.async_returns_streamed(inner.create)
        self.retrieve = _raw.async_returns_streamed(inner.retrieve)
        self.list = _raw.async_returns_streamed(inner.list)
        self.cancel = _raw.async_returns_streamed(inner.cancel)
