"""How much a model is to think (OpenAI API reference, reasoning)."""

from typing import Literal, TypeAlias

__all__ = ["ReasoningEffort"]

ReasoningEffort: TypeAlias = Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"] | None
"""OpenAI's words, few of which every model knows; None leaves it to the server."""
