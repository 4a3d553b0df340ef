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
    created_cache_tokens: int | None = None
    """vLLM's name of `cache_write_tokens`."""
    file_tokens: int | None = None
    image_tokens: int | None = None
    multimodal_tokens: dict[str, int] | None = None
    """Those of each kind of input, such as `image` (vLLM)."""
    text_tokens: int | None = None
    video_tokens: int | None = None


class CompletionUsage(WireObject):
    """How many tokens a completion took. A vendor's own figures stay among the extras."""

    completion_tokens: Count = 0
    prompt_tokens: Count = 0
    total_tokens: Count = 0
    completion_tokens_details: CompletionTokensDetails | None = None
    prompt_tokens_details: PromptTokensDetails | None = None

    @property
    def text_tokens(self) -> int:
        """Tokens of the answer itself: those generated that are not thinking; 0 where a server counts more of these."""
        details = self.completion_tokens_details
        return max(0, self.completion_tokens - (details.reasoning_tokens or 0 if details else 0))
