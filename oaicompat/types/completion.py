"""A completion of a text, whole or in pieces (OpenAI API reference, the legacy completion object)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from oaicompat._reading import finish_of
from oaicompat.types.base import Count, Listed, Result, Text, WireObject, open_words
from oaicompat.types.chat.chat_completion import Finish
from oaicompat.types.chat.chat_completion_token_logprob import ChatCompletionTokenLogprob, TopLogprob
from oaicompat.types.completion_extras import (
    CompletionPrompt,
    CompletionToken,
    PromptLogprob,
    PromptProgress,
    RequestMetrics,
    SglExt,
    Timings,
    WeightVersionSpan,
)
from oaicompat.types.completion_usage import CompletionUsage

__all__ = ["Completion", "CompletionChoice", "FinishReason", "Logprobs", "TokenLogprob"]

#: The words of the specification, and Together's; servers have more.
FinishReason = Annotated[
    Literal["stop", "length", "content_filter", "eos", "tool_calls", "function_call"] | str, open_words
]


class TokenLogprob(ChatCompletionTokenLogprob):
    """A token in the form that chat has; llama.cpp adds its id."""

    id: int | None = None
    prob: float | None = None
    """Its probability, from 0 to 1, where `post_sampling_probs` asked for it in place of the logarithm."""
    top_probs: list[TopLogprob] | None = None
    """The likeliest tokens, likewise."""


class Logprobs(WireObject):
    """Log probabilities of the tokens: parallel lists (OpenAI, vLLM), or `content` as in chat (llama.cpp, Ollama)."""

    text_offset: list[int] | None = None
    """Where each token begins in the text, in characters."""
    token_logprobs: list[float | None] | None = None
    """None for a token that nothing came before."""
    tokens: list[str] | None = None
    top_logprobs: list[dict[str, float] | None] | None = None
    """The likeliest tokens at each place."""
    content: list[TokenLogprob] | None = None
    token_ids: list[int] | None = None
    """Together."""


class CompletionChoice(WireObject):
    """One of the answers, or a piece of it."""

    finish_reason: FinishReason | None = None
    """Why the answer ended, in the server's own word; None before its last piece."""
    index: Count = 0
    logprobs: Logprobs | None = None
    text: Text = ""

    stop_reason: int | str | None = None
    """The text or the token id at which the answer ended (vLLM)."""
    token_ids: list[int] | None = None
    """The answer's token ids (vLLM, SGLang)."""
    prompt_token_ids: list[int] | None = None
    """The prompt's token ids (vLLM, SGLang)."""
    prompt_logprobs: list[dict[str, PromptLogprob] | None] | None = None
    """For each token of the prompt the likeliest ones, by their ids (vLLM)."""
    routed_experts: str | None = None
    """Which experts were used, as base64 (vLLM)."""
    weight_versions: list[WeightVersionSpan] | None = None
    """vLLM."""
    matched_stop: int | str | None = None
    """The text or the token id at which the answer ended (SGLang)."""
    hidden_states: Any = None
    """SGLang."""
    seed: int | None = None
    """The seed that was used (Together)."""

    @property
    def finish(self) -> Finish | None:
        """Why the answer ended, whatever the server calls it; None if it did not say."""
        return finish_of(self.finish_reason, has_calls=False)


class Completion(Result):
    """A completion: whole, or a piece of a streamed one."""

    id: Text = ""
    choices: Listed[CompletionChoice] = []
    created: Count = 0
    """Unix seconds; 0 if the server does not say."""
    model: Text = ""
    object: Annotated[Literal["text_completion"] | str, open_words] = "text_completion"
    system_fingerprint: str | None = None
    usage: CompletionUsage | None = None

    service_tier: Annotated[Literal["auto", "default", "flex", "scale", "priority"] | str, open_words] | None = None
    """vLLM."""
    metrics: RequestMetrics | None = None
    """How fast it was (vLLM)."""
    kv_transfer_params: dict[str, Any] | None = None
    """How the KV cache moves between servers (vLLM)."""
    ec_transfer_params: dict[str, Any] | None = None
    """How the encoder cache moves between servers (vLLM)."""
    timings: Timings | None = None
    """How fast it was (llama.cpp)."""
    prompt_progress: PromptProgress | None = None
    """How far the prompt has been read; in streams with `return_progress` (llama.cpp)."""
    metadata: dict[str, Any] | None = None
    """SGLang."""
    sglext: SglExt | None = None
    """SGLang."""
    prompt: list[CompletionPrompt] | None = None
    """The prompt, given back with `echo` (Together)."""
    token: CompletionToken | None = None
    """The token of this piece (Together)."""
    finish_reason: FinishReason | None = None
    """Why the answer ended, beside the choices (Together)."""
    seed: int | None = None
    """The seed that was used (Together)."""
