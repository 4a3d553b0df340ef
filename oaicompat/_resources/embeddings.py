"""`client.embeddings`."""

from __future__ import annotations

from contextvars import copy_context
from threading import Thread
from typing import TYPE_CHECKING, Final

import anyio
from typing_extensions import Unpack

from oaicompat._signature import lists_keywords
from oaicompat.endpoints.embeddings import ManyEmbeddings, embed
from oaicompat.types.embeddings import CreateEmbeddingResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from oaicompat._client import AsyncClient, Client
    from oaicompat.types.embedding_create_params import EmbeddingInput, EmbeddingOptions

__all__ = [
    "REPLIES",
    "AsyncEmbeddings",
    "AsyncRawEmbeddings",
    "AsyncStreamedEmbeddings",
    "Embeddings",
    "RawEmbeddings",
    "StreamedEmbeddings",
]

#: What its calls return, to be built before the first one.
REPLIES: Final = (CreateEmbeddingResponse,)

#: How many calls of `create_many` are under way at a time, unless it is told otherwise.
_CONCURRENCY = 4


class Embeddings:
    """Texts as vectors."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @lists_keywords("oaicompat.types.embedding_create_params", "EmbeddingOptions")
    def create(
        self, *, model: str, input: EmbeddingInput | None = None, **options: Unpack[EmbeddingOptions]
    ) -> CreateEmbeddingResponse:
        """The vectors of texts, in one call.

        Args:
            model: the id of the model, as `client.models.list()` gives it.
            input: a text, a list of texts, token ids, or a list of such. Only vLLM's `messages` can take its place.
            options: the keys of `EmbeddingOptions`; None means that the key is not sent.

        Returns:
            `data[i].embedding` are lists, in the server's order; `vectors()` are arrays in the order of the inputs.

        Raises:
            APIError: the server or the way to it failed, or it gave fewer or more vectors than there were inputs; see
                `oaicompat.errors`.
            TypeError: an option is unknown, or of the wrong type.
        """
        return self._client.send(embed(model=model, input=input, **options))

    @lists_keywords("oaicompat.types.embedding_create_params", "EmbeddingOptions")
    def create_many(
        self,
        texts: Iterable[str] | Iterable[Iterable[int]] | Iterable[Mapping[str, Any]],
        *,
        model: str,
        batch_size: int | None = None,
        concurrency: int = _CONCURRENCY,
        **options: Unpack[EmbeddingOptions],
    ) -> CreateEmbeddingResponse:
        """The vectors of any number of texts, in as many calls as it takes.

        Args:
            texts: the texts, or lists of token ids; none at all is no call and an empty reply.
            model: the id of the model.
            batch_size: how many texts a call takes at most; else what is known of the server, else OpenAI's 2048.
            concurrency: how many calls are under way at a time, each in a thread.
            options: as for `create`; limits of time and tries hold for each call.

        Returns:
            The vectors of all calls in the order of the texts, and their token counts together.

        Raises:
            EmbeddingsError: a call failed; it has what the others gave, and tells which texts are missing.
            TypeError, ConfigurationError: an argument is wrong; nothing was sent.
        """
        size = self._client.dialect.embedding_batch if batch_size is None else batch_size
        many = ManyEmbeddings(texts, model=model, batch_size=size, concurrency=concurrency, options=options)
        # Threads that end with the program: Ctrl-C does not wait for a server. This thread does its share.
        threads = [
            Thread(target=copy_context().run, args=(self._work, many), name="oaicompat-embeddings", daemon=True)
            for _ in range(many.workers - 1)
        ]
        try:
            for thread in threads:
                thread.start()
            self._work(many)
            for thread in threads:
                thread.join()
        finally:
            many.stop()
        return many.whole()

    def _work(self, many: ManyEmbeddings) -> None:
        while (taken := many.take()) is not None:
            part, call = taken
            try:
                many.add(part, self._client.send(call))
            except Exception as error:  # noqa: BLE001  # told by `whole`, in the thread that called
                many.add(part, error)

    @property
    def with_raw_response(self) -> RawEmbeddings:
        """The same methods, each giving the reply as it is."""
        return RawEmbeddings(self._client)

    @property
    def with_streaming_response(self) -> StreamedEmbeddings:
        """The same methods as context managers, whose reply is read as it comes."""
        return StreamedEmbeddings(self._client)


class AsyncEmbeddings:
    """Texts as vectors."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    @lists_keywords("oaicompat.types.embedding_create_params", "EmbeddingOptions")
    async def create(
        self, *, model: str, input: EmbeddingInput | None = None, **options: Unpack[EmbeddingOptions]
    ) -> CreateEmbeddingResponse:
        """As `Embeddings.create`, to be awaited."""
        return await self._client.send(embed(model=model, input=input, **options))

    @lists_keywords("oaicompat.types.embedding_create_params", "EmbeddingOptions")
    async def create_many(
        self,
        texts: Iterable[str] | Iterable[Iterable[int]] | Iterable[Mapping[str, Any]],
        *,
        model: str,
        batch_size: int | None = None,
        concurrency: int = _CONCURRENCY,
        **options: Unpack[EmbeddingOptions],
    ) -> CreateEmbeddingResponse:
        """As `Embeddings.create_many`, to be awaited; calls are tasks, and cancelling it cancels all of them."""
        size = self._client.dialect.embedding_batch if batch_size is None else batch_size
        many = ManyEmbeddings(texts, model=model, batch_size=size, concurrency=concurrency, options=options)
        async with anyio.create_task_group() as group:
            for _ in range(many.workers):
                group.start_soon(self._work, many)
        return many.whole()

    async def _work(self, many: ManyEmbeddings) -> None:
        while (taken := many.take()) is not None:
            part, call = taken
            try:
                many.add(part, await self._client.send(call))
            except Exception as error:  # noqa: BLE001  # told by `whole`, not in an exception group
                many.add(part, error)

    @property
    def with_raw_response(self) -> AsyncRawEmbeddings:
        """The same methods, each giving the reply as it is."""
        return AsyncRawEmbeddings(self._client)

    @property
    def with_streaming_response(self) -> AsyncStreamedEmbeddings:
        """The same methods as context managers, whose reply is read as it comes."""
        return AsyncStreamedEmbeddings(self._client)


class RawEmbeddings:
    """`Embeddings`, giving raw replies."""

    def __init__(self, client: Client) -> None:
        from oaicompat import _raw

        self.create = _raw.returns_raw(Embeddings(_raw.raw_sender(client)).create)


class StreamedEmbeddings:
    """`Embeddings`, giving context managers of replies that are read as they come."""

    def __init__(self, client: Client) -> None:
        from oaicompat import _raw

        self.create = _raw.returns_streamed(Embeddings(_raw.stream_sender(client)).create)


class AsyncRawEmbeddings:
    """`AsyncEmbeddings`, giving raw replies."""

    def __init__(self, client: AsyncClient) -> None:
        from oaicompat import _raw

        self.create = _raw.async_returns_raw(AsyncEmbeddings(_raw.async_raw_sender(client)).create)


class AsyncStreamedEmbeddings:
    """`AsyncEmbeddings`, giving context managers of replies that are read as they come."""

    def __init__(self, client: AsyncClient) -> None:
        from oaicompat import _raw

        self.create = _raw.async_returns_streamed(AsyncEmbeddings(_raw.async_stream_sender(client)).create)
