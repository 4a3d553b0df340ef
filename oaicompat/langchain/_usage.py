"""Token counts as LangChain has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from langchain_core.messages.ai import UsageMetadata

if TYPE_CHECKING:
    from oaicompat.types.completion_usage import CompletionUsage

__all__ = ["raw_usage", "summed_usage", "usage_metadata"]


def usage_metadata(usage: CompletionUsage | None) -> UsageMetadata | None:
    """The counts under LangChain's names, None if the server gave none.

    The client has put what vendors call otherwise (DeepSeek's `prompt_cache_hit_tokens` and its like) in its place.
    """
    if usage is None:
        return None
    found = UsageMetadata(
        input_tokens=usage.prompt_tokens,
        output_tokens=usage.completion_tokens,
        total_tokens=usage.total_tokens or usage.prompt_tokens + usage.completion_tokens,
    )
    if (asked := usage.prompt_tokens_details) is not None:
        written = asked.created_cache_tokens if asked.cache_write_tokens is None else asked.cache_write_tokens
        counts = {"audio": asked.audio_tokens, "cache_read": asked.cached_tokens, "cache_creation": written}
        if known := _known(counts):
            found["input_token_details"] = known  # type: ignore[typeddict-item]  # its keys are InputTokenDetails'
    if (answered := usage.completion_tokens_details) is not None:
        counts = {"audio": answered.audio_tokens, "reasoning": answered.reasoning_tokens}
        if known := _known(counts):
            found["output_token_details"] = known  # type: ignore[typeddict-item]  # its keys are OutputTokenDetails'
    return found


def _known(counts: dict[str, int | None]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count is not None}


def raw_usage(usage: CompletionUsage | None) -> dict[str, Any] | None:
    """The counts as the server sent them."""
    return None if usage is None else usage.to_dict()


def summed_usage(usages: list[dict[str, Any]]) -> dict[str, Any]:
    """Raw counts of several calls together; of what is no number the last."""
    total: dict[str, Any] = {}
    for usage in usages:
        for name, value in usage.items():
            before = total.get(name)
            if isinstance(value, dict):
                total[name] = summed_usage([before, value] if isinstance(before, dict) else [value])
            elif isinstance(value, (int, float)) and not isinstance(value, bool):
                total[name] = value + (before if isinstance(before, (int, float)) else 0)
            elif value is not None:
                total[name] = value
    return total
