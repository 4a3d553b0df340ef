"""The place where the openai SDK has this type; ours is in `shared.reasoning_effort`."""

from oaicompat.types.shared.reasoning_effort import ReasoningEffort

__all__ = ["ReasoningEffort"]
