"""Token counts of a batch (OpenAI API reference, the batch object)."""

from __future__ import annotations

from oaicompat.types.base import Count, WireObject

__all__ = ["BatchUsage", "InputTokensDetails", "OutputTokensDetails"]


class InputTokensDetails(WireObject):
    """What the prompts' tokens were."""

    cached_tokens: int | None = None
    """How many came from the cache; None if the server does not say."""


class OutputTokensDetails(WireObject):
    """Where the generated tokens went."""

    reasoning_tokens: int | None = None
    """How many were thought; None if the server does not say."""


class BatchUsage(WireObject):
    """How many tokens the requests of a batch took together."""

    input_tokens: Count = 0
    input_tokens_details: InputTokensDetails | None = None
    output_tokens: Count = 0
    output_tokens_details: OutputTokensDetails | None = None
    total_tokens: Count = 0
