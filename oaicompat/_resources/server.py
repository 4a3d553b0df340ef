"""The routes that are methods of the client itself: `client.rerank(...)`, `client.tokenize(...)` and the like.

Most of them are at the server's root, beside /v1, as vLLM has them. A client inherits them; they ask it to `send` a
call, and import what describes the call when they are called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from typing_extensions import Unpack

from oaicompat._signature import lists_keywords

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oaicompat._client import AsyncClient, Client
    from oaicompat._wire import Call
    from oaicompat.types.base import RequestOptions
    from oaicompat.types.classify import ClassifyOptions, ClassifyResponse
    from oaicompat.types.pooling import PoolingOptions, PoolingResponse
    from oaicompat.types.rerank import RerankInput, RerankOptions, RerankResponse
    from oaicompat.types.score import ScoreOptions, ScoreResponse
    from oaicompat.types.server import (
        Detokenized,
        DetokenizeOptions,
        Health,
        ServerVersion,
        Tokenized,
        TokenizeOptions,
        TokenizerInfo,
    )

__all__ = ["AsyncRawServerRoutes", "AsyncServerRoutes", "RawServerRoutes", "ServerRoutes"]

T = TypeVar("T")


class ServerRoutes:
    """What a client can ask beside the families of OpenAI's specification."""

    if TYPE_CHECKING:

        def send(self, call: Call[T]) -> T: ...

    @lists_keywords("oaicompat.types.rerank", "RerankOptions")
    def rerank(
        self,
        *,
        model: str,
        query: RerankInput,
        documents: Iterable[RerankInput] | Mapping[str, Any],
        path: str = "rerank",
        root: bool = False,
        **options: Unpack[RerankOptions],
    ) -> RerankResponse:
        """How relevant each document is to a query: one typed reply, whichever server's shape it has.

        Args:
            model: the id of the model.
            query: what the documents are ranked by: text, or an object for multimodal models.
            documents: texts, or objects such as ``{"text": ...}``.
            path: the route, below the base URL: right for vLLM, llama.cpp, SGLang, LiteLLM, OpenRouter, Together,
                Jina, Cohere and Voyage. It may be a whole URL of the same server: DashScope's is
                ``https://dashscope.aliyuncs.com/compatible-api/v1/reranks``.
            root: whether `path` starts at the server's root, beside /v1: ``path="/v2/rerank", root=True`` (vLLM).
            options: the keys of `RerankOptions`; None means that the key is not sent.

        Raises:
            APIError: the server or the way to it failed, or it did not send a ranking; see `oaicompat.errors`.
            TypeError: an option is unknown, or of the wrong type.
        """
        from oaicompat.endpoints.rerank import rerank

        return self.send(rerank(model=model, query=query, documents=documents, path=path, root=root, **options))

    @lists_keywords("oaicompat.types.score", "ScoreOptions")
    def score(self, *, path: str = "score", root: bool = True, **options: Unpack[ScoreOptions]) -> ScoreResponse:
        """How well two texts go together, or one with each of several (vLLM): `text_1=` and `text_2=`.

        SGLang's route says how likely labels are after a text: `query=`, `items=`, `label_token_ids=`, `root=False`.

        Args:
            path: the route; at vLLM, ``generative_scoring`` takes SGLang's fields.
            root: whether `path` starts at the server's root, beside /v1, or below the base URL (SGLang).
            options: the keys of `ScoreOptions`; None means that the key is not sent.

        Raises:
            APIError: the server or the way to it failed, or it did not send scores; see `oaicompat.errors`.
            TypeError: an option is unknown, of the wrong type, or a side is missing.
        """
        from oaicompat.endpoints.pooling import score

        return self.send(score(path=path, root=root, **options))

    @lists_keywords("oaicompat.types.classify", "ClassifyOptions")
    def classify(
        self, *, path: str = "classify", root: bool = True, **options: Unpack[ClassifyOptions]
    ) -> ClassifyResponse:
        """The class of each text, or of a conversation, by a classification model: `input=` or `messages=`.

        Args:
            path: the route.
            root: whether `path` starts at the server's root, beside /v1 (vLLM), or below the base URL (SGLang).
            options: the keys of `ClassifyOptions`; None means that the key is not sent.

        Raises:
            APIError: the server or the way to it failed, or it did not send classes; see `oaicompat.errors`.
            TypeError: an option is unknown, of the wrong type, or missing.
        """
        from oaicompat.endpoints.pooling import classify

        return self.send(classify(path=path, root=root, **options))

    @lists_keywords("oaicompat.types.pooling", "PoolingOptions")
    def pooling(
        self, *, path: str = "pooling", root: bool = True, **options: Unpack[PoolingOptions]
    ) -> PoolingResponse:
        """What a pooling model makes of each text, or of a conversation (vLLM): `input=`, `messages=` or `data=`.

        ``reply.data[0].data`` is as the server sent it; ``reply.data[0].floats()`` are numbers in any encoding.

        Args:
            path: the route.
            root: whether `path` starts at the server's root, beside /v1, or below the base URL.
            options: the keys of `PoolingOptions`; None means that the key is not sent.

        Raises:
            APIError: the server or the way to it failed, or it did not send a pooling; see `oaicompat.errors`.
            TypeError: an option is unknown, of the wrong type, or missing.
        """
        from oaicompat.endpoints.pooling import pooling

        return self.send(pooling(path=path, root=root, **options))

    @lists_keywords("oaicompat.types.server", "TokenizeOptions")
    def tokenize(self, **options: Unpack[TokenizeOptions]) -> Tokenized:
        """The tokens of a text or of messages (vLLM, SGLang, llama.cpp). At the server's root, beside /v1."""
        from oaicompat.endpoints import server

        return self.send(server.tokenize(**options))

    @lists_keywords("oaicompat.types.server", "DetokenizeOptions")
    def detokenize(
        self, *, tokens: Iterable[int] | Iterable[Iterable[int]], **options: Unpack[DetokenizeOptions]
    ) -> Detokenized:
        """The text of tokens (vLLM, SGLang, llama.cpp). At the server's root, beside /v1."""
        from oaicompat.endpoints import server

        return self.send(server.detokenize(tokens=tokens, **options))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    def tokenizer_info(self, **options: Unpack[RequestOptions]) -> TokenizerInfo:
        """The tokenizer's configuration (vLLM, with `--enable-tokenizer-info-endpoint`). At the server's root."""
        from oaicompat.endpoints import server

        return self.send(server.tokenizer_info(**options))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    def health(self, **options: Unpack[RequestOptions]) -> Health:
        """Whether the server is up; one that is not is an error. At the server's root, beside /v1."""
        from oaicompat.endpoints import server

        return self.send(server.health(**options))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    def version(self, **options: Unpack[RequestOptions]) -> ServerVersion:
        """The server's version (vLLM). At the server's root, beside /v1."""
        from oaicompat.endpoints import server

        return self.send(server.version(**options))


class AsyncServerRoutes:
    """As `ServerRoutes`, with coroutines."""

    if TYPE_CHECKING:

        async def send(self, call: Call[T]) -> T: ...

    @lists_keywords("oaicompat.types.rerank", "RerankOptions")
    async def rerank(
        self,
        *,
        model: str,
        query: RerankInput,
        documents: Iterable[RerankInput] | Mapping[str, Any],
        path: str = "rerank",
        root: bool = False,
        **options: Unpack[RerankOptions],
    ) -> RerankResponse:
        """As `Client.rerank`, to be awaited."""
        from oaicompat.endpoints.rerank import rerank

        return await self.send(rerank(model=model, query=query, documents=documents, path=path, root=root, **options))

    @lists_keywords("oaicompat.types.score", "ScoreOptions")
    async def score(self, *, path: str = "score", root: bool = True, **options: Unpack[ScoreOptions]) -> ScoreResponse:
        """As `Client.score`, to be awaited."""
        from oaicompat.endpoints.pooling import score

        return await self.send(score(path=path, root=root, **options))

    @lists_keywords("oaicompat.types.classify", "ClassifyOptions")
    async def classify(
        self, *, path: str = "classify", root: bool = True, **options: Unpack[ClassifyOptions]
    ) -> ClassifyResponse:
        """As `Client.classify`, to be awaited."""
        from oaicompat.endpoints.pooling import classify

        return await self.send(classify(path=path, root=root, **options))

    @lists_keywords("oaicompat.types.pooling", "PoolingOptions")
    async def pooling(
        self, *, path: str = "pooling", root: bool = True, **options: Unpack[PoolingOptions]
    ) -> PoolingResponse:
        """As `Client.pooling`, to be awaited."""
        from oaicompat.endpoints.pooling import pooling

        return await self.send(pooling(path=path, root=root, **options))

    @lists_keywords("oaicompat.types.server", "TokenizeOptions")
    async def tokenize(self, **options: Unpack[TokenizeOptions]) -> Tokenized:
        """As `Client.tokenize`, to be awaited."""
        from oaicompat.endpoints import server

        return await self.send(server.tokenize(**options))

    @lists_keywords("oaicompat.types.server", "DetokenizeOptions")
    async def detokenize(
        self, *, tokens: Iterable[int] | Iterable[Iterable[int]], **options: Unpack[DetokenizeOptions]
    ) -> Detokenized:
        """As `Client.detokenize`, to be awaited."""
        from oaicompat.endpoints import server

        return await self.send(server.detokenize(tokens=tokens, **options))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    async def tokenizer_info(self, **options: Unpack[RequestOptions]) -> TokenizerInfo:
        """As `Client.tokenizer_info`, to be awaited."""
        from oaicompat.endpoints import server

        return await self.send(server.tokenizer_info(**options))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    async def health(self, **options: Unpack[RequestOptions]) -> Health:
        """As `Client.health`, to be awaited."""
        from oaicompat.endpoints import server

        return await self.send(server.health(**options))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    async def version(self, **options: Unpack[RequestOptions]) -> ServerVersion:
        """As `Client.version`, to be awaited."""
        from oaicompat.endpoints import server

        return await self.send(server.version(**options))


class _Through(ServerRoutes):
    """The routes, sent by somebody else."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def send(self, call: Call[T]) -> T:
        return self._client.send(call)


class _AsyncThrough(AsyncServerRoutes):
    """As `_Through`, with coroutines."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def send(self, call: Call[T]) -> T:
        return await self._client.send(call)


class RawServerRoutes:
    """`ServerRoutes`, giving raw replies."""

    def __init__(self, client: Client) -> None:
        from oaicompat._raw import raw_sender, returns_raw

        routes = _Through(raw_sender(client))
        self.rerank = returns_raw(routes.rerank)
        self.score = returns_raw(routes.score)
        self.classify = returns_raw(routes.classify)
        self.pooling = returns_raw(routes.pooling)
        self.tokenize = returns_raw(routes.tokenize)
        self.detokenize = returns_raw(routes.detokenize)
        self.tokenizer_info = returns_raw(routes.tokenizer_info)
        self.health = returns_raw(routes.health)
        self.version = returns_raw(routes.version)


class AsyncRawServerRoutes:
    """`AsyncServerRoutes`, giving raw replies."""

    def __init__(self, client: AsyncClient) -> None:
        from oaicompat._raw import async_raw_sender, async_returns_raw

        routes = _AsyncThrough(async_raw_sender(client))
        self.rerank = async_returns_raw(routes.rerank)
        self.score = async_returns_raw(routes.score)
        self.classify = async_returns_raw(routes.classify)
        self.pooling = async_returns_raw(routes.pooling)
        self.tokenize = async_returns_raw(routes.tokenize)
        self.detokenize = async_returns_raw(routes.detokenize)
        self.tokenizer_info = async_returns_raw(routes.tokenizer_info)
        self.health = async_returns_raw(routes.health)
        self.version = async_returns_raw(routes.version)
