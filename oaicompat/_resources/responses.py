"""`client.responses`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, overload

from typing_extensions import Unpack

from oaicompat._pages import AsyncPager, paged
from oaicompat._raw import (
    async_raw_sender,
    async_returns_raw,
    async_returns_streamed,
    async_stream_sender,
    raw_sender,
    returns_raw,
    returns_streamed,
    stream_sender,
)
from oaicompat._signature import lists_keywords
from oaicompat.endpoints import responses
from oaicompat.types.responses.items import (
    ResponseFunctionToolCall,
    ResponseOutputMessage,
    ResponseOutputText,
    ResponseReasoningItem,
)
from oaicompat.types.responses.response import Response

if TYPE_CHECKING:
    from types import TracebackType

    from oaicompat._client import AsyncClient, Client
    from oaicompat._stream import AsyncResponseStream, ResponseStream
    from oaicompat._wire import Call, StreamCall
    from oaicompat.types.base import RequestOptions
    from oaicompat.types.responses.compacted_response import CompactedResponse
    from oaicompat.types.responses.input_token_count_response import InputTokenCountResponse
    from oaicompat.types.responses.params import (
        CompactOptions,
        InputItemsOptions,
        InputTokensOptions,
        ResponseOptions,
        RetrieveOptions,
    )
    from oaicompat.types.responses.response_deleted import ResponseDeleted
    from oaicompat.types.responses.response_input_item_param import ResponseInput
    from oaicompat.types.responses.response_item_list import ResponseItemList
    from oaicompat.types.responses.response_output_item import ResponseItem
    from oaicompat.types.responses.response_stream_event import ResponseStreamEvent

__all__ = [
    "REPLIES",
    "AsyncInputItems",
    "AsyncInputTokens",
    "AsyncRawResponses",
    "AsyncResponseStreamManager",
    "AsyncResponses",
    "AsyncStreamedResponses",
    "InputItems",
    "InputTokens",
    "RawResponses",
    "ResponseStreamManager",
    "Responses",
    "StreamedResponses",
]

#: What every response has, to be built before the first one; other items are built when they come.
REPLIES: Final = (
    Response,
    ResponseOutputMessage,
    ResponseOutputText,
    ResponseReasoningItem,
    ResponseFunctionToolCall,
)

_PARAMS = "oaicompat.types.responses.params"


class Responses:
    """Responses, and what led to them."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @property
    def input_items(self) -> InputItems:
        """What responses were made of."""
        return InputItems(self._client)

    @property
    def input_tokens(self) -> InputTokens:
        """How many tokens an input takes."""
        return InputTokens(self._client)

    @overload
    def create(
        self,
        *,
        model: str | None = None,
        input: ResponseInput | None = None,
        stream: Literal[False] | None = False,
        **options: Unpack[ResponseOptions],
    ) -> Response: ...
    @overload
    def create(
        self,
        *,
        model: str | None = None,
        input: ResponseInput | None = None,
        stream: Literal[True],
        **options: Unpack[ResponseOptions],
    ) -> ResponseStream: ...
    @overload
    def create(
        self,
        *,
        model: str | None = None,
        input: ResponseInput | None = None,
        stream: bool,
        **options: Unpack[ResponseOptions],
    ) -> Response | ResponseStream: ...
    @lists_keywords(_PARAMS, "ResponseOptions")
    def create(
        self,
        *,
        model: str | None = None,
        input: ResponseInput | None = None,
        stream: bool | None = False,
        **options: Unpack[ResponseOptions],
    ) -> Response | ResponseStream:
        """A model's response to an input: whole, or with `stream=True` in events as it is made.

        Args:
            model: the id of the model, as `client.models.list()` gives it.
            input: text, or items, oldest first: dicts, and items of earlier responses (`response.output`).
            stream: whether to stream.
            options: the keys of `ResponseOptions`; None means that the key is not sent.

        Raises:
            APIError: the server or the way to it failed; see `oaicompat.errors`.
            TypeError: an option is unknown, or of the wrong type.
        """
        if stream:
            return self._client.open(responses.stream_response(model=model, input=input, **options))
        return self._client.send(responses.create_response(model=model, input=input, **options))

    @lists_keywords(_PARAMS, "ResponseOptions")
    def stream(
        self,
        *,
        model: str | None = None,
        input: ResponseInput | None = None,
        **options: Unpack[ResponseOptions],
    ) -> ResponseStreamManager:
        """A context manager that gives the response in events, and whole by `get_final_response()`."""
        return ResponseStreamManager(self._client, responses.stream_response(model=model, input=input, **options))

    @overload
    def retrieve(
        self, response_id: str, *, stream: Literal[False] | None = False, **options: Unpack[RetrieveOptions]
    ) -> Response: ...
    @overload
    def retrieve(
        self, response_id: str, *, stream: Literal[True], **options: Unpack[RetrieveOptions]
    ) -> ResponseStream: ...
    @overload
    def retrieve(
        self, response_id: str, *, stream: bool, **options: Unpack[RetrieveOptions]
    ) -> Response | ResponseStream: ...
    @lists_keywords(_PARAMS, "RetrieveOptions")
    def retrieve(
        self, response_id: str, *, stream: bool | None = False, **options: Unpack[RetrieveOptions]
    ) -> Response | ResponseStream:
        """A response that the server kept: whole, or with `stream=True` in events.

        With `starting_after`, the events of a response that is being made are taken up where a stream broke off.
        """
        if stream:
            return self._client.open(responses.retrieve_response_stream(response_id, **options))
        return self._client.send(responses.retrieve_response(response_id, **options))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    def delete(self, response_id: str, **options: Unpack[RequestOptions]) -> ResponseDeleted:
        """Deletes a response that the server kept."""
        return self._client.send(responses.delete_response(response_id, **options))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    def cancel(self, response_id: str, **options: Unpack[RequestOptions]) -> Response:
        """Ends the work on a response that was asked for with `background=True`."""
        return self._client.send(responses.cancel_response(response_id, **options))

    @lists_keywords(_PARAMS, "CompactOptions")
    def compact(
        self, *, model: str | None, input: ResponseInput | None = None, **options: Unpack[CompactOptions]
    ) -> CompactedResponse:
        """A conversation made short: its `output` is the beginning of the next input."""
        return self._client.send(responses.compact(model=model, input=input, **options))

    @property
    def with_raw_response(self) -> RawResponses:
        """The same methods, each giving the reply as it is."""
        return RawResponses(self._client)

    @property
    def with_streaming_response(self) -> StreamedResponses:
        """The same methods as context managers, whose reply is read as it comes."""
        return StreamedResponses(self._client)


class InputItems:
    """What responses were made of."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @lists_keywords(_PARAMS, "InputItemsOptions")
    def list(
        self, response_id: str, *, after: str | None = None, **options: Unpack[InputItemsOptions]
    ) -> ResponseItemList:
        """The items of a response's input: the first page; iterating over it goes on to the others."""
        return paged(self._client, lambda turned: _items_call(response_id, turned or after, options))


class InputTokens:
    """How many tokens an input takes."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @lists_keywords(_PARAMS, "InputTokensOptions")
    def count(
        self,
        *,
        model: str | None = None,
        input: ResponseInput | None = None,
        **options: Unpack[InputTokensOptions],
    ) -> InputTokenCountResponse:
        """How many tokens an input would take, with the tools and all that comes with it."""
        return self._client.send(responses.count_input_tokens(model=model, input=input, **options))


class ResponseStreamManager:
    """Opens the stream on entering, and closes it on leaving."""

    def __init__(self, client: Client, call: StreamCall[ResponseStreamEvent]) -> None:
        self._client = client
        self._call = call
        self._stream: ResponseStream | None = None

    def __enter__(self) -> ResponseStream:
        self._stream = self._client.open(self._call)
        return self._stream

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None:
            self._stream.close()


class AsyncResponses:
    """Responses, and what led to them."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    @property
    def input_items(self) -> AsyncInputItems:
        """What responses were made of."""
        return AsyncInputItems(self._client)

    @property
    def input_tokens(self) -> AsyncInputTokens:
        """How many tokens an input takes."""
        return AsyncInputTokens(self._client)

    @overload
    async def create(
        self,
        *,
        model: str | None = None,
        input: ResponseInput | None = None,
        stream: Literal[False] | None = False,
        **options: Unpack[ResponseOptions],
    ) -> Response: ...
    @overload
    async def create(
        self,
        *,
        model: str | None = None,
        input: ResponseInput | None = None,
        stream: Literal[True],
        **options: Unpack[ResponseOptions],
    ) -> AsyncResponseStream: ...
    @overload
    async def create(
        self,
        *,
        model: str | None = None,
        input: ResponseInput | None = None,
        stream: bool,
        **options: Unpack[ResponseOptions],
    ) -> Response | AsyncResponseStream: ...
    @lists_keywords(_PARAMS, "ResponseOptions")
    async def create(
        self,
        *,
        model: str | None = None,
        input: ResponseInput | None = None,
        stream: bool | None = False,
        **options: Unpack[ResponseOptions],
    ) -> Response | AsyncResponseStream:
        """As `Responses.create`, to be awaited."""
        if stream:
            return await self._client.open(responses.stream_response(model=model, input=input, **options))
        return await self._client.send(responses.create_response(model=model, input=input, **options))

    @lists_keywords(_PARAMS, "ResponseOptions")
    def stream(
        self,
        *,
        model: str | None = None,
        input: ResponseInput | None = None,
        **options: Unpack[ResponseOptions],
    ) -> AsyncResponseStreamManager:
        """A context manager that gives the response in events, and whole by `get_final_response()`."""
        return AsyncResponseStreamManager(self._client, responses.stream_response(model=model, input=input, **options))

    @overload
    async def retrieve(
        self, response_id: str, *, stream: Literal[False] | None = False, **options: Unpack[RetrieveOptions]
    ) -> Response: ...
    @overload
    async def retrieve(
        self, response_id: str, *, stream: Literal[True], **options: Unpack[RetrieveOptions]
    ) -> AsyncResponseStream: ...
    @overload
    async def retrieve(
        self, response_id: str, *, stream: bool, **options: Unpack[RetrieveOptions]
    ) -> Response | AsyncResponseStream: ...
    @lists_keywords(_PARAMS, "RetrieveOptions")
    async def retrieve(
        self, response_id: str, *, stream: bool | None = False, **options: Unpack[RetrieveOptions]
    ) -> Response | AsyncResponseStream:
        """As `Responses.retrieve`, to be awaited."""
        if stream:
            return await self._client.open(responses.retrieve_response_stream(response_id, **options))
        return await self._client.send(responses.retrieve_response(response_id, **options))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    async def delete(self, response_id: str, **options: Unpack[RequestOptions]) -> ResponseDeleted:
        """Deletes a response that the server kept."""
        return await self._client.send(responses.delete_response(response_id, **options))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    async def cancel(self, response_id: str, **options: Unpack[RequestOptions]) -> Response:
        """Ends the work on a response that was asked for with `background=True`."""
        return await self._client.send(responses.cancel_response(response_id, **options))

    @lists_keywords(_PARAMS, "CompactOptions")
    async def compact(
        self, *, model: str | None, input: ResponseInput | None = None, **options: Unpack[CompactOptions]
    ) -> CompactedResponse:
        """A conversation made short: its `output` is the beginning of the next input."""
        return await self._client.send(responses.compact(model=model, input=input, **options))

    @property
    def with_raw_response(self) -> AsyncRawResponses:
        """The same methods, each giving the reply as it is."""
        return AsyncRawResponses(self._client)

    @property
    def with_streaming_response(self) -> AsyncStreamedResponses:
        """The same methods as context managers, whose reply is read as it comes."""
        return AsyncStreamedResponses(self._client)


class AsyncInputItems:
    """What responses were made of."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    @lists_keywords(_PARAMS, "InputItemsOptions")
    def list(
        self, response_id: str, *, after: str | None = None, **options: Unpack[InputItemsOptions]
    ) -> AsyncPager[ResponseItemList, ResponseItem]:
        """The items of a response's input: await it for the first page, or go through all with `async for`."""
        return AsyncPager(self._client, lambda turned: _items_call(response_id, turned or after, options))


class AsyncInputTokens:
    """How many tokens an input takes."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    @lists_keywords(_PARAMS, "InputTokensOptions")
    async def count(
        self,
        *,
        model: str | None = None,
        input: ResponseInput | None = None,
        **options: Unpack[InputTokensOptions],
    ) -> InputTokenCountResponse:
        """How many tokens an input would take, with the tools and all that comes with it."""
        return await self._client.send(responses.count_input_tokens(model=model, input=input, **options))


class AsyncResponseStreamManager:
    """Opens the stream on entering, and closes it on leaving."""

    def __init__(self, client: AsyncClient, call: StreamCall[ResponseStreamEvent]) -> None:
        self._client = client
        self._call = call
        self._stream: AsyncResponseStream | None = None

    async def __aenter__(self) -> AsyncResponseStream:
        self._stream = await self._client.open(self._call)
        return self._stream

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None:
            await self._stream.close()


def _items_call(response_id: str, after: str | None, options: InputItemsOptions) -> Call[ResponseItemList]:
    return responses.list_input_items(response_id, after=after, **options)


class RawResponses:
    """`Responses`, giving raw replies."""

    def __init__(self, client: Client) -> None:
        inner = Responses(raw_sender(client))
        self.create = returns_raw(inner.create)
        self.retrieve = returns_raw(inner.retrieve)
        self.delete = returns_raw(inner.delete)
        self.cancel = returns_raw(inner.cancel)
        self.compact = returns_raw(inner.compact)
        self.input_items = RawInputItems(client)
        self.input_tokens = RawInputTokens(client)


class RawInputItems:
    """`InputItems`, giving raw replies."""

    def __init__(self, client: Client) -> None:
        self.list = returns_raw(InputItems(raw_sender(client)).list)


class RawInputTokens:
    """`InputTokens`, giving raw replies."""

    def __init__(self, client: Client) -> None:
        self.count = returns_raw(InputTokens(raw_sender(client)).count)


class AsyncRawResponses:
    """`AsyncResponses`, giving raw replies."""

    def __init__(self, client: AsyncClient) -> None:
        inner = AsyncResponses(async_raw_sender(client))
        self.create = async_returns_raw(inner.create)
        self.retrieve = async_returns_raw(inner.retrieve)
        self.delete = async_returns_raw(inner.delete)
        self.cancel = async_returns_raw(inner.cancel)
        self.compact = async_returns_raw(inner.compact)
        self.input_items = AsyncRawInputItems(client)
        self.input_tokens = AsyncRawInputTokens(client)


class AsyncRawInputItems:
    """`AsyncInputItems`, giving raw replies."""

    def __init__(self, client: AsyncClient) -> None:
        self.list = async_returns_raw(AsyncInputItems(async_raw_sender(client)).list)


class AsyncRawInputTokens:
    """`AsyncInputTokens`, giving raw replies."""

    def __init__(self, client: AsyncClient) -> None:
        self.count = async_returns_raw(AsyncInputTokens(async_raw_sender(client)).count)


class StreamedResponses:
    """`Responses`, giving context managers of replies that are read as they come."""

    def __init__(self, client: Client) -> None:
        inner = Responses(stream_sender(client))
        self.create = returns_streamed(inner.create)
        self.retrieve = returns_streamed(inner.retrieve)
        self.delete = returns_streamed(inner.delete)
        self.cancel = returns_streamed(inner.cancel)
        self.compact = returns_streamed(inner.compact)
        self.input_items = StreamedInputItems(client)
        self.input_tokens = StreamedInputTokens(client)


class StreamedInputItems:
    """`InputItems`, giving context managers of replies that are read as they come."""

    def __init__(self, client: Client) -> None:
        self.list = returns_streamed(InputItems(stream_sender(client)).list)


class StreamedInputTokens:
    """`InputTokens`, giving context managers of replies that are read as they come."""

    def __init__(self, client: Client) -> None:
        self.count = returns_streamed(InputTokens(stream_sender(client)).count)


class AsyncStreamedResponses:
    """`AsyncResponses`, giving context managers of replies that are read as they come."""

    def __init__(self, client: AsyncClient) -> None:
        inner = AsyncResponses(async_stream_sender(client))
        self.create = async_returns_streamed(inner.create)
        self.retrieve = async_returns_streamed(inner.retrieve)
        self.delete = async_returns_streamed(inner.delete)
        self.cancel = async_returns_streamed(inner.cancel)
        self.compact = async_returns_streamed(inner.compact)
        self.input_items = AsyncStreamedInputItems(client)
        self.input_tokens = AsyncStreamedInputTokens(client)


class AsyncStreamedInputItems:
    """`AsyncInputItems`, giving context managers of replies that are read as they come."""

    def __init__(self, client: AsyncClient) -> None:
        self.list = async_returns_streamed(AsyncInputItems(async_stream_sender(client)).list)


class AsyncStreamedInputTokens:
    """`AsyncInputTokens`, giving context managers of replies that are read as they come."""

    def __init__(self, client: AsyncClient) -> None:
        self.count = async_returns_streamed(AsyncInputTokens(async_stream_sender(client)).count)
