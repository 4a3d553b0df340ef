"""`client.completions`: the endpoint before there was chat. Base models, and filling in the middle, still use it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, overload

from typing_extensions import Unpack

from oaicompat._signature import lists_keywords
from oaicompat.endpoints.completions import complete, complete_stream
from oaicompat.types.completion import Completion

if TYPE_CHECKING:
    from oaicompat._client import AsyncClient, Client
    from oaicompat._stream import AsyncCompletionStream, CompletionStream
    from oaicompat.types.completion_create_params import CompletionOptions, Prompt

__all__ = [
    "REPLIES",
    "AsyncCompletions",
    "AsyncRawCompletions",
    "AsyncStreamedCompletions",
    "Completions",
    "RawCompletions",
    "StreamedCompletions",
]

#: What its calls return, to be built before the first one.
REPLIES: Final = (Completion,)


class Completions:
    """Completions of texts."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @overload
    def create(
        self,
        *,
        model: str,
        prompt: Prompt | None,
        stream: Literal[False] | None = False,
        **options: Unpack[CompletionOptions],
    ) -> Completion: ...
    @overload
    def create(
        self, *, model: str, prompt: Prompt | None, stream: Literal[True], **options: Unpack[CompletionOptions]
    ) -> CompletionStream: ...
    @overload
    def create(
        self, *, model: str, prompt: Prompt | None, stream: bool, **options: Unpack[CompletionOptions]
    ) -> Completion | CompletionStream: ...
    @lists_keywords("oaicompat.types.completion_create_params", "CompletionOptions")
    def create(
        self,
        *,
        model: str,
        prompt: Prompt | None,
        stream: bool | None = False,
        **options: Unpack[CompletionOptions],
    ) -> Completion | CompletionStream:
        """How the model goes on with a text: whole, or with `stream=True` in pieces as they are written.

        Args:
            model: the id of the model, as `client.models.list()` gives it.
            prompt: the text; or a list of texts, token ids, or a list of such, each with answers of its own; None
                only where the server takes something in its place, such as vLLM's `prompt_embeds`.
            stream: whether to stream.
            options: the keys of `CompletionOptions`; None means that the key is not sent.

        Raises:
            APIError: the server or the way to it failed; see `oaicompat.errors`.
            TypeError: an option is unknown, or of the wrong type.
        """
        if stream:
            return self._client.open(complete_stream(model=model, prompt=prompt, **options))
        return self._client.send(complete(model=model, prompt=prompt, **options))

    @property
    def with_raw_response(self) -> RawCompletions:
        """The same methods, each giving the reply as it is."""
        return RawCompletions(self._client)

    @property
    def with_streaming_response(self) -> StreamedCompletions:
        """The same methods as context managers, whose reply is read as it comes."""
        return StreamedCompletions(self._client)


class AsyncCompletions:
    """Completions of texts."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    @overload
    async def create(
        self,
        *,
        model: str,
        prompt: Prompt | None,
        stream: Literal[False] | None = False,
        **options: Unpack[CompletionOptions],
    ) -> Completion: ...
    @overload
    async def create(
        self, *, model: str, prompt: Prompt | None, stream: Literal[True], **options: Unpack[CompletionOptions]
    ) -> AsyncCompletionStream: ...
    @overload
    async def create(
        self, *, model: str, prompt: Prompt | None, stream: bool, **options: Unpack[CompletionOptions]
    ) -> Completion | AsyncCompletionStream: ...
    @lists_keywords("oaicompat.types.completion_create_params", "CompletionOptions")
    async def create(
        self,
        *,
        model: str,
        prompt: Prompt | None,
        stream: bool | None = False,
        **options: Unpack[CompletionOptions],
    ) -> Completion | AsyncCompletionStream:
        """As `Completions.create`, to be awaited."""
        if stream:
            return await self._client.open(complete_stream(model=model, prompt=prompt, **options))
        return await self._client.send(complete(model=model, prompt=prompt, **options))

    @property
    def with_raw_response(self) -> AsyncRawCompletions:
        """The same methods, each giving the reply as it is."""
        return AsyncRawCompletions(self._client)

    @property
    def with_streaming_response(self) -> AsyncStreamedCompletions:
        """The same methods as context managers, whose reply is read as it comes."""
        return AsyncStreamedCompletions(self._client)


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
