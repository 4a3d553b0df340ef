"""`OpenAICompatibleEmbeddings`: texts as vectors by any OpenAI-compatible server, as LangChain wants them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from langchain_core.embeddings import Embeddings

from oaicompat.errors import APIError
from oaicompat.langchain._server import AsksAServer
from oaicompat.langchain.errors import model_error

if TYPE_CHECKING:
    from oaicompat.types.embeddings import CreateEmbeddingResponse

__all__ = ["OpenAICompatibleEmbeddings"]


class OpenAICompatibleEmbeddings(AsksAServer, Embeddings):
    """Embeddings of any OpenAI-compatible server.

        embeddings = OpenAICompatibleEmbeddings(model="bge-m3", base_url="http://localhost:8000/v1")
        embeddings.embed_query("Hello")

    Texts are sent as texts, none is cut or averaged, and the vectors are in the order of the texts. The constructor
    takes the names of OpenAIEmbeddings, and every keyword of `client.embeddings.create`. Errors are those of
    `oaicompat.errors` and of `langchain_core.exceptions` at once.
    """

    dimensions: int | None = None
    """How long the vectors are, where the model can be asked."""
    chunk_size: int | None = None
    """How many texts a call has at most; else what is known of the server, else 2048."""
    concurrency: int = 4
    """How many calls are under way at a time."""
    encoding_format: str | None = None
    """"float" or "base64": how the vectors travel. They are lists of floats in any case."""
    query_kwargs: Mapping[str, Any] | None = None
    """Keywords of `embed_query` alone, for servers that tell questions from documents (`input_type`, `task`)."""
    document_kwargs: Mapping[str, Any] | None = None
    """Keywords of `embed_documents` alone."""

    @classmethod
    def wire_options(cls) -> Collection[str]:
        from oaicompat.types.embedding_create_params import EmbeddingOptions

        return EmbeddingOptions.__annotations__

    def embed_documents(self, texts: list[str], chunk_size: int | None = None, **kwargs: Any) -> list[list[float]]:
        """The vectors of texts, in their order. No texts are no call."""
        asked = self._asked(self.document_kwargs, kwargs)
        with _as_model_errors():
            return _vectors(
                self.client.embeddings.create_many(texts, batch_size=chunk_size or self.chunk_size, **asked)
            )

    def embed_query(self, text: str, **kwargs: Any) -> list[float]:
        """The vector of a text."""
        asked = self._asked(self.query_kwargs, kwargs)
        with _as_model_errors():
            return _vectors(self.client.embeddings.create_many([text], **asked))[0]

    async def aembed_documents(
        self, texts: list[str], chunk_size: int | None = None, **kwargs: Any
    ) -> list[list[float]]:
        """As `embed_documents`, to be awaited."""
        asked = self._asked(self.document_kwargs, kwargs)
        with _as_model_errors():
            size = chunk_size or self.chunk_size
            return _vectors(await self.async_client.embeddings.create_many(texts, batch_size=size, **asked))

    async def aembed_query(self, text: str, **kwargs: Any) -> list[float]:
        """As `embed_query`, to be awaited."""
        asked = self._asked(self.query_kwargs, kwargs)
        with _as_model_errors():
            return _vectors(await self.async_client.embeddings.create_many([text], **asked))[0]

    def _asked(self, own: Mapping[str, Any] | None, given: Mapping[str, Any]) -> dict[str, Any]:
        """The keywords of a call of the client."""
        found: dict[str, Any] = {"model": self.model, "concurrency": self.concurrency, **self.model_kwargs}
        for name in ("dimensions", "encoding_format", "extra_body"):
            if (value := getattr(self, name)) is not None:
                found[name] = value
        return {**found, **(own or {}), **given}


def _vectors(reply: CreateEmbeddingResponse) -> list[list[float]]:
    return [list(row.embedding) for row in reply.data]


@contextmanager
def _as_model_errors() -> Iterator[None]:
    """Errors as LangChain's too. `partial` is the error of the whole, with the vectors that came all the same."""
    try:
        yield
    except APIError as error:
        cause = error.__cause__
        if isinstance(cause, APIError):
            found = model_error(cause)
            found.partial = error
            raise found  # noqa: B904  # it is the same error, with its own cause
        raise model_error(error)  # noqa: B904  # likewise
