"""What `rerank` takes and gives: one shape for what a dozen servers answer.

There is no specification; most follow Cohere and Jina. Sources: docs.cohere.com/reference/rerank, api.jina.ai, vLLM's
and SGLang's API servers, llama.cpp's server README, the SDKs of Together, OpenRouter and Voyage, Alibaba's text rerank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeAlias

from oaicompat._reading import flattened
from oaicompat.types.base import Count, Listed, Repairs, Result, Text, WireObject, open_words, text_extra
from oaicompat.types.completion_usage import CompletionUsage
from oaicompat.types.score import NOT_A_NUMBER, Number, ScoringOptions

if TYPE_CHECKING:
    from oaicompat.types.chat.params import OpenRouterTrace, ProviderPreferencesParam

__all__ = [
    "RerankAPIVersion",
    "RerankBilledUnits",
    "RerankDocument",
    "RerankInput",
    "RerankMeta",
    "RerankOptions",
    "RerankResponse",
    "RerankResult",
    "RerankTokens",
    "RerankUsage",
]

#: A query or a document: text; an object such as ``{"text": ...}`` or, for multimodal models, ``{"image": ...}`` (Jina)
#: or ``{"content": [...]}`` (vLLM); or parts as in a chat message (SGLang).
RerankInput: TypeAlias = str | Mapping[str, Any] | Sequence[Mapping[str, Any]]


class RerankOptions(ScoringOptions, total=False):
    """The optional keywords of `rerank`. Beside `top_n`, each server knows a few."""

    top_n: int | None
    """How many results to give, the best; all of them if left out."""

    top_k: int | None
    """Voyage's name of `top_n`."""

    return_documents: bool | None
    """Whether each result holds its document (Cohere v1, Jina, SGLang, Together, Voyage; vLLM's always do)."""

    return_text: bool | None
    """llama.cpp's and TEI's name of `return_documents`, for requests in TEI's form."""

    instruct: str | None
    """What the task is, in words (SGLang, DashScope)."""

    rank_fields: Sequence[str] | None
    """The keys of the documents that count, where documents are objects (Together, Cohere v1, LiteLLM)."""

    max_chunks_per_doc: int | None
    """Cut each document into at most so many pieces (Cohere v1, LiteLLM, SiliconFlow)."""

    overlap_tokens: int | None
    """How many tokens neighbouring pieces share (SiliconFlow)."""

    truncation: bool | None
    """Whether what is too long is cut; if not, it is an error (Voyage)."""

    provider: ProviderPreferencesParam | Mapping[str, Any] | None
    """Which providers may answer (OpenRouter)."""

    session_id: str | None
    """An id that requests which belong together share (OpenRouter)."""

    trace: OpenRouterTrace | Mapping[str, Any] | None
    """Ids for a tracing tool (OpenRouter)."""


class RerankDocument(WireObject):
    """A document as a result holds it. Keys of your own are attributes."""

    text: str | None = None
    image: str | None = None
    """An image's URL (Jina, OpenRouter)."""
    multi_modal: list[dict[str, Any]] | None = None
    """The parts of a document that is more than text (vLLM)."""


def _document(value: Any) -> RerankDocument | None:
    text = flattened(value)
    return None if text is None else RerankDocument(text=text)


class RerankResult(WireObject):
    """One document's rank: which it is, and how relevant."""

    repairs: ClassVar[Repairs] = {"document": _document}

    index: Count = 0
    """The document's position in the request."""
    relevance_score: Number = NOT_A_NUMBER
    """How relevant it is; what scores mean, and whether they lie between 0 and 1, is the model's business. NaN if the
    server sent none."""
    document: RerankDocument | None = None
    """The document, if the server gives it back; one that it sends as bare text is under `document.text`."""
    score: float | None = None
    """The name under which SGLang and TEI send `relevance_score`."""
    meta_info: dict[str, Any] | None = None
    """What SGLang's engine tells."""

    @property
    def text(self) -> str | None:
        """The document's text, if the server gives it back, wherever it stands."""
        return self.document.text if self.document is not None else text_extra(self, "text")


class RerankUsage(CompletionUsage):
    """What a ranking took."""

    cost: float | None = None
    """In credits (OpenRouter)."""
    search_units: float | None = None
    """What is paid for (OpenRouter)."""


class RerankAPIVersion(WireObject):
    """Which version of the API answered (Cohere)."""

    version: Text = ""
    is_deprecated: bool | None = None
    is_experimental: bool | None = None


class RerankBilledUnits(WireObject):
    """What is paid for (Cohere, LiteLLM, SiliconFlow)."""

    search_units: float | None = None
    input_tokens: float | None = None
    output_tokens: float | None = None
    total_tokens: float | None = None
    images: float | None = None
    classifications: float | None = None


class RerankTokens(WireObject):
    """How many tokens went in and out (Cohere, LiteLLM, SiliconFlow)."""

    input_tokens: float | None = None
    output_tokens: float | None = None


class RerankMeta(WireObject):
    """What stands in place of `usage` (Cohere, LiteLLM, SiliconFlow)."""

    api_version: RerankAPIVersion | None = None
    billed_units: RerankBilledUnits | None = None
    tokens: RerankTokens | None = None
    cached_tokens: float | None = None
    warnings: list[str] | None = None


class RerankResponse(Result):
    """A ranking: `results` as the server sent them, which is the most relevant first nearly everywhere."""

    id: Text = ""
    model: Text = ""
    object: Annotated[Literal["list", "rerank"] | str, open_words] = "list"
    results: Listed[RerankResult] = []
    usage: RerankUsage | None = None
    meta: RerankMeta | None = None
    provider: str | None = None
    """Who answered (OpenRouter)."""
