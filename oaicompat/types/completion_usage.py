"""Token counts of a completion (OpenAI API reference, the completion object's `usage`)."""

from __future__ import annotations

from oaicompat.types.base import Count, WireObject

__all__ = ["CompletionTokensDetails", "CompletionUsage", "PromptTokensDetails"]


class CompletionTokensDetails(WireObject):
    """Where the generated tokens went; None where the server did not say."""

    accepted_prediction_tokens: int | None = None
    audio_tokens: int | None = None
    reasoning_tokens: int | None = None
    rejected_prediction_tokens: int | None = None
    text_tokens: int | None = None


class PromptTokensDetails(WireObject):
    """What the prompt's tokens were; None where the server did not say."""

    audio_tokens: int | None = None
    cached_tokens: int | None = None
    cache_write_tokens: int | None = None
    image_tokens: int | None = None
    text_tokens: int | None = None


class CompletionUsage(WireObject):
    """How many tokens a completion took. A vendor's own figures stay among the extras."""

    completion_tokens: Count = 0
    prompt_tokens: Count = 0
    total_tokens: Count = 0
    completion_tokens_details: CompletionTokensDetails | None = None
    prompt_tokens_details: PromptTokensDetails | None = None
