"""The families of endpoints on a client, each imported and built when it is first read.

A family costs nothing until then: no other one's types are defined for it, and none of its own are first made inside
a call.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from typing_extensions import Self

if TYPE_CHECKING:
    from oaicompat._resources.audio import (
        AsyncAudio,
        AsyncRawAudio,
        AsyncStreamedAudio,
        Audio,
        RawAudio,
        StreamedAudio,
    )
    from oaicompat._resources.batches import (
        AsyncBatches,
        AsyncRawBatches,
        AsyncStreamedBatches,
        Batches,
        RawBatches,
        StreamedBatches,
    )
    from oaicompat._resources.chat import (
        AsyncChat,
        AsyncRawChat,
        AsyncStreamedChat,
        Chat,
        RawChat,
        StreamedChat,
    )
    from oaicompat._resources.completions import (
        AsyncCompletions,
        AsyncRawCompletions,
        AsyncStreamedCompletions,
        Completions,
        RawCompletions,
        StreamedCompletions,
    )
    from oaicompat._resources.embeddings import (
        AsyncEmbeddings,
        AsyncRawEmbeddings,
        AsyncStreamedEmbeddings,
        Embeddings,
        RawEmbeddings,
        StreamedEmbeddings,
    )
    from oaicompat._resources.files import (
        AsyncFiles,
        AsyncRawFiles,
        AsyncStreamedFiles,
        Files,
        RawFiles,
        StreamedFiles,
    )
    from oaicompat._resources.images import (
        AsyncImages,
        AsyncRawImages,
        AsyncStreamedImages,
        Images,
        RawImages,
        StreamedImages,
    )
    from oaicompat._resources.models import (
        AsyncModels,
        AsyncRawModels,
        AsyncStreamedModels,
        Models,
        RawModels,
        StreamedModels,
    )
    from oaicompat._resources.moderations import (
        AsyncModerations,
        AsyncRawModerations,
        AsyncStreamedModerations,
        Moderations,
        RawModerations,
        StreamedModerations,
    )
    from oaicompat._resources.responses import (
        AsyncRawResponses,
        AsyncResponses,
        AsyncStreamedResponses,
        RawResponses,
        Responses,
        StreamedResponses,
    )

__all__ = ["AsyncFamilies", "AsyncRawFamilies", "AsyncStreamedFamilies", "Families", "RawFamilies", "StreamedFamilies"]

R = TypeVar("R")


class Family(Generic[R]):
    """A client's property: the class `name` of the module `home` of `oaicompat._resources`, for this client."""

    def __init__(self, home: str, name: str) -> None:
        self._home = home
        self._name = name
        self._kind: Any = None

    def __set_name__(self, owner: type, name: str) -> None:
        self.__doc__ = f"See `oaicompat._resources.{self._home}.{self._name}`."

    @overload
    def __get__(self, client: None, owner: type) -> Self: ...
    @overload
    def __get__(self, client: object, owner: type) -> R: ...
    def __get__(self, client: object, owner: type) -> Any:
        if client is None:
            return self
        if self._kind is None:
            module = import_module(f"oaicompat._resources.{self._home}")
            for reply in module.REPLIES:
                if not reply.__pydantic_complete__:
                    reply.model_rebuild()
            self._kind = getattr(module, self._name)
        return self._kind(getattr(client, "_client", client))


class Families:
    """Of `Client`."""

    chat: Family[Chat] = Family("chat", "Chat")
    completions: Family[Completions] = Family("completions", "Completions")
    embeddings: Family[Embeddings] = Family("embeddings", "Embeddings")
    images: Family[Images] = Family("images", "Images")
    audio: Family[Audio] = Family("audio", "Audio")
    moderations: Family[Moderations] = Family("moderations", "Moderations")
    models: Family[Models] = Family("models", "Models")
    files: Family[Files] = Family("files", "Files")
    batches: Family[Batches] = Family("batches", "Batches")
    responses: Family[Responses] = Family("responses", "Responses")


class AsyncFamilies:
    """Of `AsyncClient`."""

    chat: Family[AsyncChat] = Family("chat", "AsyncChat")
    completions: Family[AsyncCompletions] = Family("completions", "AsyncCompletions")
    embeddings: Family[AsyncEmbeddings] = Family("embeddings", "AsyncEmbeddings")
    images: Family[AsyncImages] = Family("images", "AsyncImages")
    audio: Family[AsyncAudio] = Family("audio", "AsyncAudio")
    moderations: Family[AsyncModerations] = Family("moderations", "AsyncModerations")
    models: Family[AsyncModels] = Family("models", "AsyncModels")
    files: Family[AsyncFiles] = Family("files", "AsyncFiles")
    batches: Family[AsyncBatches] = Family("batches", "AsyncBatches")
    responses: Family[AsyncResponses] = Family("responses", "AsyncResponses")


class RawFamilies:
    """Of `Client.with_raw_response`: the same methods, giving replies as they are."""

    chat: Family[RawChat] = Family("chat", "RawChat")
    completions: Family[RawCompletions] = Family("completions", "RawCompletions")
    embeddings: Family[RawEmbeddings] = Family("embeddings", "RawEmbeddings")
    images: Family[RawImages] = Family("images", "RawImages")
    audio: Family[RawAudio] = Family("audio", "RawAudio")
    moderations: Family[RawModerations] = Family("moderations", "RawModerations")
    models: Family[RawModels] = Family("models", "RawModels")
    files: Family[RawFiles] = Family("files", "RawFiles")
    batches: Family[RawBatches] = Family("batches", "RawBatches")
    responses: Family[RawResponses] = Family("responses", "RawResponses")


class AsyncRawFamilies:
    """Of `AsyncClient.with_raw_response`."""

    chat: Family[AsyncRawChat] = Family("chat", "AsyncRawChat")
    completions: Family[AsyncRawCompletions] = Family("completions", "AsyncRawCompletions")
    embeddings: Family[AsyncRawEmbeddings] = Family("embeddings", "AsyncRawEmbeddings")
    images: Family[AsyncRawImages] = Family("images", "AsyncRawImages")
    audio: Family[AsyncRawAudio] = Family("audio", "AsyncRawAudio")
    moderations: Family[AsyncRawModerations] = Family("moderations", "AsyncRawModerations")
    models: Family[AsyncRawModels] = Family("models", "AsyncRawModels")
    files: Family[AsyncRawFiles] = Family("files", "AsyncRawFiles")
    batches: Family[AsyncRawBatches] = Family("batches", "AsyncRawBatches")
    responses: Family[AsyncRawResponses] = Family("responses", "AsyncRawResponses")


class StreamedFamilies:
    """Of `Client.with_streaming_response`: the same methods, giving replies to be read as they come."""

    chat: Family[StreamedChat] = Family("chat", "StreamedChat")
    completions: Family[StreamedCompletions] = Family("completions", "StreamedCompletions")
    embeddings: Family[StreamedEmbeddings] = Family("embeddings", "StreamedEmbeddings")
    images: Family[StreamedImages] = Family("images", "StreamedImages")
    audio: Family[StreamedAudio] = Family("audio", "StreamedAudio")
    moderations: Family[StreamedModerations] = Family("moderations", "StreamedModerations")
    models: Family[StreamedModels] = Family("models", "StreamedModels")
    files: Family[StreamedFiles] = Family("files", "StreamedFiles")
    batches: Family[StreamedBatches] = Family("batches", "StreamedBatches")
    responses: Family[StreamedResponses] = Family("responses", "StreamedResponses")


class AsyncStreamedFamilies:
    """Of `AsyncClient.with_streaming_response`."""

    chat: Family[AsyncStreamedChat] = Family("chat", "AsyncStreamedChat")
    completions: Family[AsyncStreamedCompletions] = Family("completions", "AsyncStreamedCompletions")
    embeddings: Family[AsyncStreamedEmbeddings] = Family("embeddings", "AsyncStreamedEmbeddings")
    images: Family[AsyncStreamedImages] = Family("images", "AsyncStreamedImages")
    audio: Family[AsyncStreamedAudio] = Family("audio", "AsyncStreamedAudio")
    moderations: Family[AsyncStreamedModerations] = Family("moderations", "AsyncStreamedModerations")
    models: Family[AsyncStreamedModels] = Family("models", "AsyncStreamedModels")
    files: Family[AsyncStreamedFiles] = Family("files", "AsyncStreamedFiles")
    batches: Family[AsyncStreamedBatches] = Family("batches", "AsyncStreamedBatches")
    responses: Family[AsyncStreamedResponses] = Family("responses", "AsyncStreamedResponses")
