"""`client.chat.completions`.

What a plain call does not need, raw replies and typed events, is imported by those who ask for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, overload

from typing_extensions import Unpack

from oaicompat._signature import lists_keywords
from oaicompat.endpoints.chat import chat, chat_stream

if TYPE_CHECKING:
    from oaicompat._chat_events import AsyncChatStreamManager, ChatStreamManager
    from oaicompat._client import AsyncClient, Client
    from oaicompat._stream import AsyncChatStream, ChatStream
    from oaicompat.types.base import WireObject
    from oaicompat.types.chat.chat_completion import ChatCompletion
    from oaicompat.types.chat.params import ChatOptions, Messages

__all__ = [
    "AsyncChat",
    "AsyncCompletions",
    "AsyncRawChat",
    "AsyncStreamedChat",
    "Chat",
    "Completions",
    "REPLIES",
    "RawChat",
    "StreamedChat",
]

#: What its calls return, to be built before the first one; the client's constructor does it for chat.
REPLIES: Final[tuple[type[WireObject], ...]] = ()


class Chat:
    """Chat, as the wire's path spells it."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @property
    def completions(self) -> Completions:
        """Chat completions."""
        return Completions(self._client)

    @property
    def with_raw_response(self) -> RawChat:
        """The same methods, each giving the reply as it is."""
        return RawChat(self._client)

    @property
    def with_streaming_response(self) -> StreamedChat:
        """The same methods as context managers, whose reply is read as it comes."""
        return StreamedChat(self._client)


class Completions:
    """Chat completions."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @overload
    def create(
        self,
        *,
        model: str,
        messages: Messages,
        stream: Literal[False] | None = False,
        **options: Unpack[ChatOptions],
    ) -> ChatCompletion: ...
    @overload
    def create(
        self, *, model: str, messages: Messages, stream: Literal[True], **options: Unpack[ChatOptions]
    ) -> ChatStream: ...
    @overload
    def create(
        self, *, model: str, messages: Messages, stream: bool, **options: Unpack[ChatOptions]
    ) -> ChatCompletion | ChatStream: ...
    @lists_keywords("oaicompat.types.chat.params", "ChatOptions")
    def create(
        self, *, model: str, messages: Messages, stream: bool | None = False, **options: Unpack[ChatOptions]
    ) -> ChatCompletion | ChatStream:
        """The model's answer to a conversation: whole, or with `stream=True` in chunks as it is written.

        Args:
            model: the id of the model, as `client.models.list()` gives it.
            messages: the conversation, oldest first: dicts with `role` and `content`, and messages of replies.
            stream: whether to stream.
            options: the keys of `ChatOptions`; None means that the key is not sent.

        Raises:
            APIError: the server or the way to it failed; see `oaicompat.errors`.
            TypeError: an option is unknown, or of the wrong type.
        """
        if stream:
            return self._client.open(chat_stream(model=model, messages=messages, **options))
        return self._client.send(chat(model=model, messages=messages, **options))

    @lists_keywords("oaicompat.types.chat.params", "ChatOptions")
    def stream(self, *, model: str, messages: Messages, **options: Unpack[ChatOptions]) -> ChatStreamManager:
        """A context manager that gives the answer as typed events, and the whole completion at the end."""
        from oaicompat._chat_events import ChatStreamManager

        call = chat_stream(model=model, messages=messages, **options)
        return ChatStreamManager(lambda: self._client.open(call))

    @property
    def with_raw_response(self) -> RawCompletions:
        """The same methods, each giving the reply as it is."""
        return RawCompletions(self._client)

    @property
    def with_streaming_response(self) -> StreamedCompletions:
        """The same methods as context managers, whose reply is read as it comes."""
        return StreamedCompletions(self._client)


class AsyncChat:
    """Chat, as the wire's path spells it."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    @property
    def completions(self) -> AsyncCompletions:
        """Chat completions."""
        return AsyncCompletions(self._client)

    @property
    def with_raw_response(self) -> AsyncRawChat:
        """The same methods, each giving the reply as it is."""
        return AsyncRawChat(self._client)

    @property
    def with_streaming_response(self) -> AsyncStreamedChat:
        """The same methods as context managers, whose reply is read as it comes."""
        return AsyncStreamedChat(self._client)


class AsyncCompletions:
    """Chat completions."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    @overload
    async def create(
        self,
        *,
        model: str,
        messages: Messages,
        stream: Literal[False] | None = False,
        **options: Unpack[ChatOptions],
    ) -> ChatCompletion: ...
    @overload
    async def create(
        self, *, model: str, messages: Messages, stream: Literal[True], **options: Unpack[ChatOptions]
    ) -> AsyncChatStream: ...
    @overload
    async def create(
        self, *, model: str, messages: Messages, stream: bool, **options: Unpack[ChatOptions]
    ) -> ChatCompletion | AsyncChatStream: ...
    @lists_keywords("oaicompat.types.chat.params", "ChatOptions")
    async def create(
        self, *, model: str, messages: Messages, stream: bool | None = False, **options: Unpack[ChatOptions]
    ) -> ChatCompletion | AsyncChatStream:
        """As `Completions.create`, to be awaited."""
        if stream:
            return await self._client.open(chat_stream(model=model, messages=messages, **options))
        return await self._client.send(chat(model=model, messages=messages, **options))

    @lists_keywords("oaicompat.types.chat.params", "ChatOptions")
    def stream(self, *, model: str, messages: Messages, **options: Unpack[ChatOptions]) -> AsyncChatStreamManager:
        """A context manager that gives the answer as typed events, and the whole completion at the end."""
        from oaicompat._chat_events import AsyncChatStreamManager

        call = chat_stream(model=model, messages=messages, **options)
        return AsyncChatStreamManager(lambda: self._client.open(call))

    @property
    def with_raw_response(self) -> AsyncRawCompletions:
        """The same methods, each giving the reply as it is."""
        return AsyncRawCompletions(self._client)

    @property
    def with_streaming_response(self) -> AsyncStreamedCompletions:
        """The same methods as context managers, whose reply is read as it comes."""
        return AsyncStreamedCompletions(self._client)


class StreamedChat:
    """`Chat`, giving context managers of replies that are read as they come."""

    def __init__(self, client: Client) -> None:
        self.completions = StreamedCompletions(client)


class AsyncStreamedChat:
    """`AsyncChat`, giving context managers of replies that are read as they come."""

    def __init__(self, client: AsyncClient) -> None:
        self.completions = AsyncStreamedCompletions(client)


class RawChat:
    """`Chat`, giving raw replies."""

    def __init__(self, client: Client) -> None:
        self.completions = RawCompletions(client)


class RawCompletions:
    """`Completions`, giving raw replies."""

    def __init__(self, client: Client) -> None:
        from oaicompat import _raw

        self.create = _raw.returns_raw(Completions(_raw.raw_sender(client)).create)


class StreamedCompletions:
    """`Completions`, giving context managers of replies that are read as they come."""

    def __init__(self, client: Client) -> None:
        from oaicompat import _raw

        self.create = _raw.returns_streamed(Completions(_raw.stream_sender(client)).create)


class AsyncRawChat:
    """`AsyncChat`, giving raw replies."""

    def __init__(self, client: AsyncClient) -> None:
        self.completions = AsyncRawCompletions(client)


class AsyncRawCompletions:
    """`AsyncCompletions`, giving raw replies."""

    def __init__(self, client: AsyncClient) -> None:
        from oaicompat import _raw

        self.create = _raw.async_returns_raw(AsyncCompletions(_raw.async_raw_sender(client)).create)


class AsyncStreamedCompletions:
    """`AsyncCompletions`, giving context managers of replies that are read as they come."""

    def __init__(self, client: AsyncClient) -> None:
        from oaicompat import _raw

        self.create = _raw.async_returns_streamed(AsyncCompletions(_raw.async_stream_sender(client)).create)
