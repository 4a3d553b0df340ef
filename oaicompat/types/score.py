"""What `score` takes and gives: how well texts go together (vLLM), or how likely labels are after them (SGLang).

Sources: vLLM's API server (``POST /score``, and ``/generative_scoring`` for the likelihood of labels); SGLang's
``POST /v1/score``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeAlias

from oaicompat.types.base import Count, Listed, Result, Text, WireObject, null_means, open_words
from oaicompat.types.completion_usage import CompletionUsage
from oaicompat.types.pooling import PooledOptions

__all__ = [
    "NOT_A_NUMBER",
    "Number",
    "ScoreData",
    "ScoreInput",
    "ScoreOptions",
    "ScoreResponse",
    "Scored",
    "ScoringOptions",
]

#: A score that the server did not send: 0 would be a verdict.
NOT_A_NUMBER = float("nan")

#: A score; null, which is how servers write NaN, is `NOT_A_NUMBER`.
Number = Annotated[float, null_means(lambda: NOT_A_NUMBER)]

#: One text, or what else a model compares: ``{"content": [...]}`` with parts as in a chat message (vLLM).
ScoreInput: TypeAlias = str | Mapping[str, Any]

#: The score of an item: a number (vLLM), one for each label, or for each label of each query (SGLang).
Scored: TypeAlias = float | list[float] | list[list[float]]


class ScoringOptions(PooledOptions, total=False):
    """The optional keywords that `score` and `rerank` share."""

    max_tokens_per_query: int | None
    """Cut each query to so many tokens; 0 is no limit (vLLM)."""

    max_tokens_per_doc: int | None
    """Cut each document to so many tokens; 0 is no limit at vLLM (Cohere, LiteLLM; Cohere's default is 4096)."""

    instruction: str | None
    """What the task is, put before each pair by the chat template (vLLM, SiliconFlow)."""


class ScoreOptions(ScoringOptions, total=False):
    """The keywords of `score`: two sides in one of their spellings, and how to compare them."""

    model: str | None
    """The model; a server with one model needs none."""

    text_1: ScoreInput | Sequence[ScoreInput] | None
    """One side: a text, or as many as the other side has (vLLM)."""

    text_2: ScoreInput | Sequence[ScoreInput] | None
    """The other side: a text or several (vLLM)."""

    data_1: ScoreInput | Sequence[ScoreInput] | None
    """vLLM's newer name of `text_1`."""

    data_2: ScoreInput | Sequence[ScoreInput] | None
    """vLLM's newer name of `text_2`."""

    queries: ScoreInput | Sequence[ScoreInput] | None
    """One side, beside `documents` or `items` (vLLM)."""

    documents: ScoreInput | Sequence[ScoreInput] | None
    """The other side, beside `queries` (vLLM)."""

    query: str | Sequence[int] | None
    """The text, or token ids, that each item is added to (SGLang; vLLM's `/generative_scoring`)."""

    items: ScoreInput | Sequence[ScoreInput] | Sequence[Sequence[int]] | None
    """The other side, beside `query` or `queries`: texts, or lists of token ids."""

    label_token_ids: Sequence[int] | Sequence[Sequence[int]] | None
    """The tokens whose likelihood is the score (SGLang; vLLM's `/generative_scoring`)."""

    apply_softmax: bool | None
    """Whether the labels' likelihoods add up to 1 (SGLang; vLLM's `/generative_scoring`)."""

    item_first: bool | None
    """Whether the item comes before the query (SGLang; vLLM's `/generative_scoring`)."""

    add_special_tokens: bool | None
    """Whether tokens such as the beginning of a sequence are added (vLLM's `/generative_scoring`)."""

    temperature: float | None
    """Divides the logits before the softmax; 1 unless given (SGLang)."""

    return_token_logprobs: bool | None
    """Whether the log probability of each token is given too (SGLang)."""

    return_pooled_hidden_states: bool | None
    """Whether the pooled hidden states are given too (SGLang)."""

    score_extraction_token: str | None
    """The token at which the score is read (SGLang)."""

    embed_override_token_id: int | None
    """The token that stands for a vector given in `query_embed_overrides` or `item_embed_overrides` (SGLang)."""

    query_embed_overrides: Sequence[Sequence[float]] | None
    """Vectors in place of such tokens of the query (SGLang)."""

    item_embed_overrides: Sequence[Sequence[Sequence[float]] | None] | None
    """Vectors in place of such tokens of each item (SGLang)."""


class ScoreData(WireObject):
    """The score of one pair."""

    index: Count = 0
    """The pair's position: that of its text in the longer side."""
    object: Annotated[Literal["score"] | str, open_words] = "score"
    score: Number = NOT_A_NUMBER
    """NaN if the server sent none."""


class ScoreResponse(Result):
    """Scores in the order of the texts: `scores` at every server, `data` with a number for each pair at vLLM."""

    id: Text = ""
    object: Annotated[Literal["list", "scoring"] | str, open_words] = "list"
    created: Count = 0
    """Unix seconds; 0 if the server does not say."""
    model: Text = ""
    data: Listed[ScoreData] = []
    scores: Listed[Scored] = []
    """A number for each pair (vLLM); for each item, one for each label (SGLang)."""
    usage: CompletionUsage | None = None
    token_logprobs: list[list[float]] | None = None
    pooled_hidden_states: list[list[float] | list[list[float] | None] | None] | None = None
