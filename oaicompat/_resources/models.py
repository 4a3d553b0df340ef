"""`client.models`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import Unpack

from oaicompat._raw import async_raw_sender, async_returns_raw, raw_sender, returns_raw
from oaicompat.endpoints import models

if TYPE_CHECKING:
    from oaicompat._client import AsyncClient, Client
    from oaicompat.types.base import RequestOptions
    from oaicompat.types.model import Model, ModelList

__all__ = ["AsyncModels", "AsyncRawModels", "Models", "RawModels"]


class Models:
    """The models of a server."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def list(self, **options: Unpack[RequestOptions]) -> ModelList:
        """Every model that the server offers; iterate over it."""
        return self._client.send(models.list_models(**options))

    def retrieve(self, model: str, **options: Unpack[RequestOptions]) -> Model:
        """One model's card."""
        return self._client.send(models.retrieve_model(model, **options))

    @property
    def with_raw_response(self) -> RawModels:
        """The same methods, each giving the reply as it is."""
        return RawModels(self._client)


class AsyncModels:
    """The models of a server."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def list(self, **options: Unpack[RequestOptions]) -> ModelList:
        """Every model that the server offers; iterate over it."""
        return await self._client.send(models.list_models(**options))

    async def retrieve(self, model: str, **options: Unpack[RequestOptions]) -> Model:
        """One model's card."""
        return await self._client.send(models.retrieve_model(model, **options))

    @property
    def with_raw_response(self) -> AsyncRawModels:
        """The same methods, each giving the reply as it is."""
        return AsyncRawModels(self._client)


class RawModels:
    """`Models`, giving raw replies."""

    def __init__(self, client: Client) -> None:
        inner = Models(raw_sender(client))
        self.list = returns_raw(inner.list)
        self.retrieve = returns_raw(inner.retrieve)


class AsyncRawModels:
    """`AsyncModels`, giving raw replies."""

    def __init__(self, client: AsyncClient) -> None:
        inner = AsyncModels(async_raw_sender(client))
        self.list = async_returns_raw(inner.list)
        self.retrieve = async_returns_raw(inner.retrieve)
