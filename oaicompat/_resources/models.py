"""`client.models`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from typing_extensions import Unpack

from oaicompat._pages import AsyncPager, paged
from oaicompat._signature import lists_keywords
from oaicompat.endpoints import models
from oaicompat.types.model import Model, ModelList
from oaicompat.types.model_deleted import ModelDeleted

if TYPE_CHECKING:
    from oaicompat._client import AsyncClient, Client
    from oaicompat.types.base import RequestOptions

__all__ = ["REPLIES", "AsyncModels", "AsyncRawModels", "AsyncStreamedModels", "Models", "RawModels", "StreamedModels"]

#: What its calls return, to be built before the first one.
REPLIES: Final = (Model, ModelList, ModelDeleted)


class Models:
    """The models of a server."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    def list(self, **options: Unpack[RequestOptions]) -> ModelList:
        """Every model that the server offers; iterate over it."""
        return paged(self._client, lambda page: models.list_models(next_page=page, **options))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    def retrieve(self, model: str, **options: Unpack[RequestOptions]) -> Model:
        """One model's card."""
        return self._client.send(models.retrieve_model(model, **options))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    def delete(self, model: str, **options: Unpack[RequestOptions]) -> ModelDeleted:
        """Deletes a model that is yours, such as a fine-tuned one.

        llama.cpp's router has another route: ``client.delete("/models", extra_query={"model": ...})``.
        """
        return self._client.send(models.delete_model(model, **options))

    @property
    def with_raw_response(self) -> RawModels:
        """The same methods, each giving the reply as it is."""
        return RawModels(self._client)

    @property
    def with_streaming_response(self) -> StreamedModels:
        """The same methods as context managers, whose reply is read as it comes."""
        return StreamedModels(self._client)


class AsyncModels:
    """The models of a server."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    def list(self, **options: Unpack[RequestOptions]) -> AsyncPager[ModelList, Model]:
        """Every model that the server offers: await the list, or go through it with `async for`."""
        return AsyncPager(self._client, lambda page: models.list_models(next_page=page, **options))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    async def retrieve(self, model: str, **options: Unpack[RequestOptions]) -> Model:
        """One model's card."""
        return await self._client.send(models.retrieve_model(model, **options))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    async def delete(self, model: str, **options: Unpack[RequestOptions]) -> ModelDeleted:
        """As `Models.delete`, to be awaited."""
        return await self._client.send(models.delete_model(model, **options))

    @property
    def with_raw_response(self) -> AsyncRawModels:
        """The same methods, each giving the reply as it is."""
        return AsyncRawModels(self._client)

    @property
    def with_streaming_response(self) -> AsyncStreamedModels:
        """The same methods as context managers, whose reply is read as it comes."""
        return AsyncStreamedModels(self._client)


class RawModels:
    """`Models`, giving raw replies."""

    def __init__(self, client: Client) -> None:
        from oaicompat import _raw

        inner = Models(_raw.raw_sender(client))
        self.list = _raw.returns_raw(inner.list)
        self.retrieve = _raw.returns_raw(inner.retrieve)
        self.delete = _raw.returns_raw(inner.delete)


class AsyncRawModels:
    """`AsyncModels`, giving raw replies."""

    def __init__(self, client: AsyncClient) -> None:
        from oaicompat import _raw

        inner = AsyncModels(_raw.async_raw_sender(client))
        self.list = _raw.async_returns_raw(inner.list)
        self.retrieve = _raw.async_returns_raw(inner.retrieve)
        self.delete = _raw.async_returns_raw(inner.delete)


class StreamedModels:
    """`Models`, giving context managers of replies that are read as they come."""

    def __init__(self, client: Client) -> None:
        from oaicompat import _raw

        inner = Models(_raw.stream_sender(client))
        self.list = _raw.returns_streamed(inner.list)
        self.retrieve = _raw.returns_streamed(inner.retrieve)
        self.delete = _raw.returns_streamed(inner.delete)


class AsyncStreamedModels:
    """`AsyncModels`, giving context managers of replies that are read as they come."""

    def __init__(self, client: AsyncClient) -> None:
        from oaicompat import _raw

        inner = AsyncModels(_raw.async_stream_sender(client))
        self.list = _raw.async_returns_streamed(inner.list)
        self.retrieve = _raw.async_returns_streamed(inner.retrieve)
        self.delete = _raw.async_returns_streamed(inner.delete)
