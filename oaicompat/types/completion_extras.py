"""What single servers add to a completion: timings, counters, and where the prompt or the answer came from."""

from __future__ import annotations

from typing import Any

from oaicompat.types.base import Count, Listed, Text, WireObject

__all__ = [
    "CachedTokensDetails",
    "CompletionPrompt",
    "CompletionToken",
    "PromptLogprob",
    "PromptLogprobs",
    "PromptProgress",
    "RequestMetrics",
    "SglExt",
    "SpecTokensDetails",
    "Timings",
    "WeightVersionSpan",
]


class PromptLogprob(WireObject):
    """How likely a token of the prompt was, under its id (vLLM)."""

    logprob: float = float("-inf")
    rank: int | None = None
    """1 is the likeliest."""
    decoded_token: str | None = None


class WeightVersionSpan(WireObject):
    """Which version of the weights made the tokens from `start` up to `end` (vLLM)."""

    version: Text = ""
    start: Count = 0
    end: Count = 0


class RequestMetrics(WireObject):
    """How fast the request was served; times in milliseconds (vLLM)."""

    time_to_first_token_ms: float | None = None
    generation_time_ms: float | None = None
    queue_time_ms: float | None = None
    mean_itl_ms: float | None = None
    """The mean time between two tokens."""
    tokens_per_second: float | None = None
    speculative_decoding: dict[str, Any] | None = None


class CachedTokensDetails(WireObject):
    """Where cached tokens came from (SGLang)."""

    device: Count = 0
    host: Count = 0
    storage: int | None = None
    storage_backend: str | None = None


class SpecTokensDetails(WireObject):
    """Counts of speculative decoding (SGLang)."""

    spec_accept_rate: float | None = None
    """From 0 to 1: the share of the drafted tokens that were accepted."""
    spec_accept_length: float | None = None
    spec_cap_length: float | None = None
    spec_block_accept_length: float | None = None
    spec_num_correct_drafts: int | None = None
    spec_num_proposed_drafts: int | None = None
    spec_verify_ct: int | None = None
    spec_correct_drafts_histogram: list[int] | None = None
    spec_cap_lens_histogram: list[int] | None = None


class SglExt(WireObject):
    """What SGLang tells if it is asked to."""

    routed_experts: str | None = None
    """Which experts were used, as base64."""
    cached_tokens_details: CachedTokensDetails | None = None
    spec_tokens_details: SpecTokensDetails | list[SpecTokensDetails] | None = None
    input_ids: list[int] | None = None
    output_ids: list[list[int]] | None = None


class Timings(WireObject):
    """How fast the request was served: counts of tokens, and milliseconds (llama.cpp)."""

    cache_n: Count = 0
    """Tokens of the prompt that were in the cache."""
    prompt_n: Count = 0
    """Tokens of the prompt that were computed."""
    prompt_ms: float | None = None
    prompt_per_token_ms: float | None = None
    prompt_per_second: float | None = None
    predicted_n: Count = 0
    """Tokens of the answer."""
    predicted_ms: float | None = None
    predicted_per_token_ms: float | None = None
    predicted_per_second: float | None = None
    draft_n: int | None = None
    """Tokens that were drafted, by speculation."""
    draft_n_accepted: int | None = None


class PromptProgress(WireObject):
    """How far the prompt has been read, in tokens (llama.cpp)."""

    total: Count = 0
    cache: Count = 0
    """Of these from the cache."""
    processed: Count = 0
    time_ms: Count = 0
    """Milliseconds since reading began."""


class CompletionToken(WireObject):
    """The token that a piece of a stream brings (Together)."""

    id: Count = 0
    logprob: float = float("-inf")
    special: bool | None = None
    text: Text = ""


class PromptLogprobs(WireObject):
    """Log probabilities of the prompt's tokens (Together)."""

    token_ids: Listed[int] = []
    token_logprobs: Listed[float | None] = []
    tokens: Listed[str] = []
    top_logprobs: dict[str, float] | list[dict[str, float] | None] | None = None


class CompletionPrompt(WireObject):
    """The prompt, given back with `echo` (Together)."""

    text: Text = ""
    logprobs: PromptLogprobs | None = None
