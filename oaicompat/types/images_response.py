"""The images that were made, and what they took (OpenAI API reference, the images response)."""

from __future__ import annotations

from typing import Annotated, Literal

from oaicompat.types.base import Count, Listed, Result, WireObject, open_words
from oaicompat.types.image import Image

__all__ = [
    "ImagesResponse",
    "Usage",
    "UsageCacheCreation",
    "UsageCompletionTokensDetails",
    "UsageCostDetails",
    "UsageInputTokensDetails",
    "UsageIteration",
    "UsageOutputTokensDetails",
    "UsagePromptTokensDetails",
    "UsageServerToolUse",
]


class UsageInputTokensDetails(WireObject):
    """What the prompt's tokens were."""

    image_tokens: Count = 0
    text_tokens: Count = 0


class UsageOutputTokensDetails(WireObject):
    """What the generated tokens were."""

    image_tokens: Count = 0
    text_tokens: Count = 0


class UsagePromptTokensDetails(WireObject):
    """What the prompt's tokens were, for servers that count as for chats; None where they do not say."""

    audio_tokens: int | None = None
    cached_tokens: int | None = None
    cache_write_tokens: int | None = None
    file_tokens: int | None = None
    video_tokens: int | None = None


class UsageCompletionTokensDetails(WireObject):
    """What the generated tokens were, for servers that count as for chats; None where they do not say."""

    audio_tokens: int | None = None
    image_tokens: int | None = None
    reasoning_tokens: int | None = None


class UsageCostDetails(WireObject):
    """What the cost is made of, in credits (OpenRouter)."""

    server_tool_cost: float | None = None
    upstream_inference_completions_cost: float | None = None
    upstream_inference_cost: float | None = None
    upstream_inference_prompt_cost: float | None = None


class UsageCacheCreation(WireObject):
    """Tokens that were written to the prompt cache, by how long they are kept (OpenRouter)."""

    ephemeral_1h_input_tokens: Count = 0
    ephemeral_5m_input_tokens: Count = 0


class UsageServerToolUse(WireObject):
    """How often tools of the server were used (OpenRouter)."""

    tool_calls_executed: int | None = None
    tool_calls_requested: int | None = None
    web_search_requests: int | None = None


class UsageIteration(WireObject):
    """One of the rounds that an answer took (OpenRouter)."""

    type: Annotated[Literal["message", "compaction", "advisor_message"] | str, open_words] = "message"
    model: str | None = None
    cache_creation: UsageCacheCreation | None = None
    cache_creation_input_tokens: int | None = None
    cache_read_input_tokens: int | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None


class Usage(WireObject):
    """How many tokens the images took. Where a server counts otherwise, its own figures stand beside."""

    input_tokens: Count = 0
    """Tokens of the prompt; `prompt_tokens` where the server calls them so."""
    output_tokens: Count = 0
    """Tokens of the images; `completion_tokens` where the server calls them so."""
    total_tokens: Count = 0
    input_tokens_details: UsageInputTokensDetails | None = None
    output_tokens_details: UsageOutputTokensDetails | None = None
    prompt_tokens: int | None = None
    """OpenRouter, SGLang."""
    completion_tokens: int | None = None
    """OpenRouter, SGLang."""
    prompt_tokens_details: UsagePromptTokensDetails | None = None
    """OpenRouter, SGLang."""
    completion_tokens_details: UsageCompletionTokensDetails | None = None
    """OpenRouter."""
    reasoning_tokens: int | None = None
    """SGLang."""
    image_count: int | None = None
    """How many images were made (SGLang)."""
    generated_images: int | None = None
    """How many images were made (Volcengine)."""
    cost: float | None = None
    """In credits (OpenRouter)."""
    cost_details: UsageCostDetails | None = None
    """OpenRouter."""
    cost_in_usd_ticks: int | None = None
    """In small parts of a US dollar (xAI)."""
    is_byok: bool | None = None
    """Whether the provider was paid with your own key there (OpenRouter)."""
    cache_creation: UsageCacheCreation | None = None
    """OpenRouter."""
    iterations: list[UsageIteration] | None = None
    """OpenRouter."""
    server_tool_use: UsageServerToolUse | None = None
    """OpenRouter."""
    service_tier: str | None = None
    """OpenRouter."""
    speed: Annotated[Literal["fast", "standard"] | str, open_words] | None = None
    """OpenRouter."""

    def _settle(self) -> None:
        """Gives a count under its other name, too. What was derived is not in `model_fields_set`."""
        for name, other in (("input_tokens", self.prompt_tokens), ("output_tokens", self.completion_tokens)):
            if name not in self.model_fields_set and other is not None:
                vars(self)[name] = other


class ImagesResponse(Result):
    """Images, and how they were made."""

    created: Count = 0
    """Unix seconds; 0 if the server does not say."""
    data: Listed[Image] = []
    background: Annotated[Literal["transparent", "opaque"] | str, open_words] | None = None
    output_format: Annotated[Literal["png", "webp", "jpeg"] | str, open_words] | None = None
    quality: Annotated[Literal["low", "medium", "high"] | str, open_words] | None = None
    size: Annotated[Literal["1024x1024", "1024x1536", "1536x1024"] | str, open_words] | None = None
    """Width and height in pixels."""
    usage: Usage | None = None
    id: str | None = None
    """Together, SGLang."""
    model: str | None = None
    """Together, Volcengine."""
    object: Annotated[Literal["list"] | str, open_words] | None = None
    """Together."""
    inference_time_s: float | None = None
    """How long it took, in seconds (SGLang)."""
    peak_memory_mb: float | None = None
    """The most memory that it took, in megabytes (SGLang)."""

    def _settle(self) -> None:
        """Makes the fields of the images and of the usage say what they mean, whatever the server's manner."""
        for image in self.data:
            image._settle()
        if self.usage is not None:
            self.usage._settle()
